"""What holds for every file: importing it twice is importing it once, and the books are always right."""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr import cli
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading

_FEW = settings(max_examples=12)

_names = st.sampled_from(["Acme", "ACME", "Bolt", "Çedilla", "Dune Ltd", ""])
_days = st.dates(date(2026, 1, 1), date(2026, 6, 30)).map(date.isoformat) | st.sampled_from(
    ["", "2026-02-30"]
)
_amounts = st.integers(-500_00, 5_000_00).map(lambda minor: f"{minor / 100:.2f}") | st.sampled_from(
    ["", "x", "0"]
)
_numbers = st.integers(1, 12).map(str)
_invoice = st.tuples(_numbers, _names, _days, _amounts, _days, st.sampled_from(["", "", "10", "99999"]))
_stages = st.sampled_from(["", "lead", "Proposal", "WON", "lost", "Nowhere"])
_deal = st.tuples(st.sampled_from(["", "k1", "k2", "k3"]), _names, _names, _stages, _amounts, _days, _days)
_client = st.tuples(
    st.sampled_from(["", "k1", "k2", "k3"]),
    st.sampled_from(["", "acme", "bolt"]),
    _names,
    st.sampled_from(["", "A", "Z"]),
)
_emails = st.sampled_from(["", "", "a@x.example", "A@X.example", "b@x.example", "a@x.example;b@x.example"])
_phones = st.sampled_from(["", "600 000 000", "+34600000000", "611 111 111"])
_people = st.sampled_from(["Ana", "ANA", "Bea", ""])
_contact = st.tuples(st.sampled_from(["", "k1", "k2", "k3"]), _people, _names, _emails, _phones)

_HEADERS = {
    "clients": "key,handle,name,tier",
    "contacts": "key,name,client,emails,phones",
    "deals": "key,name,client,stage,amount,opened_on,closed_on",
    "invoices": "number,client,issued_on,total,paid_on,paid",
}


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Iterator[Book]:
    """Where each example puts a book of its own."""
    yield Book(str(tmp_path / "property.db"))
    os.environ.pop("ACCTMGR_DB", None)


_places = count()


def _new_book(fresh: Book, template: Path) -> Book:
    place = f"{fresh.place}.{next(_places)}"
    Path(place).write_bytes(template.read_bytes())
    os.environ["ACCTMGR_DB"] = place
    return Book(place)


def _import(kind: str, rows: list[tuple[str, ...]], book: Book, *options: str) -> dict[str, int]:
    figures = _import_text(kind, _csv(_HEADERS[kind], rows), book, *options)
    assert sum(figures[key] for key in ("created", "updated", "unchanged", "rejected", "left_aside")) == len(
        rows
    )
    return figures


def _csv(header: str, rows: list[tuple[str, ...]]) -> str:
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


def _import_text(kind: str, text: str, book: Book, *options: str) -> dict[str, int]:
    file = Path(f"{book.place}.csv")
    file.write_text(text)
    code, out = _run("import", kind, str(file), "-q", "-f", "json", *options)
    figures: dict[str, int] = json.loads(out)
    assert code == (1 if figures["rejected"] else 0)
    return figures


def _run(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = cli.main(list(words))
    return code, out.getvalue()


def _dump(book: Book) -> list[object]:
    tables = (
        "party",
        "contact",
        "contact_email",
        "contact_phone",
        "deal",
        "stage_change",
        "document",
        "payment",
        "allocation",
        "posting",
        "account_month",
        "operation",
    )
    with reading(book) as db:
        return [db.run(f"SELECT * FROM {table}").fetchall() for table in tables]


@pytest.mark.parametrize(
    ("kind", "row"),
    [("clients", _client), ("contacts", _contact), ("deals", _deal), ("invoices", _invoice)],
)
def test_importing_a_file_twice_is_importing_it_once(
    kind: str, row: st.SearchStrategy[tuple[str, ...]], fresh: Book, sqlite_template: Path
) -> None:
    @_FEW
    @given(st.lists(row, min_size=1, max_size=12))
    def twice(rows: list[tuple[str, ...]]) -> None:
        rows = [row for row in rows if any(row)]  # blank lines are no rows
        book = _new_book(fresh, sqlite_template)
        options = () if kind == "clients" else ("--create-missing",)
        # ISO by word: a file of nothing but strange dates is refused as a whole otherwise
        options += () if kind == "clients" else ("--date-format", "%Y-%m-%d")
        first = _import(kind, rows, book, *options)
        before = _dump(book)
        second = _import(kind, rows, book, *options)
        assert (second["import"], second["created"], second["updated"]) == (None, 0, 0)
        assert second["rejected"] == first["rejected"]
        assert _dump(book) == before

    twice()


@_FEW
@given(
    first=st.lists(_invoice, max_size=12),
    later=st.lists(_invoice, max_size=12),
    opening=st.sampled_from(["", "2026-03-01"]),
)
def test_whatever_is_imported_the_books_are_right(
    first: list[tuple[str, ...]],
    later: list[tuple[str, ...]],
    opening: str,
    fresh: Book,
    sqlite_template: Path,
) -> None:
    book = _new_book(fresh, sqlite_template)
    options = ["--create-missing", "--date-format", "%Y-%m-%d"]
    _import("invoices", first, book, *options, *(["--opening", opening] if opening else []))
    _import("invoices", later, book, *options)
    with reading(book) as db:
        unbalanced = "SELECT COUNT(*) FROM (SELECT 1 FROM posting GROUP BY entry_id HAVING SUM(amount_minor) <> 0) AS e"
        assert db.value(unbalanced) == 0
        months = "SELECT account_id, currency, month, amount_minor, foreign_minor FROM account_month ORDER BY 1, 2, 3"
        postings = (
            "SELECT account_id, currency, substr(posted_on, 1, 7), SUM(amount_minor), SUM(foreign_minor) "
            "FROM posting GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        assert db.run(months).fetchall() == db.run(postings).fetchall()
        for offset in range(0, 200, 20):
            assert _owed(db, date(2026, 1, 1) + timedelta(offset)) == _in_ledger(
                db, date(2026, 1, 1) + timedelta(offset)
            )
        assert (
            db.value("SELECT COUNT(*) FROM document WHERE (open_minor = 0) <> (settled_on IS NOT NULL)") == 0
        )


Sold = tuple[str, date, int, int, tuple[str, str], tuple[int, int]]
_sold = st.tuples(
    st.sampled_from(["Acme", "Bolt", "Çedilla"]),
    st.dates(date(2026, 1, 1), date(2026, 7, 15)),
    st.integers(0, 60),  # days to pay
    st.integers(0, 5_000_00),
    st.sampled_from([("EUR", ""), ("USD", "0.92")]),
    st.tuples(st.integers(0, 4), st.integers(0, 4)),  # eighths that are paid at first, and later
)
_SOLD = "number,client,issued_on,due_on,total,currency,rate,paid_on,paid"


def _row_of(number: str, invoice: Sold, times: int) -> tuple[str, ...]:
    client, day, terms, total, currency, eighths = invoice
    due_on, paid = day + timedelta(terms), total * sum(eighths[:times]) // 8
    return (number, client, f"{day}", f"{due_on}", _text(total), *currency, "2026-07-15", _text(paid))


def _text(minor: int) -> str:
    return f"{minor / 100:.2f}"


@_FEW
@given(sold=st.lists(_sold, min_size=1, max_size=8), deals=st.lists(_amounts, max_size=3))
def test_a_book_that_is_exported_and_imported_ages_the_same(
    sold: list[Sold],
    deals: list[str],
    fresh: Book,
    sqlite_template: Path,
) -> None:
    book = _new_book(fresh, sqlite_template)
    for times in (1, 2):
        rows = [_row_of(f"x{number}", invoice, times) for number, invoice in enumerate(sold)]
        assert _import_text("invoices", _csv(_SOLD, rows), book, "--create-missing")["rejected"] == 0
    _import(
        "deals",
        [("", f"D{place}", "Acme", "lead", amount, "", "") for place, amount in enumerate(deals)],
        book,
        "--create-missing",
    )
    clients, pipeline, invoices = (
        _run(noun, "list", "-f", "csv")[1] for noun in ("client", "deal", "invoice")
    )
    aging = _run("report", "aging", "-f", "json")[1]
    other = _new_book(fresh, sqlite_template)
    assert _import_text("clients", clients, other)["rejected"] == 0
    assert _import_text("deals", pipeline, other)["rejected"] == 0
    options = ("--default", "paid_on=2026-07-15", "--default", "rate=0.92")
    assert _import_text("invoices", invoices, other, *options)["created"] == len(sold)
    assert _run("report", "aging", "-f", "json")[1] == aging
    assert _import_text("invoices", invoices, other, *options)["unchanged"] == len(sold)


def _owed(db: Reader, day: date) -> int:
    """What invoices have open, less what payments and credit notes have left, from the settling events alone."""
    total = """
        SELECT COALESCE((SELECT SUM(CASE kind WHEN 'invoice' THEN total_book_minor ELSE -total_book_minor END)
                           FROM document WHERE posted_on <= :day), 0)
             - COALESCE((SELECT SUM(amount_book_minor) FROM payment WHERE paid_on <= :day), 0)
             + COALESCE((SELECT SUM(source_book_minor - book_minor) FROM allocation WHERE effective_on <= :day), 0)
    """
    value: int = db.value(total, day=day)
    return value


def _in_ledger(db: Reader, day: date) -> int:
    """Receivable and Client credits."""
    value: int = db.value(
        "SELECT COALESCE(SUM(amount_minor), 0) FROM posting JOIN account ON account.id = account_id "
        "WHERE key IN ('receivable', 'client_credits') AND posted_on <= :day",
        day=day,
    )
    return value
