"""Exchange rates as people type them: what one unit of a currency is in the book's."""

from collections.abc import Sequence
from decimal import Decimal

from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import NumberStyle, check_currency, parse_exact


def exchange_rate(text: str, *, style: NumberStyle) -> Decimal:
    """A rate in the book's number style, refused where it can be none."""
    rate = parse_exact(text, style=style)
    if not 0 < rate < 10**9:
        raise WrongUsage(f"{text} is no exchange rate", hint="rates are positive, like 0.92")
    return rate


def parse_rates(texts: Sequence[str]) -> dict[str, str]:
    """USD=0.92 and the like, by currency; the rates are read in the book's number style later."""
    rates: dict[str, str] = {}
    for text in texts:
        code, equals, rate = (part.strip() for part in text.partition("="))
        if not equals or not code or not rate:
            raise WrongUsage(f"{text!r} is no rate of a currency", hint="write it like USD=0.92")
        if code.upper() in rates:
            raise WrongUsage(f"{code.upper()} has two rates")
        rates[code.upper()] = rate
    return rates


def rates_of(texts: Sequence[str], *, style: NumberStyle, book_currency: str) -> dict[str, Decimal]:
    """USD=0.92 and the like, by currency, as numbers; the book's own currency has none."""
    rates: dict[str, Decimal] = {}
    for typed, text in parse_rates(texts).items():
        code, rate = check_currency(typed), exchange_rate(text, style=style)
        if code == book_currency:
            raise own_currency(code)
        rates[code] = rate
    return rates


def check_rate(rate: Decimal | None, currency: str, book_currency: str) -> None:
    """A foreign document or payment needs its rate, one in the book's own currency has none."""
    if currency != book_currency and not rate:
        raise WrongUsage(
            f"an amount in {currency} needs its rate",
            hint=f"--rate 0.92 says that one {currency} is 0.92 {book_currency}",
        )
    if currency == book_currency and rate not in {None, Decimal(1)}:
        raise own_currency(currency)


def own_currency(code: str) -> WrongUsage:
    """The error for a rate of the book's own currency."""
    return WrongUsage(f"{code} is the currency of the books: there is no rate")
