"""A row of a file of money in and out as values."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.own_cash_rules import FIELDS, MARK
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.sign_rules import (
    COLUMNS,
    aside_of,
    columns_of_something_else,
    is_negative,
    sign_of,
    signed,
)

KIND = Kind(
    "cash",
    "key date amount in out account category party memo tax currency rate kind voided_on".split(),
    ("date", "category"),
    ("date", "voided_on"),
    has_custom=False,
    also={"date": "on"},
    synonyms={"memo": ("description", "concepto"), "kind": COLUMNS},
    mark=MARK,
    own=FIELDS,
    look=columns_of_something_else,
)


class CashIn(NamedTuple):
    """A row of the file; aside: why it is left aside, empty where it is not."""

    key: str
    on: date
    account: str
    category: str
    party: str
    memo: str
    tax: str
    currency: str
    rate: Decimal | None
    is_transfer: bool
    sign: str  # in or out, by a word of its type; empty where it has none
    aside: str
    cells: Mapping[str, str]

    @property
    def shows_signs(self) -> bool:
        """Whether it went out by its type and its amount is negative, as in a file whose amounts have signs."""
        return self.sign == "out" and is_negative(self.cells.get("amount", ""))


@lru_cache(8192)  # files repeat their words
def _line(text: str, what: str, max_length: int) -> str:
    return clean_line(text, what, max_length=max_length)


def cash_in(fields: dict[str, str], terms: Terms) -> CashIn:
    """A row as values; the amount waits until its currency is known. Raises for what can't be read."""
    on = terms.cells.day(fields, "date")
    if on is None:
        raise Refused("date is empty")
    if terms.is_key_needed and "key" not in fields:
        raise Refused("the key is empty")
    kind = fields.get("kind", "").strip().lower()
    aside = "void" if terms.cells.day(fields, "voided_on") else aside_of(kind)
    sign = "" if aside or kind == "transfer" else _sign(fields)
    if not aside and "category" not in fields:
        raise Refused("category is empty", hint="--default category=ACCOUNT gives one to such rows")

    def line(field: str, max_length: int = 200) -> str:
        return _line(fields[field], field, max_length) if field in fields else ""

    memo = next((name for name in ("memo", "description", "concepto") if name in fields), "memo")
    rate = terms.cells.exact(fields, "rate")
    if rate is not None and rate <= 0:
        raise Refused(f"rate: {fields['rate']} is not more than zero")
    return CashIn(
        line("key"),
        on,
        line("account"),
        line("category"),
        line("party"),
        line(memo, 500),
        fields.get("tax", "").strip(),
        check_currency(fields["currency"]) if "currency" in fields else "",
        rate,
        kind == "transfer",
        sign,
        aside,
        fields,
    )


def _sign(fields: Mapping[str, str]) -> str:
    """In or out, by the first column that says it in a word."""
    return next((sign_of(fields[name]) for name in ("kind", *COLUMNS) if name in fields), "")


def amount_in(row: CashIn, terms: Terms, currency: str, *, is_file_signed: bool) -> int:
    """What moved, in minor units, negative where it went out. Refused where the columns say nothing, or too much.

    is_file_signed: what goes out has a minus sign in this file, so that a type beside it can only agree.
    """
    amount, came, went = (terms.cells.minor(row.cells, field, currency) for field in ("amount", "in", "out"))
    if amount is not None and (came or went):
        raise Refused("amount and in or out both say what moved", hint="leave one out: --set amount=")
    if amount is None:
        if came and went:
            raise Refused("it came in and went out", hint="a row is one movement")
        # banks write what went out with or without its sign
        amount = came if came else -abs(went) if went else 0
        is_file_signed = True
    if not amount:
        raise Refused("no amount moved")
    return signed(amount, row.sign, is_file_signed=is_file_signed)
