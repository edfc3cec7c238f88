"""Whatever happens: the sales of any period are what documents earned in the ledger, however they are cut."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acctmgr.invoices.sales_reports import VIEWS, Wanted, sales
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from histories import FIRST, HISTORIES, Action, play, prepare

ODD = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PERIODS = st.lists(st.tuples(st.integers(-10, 150), st.integers(0, 120)), min_size=1, max_size=4)
FIGURES = ("net_minor", "credited_minor", "discounts_minor", "total_minor")


@pytest.fixture(scope="session")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with clients and tax codes, to copy for every history."""
    path = tmp_path_factory.mktemp("prepared") / "book.db"
    shutil.copyfile(sqlite_template, path)
    prepare(Book(str(path)))
    return path


def check(db: Reader, first: date, last: date) -> None:
    """The four views and the clients one by one say the same, and so does the ledger."""
    whole = Wanted(first, last)
    found = {by: sales(db, whole, by=by) for by in VIEWS}
    for by, report in found.items():
        assert report.difference_minor == 0, by
        assert dict(report.totals) == dict(found["client"].totals), by
        assert all(row.invoices >= 0 for row in report.rows), by
        if by != "item":  # an invoice of several items stands on each
            assert sum(row.invoices for row in report.rows) == report.totals["invoices"], by
        for figure in FIGURES:
            assert sum(getattr(row, figure) for row in report.rows) == report.totals[figure], (by, figure)
    assert found["client"].totals["net_minor"] + found["client"].totals["credited_minor"] == income(db, whole)
    alone = [sales(db, whole._replace(party_id=party), by="month") for party in (1, 2, 3)]
    assert [report.difference_minor for report in alone] == [0, 0, 0]
    assert sum(report.totals["total_minor"] for report in alone) == found["client"].totals["total_minor"]


def income(db: Reader, wanted: Wanted) -> int:
    """What documents themselves say of it: total less tax, in the book's currency, each on its days.

    What a final invoice takes off for a deposit comes out of the deposits, and is income all the same.
    """
    rows = db.run(
        "SELECT kind, total_book_minor, issued_on, voided_on, (SELECT COALESCE(SUM(CASE kind WHEN 'added' "
        "THEN tax_book_minor WHEN 'withheld' THEN -tax_book_minor ELSE 0 END), 0) FROM document_tax "
        "WHERE document_id = document.id), (SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM posting "
        "JOIN account ON account.id = account_id WHERE key = 'deposits' AND posting.entry_id = document.entry_id) "
        "FROM document WHERE number IS NOT NULL AND is_deposit = 0 AND kind IN ('invoice', 'credit_note')"
    ).fetchall()
    return sum(
        way
        * (1 if kind == "invoice" else -1)
        * (book_total - int(tax) + (taken_off if kind == "invoice" else 0))
        for kind, book_total, issued, voided, tax, taken_off in rows
        for way, on in ((1, issued), (-1, voided))
        if on is not None and wanted.first.isoformat() <= str(on) <= wanted.last.isoformat()
    )


def check_periods(book: Book, periods: list[tuple[int, int]]) -> None:
    with reading(book) as db:
        for start, length in periods:
            first = FIRST + timedelta(days=start)
            check(db, first, first + timedelta(days=length))


@ODD
@given(history=HISTORIES, periods=PERIODS)
def test_sales_are_the_income_of_documents(
    prepared: Path, tmp_path: Path, history: list[Action], periods: list[tuple[int, int]]
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(prepared, path)
    play(Book(str(path)), history)
    check_periods(Book(str(path)), periods)


@settings(ODD, max_examples=5)
@given(history=HISTORIES, periods=PERIODS)
def test_sales_are_the_income_of_documents_on_postgres(
    postgres_prepared: Callable[[], AbstractContextManager[Any]],
    history: list[Action],
    periods: list[tuple[int, int]],
) -> None:
    with postgres_prepared() as book:
        play(book, history)
        check_periods(book, periods)
