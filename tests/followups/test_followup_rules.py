"""What repeats when, and what people may type of it."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.followups import rules

TODAY = date(2026, 7, 15)  # a Wednesday


def days_of(start: str, repeat: str, count: int) -> list[str]:
    """The days of a series that is always done on the day."""
    planned = date.fromisoformat(start)
    month_day = rules.month_day_of(planned, repeat)
    days = []
    for _ in range(count):
        following = rules.next_planned(planned, repeat, month_day, planned)
        assert following is not None
        days.append(following.isoformat())
        planned = following
    return days


@pytest.mark.parametrize(
    ("start", "repeat", "days"),
    [
        ("2026-01-31", "1m", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("2027-12-31", "1m", ["2028-01-31", "2028-02-29", "2028-03-31"]),
        ("2026-01-30", "1m", ["2026-02-28", "2026-03-30"]),
        ("2026-11-30", "3m", ["2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2028-02-29", "1y", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2026-02-28", "1m", ["2026-03-28"]),  # the 28th is meant, not the month's end
        ("2026-07-15", "1d", ["2026-07-16", "2026-07-17"]),
        ("2026-07-15", "2w", ["2026-07-29", "2026-08-12"]),
        ("2026-12-29", "3d", ["2027-01-01", "2027-01-04"]),
    ],
)
def test_a_series_keeps_its_days(start: str, repeat: str, days: list[str]) -> None:
    assert days_of(start, repeat, len(days)) == days


@pytest.mark.parametrize(
    ("planned", "repeat", "done", "following"),
    [
        ("2026-07-01", "1w", "2026-07-15", "2026-07-22"),  # the 8th is missed, the 15th is today's own
        ("2026-07-01", "1w", "2026-07-14", "2026-07-15"),
        ("2026-07-01", "1w", "2026-06-20", "2026-07-08"),  # done early
        ("2026-01-31", "1m", "2026-02-27", "2026-02-28"),
        ("2026-01-31", "1m", "2026-02-28", "2026-03-31"),
        ("2026-01-31", "2m", "2026-03-30", "2026-03-31"),
        ("2026-01-31", "2m", "2026-04-01", "2026-05-31"),
        ("2020-02-29", "1y", "2026-07-15", "2027-02-28"),
        ("2026-01-01", "999d", "2026-01-02", "2028-09-26"),
    ],
)
def test_the_next_is_the_first_day_of_the_plan_after_it_was_done(
    planned: str, repeat: str, done: str, following: str
) -> None:
    start = date.fromisoformat(planned)
    found = rules.next_planned(start, repeat, start.day, date.fromisoformat(done))
    assert found is not None
    assert found.isoformat() == following


@pytest.mark.parametrize("repeat", ["1d", "1w", "1m", "1y", "999y"])
def test_a_series_ends_with_the_calendar_of_a_book(repeat: str) -> None:
    assert rules.next_planned(date(2200, 12, 31), repeat, 31, date(2200, 12, 31)) is None


ANY_DAY = st.dates(date(2020, 1, 1), date(2040, 12, 31))
REPEATS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(1, 30), st.sampled_from("dwmy"))


@given(ANY_DAY, REPEATS, st.lists(st.integers(-40, 400), min_size=1, max_size=8))
def test_the_next_is_on_the_plan_and_after_the_day_it_was_done(
    start: date, repeat: str, late_days: list[int]
) -> None:
    plan = naive_plan(start, repeat)
    planned, month_day = start, rules.month_day_of(start, repeat)
    for late in late_days:
        done = planned + timedelta(days=late)
        found = rules.next_planned(planned, repeat, month_day, done)
        if found is None or found > plan[-1]:  # further than we counted
            return
        assert found in plan
        assert found > max(done, planned)
        assert [day for day in plan if max(done, planned) < day < found] == []  # the first of them
        planned = found


def naive_plan(start: date, repeat: str) -> list[date]:
    """The days of a plan up to 2100, each counted from the first in the plainest way."""
    count, unit = int(repeat[:-1]), repeat[-1]
    if unit in "dw":
        step = timedelta(days=count * (7 if unit == "w" else 1))
        return [start + step * place for place in range(200)]
    months = count * (12 if unit == "y" else 1)
    days = []
    for place in range(30):
        year, month = divmod(start.year * 12 + start.month - 1 + months * place, 12)
        days.append(date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])))
    return days


@pytest.mark.parametrize(
    ("typed", "stored"), [("9:30", "09:30"), ("09:30", "09:30"), ("0:00", "00:00"), ("23:59", "23:59")]
)
def test_a_time_of_day(typed: str, stored: str) -> None:
    assert rules.parse_time(typed) == stored


@pytest.mark.parametrize("typed", ["24:00", "9", "9:5", "09:60", "9h30", "9:30pm", "٠٩:٣٠", ""])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is no time of day"):
        rules.parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "due_on", "due_time", "text"),
    [
        ("fri: call Ana", "2026-07-17", None, "call Ana"),
        ("fri 09:30: call Ana", "2026-07-17", "09:30", "call Ana"),
        ("fri 9:30 : call Ana", "2026-07-17", "09:30", "call Ana"),
        ("fri: 09:30 call Ana", "2026-07-17", None, "09:30 call Ana"),
        ("2026-12-01:a:b", "2026-12-01", None, "a:b"),
        ("in 2 weeks: send it", "2026-07-29", None, "send it"),
        ("  +1m :  send\nit ", "2026-08-15", None, "send it"),
    ],
)
def test_a_day_and_what_is_to_do_in_one_go(typed: str, due_on: str, due_time: str | None, text: str) -> None:
    assert rules.parse_dated(typed, "--next", TODAY) == (date.fromisoformat(due_on), due_time, text)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("call Ana", "--next 'call Ana' has no colon between the day and what is to do"),
        (": call", "--next ': call' has no colon between the day and what is to do"),
        ("soon: call", "--next: 'soon' is not a date"),
        ("fri 09:30 call", "--next: 'fri 09' is not a date"),
        ("fri 25:00: call", "--next: '25:00' is no time of day"),
        ("fri:", "--next: what is to do is empty"),
        ("2026-02-30: x", "--next: 2026-02-30 is not a day of the calendar"),
    ],
)
def test_what_is_no_day_and_text_says_how_to_write_it(typed: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.parse_dated(typed, "--next", TODAY)
    assert str(refused.value) == message
    assert refused.value.hint == (
        'write it like --next "fri: call Ana" or --next "2026-12-01 09:30: call Ana"'
    )


def test_a_mistyped_priority_names_the_nearest() -> None:
    with pytest.raises(WrongUsage, match="there is no priority hihg") as wrong:
        rules.one_of("hihg", "priority", rules.PRIORITIES)
    assert wrong.value.hint == "did you mean high?"
