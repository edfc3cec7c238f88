"""The limits that are never passed; the aims are for `ratios.py`, on a quiet machine.

What is too slow is measured again before it counts: a machine that does something else is no failure.
"""

from pathlib import Path

import pytest

from bench.bulk_rates import import_rate
from bench.generate import generate
from bench.measure import Measured, Ratio, measured
from bench.ratios import a_day, book_of_a_day, reports, start_up, tab

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


def test_a_report_takes_as_long_after_a_hundred_times_the_history(tmp_path: Path) -> None:
    small, large = tmp_path / "small.db", tmp_path / "large.db"
    generate(small, 1_000)
    generate(large, 100_000)
    assert too_slow(reports(small, large, "100,000 against 1,000"), times=3) == []


def test_an_import_writes_a_quarter_as_fast_as_the_engine_can(tmp_path: Path) -> None:
    share = 0.0
    for _ in range(TRIES):
        share = max(share, import_rate(tmp_path, invoices=10_000).share)
        if share > 0.25:
            return
    pytest.fail(f"{share:.2f} of executemany")


def test_a_look_at_the_day_costs_little_more_than_the_libraries_of_reading(tmp_path: Path) -> None:
    assert too_slow(a_day(book_of_a_day(tmp_path), tmp_path), times=3) == []
