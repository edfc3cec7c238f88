"""Dates and amounts as the cells of an import hold them."""

from datetime import date

import pytest

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import COMMA, DOT, NumberStyle
from acctmgr.exchange.rules import amount_reader, date_reader, decimal_style


def test_an_iso_date_reads_under_every_format_that_it_can_not_be_mistaken_for() -> None:
    assert date_reader("%d/%m/%Y")("2013-04-03") == date(2013, 4, 3)
    assert date_reader("%d/%m/%Y %H:%M")("2013-04-03T10:30:00Z") == date(2013, 4, 3)
    assert date_reader("%Y-%d-%m")("2013-04-03") == date(2013, 3, 4)


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
    ("style", "currency", "text", "minor"),
    [
        (DOT, "EUR", "1,250.5", 125050),
        (COMMA, "EUR", "-1.250,50", -125050),
        (DOT, "JPY", "1250", 1250),
        (DOT, "BHD", "1.234", 1234),
    ],
)
def test_amounts_are_read_to_minor_units(style: NumberStyle, currency: str, text: str, minor: int) -> None:
    assert amount_reader(style, currency)(text) == minor


@pytest.mark.parametrize(
    ("currency", "text", "minor"),
    [
        ("EUR", "€ 12.00", 1200),
        ("EUR", "12.00 EUR", 1200),
        ("EUR", "-€12", -1200),
        ("EUR", "€-12", -1200),
        ("EUR", "eur 1,250.00", 125000),
        ("USD", "$12", 1200),
        ("USD", "US$12.50", 1250),
        ("CAD", "$12", 1200),
        ("GBP", "£ 3", 300),
        ("PLN", "12 zł", 1200),
        ("BRL", "R$ 12.00", 1200),
        ("SEK", "12 kr.", 1200),
    ],
)
def test_an_amount_with_the_sign_of_its_currency_reads(currency: str, text: str, minor: int) -> None:
    assert amount_reader(DOT, currency)(text) == minor


@pytest.mark.parametrize(
    ("currency", "text", "meant"),
    [("EUR", "$12", "USD"), ("EUR", "12.00 USD", "USD"), ("USD", "12 €", "EUR"), ("USD", "CA$5", "CAD")],
)
def test_the_sign_of_another_currency_is_refused(currency: str, text: str, meant: str) -> None:
    with pytest.raises(Refused, match=f"is not an amount in {currency}") as wrong:
        amount_reader(DOT, currency)(text)
    assert wrong.value.hint == f"--set currency={meant} where it is meant, or --map currency=COLUMN"


@pytest.mark.parametrize("text", ["12 apples", "€", "-€-5", "x5", "1e9", "5%"])
def test_other_signs_beside_a_number_are_no_amount(text: str) -> None:
    with pytest.raises(Refused, match="is not an amount"):
        amount_reader(DOT, "EUR")(text)


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
        amount_reader(style, "EUR")(text)
    assert wrong.value.hint == hint


def test_an_amount_with_too_many_decimals_is_refused() -> None:
    with pytest.raises(Refused, match=r"has more than 2 decimals"):
        amount_reader(DOT, "EUR")("1.234567")


def test_the_decimal_sign_says_the_number_style() -> None:
    assert (decimal_style(","), decimal_style(".")) == (COMMA, DOT)


def test_anything_else_is_no_decimal_sign() -> None:
    with pytest.raises(WrongUsage, match="';' is not a decimal sign"):
        decimal_style(";")
