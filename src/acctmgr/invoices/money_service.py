"""Money from clients as the commands book it: which invoices it settles, and what is said of it."""

from datetime import date
from shlex import quote

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, clean_text
from acctmgr.documents import payment_service as payments
from acctmgr.documents import refund_service as refunds
from acctmgr.documents.intake_service import RawMoney, RawShort, typed_short
from acctmgr.documents.settlement_service import check_pair
from acctmgr.documents.side_service import (
    Source,
    live_allocations,
    lost_minor,
    through_rows,
)
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices.service import find
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import note_on, shown, typed_amount, typed_rate
from acctmgr.parties.service import find as find_party
from acctmgr.parties.service import kept
from acctmgr.parties.tables import Party

Told = tuple[str, str]  # the reference, and a sentence for people
NOTHING = RawShort()


def pay(
    session: Session, number: str, raw: RawMoney, short: RawShort = NOTHING, *, is_as_credit: bool = False
) -> Told:
    """Book money for one invoice; without an amount all that is open of it, less fee and discount.

    Refused where there is nothing to pay, unless the money is meant to be credit.
    """
    invoice = find(session, number)
    if invoice.kind != "invoice" or invoice.status in {"draft", "void"}:
        name = invoice.number or f"d{invoice.id}"
        what = "a credit note" if invoice.kind != "invoice" else invoice.status
        raise Refused(f"{name} is {what}, there is nothing to pay")
    party = kept(session, invoice.party_id)
    if not (to_pay := _all_to_pay(session, invoice)) and not is_as_credit:
        raise _nothing_to_pay(session, invoice, party, raw)
    arrived = typed_amount(session, raw.amount, invoice.currency)
    if arrived is None and not to_pay:
        raise Refused(
            "a payment needs an amount", hint=f"{invoice.number} has nothing open: say what the client paid"
        )
    not_arrived = payments.Short(*typed_short(session, short, invoice, arrived_minor=arrived))
    amount = arrived if arrived is not None else to_pay - sum(not_arrived)
    if amount <= 0:
        raise Refused(
            f"fee and discount are all that is open of {invoice.number}",
            hint=then(f"invoice credit {invoice.number}"),
        )
    money = _money(session, raw, amount, invoice.currency)
    payment = payments.receive(session, party, money, [invoice], not_arrived)
    return f"p{payment.id}", _sentence(session, payment, [invoice], party, not_arrived)


def _all_to_pay(session: Session, invoice: Document) -> int:
    """What is open of an invoice, else what was written off of it."""
    return invoice.open_minor or lost_minor(session, invoice)


def _nothing_to_pay(session: Session, invoice: Document, party: Party, raw: RawMoney) -> Refused:
    usual = party.currency or ledger.book_currency(session)
    options = {
        "currency": "" if invoice.currency == usual else invoice.currency,
        "rate": raw.rate,
        "on": "" if raw.paid_on == today() else str(raw.paid_on),
        "into": raw.into,
        "reference": raw.reference,
        "note": raw.note,
    }
    typed = "".join(f" --{name} {quote(value)}" for name, value in options.items() if value)
    adding = then(f"payment add {party.handle} {raw.amount or 'AMOUNT'}{typed}")
    return Refused(
        f"{invoice.number} has nothing open: it is {invoice.status.replace('_', ' ')}",
        hint=f"if the client paid once more, book it as credit: {adding}, or --as-credit",
    )


def receive_oldest_first(session: Session, client: str, raw: RawMoney, short: RawShort = NOTHING) -> Told:
    """Book money from a client for what has been due longest; what was written off stays so."""
    party = find_party(session, client)
    currency = (
        check_currency(raw.currency) if raw.currency else party.currency or ledger.book_currency(session)
    )
    amount = typed_amount(session, raw.amount, currency)
    if amount is None:
        raise Refused("a payment needs an amount")
    not_arrived = payments.Short(typed_amount(session, short.fee, currency) or 0)
    invoices = payments.open_documents(session, party, currency=currency)
    money = _money(session, raw, amount, currency)
    payment = payments.receive(session, party, money, invoices, not_arrived, recovers=False)
    return f"p{payment.id}", _sentence(session, payment, invoices, party, not_arrived)


def _money(session: Session, raw: RawMoney, amount_minor: int, currency: str) -> payments.Money:
    return payments.Money(
        amount_minor=amount_minor,
        paid_on=raw.paid_on,
        account=ledger.money_account(session, raw.into or None),
        currency=currency,
        rate=typed_rate(session, raw.rate),
        reference=clean_line(raw.reference, "the reference") if raw.reference else None,
        note=clean_text(raw.note, "the note") if raw.note else None,
    )


def _sentence(
    session: Session, payment: Payment, invoices: list[Document], party: Party, short: payments.Short
) -> str:
    settled = {row.document_id for row in live_allocations(session, payment)}
    settled |= {row.document_id for row in through_rows(session, payment)}
    parts = [
        f"{invoice.number} {_standing(session, invoice)}" for invoice in invoices if invoice.id in settled
    ]
    if payment.open_minor:
        parts.append(f"{shown(session, payment.open_minor, payment.currency)} is now credit of {party.name}")
    received = shown(session, payment.amount_minor, payment.currency)
    said = f"received {received} from {party.name}{_short_words(session, payment, short)}: {'; '.join(parts)}"
    return said + note_on(payment.paid_on, today())


def _short_words(session: Session, payment: Payment, short: payments.Short) -> str:
    words = {"a fee of": short.fee_minor, "a discount of": short.discount_minor}
    said = [f"{name} {shown(session, minor, payment.currency)}" for name, minor in words.items() if minor]
    return f", with {' and '.join(said)}" if said else ""


def _standing(session: Session, invoice: Document) -> str:
    assert invoice.posted_on is not None
    since = (
        f" from {invoice.posted_on} on" if invoice.posted_on > today() else ""
    )  # until then it does not count
    if not invoice.open_minor:
        return f"is {invoice.status.replace('_', ' ')}{since}"
    return f"has {shown(session, invoice.open_minor, invoice.currency)} open{since}"


def find_source(session: Session, reference: str) -> Source:
    """A payment by p12, or a credit note by its number."""
    name = reference.strip().lower()
    if name.removeprefix("p").isdigit():
        return payments.find_payment(session, reference)
    document = find(session, reference)
    if document.kind != "credit_note":
        raise Refused(f"{document.number} is neither a payment nor a credit note")
    return document


def void(session: Session, reference: str, *, on: date) -> str:
    """Take a payment or a refund back from a day on."""
    payment = payments.find_payment(session, reference)
    if payment.direction == "out":
        refunds.void_refund(session, payment, on=on)
        parts = [f"{shown(session, payment.amount_minor, payment.currency)} is credit of the client again"]
    else:
        again = payments.void(session, payment, on=on)
        parts = [f"{invoice.number} {_standing(session, invoice)}" for invoice in again]
    return "; ".join([f"p{payment.id} is void from {on} on", *parts]) + note_on(on, today())


def bounced(session: Session, reference: str) -> Payment:
    """A payment that a bank may take a fee for; refused for money that went out."""
    payment = payments.find_payment(session, reference)
    if payment.direction == "out":
        raise Refused(f"p{payment.id} went out to the client: it does not bounce")
    return payment


def refund(session: Session, reference: str, raw: RawMoney) -> Told:
    """Pay a client's credit out; without an amount all that is free of it."""
    source = find_source(session, reference)
    free = refunds.check_refundable(session, source, raw.paid_on)
    amount = typed_amount(session, raw.amount, source.currency)
    money = _money(session, raw, free if amount is None else amount, source.currency)
    payment = refunds.refund(session, source, money)
    party = kept(session, source.party_id)
    given = shown(session, payment.amount_minor, payment.currency)
    said = f"paid {given} of {payments.title(source)} back to {party.name}"
    return f"p{payment.id}", said + note_on(payment.paid_on, today())


def apply(
    session: Session, source: str, number: str, *, amount: str, on: date, short: RawShort = NOTHING
) -> str:
    """Use a client's credit for an invoice."""
    found, invoice = find_source(session, source), find(session, number)
    given = typed_amount(session, amount, found.currency)
    check_pair(session, found, invoice)
    free = payments.free_on(session, found, max(on, payments.earliest(found, invoice)))
    arrived = given if given is not None else free or None
    minor, day = payments.apply(
        session,
        found,
        invoice,
        amount_minor=given,
        on=on,
        short=payments.Short(*typed_short(session, short, invoice, arrived_minor=arrived)),
    )
    used = shown(session, minor, found.currency)
    said = f"applied {used} of {payments.title(found)}: {invoice.number} {_standing(session, invoice)}"
    return said + note_on(day, today())


def unapply(session: Session, source: str, number: str, *, on: date) -> str:
    """Free what a credit settles of an invoice."""
    found, invoice = find_source(session, source), find(session, number)
    minor = payments.unapply(session, found, invoice, on=on)
    freed = shown(session, minor, found.currency)
    said = f"freed {freed} of {payments.title(found)} from {on} on: {invoice.number} {_standing(session, invoice)}"
    return said + note_on(on, today())
