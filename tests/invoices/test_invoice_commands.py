"""The verbs of `invoice` and `payment` from the command line: what is printed, refused and left alone."""

import json

import pytest

from acctmgr.store.book import Book
from builders import count
from conftest import Run

LINE = "Consulting; 10; 80.00"


@pytest.fixture
def acme(run: Run) -> Run:
    """A book with the client Acme and the Spanish taxes."""
    assert run("client add Acme").code == 0
    assert run("tax load es").code == 0
    return run


def test_add_prints_the_number_and_tells_the_rest_to_people(acme: Run) -> None:
    result = acme("invoice", "add", "acme", "--line", f"{LINE}; tax=21", "--due", "+2w")
    assert result.out == "INV-2026-0001\n"
    assert result.err == "invoice INV-2026-0001 for Acme: 968.00 EUR, due 2026-07-29\n"


def test_add_as_json_prints_the_whole_invoice(acme: Run) -> None:
    invoice = json.loads(acme("invoice", "add", "acme", "--line", f"{LINE}; tax=21", "-f", "json").out)
    assert list(invoice)[:15] == [
        *["id", "number", "status", "client", "issued_on", "due_on", "currency", "net", "tax"],
        *["withheld", "total", "open", "late_days", "reference", "lines"],
    ]
    assert (invoice["net"], invoice["tax"], invoice["total"], invoice["open"]) == (
        *("800.00", "168.00", "968.00", "968.00"),
    )
    assert invoice["lines"][0]["description"] == "Consulting"


def test_a_semicolon_in_a_description_is_escaped(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", r"Design\; print; 1; 5")
    invoice = json.loads(acme("invoice show 1 -f json").out)
    assert invoice["lines"][0]["description"] == "Design; print"


def test_terms_of_the_client_set_the_due_date(run: Run) -> None:
    run("client add Acme --terms 10")
    run("invoice", "add", "acme", "--line", LINE)
    assert json.loads(run("invoice show 1 -f json").out)["due_on"] == "2026-07-25"


def test_a_draft_is_edited_issued_and_only_then_numbered(acme: Run) -> None:
    assert acme("invoice", "add", "acme", "--line", LINE, "--draft").out == "d1\n"
    edited = acme("invoice", "edit", "d1", "--line", "Consulting; 12; 80.00", "--note", "Thank you")
    assert edited.err == "draft d1 for Acme: 960.00 EUR\n"
    assert acme("invoice issue d1").out == "INV-2026-0001\n"
    refused = acme("invoice", "edit", "1", "--note", "x")
    assert refused.code == 1
    assert "error: INV-2026-0001 was issued and does not change" in refused.err


def test_a_draft_is_thrown_away(acme: Run, book: Book) -> None:
    acme("invoice", "add", "acme", "--line", LINE, "--draft")
    assert acme("invoice rm d1 -y").code == 0
    assert count(book, "document") == 0


def test_an_issued_invoice_is_not_thrown_away(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    result = acme("invoice rm 1 -y")
    assert result.code == 1
    assert "hint: acctmgr invoice void INV-2026-0001" in result.err


def test_destroying_without_a_terminal_needs_yes(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    result = acme("invoice void 1")
    assert result.code == 2
    assert "--yes" in result.err


def test_a_copy_is_a_draft_of_today(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", f"{LINE}; disc=10%; tax=21", "--issued", "2026-06-01")
    assert acme("invoice copy 1").out == "d2\n"
    copy = json.loads(acme("invoice show d2 -f json").out)
    assert (copy["issued_on"], copy["total"], copy["status"]) == ("2026-07-15", "871.20", "draft")


def test_a_void_keeps_its_number_and_is_dated(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE, "--issued", "2026-06-01")
    assert acme("invoice void 1 --on 2026-06-20 -y").err == (
        "INV-2026-0001 is void from 2026-06-20 on (back-dated: figures from 2026-06-20 on have moved)\n"
    )
    assert json.loads(acme("report aging --as-of 2026-06-19 -f json").out)["totals"]["total"] == "800.00"
    assert json.loads(acme("report aging --as-of 2026-06-20 -f json").out)["totals"]["total"] == "0.00"


def test_paying_without_an_amount_pays_all_that_is_open(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    result = acme("invoice pay 1")
    assert result.out == "p1\n"
    assert result.err == "received 800.00 EUR from Acme: INV-2026-0001 is paid\n"


def test_paying_more_says_plainly_that_it_is_credit(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    result = acme("invoice pay 1 1000")
    assert "INV-2026-0001 is paid; 200.00 EUR is now credit of Acme" in result.err


def test_a_payment_settles_the_oldest_first(acme: Run) -> None:
    for day in ("2026-06-02", "2026-06-01"):
        acme("invoice", "add", "acme", "--line", "x; 1; 100", "--issued", day, "--backdate")
    acme("payment add acme 150")
    rows = json.loads(acme("invoice list --sort number -f json").out)
    assert [(row["issued_on"], row["open"]) for row in rows] == [
        ("2026-06-02", "50.00"),
        ("2026-06-01", "0.00"),
    ]


def test_back_dating_says_which_days_move(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE, "--issued", "2026-06-01")
    result = acme("invoice pay 1 100 --on 2026-06-10")
    assert "back-dated: figures from 2026-06-10 on have moved" in result.err


def test_a_credit_is_freed_and_used_elsewhere(acme: Run) -> None:
    for _ in range(2):
        acme("invoice", "add", "acme", "--line", "x; 1; 100")
    acme("invoice pay 1 100")
    assert acme("payment unapply p1 1").code == 0
    result = acme("payment apply p1 2 40")
    assert result.err == "applied 40.00 EUR of p1: INV-2026-0002 has 60.00 EUR open\n"


def test_a_credit_note_by_line_takes_the_invoices_tax(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", f"{LINE}; tax=21")
    note = json.loads(acme("invoice", "credit", "1", "--line", "Two hours less; 2; 80.00", "-f", "json").out)
    assert (note["number"], note["net"], note["tax"], note["total"]) == (
        *("CN-2026-0001", "160.00", "33.60", "193.60"),
    )


REFUSED = [
    # what is typed, exit code, what is said
    ("invoice add nobody --line 'x; 1; 1'", 3, "nobody"),
    ("invoice add acme", 2, "a document needs at least one line"),
    ("invoice add acme --line 'x; 1'", 1, "'x; 1' is not a line"),
    ("invoice add acme --line 'x; 1; 1e9'", 1, "1e9"),
    ("invoice add acme --line 'x; NaN; 1'", 1, "NaN"),
    ("invoice add acme --line 'x; ٣; 1'", 1, "٣"),
    ("invoice add acme --line 'x; 1; 1_000'", 1, "1_000"),
    ("invoice add acme --line 'x; 1; 1,23'", 1, "1,23"),
    ("invoice add acme --line 'x; 1; 1; tax=999'", 3, "999"),
    (
        "invoice add acme --line 'x; 1; 1; colour=red'",
        1,
        "'colour=red' is neither tax=CODE nor disc=DISCOUNT",
    ),
    ("invoice add acme --line 'x; 1; 1; disc=150%'", 1, "150"),
    ("invoice add acme --line 'x; 1; 1; disc=2.00'", 1, "more than what it is taken from"),
    ("invoice add acme --line 'x; -1; 1'", 1, "less than zero"),
    ("invoice add acme --line '; 1; 1'", 1, "the description is empty"),
    ("invoice add acme --line 'x; 1; 1' --issued 2026-02-30", 1, "2026-02-30 is not a day of the calendar"),
    ("invoice add acme --line 'x; 1; 1' --due 2026-07-01", 1, "due on 2026-07-01, before it is issued"),
    ("invoice add acme --line 'x; 1; 1' --currency XXQ", 1, "XXQ"),
    ("invoice add acme --line 'x; 1; 1' --currency USD", 2, "an amount in USD needs its rate"),
    ("invoice add acme --line 'x; 1; 1' --rate 2", 2, "EUR is the currency of the books"),
    ("invoice add acme --line 'x; 1; 1' --currency USD --rate 0", 2, "0 is no exchange rate"),
    ("invoice add acme --line 'x; 1; 1' --issued 2026-07-13", 1, "--backdate"),
    ("invoice issue 1", 1, "INV-2026-0001 is issued already"),
    ("invoice issue d99", 3, "no draft d99"),
    ("invoice show 99", 3, "99"),
    ("invoice edit d2", 2, "there is nothing to change"),
    ("invoice due 1 2026-07-01", 1, "it can't be due before"),
    ("invoice pay d2", 1, "d2 is draft, there is nothing to pay"),
    ("invoice pay 1 0", 2, "amounts are positive"),
    ("invoice pay 1 -- -5", 2, "amounts are positive"),
    ("invoice pay 1 1.234", 1, "1.234"),
    ("invoice pay 1 5 --into Vault", 3, "no bank, cash or card account Vault"),
    ("invoice pay 1 5 --into Sales", 3, "no bank, cash or card account Sales"),
    ("invoice credit 1 900", 1, "more than what is left to credit"),
    ("invoice credit 1 5 --line 'x; 1; 1'", 2, "an amount or lines, not both"),
    ("invoice credit d2", 1, "d2 is draft, there is nothing to credit"),
    ("invoice credit 1 --issued 2026-07-01", 1, "it can't be credited before"),
    ("invoice void d2 -y", 1, "d2 is a draft"),
    ("invoice void 1 --on 2026-07-01 -y", 1, "it can't be void before"),
    ("payment void p9 -y", 3, "no payment p9"),
    ("payment apply p9 1", 3, "no payment p9"),
    ("payment unapply 1 1", 3, "no payment 1"),
    ("payment add acme", 2, "AMOUNT"),
    ("payment add acme 5 --on 2026-13-01", 1, "2026-13-01"),
]


@pytest.mark.parametrize(("line", "code", "said"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_is_refused_and_writes_nothing(
    acme: Run, book: Book, line: str, code: int, said: str
) -> None:
    acme("invoice", "add", "acme", "--line", LINE, "--issued", "2026-07-14")
    acme("invoice", "add", "acme", "--line", LINE, "--draft")
    before = count(book, "operation")
    result = acme(line)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert result.err.startswith("error: ")
    assert "Traceback" not in result.err
    assert count(book, "operation") == before


def test_a_void_invoice_takes_no_payment(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    acme("invoice void 1 -y")
    assert "INV-2026-0001 is void, there is nothing to pay" in acme("invoice pay 1").err


def test_a_paid_invoice_says_so(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    acme("invoice pay 1")
    result = acme("invoice pay 1")
    assert result.code == 1
    assert "INV-2026-0001 has nothing open: it is paid" in result.err


def test_an_archived_client_gets_no_new_invoice(acme: Run, book: Book) -> None:
    acme("client archive acme")
    result = acme("invoice", "add", "acme", "--line", LINE)
    assert result.code == 1
    assert "acme is archived since 2026-07-15" in result.err
    assert count(book, "document") == 0


def test_a_date_still_to_come_is_said(acme: Run) -> None:
    result = acme("invoice", "add", "acme", "--line", LINE, "--issued", "tomorrow")
    assert "(from 2026-07-16 on, which is still to come)" in result.err
    assert "(from 2026-07-17 on, which is still to come)" in acme("invoice pay 1 --on 2026-07-17 --yes").err


def test_what_does_not_exist_is_not_asked_about(acme: Run) -> None:
    assert (acme("invoice void 9").code, acme("invoice rm d9").code, acme("payment void p9").code) == (
        3,
        3,
        3,
    )


def test_an_empty_amount_is_not_all_there_is(acme: Run, book: Book) -> None:
    acme("invoice", "add", "acme", "--line", LINE)
    for line in (("invoice", "pay", "1", ""), ("invoice", "credit", "1", "")):
        result = acme(*line)
        assert (result.code, result.err.splitlines()[0]) == (2, "error: AMOUNT is empty")
    assert count(book, "payment") == 0


def test_paying_an_invoice_of_a_coming_day_says_from_when_on(acme: Run) -> None:
    acme('invoice add acme --line "Web; 1; 50; tax=none" --issued 2026-07-20')
    assert (
        "INV-2026-0001 is paid from 2026-07-20 on; 50.00 EUR is now credit" in acme("invoice pay 1 100").err
    )
