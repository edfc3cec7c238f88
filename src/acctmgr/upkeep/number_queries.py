"""The check of the number series: nothing is missing from the first number to the last."""

from collections.abc import Iterator
from typing import NamedTuple

from acctmgr.documents.number_rules import format_number
from acctmgr.store.read import Reader
from acctmgr.upkeep.rules import SeriesKey, images, skipped_in, unused

_SERIES = "SELECT kind, pattern, year, next_seq FROM number_series ORDER BY kind, pattern, year"
_NUMBERS = "SELECT number FROM document WHERE kind = :kind AND number IS NOT NULL ORDER BY id"

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
    pattern: str
    year: int
    next_seq: int


def missing_numbers(db: Reader) -> Iterator[str]:
    """Numbers of a series that no document has, though later ones are given."""
    skipped = list(skipped_in(images(db.stream(_JUMPS))))
    for row in db.rows(_SeriesRow, _SERIES):
        key = SeriesKey(row.kind, row.pattern, row.year)
        numbers = (number for (number,) in db.stream(_NUMBERS, {"kind": row.kind}))
        for seq in unused(key, row.next_seq, numbers, skipped):
            yield f"{format_number(row.pattern, row.year, seq)} is missing"
