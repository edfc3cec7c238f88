"""Days as people type them, counted from Monday 23 November 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core import dates
from acctmgr.core.errors import Refused, WrongUsage

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.fixture(autouse=True)
def _clock_of_its_own() -> Iterator[None]:
    yield
    dates.set_today(None)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-7-1", date(2026, 7, 1)),
        (" Today ", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("tue", date(2026, 11, 24)),
        ("Friday", date(2026, 11, 27)),
        ("next friday", date(2026, 11, 27)),
        ("next  FRI", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),
        ("next mon", date(2026, 11, 30)),
        ("last monday", date(2026, 11, 16)),
        ("last friday", date(2026, 11, 20)),
        ("last sun", date(2026, 11, 22)),
        ("thurs", date(2026, 11, 26)),
        ("+2w", date(2026, 12, 7)),
        ("-3d", date(2026, 11, 20)),
        ("+0d", date(2026, 11, 23)),
        ("+1m", date(2026, 12, 23)),
        ("+1y", date(2027, 11, 23)),
        ("+2 weeks", date(2026, 12, 7)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("in 1 day", date(2026, 11, 24)),
        ("3 days ago", date(2026, 11, 20)),
        ("1 quarter ago", date(2026, 8, 23)),
        ("2w ago", date(2026, 11, 9)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 23)),
        ("next quarter", date(2027, 2, 23)),
        ("last month", date(2026, 10, 23)),
        ("last year", date(2025, 11, 23)),
        ("eow", date(2026, 11, 29)),
        ("eom", date(2026, 11, 30)),
        ("eoq", date(2026, 12, 31)),
        ("eoy", date(2026, 12, 31)),
        ("end of month", date(2026, 11, 30)),
        ("end of the year", date(2026, 12, 31)),
        ("bow", date(2026, 11, 23)),
        ("bom", date(2026, 11, 1)),
        ("boq", date(2026, 10, 1)),
        ("start of month", date(2026, 11, 1)),
        ("beginning of year", date(2026, 1, 1)),
    ],
)
def test_a_day_is_read_as_people_mean_it(typed: str, day: date) -> None:
    assert dates.parse_date(typed, MONDAY) == day


def test_a_month_from_the_31st_ends_with_the_shorter_month() -> None:
    assert dates.parse_date("+1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert dates.parse_date("next month", date(2024, 1, 31)) == date(2024, 2, 29)
    assert dates.parse_date("-1y", date(2024, 2, 29)) == date(2023, 2, 28)


def test_the_end_of_a_period_is_today_on_its_last_day() -> None:
    assert dates.parse_date("eom", date(2026, 2, 28)) == date(2026, 2, 28)
    assert dates.parse_date("eow", date(2026, 11, 29)) == date(2026, 11, 29)
    assert dates.parse_date("eoq", date(2026, 6, 30)) == date(2026, 6, 30)


@pytest.mark.parametrize(
    "typed",
    [
        "", "12", "soon", "2026", "2026-12", "20261201", "2026/12/01", "2w", "2 weeks", "+w", "next",
        "fri next", "in -2 weeks", "+1.5m", "+12345d", "٢٠٢٦-١٢-٠١", "２０２６-12-01", "1/2",
        "2026-12-01T00:00", "f",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Refused, match="is not a date") as caught:
        dates.parse_date(typed, MONDAY)
    assert caught.value.hint == "write it like 2026-12-01, today, tomorrow, fri, +2w or eom"


@pytest.mark.parametrize("typed", ["1/2/2026", "01.02.2026", "1-2-2026"])
def test_a_date_that_can_be_read_two_ways_is_refused_with_both(typed: str) -> None:
    with pytest.raises(Refused, match="can be read in two ways") as caught:
        dates.parse_date(typed, MONDAY)
    assert caught.value.hint == "write 2026-02-01 or 2026-01-02"


def test_a_date_with_the_year_last_is_refused_with_the_only_reading() -> None:
    with pytest.raises(Refused, match="'31/12/2026' does not begin with the year") as caught:
        dates.parse_date("31/12/2026", MONDAY)
    assert caught.value.hint == "write 2026-12-31"


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "2026-00-10", "2025-02-29"])
def test_an_impossible_day_is_told_apart_from_nonsense(typed: str) -> None:
    with pytest.raises(Refused, match=f"^{typed} is not a day of the calendar$"):
        dates.parse_date(typed, MONDAY)


@pytest.mark.parametrize(
    "typed", ["1899-12-31", "2201-01-01", "0000-01-01", "+9999y", "-9999m", "9999 weeks ago"]
)
def test_a_day_outside_the_years_of_a_book_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is outside the years 1900 to 2200"):
        dates.parse_date(typed, date(1999, 11, 23))


def test_the_first_and_last_day_of_a_book_are_in() -> None:
    assert dates.parse_date("1900-01-01", MONDAY) == date(1900, 1, 1)
    assert dates.add_days(date(2200, 12, 30), 1) == date(2200, 12, 31)
    with pytest.raises(Refused, match=r"2200-12-31 \+1 days is outside"):
        dates.add_days(date(2200, 12, 31), 1)
    with pytest.raises(Refused, match=r"1900-01-15 -1 months is outside"):
        dates.add_months(date(1900, 1, 15), -1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -13, date(2025, 2, 28)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_months_are_added_with_the_day_kept_or_clamped(day: date, months: int, later: date) -> None:
    assert dates.add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2026, 2, 28), 2, date(2026, 4, 30)),
        (date(2026, 2, 28), 24, date(2028, 2, 29)),
        (date(2026, 2, 28), 0, date(2026, 2, 28)),
    ],
)
def test_the_day_that_is_meant_comes_back_where_a_month_has_it(day: date, months: int, later: date) -> None:
    assert dates.add_months(day, months, month_day=31) == later


@given(DAYS, st.integers(-500, 500))
def test_adding_months_moves_exactly_so_many_months(day: date, months: int) -> None:
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and later == dates.month_end(later))


@given(DAYS)
def test_the_day_after_a_month_ends_is_the_first_of_the_next(day: date) -> None:
    following = dates.month_end(day) + timedelta(1)
    assert following.day == 1
    assert dates.month_key(dates.month_end(day)) == dates.month_key(day)


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_is_within_the_week_ahead_and_never_today(today: date, name: str) -> None:
    ahead = (dates.parse_date(name, today) - today).days
    behind = (today - dates.parse_date(f"last {name}", today)).days
    assert 1 <= ahead <= 7
    assert 1 <= behind <= 7
    assert (ahead + behind) in (7, 14)


@given(st.text(max_size=15))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    try:
        day = dates.parse_date(typed, MONDAY)
    except Refused:
        return
    assert 1900 <= day.year <= 2200


def test_a_month_has_a_key_and_an_end() -> None:
    assert dates.month_key(date(2026, 7, 9)) == "2026-07"
    assert dates.month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    assert dates.month_end(date(2026, 12, 31)) == date(2026, 12, 31)


def test_a_month_is_over_at_the_end_of_its_last_day() -> None:
    assert dates.unfinished_month(date(2026, 7, 30)) == date(2026, 7, 1)
    assert dates.unfinished_month(date(2026, 7, 31)) == date(2026, 8, 1)
    assert dates.unfinished_month(date(2026, 12, 31)) == date(2027, 1, 1)


def test_due_today_is_not_late() -> None:
    assert dates.days_late(date(2026, 3, 1), date(2026, 3, 1)) == 0
    assert dates.days_late(date(2026, 3, 2), date(2026, 3, 1)) == 0
    assert dates.days_late(date(2026, 2, 27), date(2026, 3, 1)) == 2


@pytest.mark.parametrize(
    ("written", "format", "day"),
    [
        ("31/12/2026", "%d/%m/%Y", date(2026, 12, 31)),
        ("1/2/2013", "%m/%d/%Y", date(2013, 1, 2)),
        ("01/02/2013", "%d/%m/%Y", date(2013, 2, 1)),
        (" 2026-03-04 ", "%Y-%m-%d", date(2026, 3, 4)),
        ("20260304", "%Y%m%d", date(2026, 3, 4)),
        ("260304", "%y%m%d", date(2026, 3, 4)),
        ("4.3.68", "%d.%m.%y", date(2068, 3, 4)),
        ("4.3.69", "%d.%m.%y", date(1969, 3, 4)),
        ("2024-03-12 09:14", "%Y-%m-%d %H:%M", date(2024, 3, 12)),
        ("2006-04-15T03:23:15.000Z", "%Y-%m-%dT%H:%M:%S.%fZ", date(2006, 4, 15)),
        ("5 Mar 2026", "%d %b %Y", date(2026, 3, 5)),
    ],
)
def test_a_file_says_how_it_writes_its_dates(written: str, format: str, day: date) -> None:
    assert dates.parse_with(written, format) == day


@pytest.mark.parametrize(
    ("written", "format"),
    [
        ("2026-12-31", "%d/%m/%Y"),
        ("31/12/26", "%d/%m/%Y"),
        ("", "%d/%m/%Y"),
        ("31/12/2026 ", "%d.%m.%Y"),
        ("٣١/12/2026", "%d/%m/%Y"),
        ("٣ Mar 2026", "%d %b %Y"),
        ("5 Foo 2026", "%d %b %Y"),
        ("5 Mar 2026", "%d %b %Y %Q"),
    ],
)
def test_a_date_that_does_not_fit_its_format_is_refused(written: str, format: str) -> None:
    with pytest.raises(Refused, match=f"is not a date written as {format}"):
        dates.parse_with(written, format)


def test_an_impossible_day_of_a_file_is_refused() -> None:
    with pytest.raises(Refused, match=r"^30/02/2026 is not a day of the calendar$"):
        dates.parse_with("30/02/2026", "%d/%m/%Y")
    with pytest.raises(Refused, match=r"^31/12/2026 is not a day of the calendar$"):
        dates.parse_with("31/12/2026", "%m/%d/%Y")


def test_a_year_outside_the_book_is_refused_in_a_file_too() -> None:
    for format, written in (("%d/%m/%Y", "01/01/1899"), ("%d %b %Y", "1 Jan 2201")):
        with pytest.raises(Refused, match=f"{written} is outside the years 1900 to 2200"):
            dates.parse_with(written, format)


@pytest.mark.parametrize("format", ["%d/%m", "%Y-%m", "", "dd/mm/yyyy", "%d/%d/%m/%Y"])
def test_a_format_must_name_day_month_and_year(format: str) -> None:
    with pytest.raises(WrongUsage, match="does not name a day, a month and a year once each"):
        dates.parse_with("01/02/2026", format)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%Y"]))
def test_a_file_written_by_strftime_reads_back(day: date, format: str) -> None:
    assert dates.parse_with(day.strftime(format), format) == day


def test_today_is_the_given_day_until_it_is_taken_back() -> None:
    dates.set_today(date(2026, 3, 1))
    assert dates.today() == date(2026, 3, 1)
    dates.set_today(None)
    assert abs(dates.today() - datetime.now().astimezone().date()) <= timedelta(1)


def test_moments_are_real_even_when_the_day_is_given() -> None:
    dates.set_today(date(1999, 1, 1))
    moment = dates.now()
    assert moment.tzinfo is UTC
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1m", "1m"),
        ("m", "1m"),
        ("1M", "1m"),
        ("month", "1m"),
        ("2w", "2w"),
        ("10d", "10d"),
        ("1y", "1y"),
        ("1q", "3m"),
        ("2q", "6m"),
        ("2 quarters", "6m"),
        ("3 Months", "3m"),
        ("every 2 weeks", "2w"),
        ("every day", "1d"),
        ("monthly", "1m"),
        ("Weekly", "1w"),
        ("Quarterly", "3m"),
        (" yearly ", "1y"),
        ("annually", "1y"),
    ],
)
def test_an_interval_is_read_as_people_type_it(typed: str, kept: str) -> None:
    assert dates.parse_interval(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("0m", "0w", "-1m", "1.5m", "month of sundays", "1h", "2x", "w2", "never", ""),
        *("1000m", "1000d", "1m 2d", "2w 1m", "１m", "٢w"),
    ],
)
def test_what_is_no_interval_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not an interval") as refused:
        dates.parse_interval(typed)
    assert refused.value.hint == "write it like 2w, 1m, 1q or 1y"


def test_a_mistyped_interval_is_told_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        dates.parse_interval("montly")
    assert refused.value.hint == "did you mean monthly?"


@pytest.mark.parametrize(
    ("typed", "day"), [("eom", 31), ("End of the month", 31), ("2026-04-30", None), ("+1m", None)]
)
def test_the_end_of_the_month_means_the_end_of_every_month(typed: str, day: int | None) -> None:
    assert dates.meant_month_day(typed) == day
