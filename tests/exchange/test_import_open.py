"""`import invoices` from a file that says what is still open, as our own lists do."""

import json
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask, CsvFile

HEADER = "number,client,issued_on,due_on,currency,total,open,status"
TODAY = "paid_on=2026-07-15"
_STATE = "SELECT number, status, open_minor, settled_on FROM document ORDER BY id"


def test_what_is_no_longer_open_was_paid_on_the_day_that_is_given(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2026-05-01,,EUR,100,100,open",
        "2,Acme,2026-05-01,,EUR,100,60,part_paid",
        "3,Acme,2026-05-01,,EUR,100,0,paid",
    )
    assert run("import", "invoices", file, "--create-missing", "--default", TODAY).code == 0
    assert ask(_STATE) == [
        ("1", "open", 10000, None),
        ("2", "part_paid", 6000, None),
        ("3", "paid", 0, "2026-07-15"),
    ]
    assert ask("SELECT paid_on, amount_minor, open_minor FROM payment ORDER BY id") == [
        ("2026-07-15", 4000, 0),
        ("2026-07-15", 10000, 0),
    ]
    again = run("import", "invoices", file, "--default", TODAY)
    assert "0 created, 0 updated, 3 unchanged, 0 rejected" in again.err
    assert run("db check").code == 0


def test_what_is_paid_and_nobody_says_when_is_no_debt_but_a_reject(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2026-05-01,,EUR,100,100,open",
        "2,Acme,2026-05-01,,EUR,100,60,part_paid",
        "3,Acme,2026-05-01,,EUR,100,0,paid",
    )
    result = run("import", "invoices", file, "--create-missing")
    assert result.code == 1
    assert result.err.splitlines()[1:3] == [
        "line 3: 2 is paid in part, and the file does not say when (--default paid_on=DATE says it)",
        "line 4: 3 is paid, and the file does not say when (--default paid_on=DATE says it)",
    ]
    assert ask(_STATE) == [("1", "open", 10000, None)]


def test_what_the_book_has_with_no_more_open_is_unchanged_without_a_day(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    rows = ("1,Acme,2026-05-01,,EUR,100,60,part_paid", "2,Acme,2026-05-01,,EUR,100,50,part_paid")
    run("import", "invoices", csv(HEADER, *rows), "--create-missing", "--default", TODAY)
    result = run("import", "invoices", csv(HEADER, rows[0], rows[1].replace(",50,", ",70,")))
    assert (result.code, "2 unchanged" in result.err) == (0, True)
    later = csv(HEADER, rows[0].replace(",60,", ",25,"), rows[1])
    result = run("import", "invoices", later)
    assert (
        "line 2: 1 is paid in part, and the file does not say when (--default paid_on=DATE says it)"
        in result.err
    )
    assert "1 unchanged, 1 rejected" in result.err
    assert "1 updated, 1 unchanged" in run("import", "invoices", later, "--default", TODAY).err
    assert [row[2] for row in ask(_STATE)] == [2500, 5000]


def test_a_part_that_a_credit_note_settled_is_not_paid_again(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    run("invoice", "add", "acme", "--line", "Work; 1; 100; tax=none", "--issued", "2026-05-01")
    run("invoice credit 1 30")
    exported = csv(run("invoice list -f csv").out.encode())
    result = run("import", "invoices", exported, "--default", TODAY)
    assert (result.code, "1 unchanged" in result.err) == (0, True)
    assert ask("SELECT COUNT(*) FROM payment") == [(0,)]


def test_what_is_paid_goes_before_what_is_open(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "number,client,issued_on,total,open,paid,paid_on"
    run("import", "invoices", csv(header, "1,Acme,2026-05-01,100,0,40,2026-05-02"), "--create-missing")
    assert ask(_STATE) == [("1", "part_paid", 6000, None)]


@pytest.mark.parametrize("still_open", ["-1", "100.01"])
def test_no_more_than_all_and_no_less_than_nothing_is_open(run: Run, csv: CsvFile, still_open: str) -> None:
    result = run(
        "import", "invoices", csv(HEADER, f"1,Acme,2026-05-01,,EUR,100,{still_open},open"), "--create-missing"
    )
    assert (result.code, "line 2: open is not between 0 and the total" in result.err) == (1, True)


def test_a_credit_note_with_all_of_it_open_comes_in_and_a_used_one_does_not(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(HEADER, "C1,Acme,2026-05-01,,EUR,-50,-50,open", "C2,Acme,2026-05-01,,EUR,-50,-20,open")
    result = run("import", "invoices", file, "--create-missing", "--default", TODAY)
    assert (
        "line 3: a credit note can't be imported as paid (leave paid_on, paid and open empty)" in result.err
    )
    assert ask("SELECT number, kind, total_minor, open_minor FROM document") == [
        ("C1", "credit_note", 5000, 5000)
    ]


def test_opening_takes_what_the_file_says_is_open(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2025-11-01,,EUR,100,60,part_paid",
        "2,Acme,2025-11-01,,EUR,100,0,paid",
        "C1,Acme,2025-11-01,,EUR,-50,-20,open",
    )
    result = run("import", "invoices", file, "--opening", "2026-01-01", "--create-missing")
    assert "1 already settled row left aside" in result.err
    assert ask("SELECT number, kind, total_minor, open_minor FROM document ORDER BY id") == [
        ("1", "invoice", 6000, 6000),
        ("C1", "credit_note", 2000, 2000),
    ]
    again = run("import", "invoices", file, "--opening", "2026-01-01")
    assert "0 created, 0 updated, 2 unchanged, 0 rejected" in again.err
    assert run("db check").code == 0


def test_rows_that_nobody_owes_are_left_aside_and_counted(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        ",Acme,2026-05-01,,EUR,100,0,draft",
        "2,Acme,2026-05-01,,EUR,100,0,void",
        "3,Acme,2026-05-01,,EUR,100,0,Void",
        "4,Acme,2026-05-01,,EUR,100,0,credited",
    )
    result = run("import", "invoices", file, "--create-missing")
    assert result.code == 0
    assert result.err.splitlines()[1:] == [
        "1 credited or written-off row left aside",
        "3 void or draft rows left aside",
        "invoices: 0 created, 0 updated, 0 unchanged, 0 rejected",
    ]
    assert ask("SELECT COUNT(*) FROM party") == [(0,)]


def test_a_first_row_that_is_left_aside_is_not_read_to_the_end(run: Run, csv: CsvFile) -> None:
    file = csv(HEADER, "1,Acme,2026-05-01,,EUR,?,,void", "2,Acme,2026-05-02,,EUR,100,100,open")
    result = run("import", "invoices", file, "--create-missing", "--dry-run")
    assert (result.code, "line 3 is understood as issued_on 2026-05-02, total 100.00 EUR" in result.err) == (
        0,
        True,
    )


def test_a_list_of_credit_notes_never_becomes_invoices(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(HEADER, "CN-2026-0001,Acme,2026-05-01,,EUR,100,100,open")
    result = run("import", "invoices", file, "--create-missing")
    assert (result.code, ask("SELECT COUNT(*) FROM document")) == (1, [(0,)])
    assert (
        "line 2: CN-2026-0001 is a credit note, and a credit note has a negative total "
        "(write its amounts with a minus sign, or leave it out)" in result.err
    )
    mended = csv(HEADER, "CN-2026-0001,Acme,2026-05-01,,EUR,-100,-100,open")
    assert run("import", "invoices", mended, "--create-missing").code == 0
    assert ask("SELECT kind, number FROM document") == [("credit_note", "CN-2026-0001")]


def test_a_credit_note_of_another_series_is_known_by_its_number(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "x1,Acme,2026-05-01,,EUR,-100,,"), "--create-missing")
    result = run(
        "import", "invoices", csv(HEADER, "x1,Acme,2026-05-01,,EUR,100,0,credited"), "--default", TODAY
    )
    assert (result.code, "x1 is a credit note" in result.err) == (1, True)
    assert ask("SELECT COUNT(*) FROM payment") == [(0,)]


def test_a_number_that_both_series_give_is_an_invoice(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("config set series.invoice {seq}")
    run("config set series.credit_note {seq}")
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,EUR,100,,"), "--create-missing")
    assert ask("SELECT kind, number FROM document") == [("invoice", "7")]


def test_one_rate_for_a_file_is_for_its_foreign_rows(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2026-05-01,,USD,100,,",
        "2,Acme,2026-05-01,,EUR,100,,",
        "3,Acme,2026-05-01,,,100,,",
        "4,Acme,2026-05-01,,GBP,100,,",
    )
    result = run("import", "invoices", file, "--create-missing", "--default", "rate=0.92")
    assert (
        "line 4: rate: EUR is the currency of the books, its rate is 1 "
        "(--map currency=COLUMN or --default currency=USD says which one is meant)" in result.err
    )
    assert "GBP and USD were all converted at 0.92: is that their rate?" in result.err
    assert ask("SELECT number, currency, rate, total_book_minor FROM document ORDER BY id") == [
        ("1", "USD", "0.92", 9200),
        ("2", "EUR", "1", 10000),
        ("4", "GBP", "0.92", 9200),
    ]


def test_every_state_of_an_invoice_arrives_in_another_book_with_the_same_aging(
    run: Run, csv: CsvFile, ask: Ask, tmp_path: Path
) -> None:
    run("tax load es")
    run("client add Acme --terms 14")
    run("client add Bolt --currency USD")
    add = ("invoice", "add")
    run(*add, "acme", "--line", "A; 1; 100; tax=21", "--issued", "2026-05-01")
    run(*add, "acme", "--line", "B; 3; 33.33; tax=iva21-irpf15", "--issued", "2026-05-02")
    run(*add, "bolt", "--line", "C; 1; 99.99; tax=none", "--issued", "2026-05-03", "--rate", "0.92")
    run(*add, "bolt", "--line", "D; 1; 50; tax=none", "--issued", "2026-05-04", "--rate", "0.92")
    run(*add, "acme", "--line", "E; 1; 70; tax=none", "--issued", "2026-05-05")
    run(*add, "acme", "--line", "F; 1; 60; tax=none", "--issued", "2026-05-06")
    run(*add, "acme", "--line", "G; 1; 10; tax=none", "--draft")
    run("invoice pay 1")
    run("invoice pay 2 33.10")
    run("invoice pay 3 33.33 --rate 0.95")
    run("invoice void 5 --yes")
    run("invoice credit 6")
    aging = json.loads(run("report aging -f json").out)
    clients = csv(run("client list -f csv").out.encode(), name="clients.csv")
    invoices = csv(run("invoice list -f csv").out.encode(), name="invoices.csv")
    other = ("--db", f"{tmp_path}/other.db")
    run("init", "--currency", "EUR", *other)
    run("import", "clients", clients, *other)
    moved = ("import", "invoices", invoices, "--default", TODAY, "--default", "rate=0.92", *other)
    result = run(*moved)
    assert result.code == 0
    assert result.err.splitlines()[-3:] == [
        "1 credited or written-off row left aside",
        "2 void or draft rows left aside",
        "import 2: invoices: 4 created, 0 updated, 0 unchanged, 0 rejected",
    ]
    assert json.loads(run("report", "aging", "-f", "json", *other).out) == aging
    assert [row["total"] for row in aging["rows"]] == ["107.33", "72.89"]
    assert "0 created, 0 updated, 4 unchanged, 0 rejected" in run(*moved).err
    assert run("db", "check", *other).code == 0


def test_a_list_with_what_is_still_to_come_is_read_as_it_stands(run: Run, csv: CsvFile, other: Book) -> None:
    for line in (
        "client add Acme",
        'invoice add acme --line "Now; 1; 100; tax=none" --issued 2026-05-01',
        'invoice add acme --line "Soon; 1; 60; tax=none" --issued 2026-08-01 --yes',
        "invoice pay 1 --on 2026-05-10",
    ):
        assert run(line).code == 0
    listed = run("invoice list -f csv").out
    assert [row.split(",")[2] for row in listed.splitlines()[1:]] == ["coming", "paid"]
    assert run(f"--db {other.place} client add Acme").code == 0
    defaults = ("--default", TODAY, "--default", "rate=0.92")
    done = run("--db", other.place, "import", "invoices", csv(listed.encode()), *defaults)
    assert (done.code, "2 created, 0 updated, 0 unchanged, 0 rejected" in done.err) == (0, True), done.err
    stand = json.loads(run(f"--db {other.place} --today 2026-08-01 invoice list -f json").out)
    assert [(row["number"], row["status"], row["open"]) for row in stand] == [
        ("INV-2026-0002", "open", "60.00"),
        ("INV-2026-0001", "paid", "0.00"),
    ]
