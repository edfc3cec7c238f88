"""Writing an invoice off as lost, and taking that back, as the commands do it."""

from datetime import date

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line
from acctmgr.documents import correction_service as corrections
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.side_service import written_off
from acctmgr.documents.tables import Document
from acctmgr.invoices.service import find
from acctmgr.ledger.amount_service import note_on, shown, shown_most, typed_amount

Told = tuple[str, str]  # the reference, and a sentence for people


def write_off(session: Session, number: str, *, amount: str, on: date, has_relief: bool, reason: str) -> Told:
    """Give up what is open of an invoice, or a part of that, from a day on."""
    invoice = _invoice(session, number, "write off")
    settlement = Settlement(session, kind="write_off", text=f"{invoice.number} written off")
    most = settlement.most_to_settle(invoice, on=on)
    minor = typed_amount(session, amount, invoice.currency)
    minor = most if minor is None else minor
    if not invoice.open_minor:
        raise Refused(f"{invoice.number} has nothing open: it is {invoice.status.replace('_', ' ')}")
    if not most or minor > most:
        raise Refused(f"{invoice.number} has {shown_most(session, most, invoice.currency)} open on {on}")
    corrections.write_off(
        settlement,
        invoice,
        minor,
        on=on,
        has_relief=has_relief,
        reason=clean_line(reason, "the reason") if reason else None,
    )
    settlement.record(settlement.post())
    said = f"wrote {shown(session, minor, invoice.currency)} of {invoice.number} off"
    tax = " with its tax" if has_relief else ""
    return str(invoice.number), f"{said}{tax}{_left(session, invoice)}{note_on(on, today())}"


def take_back(session: Session, number: str, *, amount: str, on: date) -> Told:
    """Let an invoice that was written off be owed again, or a part of it, from a day on."""
    invoice = _invoice(session, number, "take back")
    settlement = Settlement(session, kind="write_off", text=f"Write-off of {invoice.number} taken back")
    lost = written_off(settlement.rows_of(invoice))
    if not lost:
        raise Refused(f"nothing of {invoice.number} is written off")
    latest = max(row.effective_on for row, _ in lost)
    if on < latest:
        raise Refused(f"{invoice.number} was written off on {latest}: it can't be taken back on {on}")
    whole = sum(minor for _, minor in lost)
    minor = typed_amount(session, amount, invoice.currency)
    minor = whole if minor is None else minor
    if minor > whole:
        raise Refused(f"only {shown(session, whole, invoice.currency)} of {invoice.number} is written off")
    corrections.recover(settlement, invoice, minor, on=on)
    settlement.record(settlement.post())
    said = f"took the write-off of {shown(session, minor, invoice.currency)} of {invoice.number} back"
    return str(invoice.number), f"{said}{_left(session, invoice)}{note_on(on, today())}"


def _invoice(session: Session, number: str, doing: str) -> Document:
    document = find(session, number)
    if document.kind != "invoice":
        raise Refused(f"{document.number} is no invoice")
    if document.status in {"draft", "void"}:
        name = document.number or f"d{document.id}"
        raise Refused(f"{name} is {document.status}, there is nothing to {doing}")
    return document


def _left(session: Session, invoice: Document) -> str:
    if not invoice.open_minor:
        return ""
    return f"; {shown(session, invoice.open_minor, invoice.currency)} is open"
