"""Exchange rates as people type them."""

from decimal import Decimal

import pytest

from acctmgr.core.errors import AcctError, WrongUsage
from acctmgr.core.money import COMMA, DOT
from acctmgr.ledger.rate_rules import check_rate, exchange_rate, parse_rates, rates_of


def test_rates_name_their_currency_once() -> None:
    assert parse_rates(["usd=0.92", "JPY = 0.006"]) == {"USD": "0.92", "JPY": "0.006"}
    for texts in (["0.92"], ["USD="], ["USD=1", "usd=2"]):
        with pytest.raises(AcctError):
            parse_rates(texts)


def test_rates_are_read_in_the_style_of_the_book() -> None:
    assert exchange_rate("0,92", style=COMMA) == Decimal("0.92")
    assert rates_of(["usd=0.92"], style=DOT, book_currency="EUR") == {"USD": Decimal("0.92")}


@pytest.mark.parametrize("text", ["0", "-0.92", "1000000000"])
def test_a_rate_is_more_than_nothing(text: str) -> None:
    with pytest.raises(WrongUsage, match=f"{text} is no exchange rate"):
        exchange_rate(text, style=DOT)


def test_the_currency_of_the_books_has_no_rate() -> None:
    check_rate(Decimal(1), "EUR", "EUR")
    for refuse in (
        lambda: check_rate(Decimal("0.92"), "EUR", "EUR"),
        lambda: rates_of(["EUR=1"], style=DOT, book_currency="EUR"),
    ):
        with pytest.raises(WrongUsage, match="EUR is the currency of the books: there is no rate"):
            refuse()
