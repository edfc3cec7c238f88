"""Whether the numbers of our own documents follow each other without gaps."""

from collections.abc import Iterable
from typing import NamedTuple

from acctmgr.documents.number_rules import format_number, parse_seq
from acctmgr.store.read import Reader


class SeriesRow(NamedTuple):
    """The numbers of a kind in a year: from the first to the last, how many there are, which are not."""

    kind: str
    year: int | None
    first: str
    last: str
    used: int
    missing: list[str]


class _Number(NamedTuple):
    number: str
    is_outside: int


class _Series(NamedTuple):
    kind: str
    pattern: str
    year: int
    next_seq: int


_NUMBERS = """
    SELECT number, is_outside
      FROM document
     WHERE kind = :kind AND number IS NOT NULL
     ORDER BY id
"""

_SERIES = "SELECT kind, pattern, year, next_seq FROM number_series ORDER BY kind DESC, year, pattern"


def gaps(db: Reader) -> list[SeriesRow]:
    """Every series that gave a number: by kind, year and pattern."""
    series = db.rows(_Series, _SERIES)
    numbers = {kind: db.rows(_Number, _NUMBERS, kind=kind) for kind in sorted({row.kind for row in series})}
    return [row for one in series for row in _of_series(one, numbers[one.kind])]


def _of_series(series: _Series, numbers: Iterable[_Number]) -> Iterable[SeriesRow]:
    own: list[int] = []
    taken: set[int] = set()  # outside numbers too: the series steps over them
    for row in numbers:
        place = parse_seq(series.pattern, row.number)
        if place and place[0] == series.year:
            taken.add(place[1])
            if not row.is_outside:
                own.append(place[1])
    if not own:
        return
    first, last = min(own), max(*own, series.next_seq - 1)
    missing = [_number(series, seq) for seq in range(first, last + 1) if seq not in taken]
    yield SeriesRow(
        series.kind, series.year or None, _number(series, first), _number(series, last), len(own), missing
    )


def _number(series: _Series, seq: int) -> str:
    return format_number(series.pattern, series.year, seq)
