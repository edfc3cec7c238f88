"""Whether the numbers of our own documents follow each other without gaps."""

from collections.abc import Iterable
from typing import NamedTuple

from acctmgr.documents.number_rules import format_number, parse_seq
from acctmgr.documents.reference_rules import INVOICE_KINDS
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


_NUMBERS = """
    SELECT number, is_outside
      FROM document
     WHERE kind = :kind AND number IS NOT NULL
     ORDER BY id
"""

_NEXT = "SELECT year, next_seq FROM number_series WHERE kind = :kind ORDER BY year"


def gaps(db: Reader) -> list[SeriesRow]:
    """Every series of ours by kind and year; numbers of an earlier pattern are not looked at."""
    return [row for kind in INVOICE_KINDS for row in _of_kind(db, kind)]


def _of_kind(db: Reader, kind: str) -> Iterable[SeriesRow]:
    pattern = db.settings[f"series.{kind}"]
    own: dict[int, list[int]] = {}
    taken: set[tuple[int, int]] = set()  # outside numbers too: the series steps over them
    for row in db.rows(_Number, _NUMBERS, kind=kind):
        if place := parse_seq(pattern, row.number):
            taken.add(place)
            if not row.is_outside:
                own.setdefault(place[0], []).append(place[1])
    given = {int(year): int(next_seq) - 1 for year, next_seq in db.run(_NEXT, {"kind": kind})}
    for year, used in sorted(own.items()):
        first, last = min(used), max(*used, given.get(year, 0))
        missing = [seq for seq in range(first, last + 1) if (year, seq) not in taken]
        first_number, last_number = (format_number(pattern, year, seq) for seq in (first, last))
        numbers = [format_number(pattern, year, seq) for seq in missing]
        yield SeriesRow(kind, year or None, first_number, last_number, len(used), numbers)
