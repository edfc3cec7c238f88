"""Which amounts of rows people need to see by currency, and what their heads say then."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

ByCurrency = dict[str, int]


def by_currency(amounts: Iterable[tuple[str, int]], book_currency: str) -> ByCurrency:
    """Amounts in minor units by currency: the book's is always there and first, of others what is not zero."""
    return {book_currency: 0} | {code: minor for code, minor in amounts if minor or code == book_currency}


class Currencies(NamedTuple):
    """The keys of the amounts that are not all in the book's currency, and heads that say what amounts are in."""

    foreign: list[str]
    heads: dict[str, str]


def in_currencies(rows: Sequence[Any], keys: Sequence[str], book_currency: str) -> Currencies:
    """What is not all in the book's currency; rows have each amount by currency beside it.

    Without such an amount nobody needs to be told what they all are in.
    """
    foreign = [key for key in keys if any(_is_foreign(row, key, book_currency) for row in rows)]
    return Currencies(foreign, {key: f"{key} ({book_currency})" for key in keys} if foreign else {})


def _is_foreign(row: Any, key: str, book_currency: str) -> bool:
    amounts = getattr(row, f"{key}_by_currency_minor")
    return any(minor for code, minor in amounts.items() if code != book_currency)
