"""Rows of a file of payments as values: the money, and what it settles."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, clean_text
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.own_rules import tax_parts
from acctmgr.exchange.payment_unit_rules import by_payment
from acctmgr.exchange.rules import Cells
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.unit_rules import LineRefused, Picked

KINDS = ("payment", "credit", "fee", "discount", "write_off", "refund", "void")
MARK = "amount_book"
_EVENT = (
    "event kind document document_voided_on credit_note credit_note_voided_on source through effective_on settled "
    "reverses reason posted_as entry taxes"
).split()
KIND = Kind(
    "payments",
    "payment direction client paid_on account currency rate amount reference note document settled".split(),
    ("client",),
    ("paid_on", "voided_on", "effective_on", "document_voided_on", "credit_note_voided_on"),
    key_field="payment",
    has_custom=False,
    mark=MARK,
    own=[
        MARK,
        "open",
        "paid_entry",
        "voided_on",
        *(field for field in _EVENT if field not in ("document", "settled")),
    ],
    beside=("settled_book",),
    units=by_payment,
)


class MoneyIn(NamedTuple):
    """A payment of the file; ref: what its rows call it."""

    line: int
    ref: str
    is_in: bool
    client: str
    paid_on: date
    account: str
    currency: str  # empty: that of the document, else the client's
    rate: Decimal | None
    amount: str
    in_book: str  # the amount in the book's currency, and what is left of it: only an export says these
    left: str
    entry: str  # what was posted with the money has the same number
    reference: str | None
    note: str | None
    voided_on: date | None


class Named(NamedTuple):
    """A document by its number; voided_on tells apart what has the same number."""

    number: str
    voided_on: date | None


class EventIn(NamedTuple):
    """What a row settles; ref: the payment that it stands with, source and through those that it names."""

    line: int
    ref: str
    client: str
    event: str
    kind: str
    document: Named | None
    credit_note: Named | None
    source: str
    through: str
    on: date | None  # None: as soon as both are there
    settled: str
    reverses: str
    reason: str | None
    posted_as: str
    entry: str
    taxes: Sequence[Mapping[str, Any]]  # what a discount or a write-off took back


class UnitIn(NamedTuple):
    """Payments and events that hang together, the events in the order in which they were entered."""

    moneys: dict[str, MoneyIn]
    events: list[EventIn]


def unit_in(rows: Sequence[Picked], terms: Terms) -> UnitIn:
    """The rows of a unit as values. Raises for what can't be read, naming the row."""
    moneys: dict[str, MoneyIn] = {}
    events: list[EventIn] = []
    for row in rows:
        try:
            _take(row, terms, moneys, events)
        except Refused as wrong:
            raise (LineRefused(row.line, wrong) if len(rows) > 1 else wrong) from None
    events.sort(
        key=lambda event: int(event.event) if event.event.isdecimal() and len(event.event) < 10 else 0
    )
    voided = {event.ref for event in events if event.kind in ("void", "refund")}
    for money in moneys.values():
        if money.voided_on and money.ref not in voided:
            raise LineRefused(
                money.line, Refused("voided_on is there, and no row says how it was taken back")
            )
    return UnitIn(moneys, events)


def _take(row: Picked, terms: Terms, moneys: dict[str, MoneyIn], events: list[EventIn]) -> None:
    fields, cells = row.fields, terms.cells
    ref = fields.get("payment", "")
    if "client" not in fields:
        raise Refused("client is empty")
    if ref or not terms.is_export:
        ref = ref or f"#{row.line}"
        money = _money_in(row, ref, terms)
        known = moneys.setdefault(ref, money)
        if known._replace(line=0) != money._replace(line=0):
            raise Refused(f"line {known.line} says something else of {ref}")
    if terms.is_export and "kind" not in fields:
        return
    if terms.is_export or "document" in fields:
        events.append(_event_in(row, ref, cells, terms))


def _money_in(row: Picked, ref: str, terms: Terms) -> MoneyIn:
    fields, cells = row.fields, terms.cells
    paid_on = cells.day(fields, "paid_on")
    if paid_on is None or "amount" not in fields:
        raise Refused(f"{'amount' if paid_on else 'paid_on'} is empty")
    direction = fields.get("direction", "in")
    if direction not in ("in", "out"):
        raise Refused(f"direction: {direction!r} is neither in nor out")
    rate = cells.exact(fields, "rate")
    if rate is not None and rate <= 0:
        raise Refused(f"rate: {fields['rate']!r} is not more than zero")
    return MoneyIn(
        *(row.line, ref, direction == "in", clean_line(fields["client"], "the client"), paid_on),
        clean_line(fields["account"], "the account") if "account" in fields else "",
        check_currency(fields["currency"]) if "currency" in fields else "",
        *(rate, fields["amount"], fields.get(MARK, ""), fields.get("open", "") if terms.is_export else ""),
        fields.get("paid_entry", ""),
        clean_line(fields["reference"], "the reference") if "reference" in fields else None,
        clean_text(fields["note"], "the note") if "note" in fields else None,
        cells.day(fields, "voided_on"),
    )


def _event_in(row: Picked, ref: str, cells: Cells, terms: Terms) -> EventIn:
    fields = row.fields
    kind = fields.get("kind", "payment")
    if kind not in KINDS:
        raise Refused(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    if terms.is_export and not {"event", "effective_on", "settled", "entry"} <= fields.keys():
        raise Refused("event, effective_on, settled or entry is empty")
    return EventIn(
        line=row.line,
        ref=ref,
        client=clean_line(fields["client"], "the client"),
        event=fields.get("event", ""),
        kind=kind,
        document=_named(fields, "document", cells),
        credit_note=_named(fields, "credit_note", cells),
        source=fields.get("source", ""),
        through=fields.get("through", ""),
        on=cells.day(fields, "effective_on"),
        settled=fields.get("settled", ""),
        reverses=fields.get("reverses", ""),
        reason=clean_text(fields["reason"], "the reason") if "reason" in fields else None,
        posted_as=fields.get("posted_as", "payment"),
        entry=fields.get("entry", f"#{ref}"),
        taxes=tax_parts(fields),
    )


def _named(fields: Mapping[str, str], what: str, cells: Cells) -> Named | None:
    if what not in fields:
        return None
    return Named(
        clean_line(fields[what], "the number", max_length=60), cells.day(fields, f"{what}_voided_on")
    )
