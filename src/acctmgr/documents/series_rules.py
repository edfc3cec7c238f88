"""Which numbers of a series are used, skipped on purpose, or missing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from acctmgr.documents.number_rules import parse_seq

Image = dict[str, Any]


class SeriesKey(NamedTuple):
    """A series of one kind of document; year 0 where the pattern has none."""

    kind: str
    pattern: str
    year: int


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


def skipped_in(changes: Iterable[tuple[Image, Image]]) -> Iterator[tuple[SeriesKey, range]]:
    """Places that somebody moved a series past."""
    for before, after in changes:
        if {"kind", "pattern", "year", "next_seq"} <= after.keys():
            key = SeriesKey(after["kind"], after["pattern"], after["year"])
            yield key, range(before.get("next_seq", 1), after["next_seq"])


def unused(
    key: SeriesKey, next_seq: int, numbers: Iterable[str], skipped: Iterable[tuple[SeriesKey, range]]
) -> Iterator[int]:
    """The places before the next one that no document has and nobody skipped."""
    taken = bytearray(next_seq)
    for number in numbers:
        place = parse_seq(key.pattern, number)
        if place and place[0] == key.year and place[1] < next_seq:
            taken[place[1]] = 1
    for other, places in skipped:
        if other == key:
            for seq in range(places.start, min(places.stop, next_seq)):
                taken[seq] = 1
    return (seq for seq in range(1, next_seq) if not taken[seq])
