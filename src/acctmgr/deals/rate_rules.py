"""What deals in other currencies come to in the book's, at rates as they were typed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import NumberStyle, check_currency, convert_minor, digits_of, parse_exact
from acctmgr.invoices.recurring_rules import parse_rates


def rates_of(texts: Sequence[str], *, style: NumberStyle, book_currency: str) -> dict[str, Decimal]:
    """USD=0.92 and the like, by currency: what one unit of it is in the book's currency."""
    rates: dict[str, Decimal] = {}
    for typed, text in parse_rates(texts).items():
        code, rate = check_currency(typed), parse_exact(text, style=style)
        if code == book_currency:
            raise WrongUsage(f"{code} is the currency of the books: there is no rate")
        if not 0 < rate < 10**9:
            raise WrongUsage(f"{text} is no exchange rate", hint="rates are positive, like 0.92")
        rates[code] = rate
    return rates


def in_book(minor: int, currency: str, rates: Mapping[str, Decimal], book_currency: str) -> int:
    """An amount of a currency that has a rate, in the book's currency."""
    return convert_minor(minor, rates[currency], digits_of(currency), digits_of(book_currency))
