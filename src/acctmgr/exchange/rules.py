"""The cells of an import as dates, amounts, tags and fields, in the form their file has."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.dates import parse_date, parse_with, today
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import (
    COMMA,
    DOT,
    NumberStyle,
    digits_of,
    parse_exact,
    parse_minor,
    parse_unsigned_minor,
)
from acctmgr.core.text import clean_line
from acctmgr.documents.line_rules import parse_discount
from acctmgr.documents.total_rules import AmountOff, Discount, PercentOff
from acctmgr.exchange.mapping_rules import CUSTOM, Typed
from acctmgr.exchange.symbol_rules import bare_amount
from acctmgr.parties.fact_rules import tags_of

if TYPE_CHECKING:
    from decimal import Decimal

ISO = "%Y-%m-%d"
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# exports of other systems write moments where a day is meant; the day is taken as it stands there
_TIME_OF_DAY = re.compile(
    r",?[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?",
    re.IGNORECASE,
)
_HOUR = re.compile("%[HIpTXc]")
_ISO_LIKE = re.compile(r"%[YG]-%.-%.")  # a format whose dates look like ISO's and may be others
_REMEMBERED = 8192  # texts; files repeat their dates and prices


def _day_in(text: str) -> str:
    """A date without the time of day that may stand behind it."""
    found = _TIME_OF_DAY.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


def date_reader(fmt: str | None) -> Callable[[str], date]:
    """What reads the dates of one file; without a format they must be ISO, which reads always. It raises Refused."""
    hint = "say how the file writes dates, for example: --date-format %d/%m/%Y"
    is_iso_read = not fmt or not _ISO_LIKE.fullmatch(fmt)

    @lru_cache(_REMEMBERED)
    def read(text: str) -> date:
        day = _day_in(text)
        if is_iso_read and _ISO_SHAPE.fullmatch(day):
            return parse_with(day, ISO)
        try:
            return parse_with(text if fmt and _HOUR.search(fmt) else day, fmt or ISO)
        except Refused as wrong:
            raise Refused(str(wrong), hint="" if fmt else hint) from None

    return read


def typed_date(text: str, fmt: str | None, today: date) -> date:
    """A day as people type it, or as the file writes its days."""
    try:
        return parse_date(text, today)
    except Refused:
        if not fmt:
            raise
        return date_reader(fmt)(text)


def amount_reader(style: NumberStyle, currency: str) -> Callable[[str], int]:
    """What reads the amounts of one file to minor units of a currency, either sign. It raises Refused."""
    digits = digits_of(currency)

    @lru_cache(_REMEMBERED)
    def read(text: str) -> int:
        plain = bare_amount(text, currency)
        try:
            return parse_minor(plain, style=style, digits=digits, shown=text)
        except Refused as wrong:
            raise Refused(str(wrong), hint=_way_out(plain, style, digits) or wrong.hint) from None

    return read


def _way_out(text: str, style: NumberStyle, digits: int) -> str:
    """What to do about an amount that can't be read, where its form gives that away."""
    other = DOT if style == COMMA else COMMA
    is_other = _fits(text, other, digits)
    return f"if {other.decimal!r} is the decimal sign: --decimal {other.decimal}" if is_other else ""


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


class Cells:
    """Reads the dates and amounts of one file; what can't be read is Refused with the name of its field.

    style: of the numbers in its cells. typed_style: of those that were typed on the line, the book's.
    """

    def __init__(
        self, *, date_format: str | None, style: NumberStyle, typed_style: NumberStyle | None = None
    ) -> None:
        self._date_format = date_format
        self._read_date = date_reader(date_format)
        self._style, self._typed_style = style, typed_style or style
        self._amounts: dict[tuple[str, bool], Callable[[str], int]] = {}

    def in_book(self, style: NumberStyle) -> "Cells":
        """The same for a book that writes its numbers in this style."""
        return Cells(date_format=self._date_format, style=self._style, typed_style=style)

    def day(self, row: Mapping[str, str], field: str) -> date | None:
        """The date in a field, None where it is empty."""
        text = row.get(field)
        try:
            if isinstance(text, Typed):
                return typed_date(text, self._date_format, today())
            return self._read_date(text) if text else None
        except Refused as wrong:
            raise _of_field(field, wrong) from None

    def minor(self, row: Mapping[str, str], field: str, currency: str) -> int | None:
        """The amount in a field in minor units of the currency, either sign, None where it is empty."""
        text = row.get(field)
        if not text:
            return None
        of = (currency, isinstance(text, Typed))
        if of not in self._amounts:
            self._amounts[of] = amount_reader(self._style_of(text), currency)
        try:
            return self._amounts[of](text)
        except Refused as wrong:
            raise _of_field(field, wrong) from None

    def exact(self, row: Mapping[str, str], field: str, currency: str = "") -> "Decimal | None":
        """The exact decimal in a field, None where it is empty; the sign of a currency may stand beside it."""
        text = row.get(field)
        if not text:
            return None
        style = self._style_of(text)
        try:
            return parse_exact(bare_amount(text, currency) if currency else text, style=style)
        except Refused as wrong:
            raise _of_field(field, wrong) from None

    def discount(
        self, row: Mapping[str, str], field: str, currency: str, *, is_sure: bool
    ) -> Discount | None:
        """The discount in a field, None for none; is_sure: what is no percentage is an amount."""
        text = row.get(field)
        if not text:
            return None
        style, digits = self._style_of(text), digits_of(currency)
        try:
            bare = bare_amount(text, currency)
            is_amount = is_sure or bare != text
            if is_amount and not text.endswith("%"):
                found: Discount = AmountOff(parse_unsigned_minor(bare, style=style, digits=digits))
            else:
                found = parse_discount(text, style=style, digits=digits, currency=currency)
        except (Refused, WrongUsage) as wrong:
            raise Refused(f"{field}: {wrong}", hint=wrong.hint) from None
        if isinstance(found, PercentOff) and not 0 <= found.percent <= 100:
            raise Refused(f"{field}: {text} is not between 0 and 100 %")
        return found if any(found) else None

    def _style_of(self, text: str) -> NumberStyle:
        return self._typed_style if isinstance(text, Typed) else self._style


def _of_field(field: str, wrong: Refused) -> Refused:
    return Refused(f"{field}: {wrong}", hint=wrong.hint)


def split_list(text: str) -> list[str]:
    r"""The texts of one cell joined by `;`, as an export joins them: `\;` is a semicolon in a text."""
    parts = [re.sub(r"\\(.)", r"\1", part).strip() for part in re.findall(r"(?:\\.|[^;\\]|\\$)+", text)]
    return [part for part in parts if part]


class Words(NamedTuple):
    """The tags and custom fields that a row gives; tags None: it gives none, and those there stay."""

    tags: list[str] | None
    fields: dict[str, str]


def words_in(row: Mapping[str, str]) -> Words:
    """The tags and custom fields of a row."""
    fields = {
        clean_line(name[len(CUSTOM) :], "the name of a field", max_length=50): clean_line(
            text, name, max_length=500
        )
        for name, text in row.items()
        if name.startswith(CUSTOM)
    }
    return Words(tags_of(split_list(row["tags"])) if "tags" in row else None, fields)


_NUMERIC_DATE = re.compile(r"([0-9]{1,4})([./ -])([0-9]{1,2})\2([0-9]{1,4})")
_ORDERS = ("dmY", "mdY", "dmy", "mdy", "Ymd", "ymd")


def check_dates(samples: Sequence[str]) -> None:
    """Without a format the dates must be ISO; Refused with the formats that would fit where they are not."""
    odd = [text for text in map(_day_in, samples) if not _ISO_SHAPE.fullmatch(text)]
    if not odd or len(odd) <= len(samples) // 2:  # then the odd ones are rejected one by one
        return
    readings = [f"--date-format {fmt} reads it as {day}" for fmt, day in _fitting(odd)]
    hint = ", ".join(readings) or "say how the file writes them, for example: --date-format %d/%m/%Y"
    raise Refused(f"{odd[0]!r} is not an ISO date like 2026-12-01, and dates are not guessed", hint=hint)


def _fitting(texts: Sequence[str]) -> list[tuple[str, date]]:
    """The formats that read every one of the texts, each with its reading of the first."""
    match = _NUMERIC_DATE.fullmatch(texts[0])
    if match is None:
        return []
    formats = [match[2].join(f"%{letter}" for letter in order) for order in _ORDERS]
    return [(fmt, parse_with(texts[0], fmt)) for fmt in formats if _reads_all(fmt, texts)]


def _reads_all(fmt: str, texts: Sequence[str]) -> bool:
    try:
        for text in texts:
            parse_with(text, fmt)
    except Refused:
        return False
    return True
