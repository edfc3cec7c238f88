"""Invoices that come again: on which days, which of them are to be made, and what their words say of the period."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile
from typing import NamedTuple

from acctmgr.core.dates import LAST_YEAR, add_days, add_months
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.documents.total_rules import AmountOff, Discount, PercentOff

MISSED = ("all", "skip")
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}", re.ASCII)
_PLACEHOLDERS = ("month", "year", "period")
_MONTH_NAMES = {
    "en": "January February March April May June July August September October November December".split(),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    ),
}
_DAY_IN_WORDS = {"en": "{day} {month} {year}", "es": "{day} de {month} de {year}"}


class Plan(NamedTuple):
    """When something comes again: every `1m` from a day on, up to a last day, and before it was stopped."""

    starts_on: date
    every: str
    until_on: date | None = None
    stopped_on: date | None = None  # nothing from this day on
    missed: str = "all"
    month_day: int | None = None  # meant of the month, where the first day has another: 31 is its end


class Job(NamedTuple):
    """A period to be made, and those before it that are recorded as skipped."""

    period_on: date
    skipped: tuple[date, ...] = ()


class MadeRow(NamedTuple):
    """What a run did about a period: made its invoice, or skipped it."""

    recurring: int
    client: str
    period_on: date
    status: str
    document: str | None
    issued_on: date | None
    due_on: date | None
    currency: str
    total_minor: int | None


def day_of(plan: Plan, place: int) -> date | None:
    """The day of a period, the first has place 0; counted from the first, so that a 31st stays at the month's end.

    None beyond the years of a book.
    """
    number, unit = int(plan.every[:-1]) * place, plan.every[-1]
    try:
        if unit in _DAYS:
            return add_days(plan.starts_on, number * _DAYS[unit])
        return add_months(plan.starts_on, number * _MONTHS[unit], month_day=plan.month_day or 0)
    except Refused:
        return None


def place_after(plan: Plan, day: date | None) -> int:
    """The place of the first period after a day; None stands before all."""
    if day is None or day < plan.starts_on:
        return 0
    number, unit = int(plan.every[:-1]), plan.every[-1]
    if unit in _DAYS:
        return (day - plan.starts_on).days // (number * _DAYS[unit]) + 1
    months = (day.year - plan.starts_on.year) * 12 + day.month - plan.starts_on.month
    place = months // (number * _MONTHS[unit])
    on = day_of(plan, place)
    return place if on is not None and on > day else place + 1


def last_day(plan: Plan) -> date:
    """The last day that a period may fall on."""
    days = [date(LAST_YEAR, 12, 31)]
    if plan.until_on:
        days.append(plan.until_on)
    if plan.stopped_on:
        days.append(plan.stopped_on - timedelta(days=1))
    return min(days)


def next_day(plan: Plan, run_until: date | None) -> date | None:
    """The period after the last one that was run; None when nothing follows."""
    day = day_of(plan, place_after(plan, run_until))
    return day if day and day <= last_day(plan) else None


def due_days(plan: Plan, run_until: date | None, today: date) -> list[date]:
    """The periods up to today that nobody ran, in order."""
    last = min(last_day(plan), today)
    days = (day_of(plan, place) for place in count(place_after(plan, run_until)))
    return [day for day in takewhile(lambda day: day is not None and day <= last, days) if day]


def jobs(plan: Plan, run_until: date | None, today: date) -> list[Job]:
    """What is to be done about the periods that are due: each one made, or only the latest."""
    due = due_days(plan, run_until, today)
    if plan.missed == "skip":
        return [Job(due[-1], tuple(due[:-1]))] if due else []
    return [Job(day) for day in due]


def period_end(plan: Plan, period_on: date) -> date:
    """The last day of a period: the day before the next one."""
    following = day_of(plan, place_after(plan, period_on))
    return following - timedelta(days=1) if following else date(LAST_YEAR, 12, 31)


def date_of_invoice(period_on: date, *, earliest: date | None, today: date) -> date:
    """Its period's day; today where others were numbered after that day, or it is locked.

    earliest: the first day that an invoice may have, None for any.
    """
    return today if earliest and period_on < earliest else period_on


def check_plan(plan: Plan) -> None:
    """Refuse a plan that never comes to anything, or that says what we do not know."""
    if plan.missed not in MISSED:
        hint = did_you_mean(plan.missed, MISSED) or f"one of: {', '.join(MISSED)}"
        raise WrongUsage(f"--missed {plan.missed} is not known", hint=hint)
    if plan.until_on and plan.until_on < plan.starts_on:
        raise Refused(f"it would end on {plan.until_on}, before it begins on {plan.starts_on}")


def check_placeholders(text: str) -> None:
    """Refuse a word in braces that stands for nothing."""
    for name in _PLACEHOLDER.findall(text):
        if name not in _PLACEHOLDERS:
            known = ", ".join(f"{{{word}}}" for word in _PLACEHOLDERS)
            hint = did_you_mean(name, _PLACEHOLDERS) or f"there is: {known}"
            raise Refused(f"{{{name}}} stands for nothing", hint=hint)


def filled(text: str, period_on: date, ends_on: date, language: str) -> str:
    """A text with {month}, {year} and {period} in words; other braces stay as they are."""
    values = {
        "month": _MONTH_NAMES[language][period_on.month - 1],
        "year": f"{period_on.year:04d}",
        "period": f"{_in_words(period_on, language)} – {_in_words(ends_on, language)}",
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def _in_words(day: date, language: str) -> str:
    month = _MONTH_NAMES[language][day.month - 1]
    return _DAY_IN_WORDS[language].format(day=day.day, month=month, year=day.year)


def discount_of(percent: Decimal | None, amount_minor: int) -> Discount | None:
    """A discount as it is kept."""
    if percent is not None:
        return PercentOff(percent)
    return AmountOff(amount_minor) if amount_minor else None


def percent_and_amount(discount: Discount | None) -> tuple[Decimal | None, int]:
    """A discount as it is kept: its percentage or its amount."""
    if isinstance(discount, PercentOff):
        return discount.percent, 0
    return None, discount.amount_minor if discount else 0
