"""A row of an export of cash as values: it comes back as it was booked, so its figures must agree with each other."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import DOT, check_currency, convert_minor, digits_of, parse_minor, plain_minor
from acctmgr.core.text import clean_line
from acctmgr.exchange.own_rules import OwnTax, tax_in, tax_parts
from acctmgr.exchange.run_rules import Terms

MARK = "account_book"
OPENING, TRANSFER = "opening", "transfer"
FIELDS = (
    MARK,
    *"handle amount_book received received_currency tax_amount taxes receipts".split(),
)
_KINDS = ("in", "out", TRANSFER, OPENING)
_OFF_MAX = 5  # minor units beside what the rate gives, which has nine decimals


class OwnCashTax(NamedTuple):
    """A tax inside a movement; cost: the part of it that nobody gives back."""

    tax: OwnTax
    cost_minor: int
    cost_book_minor: int


class OwnCash(NamedTuple):
    """A movement or an opening balance; amounts are signed: what goes out is negative.

    moved_minor: what the account moved by in the book's currency; worth_minor: what it was worth there.
    """

    kind: str
    on: date
    account: str
    category: str
    party: str
    handle: str
    memo: str
    amount_minor: int
    currency: str
    rate: Decimal
    moved_minor: int
    worth_minor: int
    received_minor: int
    received_currency: str
    tax: str
    tax_minor: int
    taxes: tuple[OwnCashTax, ...]
    key: str
    voided_on: date | None
    has_receipts: bool


def own_cash_in(fields: Mapping[str, str], terms: Terms, book_currency: str) -> OwnCash:
    """A row as values. Raises for what can't be read, or what contradicts itself."""
    row = _read(fields, terms, book_currency)
    _check_signs(row)
    _check_worth(row, book_currency)
    _check_taxes(row)
    if row.voided_on and row.voided_on < row.on:
        raise Refused(f"voided_on {row.voided_on} is before its day {row.on}")
    return row


def _read(fields: Mapping[str, str], terms: Terms, book_currency: str) -> OwnCash:
    cells, kind = terms.cells, fields.get("kind", "")
    if kind not in _KINDS:
        raise Refused(f"kind: {kind!r} is none of {', '.join(_KINDS)}")
    needed = ["date", "account", "amount", "currency", MARK, "amount_book"]
    needed += ["rate", "category"] if kind != OPENING else []
    needed += ["received", "received_currency"] if kind == TRANSFER else []
    if missing := next((name for name in needed if name not in fields), ""):
        raise Refused(f"{missing} is empty")

    def line(field: str, max_length: int = 200) -> str:
        return clean_line(fields[field], field, max_length=max_length) if field in fields else ""

    def minor(field: str, currency: str) -> int:
        return cells.minor(fields, field, currency) or 0

    on, rate = cells.day(fields, "date"), cells.exact(fields, "rate")
    assert on is not None
    if rate is not None and rate <= 0:
        raise Refused(f"rate: {fields['rate']} is not more than zero")
    currency = check_currency(fields["currency"])
    arrived = check_currency(fields["received_currency"]) if kind == TRANSFER else ""
    return OwnCash(
        *(kind, on, line("account"), line("category"), line("party"), line("handle"), line("memo", 500)),
        *(minor("amount", currency), currency, rate or Decimal(1)),
        *(minor(MARK, book_currency), minor("amount_book", book_currency)),
        *(minor("received", arrived) if arrived else 0, arrived),
        *(line("tax", 60), minor("tax_amount", currency)),
        tuple(_tax(part, currency, book_currency) for part in tax_parts(fields)),
        line("key"),
        cells.day(fields, "voided_on"),
        "receipts" in fields,
    )


def _tax(part: Mapping[str, object], currency: str, book_currency: str) -> OwnCashTax:
    if lost := next((name for name in ("cost", "cost_book") if name not in part), ""):
        raise Refused(f"taxes: {lost} is missing")
    return OwnCashTax(
        tax_in(part, currency, book_currency),
        parse_minor(str(part["cost"]), style=DOT, digits=digits_of(currency)),
        parse_minor(str(part["cost_book"]), style=DOT, digits=digits_of(book_currency)),
    )


def _check_signs(row: OwnCash) -> None:
    if not row.amount_minor:
        raise Refused("no amount moved")
    way = 1 if row.amount_minor > 0 else -1
    if row.kind != OPENING and way != (1 if row.kind == "in" else -1):
        raise Refused(f"amount: a row of the kind {row.kind} is {'more' if way < 0 else 'less'} than zero")
    worth = -row.worth_minor if row.kind == TRANSFER else row.worth_minor
    if min(way * row.moved_minor, way * worth) < 0:
        raise Refused(f"amount, {MARK} and amount_book have different signs")
    if row.kind == TRANSFER and row.received_minor <= 0:
        raise Refused("received is not more than zero")


def _check_worth(row: OwnCash, book_currency: str) -> None:
    """In the book's currency all amounts are one; in another the worth is the amount at its rate."""
    if row.kind == TRANSFER:
        if row.received_currency == row.currency and row.received_minor != -row.amount_minor:
            raise Refused("amount and received are in one currency and differ")
        pairs = (
            (row.currency, row.amount_minor, row.moved_minor),
            (row.received_currency, row.received_minor, row.worth_minor),
        )
    else:
        pairs = (
            (row.currency, row.amount_minor, row.moved_minor),
            (row.currency, row.amount_minor, row.worth_minor),
        )
    if any(minor != in_book for currency, minor, in_book in pairs if currency == book_currency):
        raise Refused(f"it is in {book_currency}, and its amounts in the book's currency are others")
    if row.kind in (TRANSFER, OPENING) or row.currency == book_currency:
        return
    digits = digits_of(book_currency)
    worked = convert_minor(row.amount_minor, row.rate, digits_of(row.currency), digits)
    if abs(worked - row.worth_minor) > _OFF_MAX + abs(worked) // 10**6:
        raise Refused(
            f"amount_book is {plain_minor(row.worth_minor, digits)}, the amount at its rate is"
            f" {plain_minor(worked, digits)}",
            hint="a book takes exports of books in its own currency",
        )


def _check_taxes(row: OwnCash) -> None:
    """Every tax is of the one base that the amount leaves."""
    if bool(row.tax) != bool(row.taxes):
        raise Refused("tax and taxes are not both there")
    for part in row.taxes:
        if part.tax.code != row.tax:
            raise Refused(f"taxes: {part.tax.code} is not the code of the row, {row.tax}")
        if part.tax.tax_minor < 0 or not 0 <= part.cost_minor <= part.tax.tax_minor:
            raise Refused("taxes: a tax, or what of it is cost, is less than zero or more than all of it")
