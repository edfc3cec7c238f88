"""The cells of an import as dates and amounts, in the form their file has."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from acctmgr.core.dates import parse_with
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import COMMA, DOT, NumberStyle, parse_minor

ISO = "%Y-%m-%d"
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REMEMBERED = 8192  # texts; files repeat their dates and prices
_CURRENCY_SIGN = re.compile(r"[^\W\d_]|[$¢£¥€₹₽₺₩₪₫₦₱]")


def guess_date_format(samples: Iterable[str]) -> str | None:
    """The format of the dates where it is beyond doubt, which only ISO's is; none at all are ISO."""
    filled = (text.strip() for text in samples)
    return ISO if all(_ISO_SHAPE.fullmatch(text) for text in filled if text) else None


def date_reader(fmt: str | None) -> Callable[[str], date]:
    """What reads the dates of one file; without a format they must be ISO. It raises Refused."""
    hint = "say how the file writes dates, for example: --date-format %d/%m/%Y"

    @lru_cache(_REMEMBERED)
    def read(text: str) -> date:
        try:
            return parse_with(text, fmt or ISO)
        except Refused as wrong:
            raise Refused(str(wrong), hint=hint) from None

    return read


def amount_reader(style: NumberStyle, digits: int) -> Callable[[str], int]:
    """What reads the amounts of one file to minor units, either sign. It raises Refused."""

    @lru_cache(_REMEMBERED)
    def read(text: str) -> int:
        try:
            return parse_minor(text, style=style, digits=digits)
        except Refused as wrong:
            raise Refused(str(wrong), hint=_way_out(text, style, digits) or wrong.hint) from None

    return read


def _way_out(text: str, style: NumberStyle, digits: int) -> str:
    """What to do about an amount that can't be read, where its form gives that away."""
    if _CURRENCY_SIGN.search(text):
        return "take the currency out of the amounts; it is a field of its own: --set currency=EUR"
    other = DOT if style == COMMA else COMMA
    return (
        f"if {other.decimal!r} is the decimal sign: --decimal {other.decimal}"
        if _fits(text, other, digits)
        else ""
    )


def _fits(text: str, style: NumberStyle, digits: int) -> bool:
    try:
        parse_minor(text, style=style, digits=digits)
    except Refused:
        return False
    return True


def decimal_style(text: str) -> NumberStyle:
    """The number style meant by `--decimal`."""
    styles = {style.decimal: style for style in (DOT, COMMA)}
    if text not in styles:
        raise WrongUsage(f"{text!r} is not a decimal sign", hint="write --decimal , or --decimal .")
    return styles[text]
