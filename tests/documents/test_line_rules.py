"""Lines and discounts as typed: what may be a percentage or an amount is refused."""

from decimal import Decimal

import pytest

from acctmgr.core.errors import Refused
from acctmgr.core.money import COMMA, DOT
from acctmgr.documents.line_rules import parse_discount, parse_line
from acctmgr.documents.total_rules import AmountOff, Discount, PercentOff


@pytest.mark.parametrize(
    ("text", "discount"),
    [
        ("10%", PercentOff(Decimal(10))),
        ("2.5 %", PercentOff(Decimal("2.5"))),
        ("10.00", AmountOff(1000)),
        ("0.50", AmountOff(50)),
        ("250", AmountOff(25000)),
        ("1,250", AmountOff(125000)),
        ("0", AmountOff(0)),
        ("10 EUR", AmountOff(1000)),
        ("2.5 eur", AmountOff(250)),
    ],
)
def test_a_discount_that_is_meant_one_way_is_read(text: str, discount: Discount) -> None:
    assert parse_discount(text, style=DOT, digits=2, currency="EUR") == discount


@pytest.mark.parametrize(
    ("text", "hint"),
    [("10", "10% or 10.00"), ("2.5", "2.5% or 2.50"), ("100", "100% or 100.00"), ("0.5", "0.5% or 0.50")],
)
def test_a_discount_that_may_be_either_is_refused_with_both_spellings(text: str, hint: str) -> None:
    with pytest.raises(Refused, match="may be a percentage or an amount") as caught:
        parse_discount(text, style=DOT, digits=2, currency="EUR", key="--discount ")
    first, second = hint.split(" or ")
    assert caught.value.hint == f"--discount {first} or --discount {second}"


def test_the_hint_of_a_line_is_in_its_own_words_and_the_books_style() -> None:
    with pytest.raises(Refused) as caught:
        parse_line("Work; 1; 100; disc=10", style=COMMA, digits=2, currency="EUR")
    assert (str(caught.value), caught.value.hint) == (
        "'10' may be a percentage or an amount",
        "disc=10% or disc=10,00",
    )


def test_a_currency_without_decimals_is_named() -> None:
    with pytest.raises(Refused) as caught:
        parse_discount("10", style=DOT, digits=0, currency="JPY", key="disc=")
    assert caught.value.hint == "disc=10% or disc=10 JPY"
    assert parse_discount("10 JPY", style=DOT, digits=0, currency="JPY") == AmountOff(10)
    assert parse_discount("1000", style=DOT, digits=0, currency="JPY") == AmountOff(1000)


def test_a_discount_in_another_currency_is_refused() -> None:
    with pytest.raises(Refused, match="'10 USD' is not in EUR"):
        parse_discount("10 USD", style=DOT, digits=2, currency="EUR")
