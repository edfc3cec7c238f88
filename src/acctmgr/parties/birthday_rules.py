"""Birthdays: what may be one, and whose comes next."""

import re
from datetime import date, timedelta

from acctmgr.core.dates import FIRST_YEAR, parse_date
from acctmgr.core.errors import Refused

_HINT = "write it like 1980-05-17, or 05-17 where the year is not known"
_LEAP_YEAR = 2000  # it has every day that a birthday without a year may be on
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"(?:([0-9]{4})-|--)?([0-9]{1,2})-([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.? ([a-z]{3,9})\.?(?:,? ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:,? ([0-9]{4}))?")
_SLASHES = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")


def parse_birthday(text: str, today: date) -> str:
    """A birthday as it is stored: 1980-05-17, or --05-17 without its year; refused if there is no such day yet."""
    year, month, day = _parts(" ".join(text.lower().split()), text, today)
    try:
        born_on = date(year or _LEAP_YEAR, month, day)
    except ValueError:
        raise Refused(f"{text.strip()} is not a day of the calendar", hint=_HINT) from None
    if not year:
        return f"--{born_on:%m-%d}"
    if year < FIRST_YEAR:
        raise Refused(f"a birthday in {year} is too long ago", hint=_HINT)
    if born_on > today:
        raise Refused(f"{born_on} is still to come, so it is no birthday", hint=_HINT)
    return born_on.isoformat()


def _parts(typed: str, text: str, today: date) -> tuple[int, int, int]:
    """Year (0: not known), month and day as typed."""
    if found := _ISO.fullmatch(typed):
        return int(found[1] or 0), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(typed):
        month, day, year = found.groups()
    else:
        if _SLASHES.fullmatch(typed):
            parse_date(typed, today)  # it says in which ways this can be read
        raise Refused(f"{text!r} is no birthday", hint=_HINT)
    return int(year or 0), _month(month, text), int(day)


def _month(word: str, text: str) -> int:
    if word[:3] not in _MONTHS:
        raise Refused(f"{text!r} is no birthday", hint=_HINT)
    return _MONTHS.index(word[:3]) + 1


def coming(today: date, days: int) -> list[str]:
    """Month and day, as 05-17, of today and so many days more; in other years the 29th of February is on the 28th."""
    keys = []
    for offset in range(min(days, 366) + 1):
        day = today + timedelta(days=offset)
        keys.append(f"{day:%m-%d}")
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            keys.append("02-29")
    return list(dict.fromkeys(keys))


def richer(birthday: str | None, other: str | None) -> str | None:
    """Of two records of one person's birthday the one that says more; the first where they differ."""
    if birthday is None or (other and len(other) > len(birthday) and other.endswith(birthday[2:])):
        return other
    return birthday
