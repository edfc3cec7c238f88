"""Dates as people type them, month arithmetic, and the clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.text import did_you_mean

FIRST_YEAR, LAST_YEAR = 1900, 2200
_HINT = "write it like 2026-12-01, today, tomorrow, fri, +2w or eom"
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {name: i for i, day in enumerate(_DAY_NAMES) for name in (day, day[:3])} | {
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}

_given_today: list[date] = []


def set_today(day: date | None) -> None:
    """Let today be this day from now on; None goes back to the clock."""
    _given_today[:] = [] if day is None else [day]


def today() -> date:
    """The local day, unless one was given."""
    return _given_today[0] if _given_today else datetime.now().astimezone().date()


def now() -> datetime:
    """This moment, in UTC; never the given day."""
    return datetime.now(UTC)


def _day(year: int, month: int, day: int, text: str) -> date:
    _check_year(year, text)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(f"{text} is not a day of the calendar") from None


def _check_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"{text} is outside the years {FIRST_YEAR} to {LAST_YEAR}")


def check_coming(day: date, today: date) -> None:
    """Refuse money of a day that is still to come: most likely the date was mistyped, or it is only planned."""
    if day > today:
        raise WrongUsage(f"{day} is after today: no money has moved yet", hint="if that is meant, add --yes")


def add_days(day: date, days: int) -> date:
    """So many days later, or earlier when negative; refused outside the years of a book."""
    ordinal = day.toordinal() + days
    if not date(FIRST_YEAR, 1, 1).toordinal() <= ordinal <= date(LAST_YEAR, 12, 31).toordinal():
        raise Refused(f"{day} {days:+d} days is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return date.fromordinal(ordinal)


def add_months(day: date, months: int, *, month_day: int = 0) -> date:
    """The same day so many months later, or the month's last where it has no such day.

    month_day: the day of the month that is meant, where `day` had to give way itself: a 28 February for the 31st.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _check_year(year, f"{day} {months:+d} months")
    return date(year, month + 1, min(month_day or day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    next_year, next_month = divmod(year * 12 + month, 12)
    return (date(next_year, next_month + 1, 1) - date(year, month, 1)).days


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=_month_length(day.year, day.month))


def month_key(day: date) -> str:
    """Its month as the books write it: "2026-07"."""
    return f"{day.year:04d}-{day.month:02d}"


def unfinished_month(day: date) -> date:
    """The first day of the month that is not over at the end of a day; what came before it are whole months."""
    return date.fromordinal(day.toordinal() + 1).replace(day=1)


def days_late(due_on: date, as_of: date) -> int:
    """Days past due on a day; 0 when not late."""
    return max(0, (as_of - due_on).days)


def parse_date(text: str, today: date) -> date:
    """A day as people type it, counted from today; refuses what can be read two ways."""
    typed = " ".join(text.lower().split())
    if typed.isascii():
        for reading in (_iso, _named, _offset, _weekday):
            day = reading(typed, today)
            if day is not None:
                return day
        _refuse_ambiguous(typed)
    raise Refused(f"{text!r} is not a date", hint=_HINT)


def day_or_today(text: str) -> date:
    """The day that was typed, today where none was."""
    return parse_date(text, today()) if text else today()


def _iso(typed: str, today: date) -> date | None:
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed)
    return _day(int(match[1]), int(match[2]), int(match[3]), typed) if match else None


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


_UNITS = r"d|w|m|y|days?|weeks?|months?|quarters?|years?"
_NAMED: dict[str, Callable[[date], date]] = {
    "today": lambda day: day,
    "tomorrow": lambda day: add_days(day, 1),
    "yesterday": lambda day: add_days(day, -1),
    "bow": lambda day: add_days(day, -day.weekday()),
    "bom": lambda day: day.replace(day=1),
    "boq": _quarter_start,
    "boy": lambda day: day.replace(month=1, day=1),
    "eow": lambda day: add_days(day, 6 - day.weekday()),
    "eom": month_end,
    "eoq": lambda day: month_end(add_months(_quarter_start(day), 2)),
    "eoy": lambda day: day.replace(month=12, day=31),
}
_ONE = r"(day|week|month|quarter|year)"
_SPANS = (  # pattern, and the sign of its count where the text itself has none
    (rf"([+-][0-9]{{1,4}}) ?({_UNITS})", 1),
    (rf"in ([0-9]{{1,4}}) ?({_UNITS})", 1),
    (rf"([0-9]{{1,4}}) ?({_UNITS}) ago", -1),
)


def _named(typed: str, today: date) -> date | None:
    edge = re.fullmatch(rf"(beginning|start|end) of (?:the )?{_ONE}", typed)
    if edge:
        typed = f"{'e' if edge[1] == 'end' else 'b'}o{edge[2][0]}"
    meaning = _NAMED.get(typed)
    return meaning(today) if meaning else None


def _offset(typed: str, today: date) -> date | None:
    neighbour = re.fullmatch(rf"(next|last) {_ONE}", typed)
    if neighbour:
        return _moved(today, 1 if neighbour[1] == "next" else -1, neighbour[2])
    for pattern, sign in _SPANS:
        span = re.fullmatch(pattern, typed)
        if span:
            return _moved(today, sign * int(span[1]), span[2])
    return None


def _moved(day: date, count: int, unit: str) -> date:
    letter = unit[0]
    if letter in "dw":
        return add_days(day, count * (7 if letter == "w" else 1))
    return add_months(day, count * {"m": 1, "q": 3, "y": 12}[letter])


def _weekday(typed: str, today: date) -> date | None:
    """The nearest such day before or after today, never today itself."""
    match = re.fullmatch(r"(?:(next|last) )?([a-z]+)", typed)
    wanted = _WEEKDAYS.get(match[2]) if match else None
    if match is None or wanted is None:
        return None
    if match[1] == "last":
        return add_days(today, -((today.weekday() - wanted) % 7 or 7))
    return add_days(today, (wanted - today.weekday()) % 7 or 7)


def _refuse_ambiguous(typed: str) -> None:
    match = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", typed)
    if match is None:
        return
    first, second, year = int(match[1]), int(match[2]), match[3]
    orders = ((second, first), (first, second))  # day first, month first
    readings = dict.fromkeys(f"{year}-{month:02d}-{day:02d}" for month, day in orders if 1 <= month <= 12)
    problem = "can be read in two ways" if len(readings) == 2 else "does not begin with the year"
    raise Refused(f"{typed!r} {problem}", hint=f"write {' or '.join(readings)}" if readings else _HINT)


_ADVERBS = {
    "daily": "1d",
    "weekly": "1w",
    "monthly": "1m",
    "quarterly": "3m",
    "yearly": "1y",
    "annually": "1y",
}
_INTERVAL = re.compile(rf"(?:every )?(?:([1-9][0-9]{{0,2}}) ?)?(q|{_UNITS})")


def parse_interval(text: str) -> str:
    """How far apart things are that repeat, as it is kept: 2w for "every 2 weeks", 3m for "quarterly"."""
    typed = " ".join(text.lower().split())
    match = _INTERVAL.fullmatch(_ADVERBS.get(typed, typed))
    if match is None:
        hint = did_you_mean(typed, _ADVERBS) or "write it like 2w, 1m, 1q or 1y"
        raise Refused(f"{text!r} is not an interval", hint=hint)
    count, unit = int(match[1] or 1), match[2][0]
    return f"{count * 3}m" if unit == "q" else f"{count}{unit}"


def meant_month_day(text: str) -> int | None:
    """The day of the month that a date as typed means wherever it falls: 31 for the end of the month."""
    return 31 if " ".join(text.lower().split()).replace(" the ", " ") in ("eom", "end of month") else None


_FIELDS = {"d": "([0-9]{1,2})", "m": "([0-9]{1,2})", "y": "([0-9]{2})", "Y": "([0-9]{4})"}
_COMPLETE = (set("d"), set("mbB"), set("yY"))  # a format must name one of each


def parse_with(text: str, format: str) -> date:
    """A day written in a format of strptime's, such as %d/%m/%Y; refuses what does not fit it."""
    pattern, fields = _reader(format)
    written = text.strip()
    if pattern is None:
        return _parse_slowly(written, format)
    match = pattern.fullmatch(written)
    if match is None:
        raise _misfit(written, format)
    found = dict(zip(fields, match.groups(), strict=True))
    return _day(_year_of(found), int(found["m"]), int(found["d"]), written)


def _year_of(found: dict[str, str]) -> int:
    if "Y" in found:
        return int(found["Y"])
    short = int(found["y"])
    return short + (1900 if short >= 69 else 2000)  # where POSIX and strptime cut the century


@cache
def _reader(format: str) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """A pattern for a format of plain day, month and year numbers; None leaves it to strptime."""
    parts = re.split(r"%(.)", format)
    fields = tuple(parts[1::2])
    if len(set(fields)) < len(fields) or not all(names & set(fields) for names in _COMPLETE):
        raise WrongUsage(
            f"{format!r} does not name a day, a month and a year once each", hint="write it like %d/%m/%Y"
        )
    if not all(field in _FIELDS for field in fields):
        return None, fields
    pieces = [_FIELDS[part] if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(pieces)), fields


def _parse_slowly(written: str, format: str) -> date:
    """For month names and times of day, which cost ten times as much to read."""
    import time

    if any(char.isdigit() and not char.isascii() for char in written):
        raise _misfit(written, format)
    try:
        year, month, day = time.strptime(written, format)[:3]
    except ValueError:
        raise _misfit(written, format) from None
    return _day(year, month, day, written)


def _misfit(written: str, format: str) -> Refused:
    return Refused(f"{written!r} is not a date written as {format}")
