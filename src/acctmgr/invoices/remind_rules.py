"""When a reminder is due, and when it is not."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from acctmgr.core.errors import Refused

_LEVELS_MAX, _DAYS_MAX = 9, 3650
_EXAMPLE = "7,21,35"


def check_levels(text: str) -> str:
    """Days late from which each level is due, rising: "7,21,35"."""
    pieces = [piece.strip() for piece in text.split(",")]
    if not all(piece.isascii() and piece.isdigit() and 1 <= int(piece) <= _DAYS_MAX for piece in pieces):
        raise Refused(f"{text!r} are no days", hint=f"write them like {_EXAMPLE}")
    days = [int(piece) for piece in pieces]
    if any(later <= earlier for earlier, later in pairwise(days)) or len(days) > _LEVELS_MAX:
        hint = f"up to {_LEVELS_MAX}, each more than the one before, like {_EXAMPLE}"
        raise Refused(f"{text!r} are no levels", hint=hint)
    return ",".join(map(str, days))


def levels_of(text: str) -> tuple[int, ...]:
    """The days of each level, as `check_levels` gave them."""
    return tuple(int(piece) for piece in text.split(","))


def level_due(late_days: int, days: Sequence[int], *, last_level: int, since_days: int) -> int:
    """The level to remind at, 0 for none: always the one after the last.

    since_days: how long the last reminder is ago. Between two levels lies as much time as between their days, so
    that whoever is found far too late is not reminded of everything at once.
    """
    level = last_level + 1
    if level > len(days) or late_days < days[level - 1]:
        return 0
    if last_level and since_days < days[level - 1] - days[level - 2]:
        return 0
    return level


def reason_not(
    *,
    dispute: str | None,
    is_archived: bool,
    credit_minor: int,
    overdue_minor: int,
    has_address: bool,
    begun_on: date | None = None,
) -> str | None:
    """Why somebody is not reminded after all; None where nothing speaks against it."""
    if is_archived:
        return "archived"
    if dispute:
        return f"in dispute: {dispute}"
    if credit_minor >= overdue_minor:
        return "its credit covers it"
    if not has_address:
        return "no e-mail that may be written to"
    if begun_on:
        return f"attempted on {begun_on}, and it may not have gone out; --again sends it once more"
    return None
