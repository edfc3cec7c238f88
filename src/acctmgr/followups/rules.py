"""What repeats when, and what may be typed of follow-ups and activities."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.dates import LAST_YEAR, add_days, add_months, parse_date
from acctmgr.core.errors import AcctError, NotFound, Refused, WrongUsage
from acctmgr.core.text import clean_line, did_you_mean

PRIORITIES = ("high", "normal", "low")
KINDS = ("call", "email", "meeting", "visit", "note", "message")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)
# a day, a time of day if there is one, a colon, and what is to do
_DATED = re.compile(r"([^:]+?)(?:\s+([0-9]{1,2}:[0-9]{2}))?\s*:\s*(.*)", re.ASCII | re.DOTALL)
_LAST_DAY = date(LAST_YEAR, 12, 31)
_MONTHS = {"m": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}


def month_day_of(day: date, repeat: str | None, meant: int | None = None) -> int | None:
    """The day of the month that a series beginning on a day keeps; None where months do not matter to it.

    meant: what was said of it, as 31 by "eom", which is the end of every month.
    """
    return (meant or day.day) if repeat and repeat[-1] in _MONTHS else None


def next_planned(planned_on: date, repeat: str, month_day: int | None, after: date) -> date | None:
    """The first day of a plan after a day and after the one planned; None where the calendar of a book ends.

    What was planned in between is missed, not piled up.
    """
    count, unit = int(repeat[:-1]), repeat[-1]
    after = max(after, planned_on)
    if unit in _DAYS:
        step = count * _DAYS[unit]
        ahead = ((after - planned_on).days // step + 1) * step
        return add_days(planned_on, ahead) if ahead <= (_LAST_DAY - planned_on).days else None
    step = count * _MONTHS[unit]
    ahead = max((after.year - planned_on.year) * 12 + after.month - planned_on.month, step) // step * step
    while planned_on.year * 12 + planned_on.month - 1 + ahead < (LAST_YEAR + 1) * 12:
        day = add_months(planned_on, ahead, month_day=month_day or 0)
        if day > after:
            return day
        ahead += step
    return None


def parse_time(text: str) -> str:
    """A time of day as it is stored: 09:30."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise Refused(f"{text!r} is no time of day", hint="write it like 09:30")
    return f"{int(match[1]):02d}:{match[2]}"


def one_of(text: str, what: str, known: Sequence[str]) -> str:
    """One of the words known, in any case."""
    word = text.strip().lower()
    if word not in known:
        hint = did_you_mean(word, known) or f"one of: {' '.join(known)}"
        raise WrongUsage(f"there is no {what} {text}", hint=hint)
    return word


class Dated(NamedTuple):
    """What is to do, with its day: "fri 09:30: call Ana" in one go."""

    due_on: date
    due_time: str | None
    text: str


def parse_dated(text: str, option: str, today: date) -> Dated:
    """A day, a time of day if there is one, a colon, and what is to do."""
    hint = f'write it like {option} "fri: call Ana" or {option} "2026-12-01 09:30: call Ana"'
    match = _DATED.fullmatch(text.strip())
    if match is None:
        raise Refused(f"{option} {text!r} has no colon between the day and what is to do", hint=hint)
    try:
        due_on = parse_date(match[1], today)
        due_time = parse_time(match[2]) if match[2] else None
        return Dated(due_on, due_time, clean_line(match[3], "what is to do"))
    except Refused as wrong:
        raise Refused(f"{option}: {wrong}", hint=hint) from None


def check_happened(day: date, today: date) -> None:
    """What happened has a day that is over or today."""
    if day > today:
        raise Refused(f"{day} is still to come", hint="for what is to do: acctmgr followup add")


def filled(table: Sequence[str], optional: Sequence[str], rows: Sequence[object]) -> tuple[str, ...]:
    """The columns of a person's table, without those optional ones that say nothing in any row."""
    usual = (None, 0, "normal")
    return tuple(
        name for name in table if name not in optional or any(getattr(row, name) not in usual for row in rows)
    )


def id_in(reference: str) -> int:
    """The id that a reference is, 0 when it is none."""
    is_id = reference.isascii() and reference.isdigit() and len(reference) < 19  # what a BIGINT holds
    return int(reference) if is_id else 0


def unknown(reference: str, what: str, noun: str) -> AcctError:
    """The error for a reference that is no follow-up's or no activity's."""
    return NotFound(f"no {what} {reference}", hint=f"see: acctmgr {noun} list")
