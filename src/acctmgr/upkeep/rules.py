"""What a sound book fulfils, as pure functions over streams of rows."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.documents.settlement_rules import check_events, settled_on

SEARCH_CHECK = "search finds things by what they say"


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


def open_problems(kept: Kept, moved: Sequence[Settled]) -> Iterator[str]:
    """What of a document's own figures is not what its allocations come to."""
    try:
        check_events(kept.total_minor, moved)
    except Refused as error:
        yield f"{kept.name}: {error}"
        return
    if any(row.effective_on < kept.since for row in moved):
        yield f"{kept.name} has something settled on it before it was there"
    if kept.open_minor != kept.total_minor - sum(row.amount_minor for row in moved):
        yield f"{kept.name} has another amount open than its total less what settles it"
    if kept.open_book_minor != kept.total_book_minor - sum(row.book_minor for row in moved):
        yield f"{kept.name} has another carrying amount than its total less what was relieved"
    if kept.open_minor == 0 and kept.open_book_minor != 0:
        yield f"{kept.name} has nothing open, and a carrying amount"
    if kept.closed_on != settled_on(kept.total_minor, moved, kept.since):
        yield f"{kept.name} is said to be settled since {kept.closed_on}, which is not so"


def way_back(failed: Sequence[str]) -> str:
    """What to do about the checks that failed: search is made anew from the rows, all else is not."""
    if list(failed) == [SEARCH_CHECK]:
        return "only what search looks through is out of date, to make it anew: acctmgr db reindex"
    back = "go back to a copy that was sound"
    return (
        f"{back}; what search looks through is made anew by: acctmgr db reindex"
        if SEARCH_CHECK in failed
        else back
    )


def is_as_left(image_left: str, image_now: str) -> bool:
    """Whether a row still has the values of its last image; columns that came later are not in it."""
    try:
        left, now = json.loads(image_left), json.loads(image_now)
    except ValueError:  # forged: it is no image at all
        return False
    return isinstance(left, dict) and all(now[name] == value for name, value in left.items() if name in now)
