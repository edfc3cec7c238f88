"""Dates and amounts as the cells of an import hold them."""

from datetime import date

import pytest

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import COMMA, DOT, NumberStyle
from acctmgr.exchange.rules import amount_reader, date_reader, decimal_style, guess_date_format


@pytest.mark.parametrize("samples", [["2013-04-03", " 2013-12-31 "], ["", "2013-04-03"], []])
def test_iso_dates_need_no_format(samples: list[str]) -> None:
    assert guess_date_format(samples) == "%Y-%m-%d"


@pytest.mark.parametrize(
    "text", ["03/04/2013", "25/12/2013", "20-10-16", "2013-4-3", "20130403", "٢٠١٣-٠٤-٠٣"]
)
def test_other_dates_are_not_guessed(text: str) -> None:
    assert guess_date_format(["2013-04-03", text]) is None


def test_without_a_format_dates_are_iso() -> None:
    assert date_reader(None)("2013-04-03") == date(2013, 4, 3)


@pytest.mark.parametrize(
    ("fmt", "text"),
    [("%d/%m/%Y", "03/04/2013"), ("%m/%d/%Y", "4/3/2013"), ("%d-%m-%y", "03-04-13"), ("%Y%m%d", "20130403")],
)
def test_dates_are_read_in_the_format_given(fmt: str, text: str) -> None:
    assert date_reader(fmt)(text) == date(2013, 4, 3)


@pytest.mark.parametrize(
    ("fmt", "text", "is_form_unknown"),
    [
        (None, "03/04/2013", True),
        (None, "tomorrow", True),
        (None, "2013-02-31", False),
        ("%d/%m/%Y", "2013-04-03", False),
        ("%d/%m/%Y", "31/02/2013", False),
    ],
)
def test_a_date_that_can_not_be_read_is_refused_and_an_unknown_form_names_the_option(
    fmt: str | None, text: str, is_form_unknown: bool
) -> None:
    with pytest.raises(Refused, match=text) as wrong:
        date_reader(fmt)(text)
    hint = "say how the file writes dates, for example: --date-format %d/%m/%Y"
    assert wrong.value.hint == (hint if is_form_unknown else "")


@pytest.mark.parametrize(
    ("style", "digits", "text", "minor"),
    [
        (DOT, 2, "1,250.5", 125050),
        (COMMA, 2, "-1.250,50", -125050),
        (DOT, 0, "1250", 1250),
        (DOT, 3, "1.234", 1234),
    ],
)
def test_amounts_are_read_to_minor_units(style: NumberStyle, digits: int, text: str, minor: int) -> None:
    assert amount_reader(style, digits)(text) == minor


@pytest.mark.parametrize("text", ["€ 12.00", "12.00 EUR", "$12", "12 zł"])
def test_an_amount_with_its_currency_is_refused_and_told_where_that_goes(text: str) -> None:
    with pytest.raises(Refused, match="is not an amount") as wrong:
        amount_reader(DOT, 2)(text)
    assert (
        wrong.value.hint
        == "take the currency out of the amounts; it is a field of its own: --set currency=EUR"
    )


@pytest.mark.parametrize(
    ("style", "text", "hint"),
    [
        (DOT, "1.250,00", "if ',' is the decimal sign: --decimal ,"),
        (COMMA, "1,250.00", "if '.' is the decimal sign: --decimal ."),
        (DOT, "(12.00)", "write it like 1,250.00"),
    ],
)
def test_an_amount_in_the_other_style_is_refused_and_the_option_named(
    style: NumberStyle, text: str, hint: str
) -> None:
    with pytest.raises(Refused, match="is not an amount") as wrong:
        amount_reader(style, 2)(text)
    assert wrong.value.hint == hint


def test_an_amount_with_too_many_decimals_is_refused() -> None:
    with pytest.raises(Refused, match=r"has more than 2 decimals"):
        amount_reader(DOT, 2)("1.234567")


def test_the_decimal_sign_says_the_number_style() -> None:
    assert (decimal_style(","), decimal_style(".")) == (COMMA, DOT)


def test_anything_else_is_no_decimal_sign() -> None:
    with pytest.raises(WrongUsage, match="';' is not a decimal sign"):
        decimal_style(";")
