"""Tax withheld from us is an asset, tax that we withhold a liability; a lost invoice leaves none of it behind."""

from pathlib import Path

import pytest

from acctmgr.documents import payment_service as payments
from acctmgr.documents.tables import Document
from acctmgr.invoices import service
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.upkeep.queries import findings
from builders import a_credit, a_payment, an_invoice, balances, day, open_on
from conftest import Run
from invoices.test_short_payments import lose, short

WITHHELD = "Work; 1; 1000; tax=iva21-irpf15"  # 1,000 + 210 - 150
INVOICED = {"Sales": -100000, "Tax": -21000}


def sound(book: Book) -> bool:
    with reading(book) as db:
        return [row for row in findings(db, book) if not row.ok] == []


@pytest.mark.parametrize(
    ("relief", "left"),
    [(False, {**INVOICED, "Bad debts": 121000}), (True, {"Sales": -100000, "Bad debts": 100000})],
)
def test_a_write_off_leaves_nothing_of_what_was_to_be_withheld(
    book: Book, relief: bool, left: dict[str, int]
) -> None:
    def history(s: service.Session) -> None:
        an_invoice(s, WITHHELD)
        lose(s, "1", relief=relief)

    change(history, book)
    assert balances(book) == left
    assert sound(book)


@pytest.mark.parametrize("relief", [False, True])
def test_a_late_payment_brings_it_back_in_parts(book: Book, relief: bool) -> None:
    """Thirds of 1,060.00: 150.00 comes back as 50.00, 50.00 and 50.00."""
    held: list[int] = []

    def begin(s: service.Session) -> None:
        an_invoice(s, WITHHELD)
        lose(s, "1", relief=relief)

    change(begin, book)
    for minor, on in ((35333, "07-01"), (35333, "07-02"), (35334, "07-03")):
        change(lambda s, minor=minor, on=on: a_payment(s, minor, service.find(s, "1"), on=on), book)
        held.append(balances(book)["Withheld tax"])
    assert held == [5000, 10000, 15000]
    assert balances(book) == {**INVOICED, "Bank": 106000, "Withheld tax": 15000}
    assert sound(book)


def test_parts_that_are_lost_one_by_one_come_to_exactly_all_of_it(book: Book) -> None:
    """With relief or without, beside a discount and a credit note: 3 x 33.33 at 21 % less 15 %."""

    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "a; 3; 33.33; tax=iva21-irpf15", "b; 1; 10; tax=iva10")
        short(s, 1, invoice, discount=1234)
        a_credit(s, invoice, 2000, on="05-20")
        for amount, relief in (("12.34", False), ("7.77", True), ("11.11", False), ("", True)):
            lose(s, "1", amount, relief=relief)

    change(history, book)
    # all but a cent was given back or lost
    assert balances(book).get("Withheld tax", 0) == 0
    assert sound(book)


def test_a_credit_note_after_a_write_off_takes_it_back_first(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, WITHHELD)
        lose(s, "1", "530")
        a_credit(s, invoice, 106000, on="06-20")

    change(history, book)
    assert balances(book, "06-19") == {
        **INVOICED, "Receivable": 53000, "Bad debts": 60500, "Withheld tax": 7500,
    }  # fmt: skip
    assert balances(book) == {}

    def take_back(s: service.Session) -> None:
        note, invoice = (service.find(s, number) for number in ("CN-2026-0001", "INV-2026-0001"))
        payments.unapply(s, note, invoice, on=day("06-30"))
        service.void(s, note, on=day("06-30"))

    change(take_back, book)
    assert balances(book)["Withheld tax"] == 7500
    assert sound(book)


def test_what_is_lost_and_what_is_credited_share_what_was_to_be_withheld_to_the_cent(book: Book) -> None:
    """Of 1.00 + 0.21 - 0.15 one half is lost and one credited: each alone would take 0.08."""

    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "Work; 1; 1; tax=iva21-irpf15")
        lose(s, "1", "0.53")
        a_credit(s, invoice, 53, on="06-02")

    change(history, book)
    # the credit note: 0.50 + 0.11 - 0.08; lost: 0.53 and the 0.07 that are left
    assert balances(book, "06-01") == {
        "Receivable": 53, "Bad debts": 61, "Withheld tax": 7, "Sales": -100, "Tax": -21,
    }  # fmt: skip
    assert balances(book) == {"Bad debts": 60, "Sales": -50, "Tax": -10}
    change(lambda s: payments.unapply(s, *_note_and_invoice(s), on=day("06-03")), book)
    change(lambda s: service.void(s, _note_and_invoice(s)[0], on=day("06-04")), book)
    assert balances(book) == balances(book, "06-01")
    assert sound(book)


def _note_and_invoice(s: service.Session) -> tuple[Document, Document]:
    return service.find(s, "CN-2026-0001"), service.find(s, "1")


def test_a_loss_that_a_credit_note_takes_back_in_part_leaves_no_cent_of_it(book: Book) -> None:
    def history(s: service.Session) -> None:
        invoice = an_invoice(s, "Work; 1; 17.77; tax=iva21-irpf19")  # 17.77 + 3.73 - 3.38 = 18.12
        a_credit(s, invoice, 1793, on="05-20")
        lose(s, "1")
        a_credit(s, invoice, 7, on="06-02")

    change(history, book)
    assert "Withheld tax" not in balances(book)
    assert open_on(book, "INV-2026-0001", "06-02") == 0
    assert sound(book)


def test_a_write_off_in_dollars_takes_what_was_withheld_at_the_rate_of_the_invoice(book: Book) -> None:
    def history(s: service.Session) -> None:
        an_invoice(s, WITHHELD, currency="USD", rate="0.9137")
        for amount in ("333.33", "333.33", "393.34"):
            lose(s, "1", amount)

    change(history, book)
    assert balances(book) == {"Sales": -91370, "Tax": -19188, "Bad debts": 110558}
    assert sound(book)


BY_HAND = {
    "cash in 5 --from Office --category 'Withheld tax'": "Withheld tax",
    "cash out 5 --to Office --category 'Tax withheld payable'": "Tax withheld payable",
}


@pytest.mark.parametrize("line", BY_HAND)
def test_both_accounts_refuse_what_is_posted_by_hand(run: Run, line: str) -> None:
    result = run(line)
    assert (result.code, result.err) == (
        1,
        f"error: {BY_HAND[line]} is kept by tax codes that withhold\n"
        "hint: name what it was for, and such a code: --category CATEGORY --tax CODE\n",
    )


def test_an_import_posts_to_neither(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cash.csv"
    file.write_text("date,amount,category\n2026-05-01,5,Withheld tax\n", encoding="utf-8")
    result = run("import", "cash", file)
    assert result.code == 1
    assert "Withheld tax is kept by tax codes that withhold" in result.err


def test_money_out_is_withheld_by_us_and_money_back_takes_that_back(
    run: Run, book: Book, tmp_path: Path
) -> None:
    run("tax load es")
    for line in (
        "cash in 1060 --from Zoe --category sales --tax iva21-irpf15",
        "cash out 1020 --to Landlord --category rent --tax iva21-irpf19",
        "cash in 102 --from Landlord --category rent --tax iva21-irpf19",
        "cash out 106 --to Zoe --category sales --tax iva21-irpf15",
    ):
        assert run(line).code == 0, line
    file = tmp_path / "cash.csv"
    file.write_text(
        "date,amount,category,tax\n2026-05-01,-510,Rent,iva21-irpf19\n2026-05-02,530,Sales,iva21-irpf15\n",
        encoding="utf-8",
    )
    assert run("import", "cash", file).code == 0
    held = balances(book)
    assert (held["Withheld tax"], held["Tax withheld payable"]) == (15000 - 1500 + 7500, -19000 + 1900 - 9500)
    assert run("cash void 2 --yes").code == 0
    assert balances(book, "07-31")["Tax withheld payable"] == 1900 - 9500
    assert run("db check").code == 0


def test_what_was_withheld_before_the_book_is_opened(run: Run, book: Book) -> None:
    assert run("account opening 'Withheld tax' 150 --on 2026-01-01").code == 0
    assert run("account opening withheld_payable 190 --on 2026-01-01").code == 0
    assert balances(book) == {"Withheld tax": 15000, "Tax withheld payable": -19000, "Opening balances": 4000}
    assert run("account opening receivable 1 --on 2026-01-01").code == 1
    assert run("db check").code == 0


def test_an_entry_that_nothing_withholding_made_is_found(run: Run, book: Book) -> None:
    from acctmgr.ledger import service as ledger
    from acctmgr.ledger.rules import Line

    def forge(s: service.Session) -> None:
        claim, owed = (ledger.account_id(s, key) for key in ("withheld_tax", "withheld_payable"))
        lines = [Line(claim, 500, "EUR", 500), Line(owed, -500, "EUR", -500)]
        ledger.post(s, on=day("05-01"), kind="cash", text="set off", lines=lines)

    change(forge, book)
    assert "moves Withheld tax, and nothing that withholds made it" in run("db check").out
