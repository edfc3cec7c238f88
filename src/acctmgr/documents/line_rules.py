"""A document's line as typed: "DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"."""

import re
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import NumberStyle, format_minor, parse_exact, parse_percent, parse_unsigned_minor
from acctmgr.core.text import clean_line
from acctmgr.documents.total_rules import AmountOff, Discount, PercentOff

_BREAK = re.compile(r"(?<!\\);")
_WITH_CURRENCY = re.compile(r"(.*[0-9]) *([A-Za-z]{3})", re.ASCII)


class TypedLine(NamedTuple):
    """A line before its tax code is looked up; unit_price in major units."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Discount | None = None
    tax: str | None = None


def parse_line(text: str, *, style: NumberStyle, digits: int, currency: str = "", tax: str = "") -> TypedLine:
    r"""Read a line; `\;` is a semicolon in the description. Refused says what is wrong.

    tax: a code of the book, for the hint.
    """
    hint = f'write it like "Consulting; 10; 80.00{tax and f"; tax={tax}"}; disc=5%"'
    pieces = [piece.replace(r"\;", ";").strip() for piece in _BREAK.split(text)]
    if len(pieces) < 3:
        raise Refused(f"{text!r} is not a line", hint=hint)
    description, quantity, price, *options = pieces
    chosen = _options(options, hint)
    return TypedLine(
        clean_line(description, "the description", max_length=2000),
        parse_exact(quantity, style=style),
        parse_exact(price, style=style),
        parse_discount(chosen["disc"], style=style, digits=digits, currency=currency, key="disc=")
        if "disc" in chosen
        else None,
        chosen.get("tax"),
    )


def _options(pieces: list[str], hint: str) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for piece in pieces:
        key, equals, value = (part.strip() for part in piece.partition("="))
        if not equals or key not in {"tax", "disc"} or not value:
            raise Refused(f"{piece!r} is neither tax=CODE nor disc=DISCOUNT", hint=hint)
        if key in chosen:
            raise WrongUsage(f"{key}= stands twice on one line")
        chosen[key] = value
    return chosen


def parse_discount(
    text: str, *, style: NumberStyle, digits: int, currency: str = "", key: str = ""
) -> Discount:
    """`10%`, or an amount that can't be meant as one: `10.00`, `250`, `10 EUR`; `10` may be either, and is refused.

    key: what stands before it, for the hint.
    """
    typed = text.strip()
    if typed.endswith("%"):
        return PercentOff(parse_percent(typed, style=style))
    if match := _WITH_CURRENCY.fullmatch(typed):
        if currency and match[2].upper() != currency:
            raise Refused(f"{typed!r} is not in {currency}")
        return AmountOff(parse_unsigned_minor(match[1], style=style, digits=digits))
    minor = parse_unsigned_minor(typed, style=style, digits=digits)
    decimals = (style.ungroup(typed) or "").partition(".")[2]
    if digits and len(decimals) == digits:
        return AmountOff(minor)
    if 0 < minor <= 100 * 10**digits:  # nobody means 250 %
        amount = format_minor(minor, style=style, digits=digits) if digits else f"{typed} {currency}".strip()
        raise Refused(f"{typed!r} may be a percentage or an amount", hint=f"{key}{typed}% or {key}{amount}")
    return AmountOff(minor)
