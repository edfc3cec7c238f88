"""The number series of a book: what each has given, what was skipped by hand, what is missing."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from acctmgr.documents.series_rules import SeriesKey, images, places_by_series, skipped_in, unused
from acctmgr.store.read import Reader

_SERIES = "SELECT kind, pattern, year, next_seq FROM number_series ORDER BY kind DESC, year, pattern"
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


class Series(NamedTuple):
    """One series, with the place it gives next."""

    kind: str
    pattern: str
    year: int
    next_seq: int

    @property
    def key(self) -> SeriesKey:
        """What tells it from others."""
        return SeriesKey(self.kind, self.pattern, self.year)


def all_series(db: Reader) -> list[Series]:
    """Every series that there is: invoices first, by year and pattern."""
    return db.rows(Series, _SERIES)


def skips(db: Reader) -> list[tuple[SeriesKey, range]]:
    """The places that somebody moved a series past, with `config set series.*.next`."""
    return list(skipped_in(images(db.stream(_JUMPS))))


def missing(
    db: Reader, every: Sequence[Series], skipped: Sequence[tuple[SeriesKey, range]]
) -> Iterator[tuple[Series, Iterator[int]]]:
    """Each series with the places before its next one that no document has and nobody skipped.

    The numbers of a kind are read once for all of its series.
    """
    keys = [series.key for series in every]
    for kind, some in groupby(every, key=lambda series: series.kind):
        numbers = (number for (number,) in db.stream(_NUMBERS, {"kind": kind}))
        used = places_by_series(keys, kind, numbers)
        for series in some:
            jumps = (places for key, places in skipped if key == series.key)
            yield series, unused(series.next_seq, used[series.key], jumps)
