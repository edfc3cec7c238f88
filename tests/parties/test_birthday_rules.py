"""What may be a birthday, and whose comes next."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.parties.birthday_rules import coming, parse_birthday, richer

TODAY = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1980-05-17", "1980-05-17"),
        ("1980-5-7", "1980-05-07"),
        ("05-17", "--05-17"),
        ("--05-17", "--05-17"),
        ("17 May", "--05-17"),
        ("May 17, 1980", "1980-05-17"),
        ("17 may 1980", "1980-05-17"),
        ("02-29", "--02-29"),
        ("1980-02-29", "1980-02-29"),
        ("2026-07-15", "2026-07-15"),
    ],
)
def test_a_birthday_may_be_typed_like_this(typed: str, stored: str) -> None:
    assert parse_birthday(typed, TODAY) == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1981-02-29", "1981-02-29 is not a day of the calendar"),
        ("02-30", "02-30 is not a day of the calendar"),
        ("13-01", "13-01 is not a day of the calendar"),
        ("0-0", "0-0 is not a day of the calendar"),
        ("2026-07-16", "2026-07-16 is still to come, so it is no birthday"),
        ("1899-12-31", "a birthday in 1899 is too long ago"),
        ("05/06/1980", "'05/06/1980' can be read in two ways"),
        ("tomorrow", "'tomorrow' is no birthday"),
        ("17 foo", "'17 foo' is no birthday"),
    ],
)
def test_what_can_be_no_birthday_is_refused(typed: str, message: str) -> None:
    with pytest.raises(Refused) as wrong:
        parse_birthday(typed, TODAY)
    assert str(wrong.value) == message
    assert wrong.value.hint


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_of_the_past_can_be_one_with_its_year_or_without(day: date) -> None:
    assert parse_birthday(f"{day}", TODAY) == f"{day}"
    assert parse_birthday(f"{day:%m-%d}", TODAY) == f"--{day:%m-%d}"


def test_the_days_to_come_begin_today_and_go_over_the_end_of_the_year() -> None:
    assert coming(date(2026, 12, 30), 3) == ["12-30", "12-31", "01-01", "01-02"]
    assert coming(date(2026, 7, 15), 0) == ["07-15"]


def test_who_was_born_on_a_leap_day_is_not_forgotten_in_other_years() -> None:
    assert coming(date(2026, 2, 28), 0) == ["02-28", "02-29"]
    assert coming(date(2028, 2, 28), 0) == ["02-28"]
    assert coming(date(2028, 2, 28), 1) == ["02-28", "02-29"]


def test_a_year_of_days_is_everybody() -> None:
    assert len(coming(date(2026, 7, 15), 366)) == 366


@pytest.mark.parametrize(
    ("mine", "other", "result"),
    [
        (None, "--05-17", "--05-17"),
        ("--05-17", None, "--05-17"),
        ("--05-17", "1980-05-17", "1980-05-17"),
        ("--05-18", "1980-05-17", "--05-18"),
        ("1980-05-17", "--05-17", "1980-05-17"),
        ("1980-05-17", "1981-05-17", "1980-05-17"),
        (None, None, None),
    ],
)
def test_of_two_birthdays_the_one_that_says_more_is_kept(
    mine: str | None, other: str | None, result: str | None
) -> None:
    assert richer(mine, other) == result
