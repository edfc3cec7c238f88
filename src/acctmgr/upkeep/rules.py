"""What a sound book fulfils, as pure functions over streams of rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.documents.number_rules import parse_seq
from acctmgr.documents.settlement_rules import check_events, settled_on

Image = dict[str, Any]


class Kept(NamedTuple):
    """What a document or payment says of itself; closed_on: since when nothing is open."""

    name: str
    since: date
    total_minor: int
    total_book_minor: int
    open_minor: int
    open_book_minor: int
    closed_on: date | None


class Settled(NamedTuple):
    """One allocation: what left the document or source, and what of its carrying amount."""

    effective_on: date
    amount_minor: int
    book_minor: int


class Series(NamedTuple):
    """A series of one kind of document; year 0 where the pattern has none."""

    year: int
    next_seq: int


def open_problems(kept: Kept, moved: Sequence[Settled]) -> Iterator[str]:
    """What of a document's own figures is not what its allocations come to."""
    try:
        check_events(kept.total_minor, moved)
    except Refused as error:
        yield f"{kept.name}: {error}"
        return
    if kept.open_minor != kept.total_minor - sum(row.amount_minor for row in moved):
        yield f"{kept.name} has another amount open than its total less what settles it"
    if kept.open_book_minor != kept.total_book_minor - sum(row.book_minor for row in moved):
        yield f"{kept.name} has another carrying amount than its total less what was relieved"
    if kept.open_minor == 0 and kept.open_book_minor != 0:
        yield f"{kept.name} has nothing open, and a carrying amount"
    if kept.closed_on != settled_on(kept.total_minor, moved, kept.since):
        yield f"{kept.name} is said to be settled since {kept.closed_on}, which is not so"


def is_as_left(image_left: str, image_now: str) -> bool:
    """Whether a row still has the values of its last image; columns that came later are not in it."""
    try:
        left, now = json.loads(image_left), json.loads(image_now)
    except ValueError:  # forged: it is no image at all
        return False
    return isinstance(left, dict) and all(now[name] == value for name, value in left.items() if name in now)


def images(pairs: Iterable[Sequence[str | None]]) -> Iterator[tuple[Image, Image]]:
    """Rows before and after, parsed; empty where there was no row."""
    for before, after in pairs:
        yield _parsed(before), _parsed(after)


def _parsed(text: str | None) -> Image:
    try:
        found = json.loads(text or "{}")
    except ValueError:  # forged; the chain tells
        return {}
    return found if isinstance(found, dict) else {}


def patterns_in(changes: Iterable[tuple[Image, Image]], key: str) -> set[str]:
    """Every pattern that a setting ever had."""
    return {str(row["value"]) for pair in changes for row in pair if row.get("key") == key and "value" in row}


def skipped_in(changes: Iterable[tuple[Image, Image]]) -> Iterator[tuple[str, int, int, int]]:
    """Stretches that somebody moved a series past: kind, year, the first number, the one after the last."""
    for before, after in changes:
        if {"kind", "year", "next_seq"} <= after.keys():
            yield after["kind"], after["year"], before.get("next_seq", 1), after["next_seq"]


def unused(
    series: Iterable[Series],
    patterns: Sequence[str],
    numbers: Iterable[str],
    skipped: Iterable[tuple[int, int, int]],
) -> Iterator[tuple[int, int]]:
    """Year and place of each number before the next one that no document has and nobody skipped."""
    taken = {row.year: bytearray(row.next_seq) for row in series}
    for number in numbers:
        for pattern in patterns:
            place = parse_seq(pattern, number)
            if place and place[0] in taken and place[1] < len(taken[place[0]]):
                taken[place[0]][place[1]] = 1
    for year, first, end in skipped:
        if year in taken:
            for seq in range(first, min(end, len(taken[year]))):
                taken[year][seq] = 1
    for year, marks in taken.items():
        yield from ((year, seq) for seq in range(1, len(marks)) if not marks[seq])
