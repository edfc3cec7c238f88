"""What every paper has, as the template gets it: plain texts, formatted here, in the client's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.money import NumberStyle, digits_of, format_minor, plain_exact
from acctmgr.invoices.paper_words_rules import country_name, long_day, short_day, words_of

_LONG_WORD = re.compile(r"\S{24,}")
_PIECE = 12
_BREAK_HERE = "\u200b"  # draws nothing; a line may end there

Pairs = list[list[str]]


class Manner(NamedTuple):
    """How a paper writes: its language and the book's number style."""

    language: str
    style: NumberStyle

    def word(self, key: str, **values: str) -> str:
        """A word of the paper, with what stands in it filled in."""
        text = words_of(self.language)[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def amount(self, minor: int, currency: str) -> str:
        """An amount without its currency."""
        return format_minor(minor, style=self.style, digits=digits_of(currency)).replace("-", "−")

    def money(self, minor: int, currency: str) -> str:
        """An amount with its currency, never parted from it."""
        return f"{self.amount(minor, currency)}\u00a0{currency}"

    def exact(self, value: Decimal, *, least: int = 0) -> str:
        """A quantity, price or rate with its decimals, at least so many."""
        sign, plain = ("−", plain_exact(-value)) if value < 0 else ("", plain_exact(value))
        whole, _, decimals = plain.partition(".")
        decimals = decimals.ljust(least, "0")
        grouped = f"{int(whole):,}".replace(",", self.style.group)
        return sign + grouped + (self.style.decimal + decimals if decimals else "")

    def long_day(self, day: date) -> str:
        """A day in a sentence."""
        return long_day(day, self.language)

    def short_day(self, day: date | None) -> str:
        """A day in a table; none is empty."""
        return short_day(day, self.language) if day else ""


class Column(NamedTuple):
    """A column of a paper's table."""

    head: str
    is_right: bool = False
    is_wide: bool = False  # takes the room that the others leave


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, note: str = "") -> dict[str, Any]:
    """A table as the template gets it; long words may break."""
    return {
        "columns": [
            {"head": column.head, "right": column.is_right, "wide": column.is_wide} for column in columns
        ],
        "rows": [
            [breakable(cell) if column.is_wide else cell for cell, column in zip(row, columns, strict=True)]
            for row in rows
        ],
        "note": note,
    }


def breakable(text: str) -> str:
    """The text with places to break in words that would stick out."""
    return _LONG_WORD.sub(lambda match: re.sub(f"(.{{{_PIECE}}})", rf"\1{_BREAK_HERE}", match[0]), text)


def sum_row(label: str, amount: str, *, strong: bool = False) -> dict[str, Any]:
    """One line under a table."""
    return {"label": label, "amount": amount, "strong": strong}


def side(facts: Mapping[str, str | None], manner: Manner, *, home: str | None) -> dict[str, Any]:
    """Seller or buyer: the name and what stands under it; the country only where it is abroad."""
    lines = [line for line in (facts.get("address") or "").split("\n") if line.strip()]
    country = facts.get("country")
    if country and country != home:
        lines.append(country_name(country, manner.language))
    if tax_id := facts.get("tax_id"):
        lines.append(f"{manner.word('tax_id')}: {tax_id}")
    return {"name": breakable(facts.get("name") or ""), "lines": [breakable(line) for line in lines]}


def sheet(
    manner: Manner, *, title: str, number: str, day: date, seller: Mapping[str, str | None]
) -> dict[str, Any]:
    """An empty paper: everything that the template asks for."""
    own_name = seller.get("name") or ""
    return {
        "lang": manner.language,
        "color": "#000000",
        "size": "a4",
        "mark": "",
        "logo": None,
        "title": title,
        "number": number,
        "info": {
            "title": " ".join(filter(None, (title, number))),
            "author": own_name,
            "date": [day.year, day.month, day.day],
        },
        "seller": side(seller, manner, home=seller.get("country")),
        "buyer": {"name": "", "lines": []},
        "from": manner.word("from"),
        "bill_to": manner.word("bill_to"),
        "facts": [],
        "sections": [],
        "words": [],
        "note": "",
        "note_head": manner.word("note"),
        "pay": None,
        "footer": "",
        "page": manner.word("page"),
    }
