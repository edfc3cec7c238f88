"""Cash out of an export of ours: as it was booked, and refused where it contradicts itself or the book."""

import csv as reader
from io import StringIO
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask

SETUP = ("tax load es", "account add Dollars --type asset --money --currency USD", "client add Acme")
MOVES = (
    "account opening Bank 5000 --on 2026-01-01",
    "cash out 121 --to Paper --category office --tax 21 --on 2026-02-01 --client acme",
    "cash in 700 --from Buyer --category sales --account Dollars --rate 0.97 --on 2026-02-10",
    "cash transfer 500 --from Dollars --to bank --received 457.80 --on 2026-02-12",
)


@pytest.fixture
def rows(run: Run, other: Book) -> list[dict[str, str]]:
    """What `export cash` writes of the moves; the other book has accounts, tax codes and the client."""
    for line in (*SETUP, *MOVES):
        assert run(f"{line} --yes").code == 0
    for line in SETUP:
        assert run(f"--db {other.place} {line}").code == 0
    return list(reader.DictReader(StringIO(run("export cash").out)))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="") as file:
        writer = reader.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_an_export_of_cash_has_every_field_of_every_movement(rows: list[dict[str, str]]) -> None:
    assert (
        list(rows[0])
        == (
            "id kind on account category party handle memo amount currency rate account_book amount_book received "
            "received_currency tax tax_amount taxes key voided_on receipts"
        ).split()
    )
    shown = (
        "kind",
        "on",
        "account",
        "category",
        "handle",
        "amount",
        "account_book",
        "amount_book",
        "received",
    )
    assert [[row[name].lstrip("'") for name in shown] for row in rows] == [
        ["opening", "2026-01-01", "Bank", "", "", "5000.00", "5000.00", "5000.00", ""],
        ["out", "2026-02-01", "Bank", "Office", "acme", "-121.00", "-121.00", "-121.00", ""],
        ["in", "2026-02-10", "Dollars", "Sales", "", "700.00", "679.00", "679.00", ""],
        ["transfer", "2026-02-12", "Dollars", "Bank", "", "-500.00", "-485.00", "457.80", "457.80"],
    ]
    assert (rows[1]["tax"], rows[1]["tax_amount"]) == ("iva21", "21.00")


@pytest.mark.parametrize(
    ("line", "changed", "reason"),
    [
        (3, {"kind": "in"}, "amount: a row of the kind in is more than zero"),
        (3, {"kind": "loan"}, "kind: 'loan' is none of in, out, transfer, opening"),
        (3, {"account_book": ""}, "account_book is empty"),
        (3, {"handle": "nobody"}, "there is no client nobody (import clients and vendors first)"),
        (3, {"tax_amount": "20.00"}, "tax_amount is not what its taxes add, 21.00"),
        (3, {"taxes": ""}, "tax and taxes are not both there"),
        (3, {"account_book": "-120.00"}, "it is in EUR, and its amounts in the book's currency are others"),
        (3, {"category": "Receivable"}, "Receivable is kept by documents and payments alone (book it there:"),
        (3, {"category": "Dollars"}, "Dollars is an account for money: that is a transfer"),
        (3, {"voided_on": "2026-01-31"}, "voided_on 2026-01-31 is before its day 2026-02-01"),
        (
            4,
            {"amount_book": "750.00"},
            "amount_book is 750.00, the amount at its rate is 679.00"
            " (a book takes exports of books in its own currency)",
        ),
        (5, {"received": ""}, "received is empty"),
        (
            5,
            {"received_currency": "CHF"},
            "Bank is kept in EUR, not in CHF (add the accounts of the other book first:",
        ),
    ],
)
def test_a_row_that_contradicts_itself_or_the_book_is_told_with_its_line(
    run: Run,
    rows: list[dict[str, str]],
    other: Book,
    tmp_path: Path,
    line: int,
    changed: dict[str, str],
    reason: str,
) -> None:
    rows[line - 2].update(changed)
    done = run("--db", other.place, "import", "cash", written(tmp_path / "cash.csv", rows))
    assert (done.code, f"line {line}: {reason}" in done.err) == (1, True), done.err
    assert "3 created, 0 updated, 0 unchanged, 1 rejected" in done.err
    assert run(f"--db {other.place} db check").code == 0


def test_another_opening_balance_is_refused_and_the_same_one_is_known(
    run: Run, rows: list[dict[str, str]], other: Book, tmp_path: Path
) -> None:
    assert run(f"--db {other.place} account opening Bank 5000 --on 2026-01-01").code == 0
    file = written(tmp_path / "cash.csv", rows)
    assert "3 created, 0 updated, 1 unchanged" in run("--db", other.place, "import", "cash", file).err
    rows[0].update(amount="4000.00", account_book="4000.00", amount_book="4000.00")
    done = run("--db", other.place, "import", "cash", written(tmp_path / "cash.csv", rows))
    assert done.code == 1
    assert "line 2: Bank has an opening balance of 2026-01-01 already" in done.err


def test_what_is_void_in_the_file_alone_is_told_and_left(
    run: Run, rows: list[dict[str, str]], other: Book, tmp_path: Path
) -> None:
    file = written(tmp_path / "cash.csv", rows)
    assert run("--db", other.place, "import", "cash", file).code == 0
    rows[1]["voided_on"] = "2026-02-20"
    done = run("--db", other.place, "import", "cash", written(file, rows))
    assert (done.code, "0 created, 0 updated, 4 unchanged, 0 rejected" in done.err) == (0, True)
    assert "1 of the void rows stand in this book and were left so: acctmgr cash void does it" in done.err


def test_money_of_payments_is_not_in_an_export_of_cash(run: Run, ask: Ask) -> None:
    for line in ("client add Acme", 'invoice add acme --line "A; 1; 100; tax=none"', "invoice pay 1"):
        assert run(line).code == 0
    assert run("payment void 1 --fee 7 --yes").code == 0
    exported = list(reader.DictReader(StringIO(run("export cash").out)))
    assert [(row["kind"], row["amount"], row["category"], row["memo"]) for row in exported] == [
        ("out", "-7.00", "Bank fees", "p1 bounced")
    ]


@pytest.mark.parametrize(
    "kind", "clients vendors contacts deals followups activities invoices payments cash".split()
)
def test_an_export_of_nothing_is_imported_as_nothing(run: Run, tmp_path: Path, kind: str) -> None:
    run("config set company.name Us")
    for name in ("empty.jsonl", "empty.csv"):
        file = tmp_path / name
        assert run("export", kind, "--output", file).code == 0
        done = run("import", kind, file)
        assert done.code == 0, done.err
        assert f"{kind}: 0 created, 0 updated, 0 unchanged, 0 rejected" in done.err
