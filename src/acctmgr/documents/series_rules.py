"""Which numbers of a series are used, skipped on purpose, or missing."""

import heapq
import json
from array import array
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


def places_by_series(
    keys: Iterable[SeriesKey], kind: str, numbers: Iterable[str]
) -> dict[SeriesKey, Sequence[int]]:
    """The places that documents of a kind have in each of its series, in order."""
    places = {key: array("q") for key in keys if key.kind == kind}
    patterns = dict.fromkeys(key.pattern for key in places)
    for number in numbers:
        for pattern in patterns:
            place = parse_seq(pattern, number)
            if place and (found := places.get(SeriesKey(kind, pattern, place[0]))) is not None:
                found.append(place[1])
    return {key: array("q", sorted(found)) for key, found in places.items()}


def unused(next_seq: int, used: Iterable[int], skipped: Iterable[range]) -> Iterator[int]:
    """The places before the next one that are not among the used, given in order, and that nobody skipped."""
    spans = heapq.merge(
        ((seq, seq + 1) for seq in used), sorted((some.start, some.stop) for some in skipped if some)
    )
    free = 1
    for start, stop in spans:
        yield from range(free, min(start, next_seq))
        free = max(free, stop)
    yield from range(free, next_seq)
