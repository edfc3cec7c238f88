"""Money as whole minor units: read from text, write as text, round, share out.

Text becomes a number here and nowhere else. What does not fit the book's number style is
refused, never guessed. Rounding is half away from zero everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.currencies import COUNTRIES, EXPONENTS
from acctmgr.core.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

MAX_MINOR = 10**16  # eight bytes hold nine hundred of these, so that sums of them fit too
MAX_WHOLE_DIGITS = 15  # before the decimal sign


class NumberStyle(NamedTuple):
    """How numbers are typed and shown: which sign is the decimal one, which one groups by three."""

    name: str
    decimal: str
    group: str

    @property
    def example(self) -> str:
        """A number in this style, for a hint."""
        return self.name

    def ungroup(self, text: str) -> str | None:
        """The number as "-1250.00", or None where it does not fit the style."""
        match = _number_pattern(self.decimal, self.group).fullmatch(text)
        if match is None:
            return None
        sign, whole, decimals = match.groups()
        minus = "-" if sign in ("-", "−") else ""
        return minus + whole.replace(self.group, "") + ("." + decimals if decimals else "")


@cache
def _number_pattern(decimal: str, group: str) -> re.Pattern[str]:
    # no group after a leading 0: "0,250" is a quarter typed in the other style, not 250
    whole = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+"
    return re.compile(rf"([+−-]?)({whole})(?:{re.escape(decimal)}([0-9]+))?")


DOT = NumberStyle("1,250.00", decimal=".", group=",")
COMMA = NumberStyle("1.250,00", decimal=",", group=".")
NUMBER_STYLES = {style.name: style for style in (DOT, COMMA)}


def style_named(text: str) -> NumberStyle:
    """The number style that is written like its example."""
    style = NUMBER_STYLES.get(text.strip())
    if style is None:
        raise Refused(f"{text!r} is not a number style", hint=f"write {DOT.name} or {COMMA.name}")
    return style


class Notation(NamedTuple):
    """How a book writes amounts: its currency and its number style."""

    currency: str
    style: NumberStyle

    @property
    def digits(self) -> int:
        """Decimals of the book's currency."""
        return digits_of(self.currency)

    def parse(self, text: str) -> int:
        """Minor units of the book's currency, either sign."""
        return parse_minor(text, style=self.style, digits=self.digits)

    def format(self, minor: int) -> str:
        """Minor units of the book's currency for people."""
        return format_minor(minor, style=self.style, digits=self.digits)

    def by_currency(self, amounts: Mapping[str, int]) -> str:
        """Amounts by currency code for people, such as 100.00 EUR, 600.00 USD."""
        return ", ".join(
            f"{self._replace(currency=code).format(minor)} {code}" for code, minor in amounts.items()
        )


def digits_of(currency: str) -> int:
    """How many decimals amounts of this currency have."""
    digits = EXPONENTS.get(currency)
    if digits is None:
        raise _no_currency(currency)
    return digits


def check_currency(text: str) -> str:
    """The currency code in upper case; refuses what ISO 4217 does not know."""
    code = text.strip().upper()
    if code not in EXPONENTS:
        raise _no_currency(text)
    return code


def currency_of_country(code: str) -> str:
    """The currency of a country by its two letters of ISO 3166, EUR where we know no other."""
    country = code.strip().upper()
    return next((currency for currency, codes in COUNTRIES.items() if country in codes.split()), "EUR")


def _no_currency(text: str) -> Refused:
    from acctmgr.core.text import did_you_mean

    hint = did_you_mean(text.strip().upper(), EXPONENTS) or "write its three letters, like EUR or USD"
    return Refused(f"{text!r} is not a currency", hint=hint)


def _number(text: str, style: NumberStyle, *, what: str, shown: str = "") -> tuple[bool, str, str]:
    """Sign, whole digits and decimals of a number as typed; refuses what is none in this style."""
    plain = style.ungroup(text.strip())
    text = shown or text
    if plain is None:
        raise Refused(f"{text!r} is not {what}", hint=f"write it like {style.example}")
    whole, _, decimals = plain.removeprefix("-").partition(".")
    whole = whole.lstrip("0") or "0"
    if len(whole) > MAX_WHOLE_DIGITS:
        raise Refused(f"{text!r} has more than {MAX_WHOLE_DIGITS} digits before the decimals")
    return plain.startswith("-"), whole, decimals


def parse_minor(text: str, *, style: NumberStyle, digits: int, shown: str = "") -> int:
    """Text as a person typed it to minor units; refuses what does not fit style and currency.

    shown: how a refusal names it, where that is more than `text`.
    """
    negative, whole, decimals = _number(text, style, what="an amount", shown=shown)
    text = shown or text
    if len(decimals) > digits:
        allowed = f"more than {digits} decimals" if digits else "decimals, and its currency has none"
        raise Refused(f"{text!r} has {allowed}")
    minor = int(whole + decimals.ljust(digits, "0"))
    if minor > MAX_MINOR:
        raise Refused(f"{text!r} is more than a book can hold")
    return -minor if negative else minor


def parse_positive_minor(text: str, *, style: NumberStyle, digits: int) -> int:
    """Like parse_minor, for amounts that must be more than zero."""
    minor = parse_minor(text, style=style, digits=digits)
    if minor <= 0:
        raise WrongUsage("amounts are positive", hint=f"{text} is not more than zero")
    return minor


def parse_unsigned_minor(text: str, *, style: NumberStyle, digits: int) -> int:
    """Like parse_minor, for amounts that may be zero but not below."""
    minor = parse_minor(text, style=style, digits=digits)
    if minor < 0:
        raise WrongUsage("amounts are positive", hint=f"{text} is less than zero")
    return minor


def parse_exact(text: str, *, style: NumberStyle, places: int = 9) -> Decimal:
    """A quantity, unit price or rate as an exact decimal of at most `places` decimals, either sign."""
    from decimal import Decimal

    negative, whole, decimals = _number(text, style, what="a number")
    if len(decimals.rstrip("0")) > places:
        raise Refused(f"{text!r} has more than {places} decimals")
    return Decimal(f"{'-' if negative else ''}{whole}.{decimals or '0'}")


def parse_percent(text: str, *, style: NumberStyle) -> Decimal:
    """A percentage as typed, "21" or "21 %", as the number 21; none is below zero."""
    rate = parse_exact(text.strip().removesuffix("%"), style=style)
    if rate < 0:
        raise WrongUsage("percentages are positive", hint=f"{text} is less than zero")
    return rate


def plain_minor(minor: int, digits: int) -> str:
    """Machine text with exactly the currency's decimals: "1250.00", "-0.05"."""
    sign = "-" if minor < 0 else ""
    padded = str(abs(minor)).zfill(digits + 1)
    return f"{sign}{padded[:-digits]}.{padded[-digits:]}" if digits else sign + padded


def format_minor(minor: int, *, style: NumberStyle, digits: int) -> str:
    """Text for people, grouped by three: "1,250.00"."""
    sign = "-" if minor < 0 else ""
    whole, decimals = divmod(abs(minor), 10**digits)
    grouped = sign + f"{whole:,}".replace(",", style.group)
    return f"{grouped}{style.decimal}{decimals:0{digits}d}" if digits else grouped


def plain_exact(value: Decimal) -> str:
    """Canonical text of an exact decimal: no exponent, no trailing zeros, no negative zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _divide_half_away(numerator: int, denominator: int) -> int:
    negative = (numerator < 0) != (denominator < 0)
    size, divisor = abs(numerator), abs(denominator)
    rounded = (2 * size + divisor) // (2 * divisor)
    return -rounded if negative else rounded


def round_half_away(value: Decimal | Fraction) -> int:
    """The nearest whole number; halves go away from zero."""
    return _divide_half_away(*value.as_integer_ratio())


def share_minor(total_minor: int, part: int, whole: int) -> int:
    """total x part / whole, rounded half away from zero; the last part of a running sum closes exactly."""
    return _divide_half_away(total_minor * part, whole)


def convert_minor(minor: int, rate: Decimal, from_digits: int, to_digits: int) -> int:
    """Minor units in another currency; rate: what one unit of the first is worth in the second."""
    numerator, denominator = rate.as_integer_ratio()
    converted = _divide_half_away(minor * numerator * 10**to_digits, denominator * 10**from_digits)
    if abs(converted) > MAX_MINOR:
        raise Refused("at that rate it is more than a book can hold")
    return converted


def _check_weights(weights: Sequence[int]) -> None:
    if not any(weights) or min(weights) < 0:
        raise ValueError("weights must be >= 0 and not all zero")


def split_minor(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Share an amount out by weight without losing a unit.

    total_minor: minor units, either sign. weights: whole, none negative.
    Spare units go to the earliest shares of non-zero weight.
    Raises ValueError if the weights are all zero or one is negative.

    >>> split_minor(1000, [1, 1, 1])
    [334, 333, 333]
    """
    takers = [i for i, weight in enumerate(weights) if weight]
    return _split(total_minor, weights, takers)


def split_largest_remainder(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Like split_minor, but spare units go where most was cut off, among equals to the earliest."""
    size, whole = abs(total_minor), sum(weights) or 1
    takers = sorted(range(len(weights)), key=lambda i: -(size * weights[i] % whole))
    return _split(total_minor, weights, takers)


def _split(total_minor: int, weights: Sequence[int], takers: Sequence[int]) -> list[int]:
    """Shares rounded down, then a unit more for the first takers until nothing is left."""
    _check_weights(weights)
    sign = -1 if total_minor < 0 else 1
    size, whole = abs(total_minor), sum(weights)  # floor division on negatives would round the other way
    shares = [size * weight // whole for weight in weights]
    for i in takers[: size - sum(shares)]:
        shares[i] += 1
    return [sign * share for share in shares]
