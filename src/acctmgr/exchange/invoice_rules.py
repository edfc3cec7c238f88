"""A row of a file of invoices as values, and what it says was paid."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency, plain_minor
from acctmgr.core.text import clean_line, clean_text
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.run_rules import Terms

if TYPE_CHECKING:
    from decimal import Decimal

KIND = Kind(
    "invoices",
    (
        "number client issued_on due_on total net tax withheld paid_on paid description currency rate reference "
        "note status"
    ).split(),
    ("number", "client", "issued_on"),
    ("issued_on", "due_on", "paid_on"),
    key_field="number",
    has_custom=False,
)
_ASIDE = ("void", "draft")  # words of our own exports
_PAST_LIMIT = 10**17  # minor units; sums over documents still fit eight bytes


class InvoiceIn(NamedTuple):
    """A row of the file; its amounts wait until the currency is known."""

    number: str
    client: str
    issued_on: date
    due_on: date | None
    paid_on: date | None
    currency: str  # empty: the client's
    rate: "Decimal | None"
    description: str
    reference: str | None
    note: str | None
    is_aside: bool  # void or a draft where it comes from: nobody owes it
    cells: Mapping[str, str]


class Amounts(NamedTuple):
    """What a row says, of a credit note the size; net and tax None: not told apart. paid None: see paid_on."""

    total_minor: int
    net_minor: int | None
    tax_minor: int | None
    withheld_minor: int
    paid_minor: int | None
    is_credit: bool


@lru_cache(8192)  # files repeat their words
def _line(text: str, what: str, max_length: int) -> str:
    return clean_line(text, what, max_length=max_length)


def invoice_in(fields: dict[str, str], terms: Terms) -> InvoiceIn:
    """A row as values. Raises for what can't be read."""
    is_aside = fields.get("status", "").lower() in _ASIDE
    for field in ("client", "issued_on") if is_aside else ("number", "client", "issued_on"):
        if field not in fields:
            raise Refused(f"{field} is empty")
    cells = terms.cells
    issued_on, due_on = cells.day(fields, "issued_on"), cells.day(fields, "due_on")
    assert issued_on is not None
    if due_on and due_on < issued_on:
        raise Refused(f"due_on {due_on} is before issued_on {issued_on}")
    return InvoiceIn(
        clean_line(fields.get("number", "-"), "the number", max_length=60),
        _line(fields["client"], "the client", 200),
        issued_on,
        due_on,
        cells.day(fields, "paid_on"),
        check_currency(fields["currency"]) if "currency" in fields else "",
        _rate(fields, terms),
        _line(fields.get("description", "Imported"), "the description", 2000),
        _line(fields["reference"], "the reference", 200) if "reference" in fields else None,
        clean_text(fields["note"], "the note") if "note" in fields else None,
        is_aside,
        fields,
    )


def _rate(fields: dict[str, str], terms: Terms) -> "Decimal | None":
    rate = terms.cells.exact(fields, "rate")
    if rate is not None and rate <= 0:
        raise Refused(f"rate: {fields['rate']!r} is not more than zero")
    return rate


def amounts_in(row: InvoiceIn, terms: Terms, currency: str, digits: int) -> Amounts:
    """The amounts of a row, checked against each other; a negative total is a credit note of that size."""

    def read(field: str) -> int | None:
        return terms.cells.minor(row.cells, field, currency)

    total, net, tax, withheld = read("total"), read("net"), read("tax"), read("withheld") or 0
    if total is None:
        if net is None:
            raise Refused("total is empty")
        total = net + (tax or 0) - withheld
    elif net is None and tax is not None:
        net = total - tax + withheld
    elif net is not None and tax is None:
        tax = total - net + withheld
    if net is not None and net + (tax or 0) - withheld != total:
        parts = f"net {plain_minor(net, digits)} and tax {plain_minor(tax or 0, digits)}"
        raise Refused(f"{parts} do not make the total {plain_minor(total, digits)}")
    if abs(total) > _PAST_LIMIT:
        raise Refused("total: that is more than a document can hold")
    return _sized(total, net, tax, withheld, read("paid"))


def _sized(total: int, net: int | None, tax: int | None, withheld: int, paid: int | None) -> Amounts:
    sign = -1 if total < 0 else 1
    sized = Amounts(
        sign * total,
        None if net is None else sign * net,
        None if tax is None else sign * tax,
        sign * withheld,
        paid,
        total < 0,
    )
    if min(sized.net_minor or 0, sized.tax_minor or 0, sized.withheld_minor) < 0:
        raise Refused("net, tax and total have different signs")
    return sized


def paid_minor(row: InvoiceIn, amounts: Amounts) -> int:
    """What was paid on paid_on: all where no part is named. Refused for a part without a day."""
    paid = amounts.paid_minor
    if amounts.is_credit:
        if row.paid_on or paid:
            raise Refused("a credit note can't be imported as paid", hint="leave paid_on and paid empty")
        return 0
    if paid is not None and paid < 0:
        raise Refused("paid: amounts are not negative")
    if paid and not row.paid_on:
        raise Refused("paid is given, and paid_on is empty")
    if paid is not None:
        return paid
    return amounts.total_minor if row.paid_on else 0


class MovedIn(NamedTuple):
    """An invoice as it stands on the opening day, and what was paid later."""

    open_minor: int
    paid_minor: int


def moved_in(row: InvoiceIn, amounts: Amounts, opening: date) -> MovedIn:
    """What is open at the end of the opening day; money that came later is a payment like any other."""
    if row.issued_on > opening:
        raise Refused(
            f"issued_on {row.issued_on} is after the opening day {opening}",
            hint="import it without --opening",
        )
    is_later = row.paid_on is not None and row.paid_on > opening
    if is_later or amounts.is_credit:
        return MovedIn(amounts.total_minor, paid_minor(row, amounts))
    before = amounts.paid_minor
    if before is None:
        before = amounts.total_minor if row.paid_on else 0
    if not 0 <= before <= amounts.total_minor:
        raise Refused(
            "paid is not between 0 and the total", hint="what was paid too much is a credit note of its own"
        )
    return MovedIn(amounts.total_minor - before, 0)
