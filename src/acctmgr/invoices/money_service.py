"""Money from clients as the commands book it: which invoices it settles, and what is said of it."""

from datetime import date

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, clean_text
from acctmgr.documents import payment_service as payments
from acctmgr.documents.intake_service import RawMoney, note_on, shown, typed_amount, typed_rate
from acctmgr.documents.settlement_service import Source, live_allocations
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices.service import find
from acctmgr.ledger import service as ledger
from acctmgr.parties.service import find as find_party
from acctmgr.parties.tables import Party

Told = tuple[str, str]  # the reference, and a sentence for people


def pay(session: Session, number: str, raw: RawMoney) -> Told:
    """Book money for one invoice; without an amount all that is open of it."""
    invoice = find(session, number)
    if invoice.kind != "invoice" or invoice.status in {"draft", "void"}:
        name = invoice.number or f"d{invoice.id}"
        what = "a credit note" if invoice.kind != "invoice" else invoice.status
        raise Refused(f"{name} is {what}, there is nothing to pay")
    amount = typed_amount(session, raw.amount, invoice.currency)
    if amount is None:
        amount = invoice.open_minor
        if not amount:
            raise Refused(f"{invoice.number} has nothing open: it is {invoice.status}")
    party = session.get_one(Party, invoice.party_id)
    money = _money(session, raw, amount, invoice.currency)
    payment = payments.receive(session, party, money, [invoice])
    return f"p{payment.id}", _sentence(session, payment, [invoice], party)


def receive_oldest_first(session: Session, client: str, raw: RawMoney) -> Told:
    """Book money from a client for what has been due longest."""
    party = find_party(session, client)
    currency = (
        check_currency(raw.currency) if raw.currency else party.currency or ledger.book_currency(session)
    )
    amount = typed_amount(session, raw.amount, currency)
    if amount is None:
        raise Refused("a payment needs an amount")
    invoices = payments.open_documents(session, party, currency=currency)
    payment = payments.receive(session, party, _money(session, raw, amount, currency), invoices)
    return f"p{payment.id}", _sentence(session, payment, invoices, party)


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


def _sentence(session: Session, payment: Payment, invoices: list[Document], party: Party) -> str:
    settled = [row.document_id for row in live_allocations(session, payment)]
    parts = [
        f"{invoice.number} {_standing(session, invoice)}" for invoice in invoices if invoice.id in settled
    ]
    if payment.open_minor:
        parts.append(f"{shown(session, payment.open_minor, payment.currency)} is now credit of {party.name}")
    received = shown(session, payment.amount_minor, payment.currency)
    return f"received {received} from {party.name}: {'; '.join(parts)}{note_on(payment.paid_on, today())}"


def _standing(session: Session, invoice: Document) -> str:
    if not invoice.open_minor:
        return "is paid"
    return f"has {shown(session, invoice.open_minor, invoice.currency)} open"


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
    """Take a payment back from a day on."""
    payment = payments.find_payment(session, reference)
    again = payments.void(session, payment, on=on)
    parts = [f"{invoice.number} {_standing(session, invoice)}" for invoice in again]
    return "; ".join([f"p{payment.id} is void from {on} on", *parts]) + note_on(on, today())


def apply(session: Session, source: str, number: str, *, amount: str, on: date) -> str:
    """Use a client's credit for an invoice."""
    found, invoice = find_source(session, source), find(session, number)
    minor, day = payments.apply(
        session, found, invoice, amount_minor=typed_amount(session, amount, found.currency), on=on
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
