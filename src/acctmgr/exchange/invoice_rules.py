"""A row of a file of invoices as values, and what it says was paid."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency, plain_minor
from acctmgr.core.text import clean_line, clean_text
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.document_type_rules import (
    COLUMNS,
    CREDIT_NOTE,
    INVOICE,
    columns_of_something_else,
    type_in,
)
from acctmgr.exchange.flag_rules import is_yes
from acctmgr.exchange.line_rules import OF_LINES, OWN_MARK, has_lines
from acctmgr.exchange.own_rules import DAYS, FIELDS, Own, own_in
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.status_rules import ASIDE, COMING, PAID, SETTLED, UNISSUED, paid_by_status, standing_of
from acctmgr.exchange.unit_rules import Picked, by_document, no_amounts, shared

if TYPE_CHECKING:
    from decimal import Decimal

KIND = Kind(
    "invoices",
    (
        "number client issued_on due_on total net tax withheld paid_on paid open description quantity unit_price "
        "discount tax_code line_total line_net income_account tax_included currency rate reference note status "
        "document_type"
    ).split(),
    ("number", "client", "issued_on"),
    ("issued_on", "due_on", "paid_on", *DAYS),
    key_field="number",
    has_custom=False,
    synonyms={"document_type": COLUMNS},
    mark=OWN_MARK,
    own=FIELDS,
    beside=("settled_on", "line"),
    elsewhere=dict.fromkeys(("paid_on", "paid", "open"), "payments"),
    look=columns_of_something_else,
    units=by_document,
)
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
    aside: str  # why it is no invoice to take in, else empty
    cells: Mapping[str, str]
    tax_code: str = ""  # of a document without lines
    tax_included: bool | None = None  # None: the file does not say
    lines: Sequence[Picked] = ()  # its rows, where they say what its lines come to
    is_credit_note: bool = False  # by its type; by the sign of its total where that says nothing
    own: Own | None = None  # what only an export of ours says; None in other files

    @property
    def is_no_invoice(self) -> bool:
        """Whether it is void, a draft or another kind of document where it comes from."""
        return self.aside not in ("", ASIDE[SETTLED])


class Amounts(NamedTuple):
    """What the rows of a document say, of a credit note the size; net and tax None: not told apart.

    paid_minor None: see paid_on. open_minor None: the row says what was paid, or nothing.
    """

    total_minor: int
    net_minor: int | None
    tax_minor: int | None
    withheld_minor: int
    paid_minor: int | None
    open_minor: int | None
    is_credit: bool


@lru_cache(8192)  # files repeat their words
def _line(text: str, what: str, max_length: int) -> str:
    return clean_line(text, what, max_length=max_length)


def invoice_in(rows: Sequence[Picked], terms: Terms, book_currency: str) -> InvoiceIn:
    """The rows of a document as values. Raises for what can't be read, or what two rows contradict each other in."""
    fields = rows[0].fields if len(rows) == 1 else shared(rows, OF_LINES)
    lines = rows if has_lines(rows) else ()
    if len(rows) > 1 and not lines:
        raise no_amounts(rows)
    kind, aside = _kind_and_aside(fields, terms)
    is_number_needed = aside in ("", ASIDE[SETTLED])
    for field in ("number", "client", "issued_on") if is_number_needed else ("client", "issued_on"):
        if field not in fields:
            raise Refused(f"{field} is empty")
    cells = terms.cells
    issued_on, due_on = cells.day(fields, "issued_on"), cells.day(fields, "due_on")
    assert issued_on is not None
    if due_on and due_on < issued_on:
        raise Refused(f"due_on {due_on} is before issued_on {issued_on}")
    currency = check_currency(fields["currency"]) if "currency" in fields else ""
    is_own = terms.is_export and not aside
    return InvoiceIn(
        clean_line(fields.get("number", "-"), "the number", max_length=60),
        _line(fields["client"], "the client", 200),
        issued_on,
        due_on,
        None if terms.is_export else cells.day(fields, "paid_on"),
        currency,
        _rate(fields, terms),
        _line(fields.get("description", "Imported"), "the description", 2000),
        _line(fields["reference"], "the reference", 200) if "reference" in fields else None,
        clean_text(fields["note"], "the note") if "note" in fields else None,
        aside,
        fields,
        _line(fields["tax_code"], "the tax code", 60) if "tax_code" in fields and not lines else "",
        is_yes(fields["tax_included"], "tax_included") if "tax_included" in fields else None,
        lines,
        kind == CREDIT_NOTE,
        own_in(fields, cells, currency or book_currency, book_currency) if is_own else None,
    )


def _kind_and_aside(fields: Mapping[str, str], terms: Terms) -> tuple[str, str]:
    """The kind of document by its type, and why it is left aside; of an export only drafts are."""
    if terms.is_export:
        return "", ASIDE[UNISSUED] if fields.get("status") == "draft" else ""
    kind = type_in(fields)
    is_invoice = kind in ("", INVOICE, CREDIT_NOTE)
    return kind, ASIDE.get(standing_of(fields.get("status", "")), "") if is_invoice else kind


def _rate(fields: dict[str, str], terms: Terms) -> "Decimal | None":
    rate = terms.cells.exact(fields, "rate")
    if rate is not None and rate <= 0:
        raise Refused(f"rate: {fields['rate']!r} is not more than zero")
    return rate


class Said(NamedTuple):
    """The amounts of a document as its rows have them, with their signs; None where they do not say."""

    total_minor: int | None
    net_minor: int | None
    tax_minor: int | None
    withheld_minor: int | None

    def turned(self) -> "Said":
        """The amounts of a credit note that stand there with a minus sign."""
        return Said(*(None if minor is None else -minor for minor in self))


def said_in(row: InvoiceIn, terms: Terms, currency: str) -> Said:
    """The amounts of a document as they stand there."""
    return Said(
        *(terms.cells.minor(row.cells, field, currency) for field in ("total", "net", "tax", "withheld"))
    )


def amounts_in(row: InvoiceIn, terms: Terms, currency: str, digits: int) -> Amounts:
    """The amounts of a document, checked against each other; a negative total is a credit note of that size."""
    said = told_apart(said_in(row, terms, currency), digits)
    total = said.total_minor
    assert total is not None
    return sized(
        Amounts(
            *(total, said.net_minor, said.tax_minor, said.withheld_minor or 0),
            *(*settled_in(row, terms, currency), total < 0),
        )
    )


def told_apart(said: Said, digits: int) -> Said:
    """The amounts with those that follow from others; Refused where they contradict each other."""
    total, net, tax, withheld = said.total_minor, said.net_minor, said.tax_minor, said.withheld_minor or 0
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
    return Said(total, net, tax, withheld)


def settled_in(row: InvoiceIn, terms: Terms, currency: str) -> tuple[int | None, int | None]:
    """What the rows say was paid, and, where they do not, what they say is open; an export has its payments apart.

    Of what is still to come nothing is open yet, and nothing is paid for that.
    """
    if row.own:
        return None, None
    paid = terms.cells.minor(row.cells, "paid", currency)
    if paid is not None or standing_of(row.cells.get("status", "")) == COMING:
        return paid, None
    return None, terms.cells.minor(row.cells, "open", currency)


def sized(said: Amounts) -> Amounts:
    """The sizes of amounts with their signs; what is no longer open counts as paid."""
    sign = -1 if said.is_credit else 1
    sized = said._replace(
        total_minor=sign * said.total_minor,
        net_minor=None if said.net_minor is None else sign * said.net_minor,
        tax_minor=None if said.tax_minor is None else sign * said.tax_minor,
        withheld_minor=sign * said.withheld_minor,
    )
    if min(sized.net_minor or 0, sized.tax_minor or 0, sized.withheld_minor) < 0:
        raise Refused("net, tax and total have different signs")
    if (said.paid_minor or 0) < 0 and not said.is_credit:
        raise Refused("paid: amounts are not negative")
    if said.open_minor is None:
        return sized
    still_open = sign * said.open_minor
    if not 0 <= still_open <= sized.total_minor:
        raise Refused("open is not between 0 and the total")
    return sized._replace(paid_minor=sized.total_minor - still_open, open_minor=still_open)


def with_status(row: InvoiceIn, amounts: Amounts) -> Amounts:
    """The amounts with what the status says was paid. Refused where the two contradict each other."""
    if amounts.is_credit and standing_of(row.cells.get("status", "")) != PAID:
        return amounts
    return amounts._replace(paid_minor=paid_by_status(row.cells, amounts.total_minor, amounts.paid_minor))


def paid_minor(row: InvoiceIn, amounts: Amounts) -> int:
    """What was paid on paid_on: all where no part is named. Refused for a part without a day."""
    paid = amounts.paid_minor
    if paid is None:
        paid = amounts.total_minor if row.paid_on else 0
    if paid and amounts.is_credit:
        raise Refused("a credit note can't be imported as paid", hint="leave paid_on, paid and open empty")
    if paid and not row.paid_on:
        how = "paid" if paid >= amounts.total_minor else "paid in part"
        raise Refused(
            f"{row.number} is {how}, and the file does not say when",
            hint="--default paid_on=DATE says it",
        )
    return paid


def moved_in(row: InvoiceIn, amounts: Amounts, opening: date) -> Amounts:
    """What is open at the end of the opening day; money that came later is a payment like any other."""
    if row.issued_on > opening:
        raise Refused(
            f"issued_on {row.issued_on} is after the opening day {opening}",
            hint="import it without --opening",
        )
    is_later = row.paid_on is not None and row.paid_on > opening
    if is_later or (amounts.is_credit and amounts.open_minor is None):
        return _untaxed(amounts)
    before = amounts.paid_minor
    if before is None:
        before = amounts.total_minor if row.paid_on else 0
    if not 0 <= before <= amounts.total_minor:
        raise Refused(
            "paid is not between 0 and the total", hint="what was paid too much is a credit note of its own"
        )
    rest = amounts._replace(total_minor=amounts.total_minor - before, paid_minor=0, open_minor=None)
    return _untaxed(rest)


def _untaxed(amounts: Amounts) -> Amounts:
    return amounts._replace(net_minor=amounts.total_minor, tax_minor=0, withheld_minor=0)
