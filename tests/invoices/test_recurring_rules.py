"""Which days an invoice comes again on, which of them are to be made, and what its words say of a period."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.dates import month_end
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.invoices.recurring_rules import (
    Job,
    Plan,
    check_placeholders,
    check_plan,
    date_of_invoice,
    day_of,
    due_days,
    filled,
    jobs,
    last_day,
    next_day,
    period_end,
    place_after,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PLANS = st.builds(
    Plan,
    starts_on=DAYS,
    every=st.sampled_from(["1d", "10d", "1w", "2w", "1m", "3m", "5m", "12m", "1y", "4y"]),
    until_on=st.none() | DAYS,
    stopped_on=st.none() | DAYS,
    missed=st.sampled_from(["all", "skip"]),
    month_day=st.sampled_from([None, 31]),
).map(lambda plan: plan._replace(starts_on=month_end(plan.starts_on)) if plan.month_day else plan)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def plan(starts_on: str, every: str, **more: object) -> Plan:
    return Plan(date.fromisoformat(starts_on), every)._replace(**more)  # type: ignore[arg-type]


def test_a_31st_stays_at_the_end_of_every_month() -> None:
    monthly = plan("2026-01-31", "1m")
    assert [day_of(monthly, place) for place in range(5)] == days(
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"
    )


def test_the_end_of_a_short_month_that_was_meant_is_the_end_of_every_month() -> None:
    monthly = plan("2026-04-30", "1m", month_day=31)
    assert due_days(monthly, None, date(2026, 7, 30)) == days("2026-04-30", "2026-05-31", "2026-06-30")
    assert next_day(monthly, date(2026, 6, 30)) == date(2026, 7, 31)
    assert next_day(plan("2026-04-30", "1m"), date(2026, 4, 30)) == date(2026, 5, 30)


def test_a_leap_day_comes_every_year_and_is_itself_again() -> None:
    yearly = plan("2024-02-29", "1y")
    assert [day_of(yearly, place) for place in range(5)] == days(
        "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"
    )


def test_weeks_go_over_the_end_of_a_year() -> None:
    assert due_days(plan("2026-12-20", "2w"), None, date(2027, 1, 20)) == days(
        "2026-12-20", "2027-01-03", "2027-01-17"
    )


def test_nothing_is_due_before_the_first_day() -> None:
    monthly = plan("2026-07-15", "1m")
    assert due_days(monthly, None, date(2026, 7, 14)) == []
    assert due_days(monthly, None, date(2026, 7, 15)) == days("2026-07-15")


def test_the_last_day_is_one_of_them_and_the_day_of_a_stop_is_not() -> None:
    today = date(2026, 12, 31)
    assert due_days(plan("2026-01-15", "1m", until_on=date(2026, 3, 15)), None, today) == days(
        "2026-01-15", "2026-02-15", "2026-03-15"
    )
    assert due_days(plan("2026-01-15", "1m", stopped_on=date(2026, 3, 15)), None, today) == days(
        "2026-01-15", "2026-02-15"
    )


def test_what_was_missed_is_all_made_up_for_or_skipped_but_for_the_latest() -> None:
    today = date(2026, 3, 20)
    assert jobs(plan("2026-01-15", "1m"), None, today) == [
        Job(date(2026, 1, 15)),
        Job(date(2026, 2, 15)),
        Job(date(2026, 3, 15)),
    ]
    assert jobs(plan("2026-01-15", "1m", missed="skip"), None, today) == [
        Job(date(2026, 3, 15), (date(2026, 1, 15), date(2026, 2, 15)))
    ]


def test_what_was_run_is_not_due_again() -> None:
    monthly = plan("2026-01-31", "1m")
    assert due_days(monthly, date(2026, 2, 28), date(2026, 3, 31)) == days("2026-03-31")
    assert due_days(monthly, date(2026, 3, 31), date(2026, 3, 31)) == []
    assert next_day(monthly, date(2026, 3, 31)) == date(2026, 4, 30)


def test_nothing_follows_the_last_one() -> None:
    assert next_day(plan("2026-01-31", "1m", until_on=date(2026, 2, 28)), date(2026, 2, 28)) is None


def test_nothing_follows_the_last_year_of_a_book() -> None:
    forever = plan("2199-06-01", "1y")
    assert next_day(forever, date(2200, 6, 1)) is None
    assert due_days(forever, None, date(2200, 12, 31)) == days("2199-06-01", "2200-06-01")
    assert period_end(forever, date(2200, 6, 1)) == date(2200, 12, 31)


@settings(deadline=None)
@given(plan=PLANS, day=DAYS)
def test_the_place_after_a_day_is_the_first_later_one(plan: Plan, day: date) -> None:
    place = place_after(plan, day)
    on = day_of(plan, place)
    assert on is not None
    assert on > day or (day < plan.starts_on and place == 0)
    before = day_of(plan, place - 1) if place else None
    assert before is None or before <= day


@settings(deadline=None)
@given(plan=PLANS, runs=st.lists(st.tuples(DAYS, st.booleans()), max_size=8))
def test_whenever_it_runs_and_crashes_each_period_is_run_once_and_in_order(
    plan: Plan, runs: list[tuple[date, bool]]
) -> None:
    done: list[date] = []
    made: list[date] = []
    for today, crashes in runs:
        todo = jobs(plan, max(done, default=None), today)
        for job in todo[: 1 if crashes else None]:
            done += [*job.skipped, job.period_on]
            made.append(job.period_on)
    latest = max((day for day, _ in runs), default=None)
    expected = due_days(plan, None, latest) if latest else []
    assert done == expected[: len(done)]
    if runs and not any(crashes for _, crashes in runs):
        assert done == expected
    if plan.missed == "all":
        assert made == done


@settings(deadline=None)
@given(plan=PLANS, today=DAYS)
def test_skipping_makes_the_latest_and_nothing_else(plan: Plan, today: date) -> None:
    plan = plan._replace(missed="skip")
    due = due_days(plan, None, today)
    assert jobs(plan, None, today) == ([Job(due[-1], tuple(due[:-1]))] if due else [])
    following = next_day(plan, due[-1]) if due else plan.starts_on
    assert following is None or following > today or following > last_day(plan)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Hosting February 2026, 28 February 2026 – 30 March 2026, {else}"),
        ("es", "Hosting febrero 2026, 28 de febrero de 2026 – 30 de marzo de 2026, {else}"),
    ],
)
def test_words_in_braces_become_words_of_the_period(language: str, expected: str) -> None:
    monthly = plan("2026-01-31", "1m")
    ends_on = period_end(monthly, date(2026, 2, 28))
    text = "Hosting {month} {year}, {period}, {else}"
    assert filled(text, date(2026, 2, 28), ends_on, language) == expected


def test_an_unknown_word_in_braces_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"\{mont\} stands for nothing") as refused:
        check_placeholders("Hosting {mont}")
    assert refused.value.hint == "did you mean month?"
    check_placeholders("a {month}, {} and { year }")


def test_it_has_its_own_day_unless_that_is_too_early() -> None:
    period, today = date(2026, 5, 1), date(2026, 7, 15)
    assert date_of_invoice(period, earliest=None, today=today) == period
    assert date_of_invoice(period, earliest=period, today=today) == period
    assert date_of_invoice(period, earliest=date(2026, 5, 2), today=today) == today


def test_a_plan_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(Refused, match="before it begins"):
        check_plan(plan("2026-05-01", "1m", until_on=date(2026, 4, 30)))
    with pytest.raises(WrongUsage, match="--missed al is not known"):
        check_plan(plan("2026-05-01", "1m", missed="al"))
