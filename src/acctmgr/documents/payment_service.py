"""Payments from clients: received, applied, freed, voided."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import convert_minor, digits_of
from acctmgr.documents.correction_service import recover, settle_discount, settle_fee, take_back
from acctmgr.documents.settlement_rules import Event, least_open
from acctmgr.documents.settlement_service import Settlement, check_pair
from acctmgr.documents.side_service import (
    Source,
    live_allocations,
    live_refunds,
    recovered_rows,
    source_rows,
    source_totals,
    through_rows,
)
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import shown, shown_most
from acctmgr.ledger.rate_rules import check_rate
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Account, Entry
from acctmgr.parties.service import ids_of
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


class Short(NamedTuple):
    """What did not arrive of a payment and settles all the same, in its currency."""

    fee_minor: int = 0
    discount_minor: int = 0


NOTHING = Short()


def receive(
    session: Session,
    party: Party,
    money: Money,
    documents: Sequence[Document],
    short: Short = NOTHING,
    *,
    recovers: bool = True,
) -> Payment:
    """Book money from a client against documents in the order given; what is left is the client's credit.

    short: what the bank kept or the client took off settles too. recovers: what was written off of them comes
    back as far as it is paid.
    """
    payment = new_payment(session, party, money)
    settlement = Settlement(session, kind="payment", text=f"Payment from {party.name}")
    settlement.add_lines(money.paid_on, [money_line(payment, 1), credit_line(session, payment)])
    left, fee = payment.amount_minor, short.fee_minor
    for document in documents:
        day = earliest(payment, document)
        if recovers:
            _recover(settlement, payment, document, left + fee + short.discount_minor, on=day)
        if short.discount_minor:
            _settle_discount(settlement, payment, document, short.discount_minor, on=day)
        if kept := min(fee, settlement.most_to_settle(document, on=day)):
            settle_fee(settlement, payment, document, kept, on=day)
            fee -= kept
        if share := min(left, settlement.most_to_settle(document, on=day)):
            settlement.apply(payment, document, share, on=day, kind="payment")
            left -= share
    if fee:
        raise Refused(
            f"{shown(session, fee, payment.currency)} of the fee is more than is open",
            hint="a fee settles what is open; what the bank takes otherwise is money out",
        )
    entries = settlement.post()
    payment.entry_id = _entry_id(entries[money.paid_on])
    session.add(payment)
    settlement.record(entries)
    return payment


def _recover(
    settlement: Settlement, source: Source, document: Document, amount_minor: int, *, on: date
) -> None:
    """Take back of a write-off what is paid after all."""
    lacking = amount_minor - settlement.most_to_settle(document, on=on)
    if lacking > 0:
        recover(settlement, document, lacking, on=on, through=source if isinstance(source, Payment) else None)


def _settle_discount(
    settlement: Settlement, payment: Payment, document: Document, minor: int, *, on: date
) -> None:
    if minor > (most := settlement.most_to_settle(document, on=on)):
        raise Refused(
            f"{document.number} has {shown_most(settlement.session, most, document.currency)} open on {on}"
        )
    settle_discount(settlement, payment, document, minor, on=on)


def new_payment(session: Session, party: Party, money: Money, *, direction: str = "in") -> Payment:
    """A payment that is not in the books yet; what comes in is open until it is applied."""
    book_currency = ledger.book_currency(session)
    check_rate(money.rate, money.currency, book_currency)
    if money.account.currency and money.account.currency != money.currency:
        raise Refused(f"{money.account.name} takes {money.account.currency}, not {money.currency}")
    rate = money.rate or Decimal(1)
    book_minor = convert_minor(money.amount_minor, rate, digits_of(money.currency), digits_of(book_currency))
    assert party.id is not None and money.account.id is not None
    is_in = direction == "in"
    return Payment(
        direction=direction,
        party_id=party.id,
        paid_on=money.paid_on,
        account_id=money.account.id,
        currency=money.currency,
        rate=rate,
        amount_minor=money.amount_minor,
        amount_book_minor=book_minor,
        open_minor=money.amount_minor if is_in else 0,
        open_book_minor=book_minor if is_in else 0,
        applied_on=None if is_in else money.paid_on,
        reference=money.reference,
        note=money.note,
        entry_id=0,
    )


def credit_line(session: Session, payment: Payment) -> Line:
    """What a payment does to the client's credit until it is applied."""
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
    session: Session,
    source: Source,
    document: Document,
    *,
    amount_minor: int | None,
    on: date,
    short: Short = NOTHING,
) -> tuple[int, date]:
    """Use a credit for a document from a day on; without an amount as much as fits.

    Gives the amount and the day, which is never before both are there.
    """
    check_pair(session, source, document)
    day = max(on, earliest(source, document))
    settlement = Settlement(session, kind="allocation", text=f"{title(source)} applied to {document.number}")
    free = free_on(session, source, day)
    wanted = free if amount_minor is None else amount_minor
    if not free or wanted > free:
        raise Refused(
            f"{title(source)} has {shown_most(session, free, source.currency)} left to apply on {day}"
        )
    _recover(settlement, source, document, wanted + short.fee_minor + short.discount_minor, on=day)
    _settle_short(settlement, source, document, short, on=day)
    due = settlement.most_to_settle(document, on=day)
    amount = min(free, due) if amount_minor is None else amount_minor
    if not due or amount > due:
        raise Refused(f"{document.number} has {shown_most(session, due, document.currency)} open on {day}")
    settlement.apply(
        source, document, amount, on=day, kind="payment" if isinstance(source, Payment) else "credit"
    )
    settlement.record(settlement.post())
    return amount, day


def _settle_short(
    settlement: Settlement, source: Source, document: Document, short: Short, *, on: date
) -> None:
    """What the bank kept of an old payment, or what the client may take off, settles with it."""
    if short == NOTHING:
        return
    if not isinstance(source, Payment):
        raise Refused(
            f"{source.number} is a credit note: no bank kept anything of it, and nothing is paid early"
        )
    if short.discount_minor:
        _settle_discount(settlement, source, document, short.discount_minor, on=on)
    if short.fee_minor:
        settle_fee(settlement, source, document, short.fee_minor, on=on)


def free_on(session: Session, source: Source, day: date) -> int:
    """What a source has left to give from a day on."""
    events = [Event(row.effective_on, row.amount_minor) for row in source_rows(session, source)]
    return least_open(source_totals(source)[0], events, day)


def unapply(session: Session, source: Source, document: Document, *, on: date) -> int:
    """Free what a source settles of a document, from a day on, with all that came with it. Gives the amount."""
    mine = [row for row in live_allocations(session, source) if row.document_id == document.id]
    if not mine:
        raise NotFound(f"{title(source)} settles nothing of {document.number}")
    settlement = Settlement(session, kind="allocation", text=f"{title(source)} freed from {document.number}")
    came_with = (
        [row for row in through_rows(session, source) if row.document_id == document.id]
        if isinstance(source, Payment)
        else recovered_rows(session, source, document)
    )
    _free(settlement, mine, came_with, on=on)
    settlement.record(settlement.post())
    return sum(row.amount_minor for row in mine)


def _free(
    settlement: Settlement, mine: Sequence[Allocation], came_with: Sequence[Allocation], *, on: date
) -> None:
    """Take back allocations and what came with them: fees, discounts, and the return of a write-off."""
    for row in mine:
        settlement.take_back(row, on=_not_before(row, on))
    for row in came_with:
        take_back(settlement, row, on=on if row.kind == "write_off" else _not_before(row, on))


def _not_before(row: Allocation, on: date) -> date:
    if on < row.effective_on:
        raise Refused(f"it counts from {row.effective_on} on: it can't be taken back on {on}")
    return on


def void(session: Session, payment: Payment, *, on: date) -> list[Document]:
    """Take a payment back from a day on, as when it bounces; gives the documents that are open again."""
    _check_voidable(session, payment, on)
    settlement = Settlement(session, kind="void", text=f"Payment p{payment.id} void")
    rows = live_allocations(session, payment)
    came_with = through_rows(session, payment)
    _free(settlement, rows, came_with, on=on)
    settlement.void_source(payment, on=on)
    settlement.add_lines(on, [money_line(payment, -1)])
    close(session, payment, settlement, on=on)
    ids = dict.fromkeys(row.document_id for row in (*rows, *reversed(came_with)))
    return [session.get_one(Document, document_id) for document_id in ids]


def _check_voidable(session: Session, payment: Payment, on: date) -> None:
    if payment.direction == "out":
        raise Refused(f"p{payment.id} went out to the client: it does not bounce")
    if payment.voided_on:
        raise Refused(f"p{payment.id} is void since {payment.voided_on}")
    if on < payment.paid_on:
        raise Refused(f"p{payment.id} arrived on {payment.paid_on}: it can't bounce on {on}")
    if refunds := live_refunds(session, payment):
        reference = f"p{refunds[0].through_id}"
        before = dict.fromkeys(f"payment void p{row.through_id}" for row in refunds)
        hint = then(*before, f"payment void p{payment.id}")
        raise Refused(f"p{payment.id} was paid back by {reference}", hint=hint)


def money_line(payment: Payment, sign: int) -> Line:
    """What a payment does to its bank account; sign -1 takes money out."""
    return Line(
        payment.account_id,
        sign * payment.amount_book_minor,
        payment.currency,
        sign * payment.amount_minor,
        payment.party_id,
    )


def close(session: Session, payment: Payment, settlement: Settlement, *, on: date) -> None:
    """Post what takes a payment back, and let it be void from that day on."""
    entries = settlement.post(reverses={on: session.get_one(Entry, payment.entry_id)})
    payment.voided_on = on
    payment.void_entry_id = entries[on].id
    settlement.record(entries)
    session.add(payment)


def open_documents(session: Session, party: Party, *, currency: str) -> list[Document]:
    """The invoices of a client that have something open, oldest due first."""
    query = (
        select(Document)
        .where(
            col(Document.party_id).in_(ids_of(session, party)),
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
