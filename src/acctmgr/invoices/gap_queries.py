"""Whether the numbers of our own documents follow each other without gaps."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from acctmgr.core.errors import BookError
from acctmgr.documents.number_rules import format_number, parse_seq
from acctmgr.documents.series_queries import Series, all_series, missing, skips
from acctmgr.store.connection import PROVE
from acctmgr.store.read import Reader

_MOST = 1_000_000  # missing numbers


class SeriesRow(NamedTuple):
    """The numbers of a kind in a year: the first and last used, how many, what is missing or skipped by hand."""

    kind: str
    year: int | None
    first: str
    last: str
    used: int
    missing: list[str]
    skipped: list[str]  # stretches, as first..last


_OWN = """
    SELECT number
      FROM document
     WHERE kind = :kind AND number IS NOT NULL AND is_outside = 0
     ORDER BY id
"""


def gaps(db: Reader) -> list[SeriesRow]:
    """Every series that gave a number: by kind, year and pattern."""
    skipped = skips(db)
    rows = []
    for series, lost in missing(db, all_series(db), skipped):
        used = sorted(_places(series, (number for (number,) in db.stream(_OWN, {"kind": series.kind}))))
        if used:
            rows.append(
                SeriesRow(
                    series.kind,
                    series.year or None,
                    _number(series, used[0]),
                    _number(series, max(used[-1], series.next_seq - 1)),
                    len(used),
                    [_number(series, seq) for seq in _bounded(series, lost)],
                    [
                        f"{_number(series, places[0])}..{_number(series, places[-1])}"
                        for key, places in skipped
                        if key == series.key and places
                    ],
                )
            )
    return rows


def _bounded(series: Series, lost: Iterable[int]) -> list[int]:
    """The missing places; a series that somebody forged may lack more than any memory holds."""
    found = list(islice(lost, _MOST + 1))
    if len(found) > _MOST:
        raise BookError(
            f"more than {_MOST} numbers of {series.pattern} are missing, so that the book can't be right",
            hint=PROVE,
        )
    return found


def _places(series: Series, numbers: Iterable[str]) -> Iterable[int]:
    for number in numbers:
        place = parse_seq(series.pattern, number)
        if place and place[0] == series.year:
            yield place[1]


def _number(series: Series, seq: int) -> str:
    return format_number(series.pattern, series.year, seq)
