"""Money that goes back to a client: a credit that is paid out, and the taking back of that."""

from datetime import date

from sqlmodel import Session

from acctmgr.core.errors import Refused
from acctmgr.documents.payment_service import Money, close, free_on, money_line, new_payment, title
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.side_service import Source, source_of, through_rows
from acctmgr.documents.tables import Payment
from acctmgr.ledger.amount_service import shown
from acctmgr.parties.service import kept


def check_refundable(session: Session, source: Source, on: date) -> int:
    """Whether a payment or credit note has something to pay out from a day on; gives how much."""
    if isinstance(source, Payment) and source.direction == "out":
        raise Refused(f"p{source.id} went out to the client already")
    given_on = source.paid_on if isinstance(source, Payment) else source.posted_on
    assert given_on is not None
    if on < given_on:
        raise Refused(f"{title(source)} is of {given_on}: it can't be paid back on {on}")
    free_minor = free_on(session, source, on)
    if not free_minor:
        raise Refused(f"{title(source)} has nothing left to pay back on {on}")
    return free_minor


def refund(session: Session, source: Source, money: Money) -> Payment:
    """Pay a credit out; never more than is free of it on that day and later."""
    free_minor = check_refundable(session, source, money.paid_on)
    if money.amount_minor > free_minor:
        left = shown(session, free_minor, source.currency)
        raise Refused(f"{title(source)} has only {left} left to pay back on {money.paid_on}")
    party = kept(session, source.party_id)
    payment = new_payment(session, party, money, direction="out")
    settlement = Settlement(session, kind="refund", text=f"Refund of {title(source)} to {party.name}")
    settlement.add_lines(money.paid_on, [money_line(payment, -1)])
    settlement.pay_out(source, money.amount_minor, payment, payment.amount_book_minor, on=money.paid_on)
    entries = settlement.post()
    entry_id = entries[money.paid_on].id
    assert entry_id is not None
    payment.entry_id = entry_id
    session.add(payment)
    settlement.record(entries)
    return payment


def void_refund(session: Session, payment: Payment, *, on: date) -> None:
    """Take a refund back from a day on: the money is there again, and so is the credit."""
    if payment.voided_on:
        raise Refused(f"p{payment.id} is void since {payment.voided_on}")
    if on < payment.paid_on:
        raise Refused(f"p{payment.id} went out on {payment.paid_on}: it can't be void on {on}")
    settlement = Settlement(session, kind="void", text=f"Refund p{payment.id} void")
    take_back_refund(settlement, payment, on=on)
    close(session, payment, settlement, on=on)


def take_back_refund(settlement: Settlement, payment: Payment, *, on: date) -> None:
    """Let the money of a refund be there again, and the credit that it paid back."""
    for row in through_rows(settlement.session, payment):
        source = source_of(settlement.session, row)
        settlement.pay_out(
            source, -row.amount_minor, payment, -payment.amount_book_minor, on=on, reverses_id=row.id
        )
    settlement.add_lines(on, [money_line(payment, 1)])
