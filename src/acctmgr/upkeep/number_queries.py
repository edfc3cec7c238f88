"""The check of the number series: nothing is missing from the first number to the last."""

from collections.abc import Iterator
from typing import NamedTuple

from acctmgr.documents.number_rules import format_number
from acctmgr.store.read import Reader
from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.upkeep.rules import Series, images, patterns_in, skipped_in, unused

_SERIES = "SELECT kind, year, next_seq FROM number_series ORDER BY kind, year"
_NUMBERS = "SELECT number FROM document WHERE kind = :kind AND number IS NOT NULL ORDER BY id"
_SETTINGS = "SELECT before, after FROM change WHERE table_name = 'setting' ORDER BY id"

# a series that moves with no document is one that somebody moved
_JUMPS = """
    SELECT before, after
      FROM change
     WHERE table_name = 'number_series'
       AND after IS NOT NULL
       AND NOT EXISTS (SELECT 1
                         FROM change AS other
                        WHERE other.operation_id = change.operation_id AND other.table_name = 'document')
     ORDER BY id
"""


class _SeriesRow(NamedTuple):
    kind: str
    year: int
    next_seq: int


def missing_numbers(db: Reader) -> Iterator[str]:
    """Numbers of a series that no document has, though later ones are given."""
    skipped = list(skipped_in(images(db.stream(_JUMPS))))
    by_kind: dict[str, list[_SeriesRow]] = {}
    for row in db.rows(_SeriesRow, _SERIES):
        by_kind.setdefault(row.kind, []).append(row)
    for kind, rows in by_kind.items():
        key = f"series.{kind}"
        patterns = patterns_in(images(db.stream(_SETTINGS)), key) | {BOOK_DEFAULTS[key], db.settings[key]}
        series = [Series(row.year, row.next_seq) for row in rows]
        numbers = (number for (number,) in db.stream(_NUMBERS, {"kind": kind}))
        own_skips = [(year, first, end) for of_kind, year, first, end in skipped if of_kind == kind]
        for year, seq in unused(series, sorted(patterns), numbers, own_skips):
            yield f"{format_number(db.settings[key], year, seq)} is missing"
