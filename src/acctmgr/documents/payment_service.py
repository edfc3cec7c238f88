"""Payments from clients: received, applied, freed, voided."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import convert_minor, digits_of
from acctmgr.documents.intake_service import shown
from acctmgr.documents.service import check_rate
from acctmgr.documents.settlement_rules import Event, least_open
from acctmgr.documents.settlement_service import (
    Settlement,
    Source,
    check_pair,
    live_allocations,
    source_rows,
    source_totals,
)
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Account, Entry
from acctmgr.parties.tables import Party


class Money(NamedTuple):
    """A payment as typed: amount in its currency, when and where it arrived."""

    amount_minor: int
    paid_on: date
    account: Account
    currency: str
    rate: Decimal | None = None
    reference: str | None = None
    note: str | None = None


def receive(session: Session, party: Party, money: Money, documents: list[Document]) -> Payment:
    """Book money from a client against documents in the order given; what is left is the client's credit."""
    payment, bank_line = _new(session, party, money)
    settlement = Settlement(session, kind="payment", text=f"Payment from {party.name}")
    settlement.add_lines(money.paid_on, [bank_line, _credit_line(session, payment)])
    left = payment.amount_minor
    for document in documents:
        day = earliest(payment, document)
        share = min(left, settlement.most_to_settle(document, on=day))
        if share:
            settlement.apply(payment, document, share, on=day, kind="payment")
            left -= share
    entries = settlement.post()
    payment.entry_id = _entry_id(entries[money.paid_on])
    session.add(payment)
    settlement.record(entries)
    return payment


def _new(session: Session, party: Party, money: Money) -> tuple[Payment, Line]:
    book_currency = ledger.book_currency(session)
    check_rate(money.rate, money.currency, book_currency)
    if money.account.currency and money.account.currency != money.currency:
        raise Refused(f"{money.account.name} takes {money.account.currency}, not {money.currency}")
    rate = money.rate or Decimal(1)
    book_minor = convert_minor(money.amount_minor, rate, digits_of(money.currency), digits_of(book_currency))
    assert party.id is not None and money.account.id is not None
    payment = Payment(
        party_id=party.id,
        paid_on=money.paid_on,
        account_id=money.account.id,
        currency=money.currency,
        rate=rate,
        amount_minor=money.amount_minor,
        amount_book_minor=book_minor,
        open_minor=money.amount_minor,
        open_book_minor=book_minor,
        reference=money.reference,
        note=money.note,
        entry_id=0,
    )
    return payment, Line(money.account.id, book_minor, money.currency, money.amount_minor, party.id)


def _credit_line(session: Session, payment: Payment) -> Line:
    account = ledger.account_id(session, "client_credits")
    return Line(
        account, -payment.amount_book_minor, payment.currency, -payment.amount_minor, payment.party_id
    )


def _entry_id(entry: Entry) -> int:
    assert entry.id is not None
    return entry.id


def earliest(source: Source, document: Document) -> date:
    """The first day that a source can settle a document: both must be there."""
    given_on = source.paid_on if isinstance(source, Payment) else source.posted_on
    assert given_on is not None and document.posted_on is not None
    return max(given_on, document.posted_on)


def apply(
    session: Session, source: Source, document: Document, *, amount_minor: int | None, on: date
) -> tuple[int, date]:
    """Use a credit for a document from a day on; without an amount as much as fits.

    Gives the amount and the day, which is never before both are there.
    """
    check_pair(source, document)
    day = max(on, earliest(source, document))
    settlement = Settlement(session, kind="allocation", text=f"{title(source)} applied to {document.number}")
    free, due = free_on(session, source, day), settlement.most_to_settle(document, on=day)
    amount = min(free, due) if amount_minor is None else amount_minor
    if not free or amount > free:
        raise Refused(
            f"{title(source)} has only {shown(session, free, source.currency)} left to apply on {day}"
        )
    if not due or amount > due:
        raise Refused(f"{document.number} has only {shown(session, due, document.currency)} open on {day}")
    settlement.apply(
        source, document, amount, on=day, kind="payment" if isinstance(source, Payment) else "credit"
    )
    settlement.record(settlement.post())
    return amount, day


def free_on(session: Session, source: Source, day: date) -> int:
    """What a source has left to give from a day on."""
    events = [Event(row.effective_on, row.amount_minor) for row in source_rows(session, source)]
    return least_open(source_totals(source)[0], events, day)


def unapply(session: Session, source: Source, document: Document, *, on: date) -> int:
    """Free what a source settles of a document, from a day on. Gives the amount."""
    mine = [row for row in live_allocations(session, source) if row.document_id == document.id]
    if not mine:
        raise NotFound(f"{title(source)} settles nothing of {document.number}")
    settlement = Settlement(session, kind="allocation", text=f"{title(source)} freed from {document.number}")
    for row in mine:
        settlement.take_back(row, on=_not_before(row, on))
    settlement.record(settlement.post())
    return sum(row.amount_minor for row in mine)


def _not_before(row: Allocation, on: date) -> date:
    if on < row.effective_on:
        raise Refused(f"it counts from {row.effective_on} on: it can't be taken back on {on}")
    return on


def void(session: Session, payment: Payment, *, on: date) -> list[Document]:
    """Take a payment back from a day on, as when it bounces; gives the documents that are open again."""
    if payment.voided_on:
        raise Refused(f"p{payment.id} is void since {payment.voided_on}")
    if on < payment.paid_on:
        raise Refused(f"p{payment.id} arrived on {payment.paid_on}: it can't bounce on {on}")
    settlement = Settlement(session, kind="void", text=f"Payment p{payment.id} void")
    rows = live_allocations(session, payment)
    for row in rows:
        settlement.take_back(row, on=_not_before(row, on))
    settlement.void_source(payment, on=on)
    back = Line(
        payment.account_id,
        -payment.amount_book_minor,
        payment.currency,
        -payment.amount_minor,
        payment.party_id,
    )
    settlement.add_lines(on, [back])
    entries = settlement.post(reverses={on: session.get_one(Entry, payment.entry_id)})
    payment.voided_on = on
    payment.void_entry_id = entries[on].id
    settlement.record(entries)
    return [session.get_one(Document, row.document_id) for row in rows]


def open_documents(session: Session, party: Party, *, currency: str) -> list[Document]:
    """The invoices of a client that have something open, oldest due first."""
    query = (
        select(Document)
        .where(
            Document.party_id == party.id,
            Document.kind == "invoice",
            Document.currency == currency,
            col(Document.open_minor) > 0,
            col(Document.status).not_in(["draft", "void"]),
        )
        .order_by(col(Document.due_on), col(Document.issued_on), col(Document.id))
    )
    return list(session.exec(query))


def find_payment(session: Session, reference: str) -> Payment:
    """A payment by its reference: p12 or 12."""
    digits = reference.strip().lower().removeprefix("p")
    payment = (
        session.get(Payment, int(digits))
        if digits.isascii() and digits.isdigit() and len(digits) < 18
        else None
    )
    if payment is None:
        raise NotFound(f"no payment {reference}", hint="see: acctmgr payment list")
    return payment


def title(source: Source) -> str:
    """How messages call a payment or credit note."""
    return f"p{source.id}" if isinstance(source, Payment) else f"{source.number}"
