"""What the words of other systems say of invoices, tasks and money, and that no other word is harmless."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.exchange import document_type_rules, sign_rules, status_rules, task_status_rules
from acctmgr.exchange.mapping_rules import Default, Typed
from acctmgr.exchange.status_rules import paid_by_status

# what a list of invoices says in some system or other
STATUSES = {
    "paid": "Paid|PAID|Closed|Paid in full|Fully Paid|Settled|Completed|Pagada|Cobrada|Paga|Payée|Réglée|Bezahlt",
    "open": (
        "Open|Unpaid|Sent|Overdue|Past Due|Outstanding|Awaiting Payment|AUTHORISED|Viewed|Vencida|Pendiente"
        "|Pendiente de pago|Emitida|Em aberto|Impayée|Überfällig"
    ),
    "coming": "coming",
    "part": "Partial|Partially Paid|partially_paid|part_paid|Parcialmente pagada|Teilweise bezahlt",
    "unissued": "Void|Voided|Cancelled|Canceled|Draft|Deleted|Anulada|Borrador|Rascunho|Annulée|Storniert|Entwurf",
    "settled": "credited|Written Off|written_off|Bad debt|Uncollectible|Incobrable",
}


@pytest.mark.parametrize(
    ("word", "standing"),
    [(word, standing) for standing, words in STATUSES.items() for word in words.split("|")],
)
def test_a_status_is_known_by_the_word_of_many_systems(word: str, standing: str) -> None:
    assert status_rules.standing_of(word) == standing


@pytest.mark.parametrize(
    "word", ["Submitted", "Refunded", "Abonada", "Approved", "Processing", "X", "?", "42", "Pad"]
)
def test_a_status_that_is_not_known_is_refused(word: str) -> None:
    with pytest.raises(Refused, match=r"status: .* is not known") as wrong:
        status_rules.standing_of(word)
    assert "known are: paid, closed, settled, open, unpaid, sent, coming, part paid," in wrong.value.hint


@pytest.mark.parametrize(
    ("cells", "said", "paid"),
    [
        ({"status": "Paid"}, None, 100),  # who takes it asks for the day
        ({"status": "Paid", "paid_on": "2026-05-02"}, None, None),
        ({"status": "Paid"}, 100, 100),
        ({"status": "Paid"}, 120, 120),
        ({"status": "Sent"}, None, 0),
        ({"status": "Sent", "paid_on": Default("2026-05-02")}, None, 0),
        ({"status": "Overdue"}, 40, 40),
        ({"status": "Partially paid"}, 40, 40),
        ({}, None, None),
        ({}, 40, 40),
    ],
)
def test_the_status_says_what_was_paid_where_no_amount_does(
    cells: dict[str, str], said: int | None, paid: int | None
) -> None:
    assert paid_by_status(cells, 100, said) == paid


@pytest.mark.parametrize(
    ("cells", "said", "why"),
    [
        ({"status": "Paid"}, 40, "says that all is paid, and the amounts say that a part is open"),
        ({"status": "Open"}, 100, "says that it is open, and the amounts say that all is paid"),
        (
            {"status": "Sent", "paid_on": "2026-05-02"},
            None,
            "says that it is open, and paid_on that it was paid",
        ),
        ({"status": "Sent", "paid_on": Typed("2026-05-02")}, None, "says that it is open"),
        ({"status": "Partially paid"}, None, "says that a part is paid, and no amount says which"),
        ({"status": "Partially paid"}, 0, "says that a part is paid, and no amount says which"),
        ({"status": "Partial"}, 100, "says that a part is paid, and no amount says which"),
    ],
)
def test_a_status_that_contradicts_the_amounts_is_refused(
    cells: dict[str, str], said: int | None, why: str
) -> None:
    with pytest.raises(Refused, match=rf"status: .* {why}"):
        paid_by_status(cells, 100, said)


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("Completed", "done"),
        ("NO_ANSWER", "done"),
        ("Realizada", "done"),
        ("Not Started", "to do"),
        ("Pendiente", "to do"),
        ("Offen", "to do"),
        ("Canceled", "called off"),
        ("Anulada", "called off"),
        ("", ""),
    ],
)
def test_whether_a_task_is_done(word: str, standing: str) -> None:
    assert task_status_rules.standing_of(word) == standing


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        *[
            (word, "in")
            for word in ("credit", "CR", "C", "CRDT", "Deposit", "Money In", "Abono", "Haber", "+", "H")
        ],
        *[
            (word, "out")
            for word in ("Debit", "DR", "d", "DBIT", "Withdrawal", "Cargo", "Debe", "-", "S", "Soll")
        ],
    ],
)
def test_a_word_says_whether_money_came_in(word: str, sign: str) -> None:
    assert sign_rules.sign_of(word) == sign


@pytest.mark.parametrize("word", ["Transfer", "kredit", "POS", "Direct Debit fee"])
def test_a_word_that_may_be_either_way_is_refused(word: str) -> None:
    with pytest.raises(Refused, match="is not known"):
        sign_rules.sign_of(word)


@pytest.mark.parametrize(
    ("amount", "sign", "is_file_signed", "moved"),
    [(90000, "out", False, -90000), (-90000, "out", True, -90000), (500, "in", True, 500), (7, "", True, 7)],
)
def test_the_word_gives_the_sign(amount: int, sign: str, is_file_signed: bool, moved: int) -> None:
    assert sign_rules.signed(amount, sign, is_file_signed=is_file_signed) == moved


@pytest.mark.parametrize(("amount", "sign"), [(-5, "in"), (5, "out")])
def test_a_sign_that_contradicts_its_word_is_refused(amount: int, sign: str) -> None:
    with pytest.raises(Refused, match="contradict each other"):
        sign_rules.signed(amount, sign, is_file_signed=True)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Invoice", "invoice"),
        ("ACCREC", "invoice"),
        ("Factura", "invoice"),
        ("Credit Memo", "credit note"),
        ("Nota de crédito", "credit note"),
        ("Estimate", "quote"),
        ("Payment", "payment"),
        ("ACCPAY", "bill"),
    ],
)
def test_what_kind_of_document_a_row_is(word: str, kind: str) -> None:
    assert document_type_rules.type_of(word) == kind
