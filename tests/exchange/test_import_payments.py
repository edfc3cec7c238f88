"""Payments from a file: what each row settles, and what is refused with the line that is wrong."""

import csv as csv_module
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask, CsvFile

HEADER = "client,paid_on,amount,document,settled,currency,payment"
SETUP = (
    "client add Acme",
    "client add Globex",
    'invoice add acme --line "A; 1; 100; tax=none" --issued 2026-03-01',
    'invoice add acme --line "B; 1; 50; tax=none" --issued 2026-03-02',
)
OPEN = "SELECT number, open_minor FROM document ORDER BY number"


@pytest.fixture
def told(run: Run) -> Run:
    """A client with two open invoices."""
    for line in SETUP:
        assert run(line).code == 0
    return run


def test_a_payment_settles_what_is_open_and_the_rest_is_credit_once(
    told: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        HEADER,
        "acme,2026-04-01,120,INV-2026-0001,,,",
        "acme,2026-04-02,20,INV-2026-0002,10,,",
        "acme,2026-04-03,7,,,,",
        "acme,2026-04-03,7,,,,",
    )
    first = told("import", "payments", file)
    assert (first.code, "4 created, 0 updated, 0 unchanged, 0 rejected" in first.err) == (0, True)
    assert ask(OPEN) == [("INV-2026-0001", 0), ("INV-2026-0002", 4000)]
    assert ask("SELECT paid_on, open_minor FROM payment ORDER BY id") == [
        ("2026-04-01", 2000),
        ("2026-04-02", 1000),
        ("2026-04-03", 700),
        ("2026-04-03", 700),
    ]
    again = told("import", "payments", file)
    assert (again.code, "0 created, 0 updated, 4 unchanged, 0 rejected" in again.err) == (0, True)
    assert told("db check").code == 0


def test_one_payment_of_two_invoices_has_a_row_for_each(told: Run, csv: CsvFile, ask: Ask) -> None:
    rows = ("acme,2026-04-01,150,INV-2026-0001,100,,B-1", "acme,2026-04-01,150,INV-2026-0002,50,,B-1")
    done = told("import", "payments", csv(HEADER, *rows))
    assert (done.code, "1 created" in done.err) == (0, True)
    assert ask("SELECT amount_minor, open_minor FROM payment") == [(15000, 0)]
    assert ask(OPEN) == [("INV-2026-0001", 0), ("INV-2026-0002", 0)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("acme,2026-04-01,100,INV-2026-0099,,,", "there is no invoice INV-2026-0099 (import invoices first)"),
        (
            "nobody,2026-04-01,100,INV-2026-0001,,,",
            "there is no client nobody (import clients first, or: acctmgr client add)",
        ),
        ("globex,2026-04-01,100,INV-2026-0001,,,", "INV-2026-0001 belongs to another client"),
        (
            "acme,2026-04-01,120,INV-2026-0001,120,,",
            "INV-2026-0001 has only 100.00 EUR open on 2026-04-01"
            " (leave settled empty: what is more is the client's credit)",
        ),
        ("acme,2026-02-30,100,INV-2026-0001,,,", "paid_on: 2026-02-30 is not a day of the calendar"),
        ("acme,,100,,,,", "paid_on is empty"),
        ("acme,2026-04-01,,,,,", "amount is empty"),
        (",2026-04-01,10,,,,", "client is empty"),
        ("acme,2026-04-01,-10,,,,", "amount is not more than zero"),
        ("acme,2026-04-01,10,,,XQX,", "'XQX' is not a currency (write its three letters, like EUR or USD)"),
        (
            "acme,2026-04-01,10,,,USD,",
            "rate is empty, and the payment is in USD (--map rate=COLUMN or --default rate=0.92)",
        ),
        (
            "acme,2099-08-01,10,,,,",
            "2099-08-01 is after today: no money has moved yet (if that is meant, add --yes)",
        ),
    ],
)
def test_a_row_that_can_not_be_is_told_with_its_line_and_nothing_of_it_is_in(
    told: Run, csv: CsvFile, ask: Ask, row: str, reason: str
) -> None:
    done = told("import", "payments", csv(HEADER, "acme,2026-04-09,5,,,,", row))
    assert (done.code, f"line 3: {reason}\n" in done.err) == (1, True), done.err
    assert "1 created, 0 updated, 0 unchanged, 1 rejected" in done.err
    assert ask("SELECT paid_on, amount_minor FROM payment") == [("2026-04-09", 500)]
    assert told("db check").code == 0


def test_a_payment_comes_in_whole_or_not_at_all(told: Run, csv: CsvFile, ask: Ask, tmp_path: Path) -> None:
    file = csv(
        HEADER,
        "acme,2026-04-01,150,INV-2026-0002,40,,B-2",
        "acme,2026-04-01,150,INV-2026-0001,120,,B-2",
        "acme,2026-04-01,9,,,,B-3",
        "acme,2026-04-02,9,,,,B-3",
    )
    done = told("import", "payments", file, "--rejects", tmp_path / "bad.csv")
    assert done.code == 1
    assert [line for line in done.err.splitlines() if line.startswith("line ")] == [
        "line 2: goes with line 3, which is rejected",
        "line 3: INV-2026-0001 has only 100.00 EUR open on 2026-04-01"
        " (leave settled empty: what is more is the client's credit)",
        "line 4: goes with line 5, which is rejected",
        "line 5: line 4 says something else of B-3",
    ]
    assert ask("SELECT COUNT(*) FROM payment") == [(0,)]
    assert (tmp_path / "bad.csv").read_text().splitlines()[1] == (
        'acme,2026-04-01,150,INV-2026-0002,40,,B-2,2,"goes with line 3, which is rejected"'
    )


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        (2, "line 2: it takes back event 1, which is not in the file"),
        (4, "line 2: voided_on is there, and no row says how it was taken back"),
        (5, "line 5: open is 20.00, and its rows leave 120.00 EUR of p2: is one of them missing?"),
        (7, "line 5: open is 20.00, and its rows leave 50.00 EUR of p2: is one of them missing?"),
    ],
)
def test_an_export_that_lost_a_row_is_refused_where_it_is_not_whole(
    told: Run, other: Book, csv: CsvFile, left_out: int, reason: str
) -> None:
    for line in (
        "invoice pay 1 60 --on 2026-04-01",
        "payment void p1 --on 2026-04-05 --yes",
        "payment add acme 200 --on 2026-05-01 --yes",
        "payment refund p2 30 --on 2026-06-01 --yes",
    ):
        assert told(line).code == 0
    lines = told("export payments").out.splitlines()
    for line in SETUP:
        assert told(f"--db {other.place} {line}").code == 0
    file = csv(*(text for number, text in enumerate(lines, start=1) if number != left_out))
    done = told("--db", other.place, "import", "payments", file)
    assert (done.code, f"{reason}\n" in done.err) == (1, True), done.err


def test_a_dry_run_says_what_would_be_and_writes_nothing(told: Run, csv: CsvFile, ask: Ask) -> None:
    done = told("import", "payments", csv(HEADER, "acme,2026-04-01,120,INV-2026-0001,,,"), "--dry-run")
    assert done.code == 0
    assert "line 2 is understood as paid_on 2026-04-01, amount 120.00 EUR\n" in done.err
    assert ask("SELECT COUNT(*) FROM payment") == [(0,)]


@pytest.mark.parametrize("how", [("--map", "paid_on=settled_on"), ("--default", "paid=3")])
def test_an_export_of_invoices_does_not_say_what_was_paid(
    told: Run, tmp_path: Path, how: tuple[str, str]
) -> None:
    file = tmp_path / "invoices.jsonl"
    assert told("invoice pay 1").code == 0
    assert told("export", "invoices", "--output", file).code == 0
    done = told("import", "invoices", file, *how)
    assert done.code == 2
    field = how[1].partition("=")[0]
    assert done.err == (
        f"error: an export of invoices does not say {field}: it has its payments in a file of their own\n"
        "hint: import this file without it, then what acctmgr export payments writes: acctmgr import payments\n"
    )


@pytest.mark.parametrize("option", ["--opening", "--tax"])
def test_an_export_of_invoices_is_moved_in_as_it_was_and_not_otherwise(
    told: Run, tmp_path: Path, option: str
) -> None:
    file = tmp_path / "invoices.csv"
    assert told("export", "invoices", "--output", file).code == 0
    done = told("import", "invoices", file, option, "2026-05-01" if option == "--opening" else "iva21")
    assert (done.code, done.err.splitlines()[-2]) == (
        2,
        f"error: {option} does not go with an export of ours",
    )


def test_a_write_off_is_not_there_before_its_invoice(
    run: Run, book: Book, tmp_path: Path, sqlite_template: Path
) -> None:
    for line in (*SETUP, "invoice write-off 1 --on 2026-05-01"):
        assert run(line).code == 0
    exported = {kind: tmp_path / f"{kind}.csv" for kind in ("clients", "invoices", "payments")}
    for kind, file in exported.items():
        assert run("export", kind, "--output", file).code == 0
    text = exported["payments"].read_text()
    assert text.count("2026-05-01") == 1
    exported["payments"].write_text(text.replace("2026-05-01", "2026-02-01"))
    other = tmp_path / "other.db"
    other.write_bytes(sqlite_template.read_bytes())
    for kind, file in exported.items():
        done = run("--db", other, "import", kind, file)
    assert (done.code, "INV-2026-0001 was not there on 2026-02-01" in done.err) == (1, True)
    assert run("--db", other, "db", "check").code == 0


@pytest.mark.parametrize(
    ("kind", "column"), [("invoices", "deducts"), ("invoices", "credits"), ("payments", "posted_as")]
)
def test_an_export_that_lost_a_column_is_refused(told: Run, tmp_path: Path, kind: str, column: str) -> None:
    assert told("invoice pay 1").code == 0
    file = tmp_path / "export.csv"
    assert told("export", kind, "--output", file).code == 0
    with file.open(newline="") as opened:
        rows = list(csv_module.reader(opened))
    place = rows[0].index(column)
    with file.open("w", newline="") as opened:
        csv_module.writer(opened).writerows([row[:place] + row[place + 1 :] for row in rows])
    result = told("import", kind, file)
    assert (result.code, result.err.splitlines()[-2:]) == (
        1,
        [
            f"error: this export of {kind} lacks {column}",
            "hint: an export comes in as it was written: export it again",
        ],
    )
