"""Birthdays, credits and the order of a day, without a book."""

from datetime import date

import pytest

from acctmgr.core.money import DOT, Notation
from acctmgr.reports import today_rules as rules
from acctmgr.reports.today_rules import Birthday, Cover, Credit, Invoice


@pytest.mark.parametrize(
    ("birthday", "today", "on"),
    [
        ("--02-29", "2026-02-28", "2026-02-28"),  # no leap year: a day early
        ("--02-29", "2026-02-22", "2026-02-28"),
        ("2000-02-29", "2028-02-28", "2028-02-29"),
        ("2000-02-29", "2028-02-29", "2028-02-29"),
        ("2000-02-29", "2026-03-01", None),
        ("--01-02", "2026-12-30", "2027-01-02"),  # over the turn of the year
        ("1990-07-15", "2026-07-15", "2026-07-15"),
        ("1990-07-23", "2026-07-15", None),
        ("2026-07-16", "2026-07-15", None),  # born tomorrow
    ],
)
def test_a_birthday_falls_on(birthday: str, today: str, on: str | None) -> None:
    found = rules.birthday_on(birthday, date.fromisoformat(today))
    assert found == (date.fromisoformat(on) if on else None)


def test_an_age_is_that_of_the_day_it_falls_on() -> None:
    row = rules.birthday_row(Birthday(3, "acme", "Ana Ruiz", "1980-01-02"), date(2026, 12, 30))
    assert row is not None
    assert (row.why, row.on) == ("birthday in 3 days, turns 47", date(2027, 1, 2))


def invoice(number: str, minor: int, currency: str = "EUR", party: int = 1) -> Invoice:
    return Invoice(number, party, "acme", date(2026, 7, 1), minor, currency, minor, None)


def test_a_credit_is_given_once_to_what_is_due_first() -> None:
    found = rules.covers(
        [invoice("1", 100), invoice("2", 100), invoice("3", 50, "USD"), invoice("4", 5, party=2)],
        [Credit(1, "EUR", "p1", 60), Credit(1, "EUR", "CN-1", 70), Credit(2, "EUR", "p2", 5)],
    )
    assert [(row.number, cover) for row, cover in found] == [
        ("1", Cover(100, "p1")),
        ("2", Cover(30, "CN-1")),
        ("3", Cover(0, "")),
        ("4", Cover(5, "p2")),
    ]


def test_a_number_that_a_shell_would_take_apart_is_quoted() -> None:
    row = rules.invoice_row(invoice("2026 7; rm", 100), Cover(0, ""), date(2026, 7, 2), Notation("EUR", DOT))
    assert row.command == "acctmgr invoice pay '2026 7; rm'"
