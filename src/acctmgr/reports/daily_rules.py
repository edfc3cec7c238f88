"""What the daily report looks back on: which days, and how its rows read."""

from datetime import date, timedelta
from typing import NamedTuple

from acctmgr.core.errors import WrongUsage

_FRIDAY = 4
MONTHS = 6  # of income that are shown


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date


class WeekRow(NamedTuple):
    """The numbers of a week, amounts in the book's currency; won: the amounts of deals in it, and in each."""

    week: str
    from_on: date
    to_on: date
    invoiced_minor: int
    received_minor: int
    won_minor: int
    won_by_currency_minor: dict[str, int]
    deals_won: int
    activities: int
    followups_done: int


class BucketRow(NamedTuple):
    """What is open of invoices that are so late, in the book's currency."""

    late: str
    open_minor: int


class MonthRow(NamedTuple):
    """What the income accounts took in a month."""

    month: str
    income_minor: int


def since(today: date) -> date:
    """The last working day before today: on a Monday, and on a Sunday, the Friday."""
    day = today - timedelta(1)
    while day.weekday() > _FRIDAY:
        day -= timedelta(1)
    return day


def looked_back_on(first: date | None, today: date) -> Period:
    """The days before today that the report tells of, from a day given or the last working day."""
    if first is not None and first >= today:
        raise WrongUsage(f"--since {first} is not before {today}", hint="name an earlier day")
    return Period(first or since(today), today - timedelta(1))


def weeks(today: date) -> list[tuple[str, Period]]:
    """This week up to today, and the whole week before, each from its Monday."""
    monday = today - timedelta(today.weekday())
    return [
        ("this week", Period(monday, today)),
        ("last week", Period(monday - timedelta(7), monday - timedelta(1))),
    ]


def bucket_label(key: str) -> str:
    """A column of the aging in words: "not due", "1-30 days late", "over 90 days late", "credit"."""
    words = key.removesuffix("_minor").split("_")
    if words[0] != "late":
        return " ".join(words)
    return f"over {words[2]} days late" if words[1] == "over" else f"{words[1]}-{words[2]} days late"
