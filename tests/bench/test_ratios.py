"""The limits that are never passed; the aims are for `ratios.py`, on a quiet machine.

What is too slow is measured again before it counts: a machine that does something else is no failure.
"""

from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from acctmgr.invoices import sales_reports
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from bench.bulk_rates import import_rate
from bench.generate import generate, generate_cash
from bench.measure import Measured, Ratio, measured
from bench.ratios import a_day, book_of_a_day, proof, reports, start_up, tab

TRIES = 5


def too_slow(ratios: list[Ratio], *, times: int) -> list[str]:
    """The ratios past their limit however often they are measured."""
    found: list[Measured] = []
    for _ in range(TRIES):
        found = [one for one in measured(ratios, times=times) if one.times > one.ratio.never_past]
        ratios = [one.ratio for one in found]
        if not ratios:
            break
    return [f"{one.ratio.what}: {one.times:.2f} x {one.ratio.against}" for one in found]


def test_looking_and_writing_cost_little_more_than_the_libraries_they_use(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    generate(book, 1_000)
    assert too_slow(start_up(book, tmp_path), times=3) == []


def test_tab_costs_little_more_than_the_module_that_reads_a_book(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    generate(book, 1_000)
    assert too_slow(tab(book, tmp_path), times=4) == []


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A thousand transactions, and a hundred thousand: of the last hundred days both have the same."""
    small, large = (tmp_path_factory.mktemp("histories") / name for name in ("small.db", "large.db"))
    for path, transactions in ((small, 1_000), (large, 100_000)):
        generate(path, transactions)
        generate_cash(path, transactions // 10)
    return small, large


def test_a_report_takes_as_long_after_a_hundred_times_the_history(histories: tuple[Path, Path]) -> None:
    assert too_slow(reports(*histories, "100,000 against 1,000"), times=3) == []


MONTH, YEAR = (date(2026, 7, 1), date(2026, 7, 15)), (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("period", "is_one_client", "invoices"),
    [(MONTH, False, 14), (MONTH, True, 1), (YEAR, False, 100), (YEAR, True, 1)],
    ids=["a month", "a month of one client", "a year", "a year of one client"],
)
@pytest.mark.parametrize("by", sales_reports.VIEWS)
def test_sales_of_a_period_look_at_that_period_alone(
    histories: tuple[Path, Path], by: str, is_one_client: bool, period: tuple[date, date], invoices: int
) -> None:
    """Steps of the engine, which no noise disturbs; a walk through all that was sold takes a hundred times as many."""

    def look(db: Reader) -> None:
        party_id = db.value("SELECT party_id FROM document ORDER BY id DESC LIMIT 1")
        wanted = sales_reports.Wanted(*period, party_id if is_one_client else None)
        assert sales_reports.sales(db, wanted, by=by).totals["invoices"] == invoices

    small, large = (steps(path, look) for path in histories)
    assert large < 1.1 * small


def steps(path: Path, look: Callable[[Reader], None]) -> int:
    """How many steps of its own machine SQLite needs for a look, in tens."""
    ticks = count()
    with reading(Book(str(path))) as db:
        db.raw.set_progress_handler(lambda: next(ticks) < 0, 10)
        look(db)
    return next(ticks)


def test_an_import_writes_a_quarter_as_fast_as_the_engine_can(tmp_path: Path) -> None:
    share = 0.0
    for _ in range(TRIES):
        share = max(share, import_rate(tmp_path, invoices=10_000).share)
        if share > 0.25:
            return
    pytest.fail(f"{share:.2f} of executemany")


@pytest.fixture(scope="module")
def day_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of_a_day(tmp_path_factory.mktemp("day"))


def test_a_look_at_the_day_costs_little_more_than_the_libraries_of_reading(
    day_book: Path, tmp_path: Path
) -> None:
    assert too_slow(a_day(day_book, tmp_path), times=3) == []


def test_a_proof_costs_a_few_times_what_reading_every_row_does(day_book: Path) -> None:
    assert too_slow([proof(day_book, "22,000 transactions")], times=1) == []
