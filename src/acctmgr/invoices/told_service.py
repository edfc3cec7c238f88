"""What the verbs of `invoice` do, each in one transaction, and what is said of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.core import dates
from acctmgr.documents import service as documents
from acctmgr.documents.deposit_service import deposits_of
from acctmgr.documents.intake_service import Raw, typed_document, typed_lines
from acctmgr.documents.issue_service import issue as issue_document
from acctmgr.documents.tables import Document
from acctmgr.documents.untaxed_service import tax_note
from acctmgr.invoices import credit_service, service
from acctmgr.ledger.amount_service import note_on, shown, typed_amount
from acctmgr.parties.service import check_active, kept
from acctmgr.parties.service import find as find_party


class Told(NamedTuple):
    """The reference, a sentence for people, and what they should know beside it."""

    reference: str
    sentence: str
    note: str = ""


def add(session: Session, client: str, raw: Raw, *, today: date, is_draft: bool, backdate: bool) -> Told:
    """Write an invoice and issue it, or keep it as a draft."""
    party = find_party(session, client)
    check_active(party)
    typed = typed_document(session, raw, today=today, default_currency=party.currency)
    document = service.add(session, party, typed, today=today, is_draft=is_draft, backdate=backdate)
    return _issued(session, document)


def issue(session: Session, draft: str, *, issued_on: date | None, backdate: bool) -> Told:
    """Issue a draft, on another date than its own if given."""
    document = service.find(session, draft)
    if document.status == "draft" and (issued_on or deposits_of(session, document)):
        # its taxes are those of the new day, and its deposits what is left of them
        documents.rewrite(session, document, documents.Typed(issued_on=issued_on))
    issue_document(session, document, backdate=backdate)
    return _issued(session, document)


def edit(session: Session, draft: str, raw: Raw, *, today: date) -> Told:
    """Change a draft."""
    document = service.find(session, draft)
    typed = typed_document(session, raw, today=today, default_currency=document.currency)
    documents.rewrite(session, document, typed)
    return Told(name_of(document), _sentence(session, document))


def set_due(session: Session, number: str, *, due_on: date) -> Told:
    """Give an invoice another due date."""
    document = service.find(session, number)
    service.set_due(session, document, due_on=due_on)
    return Told(name_of(document), _sentence(session, document))


def copy(session: Session, number: str, *, today: date) -> Told:
    """Make a draft like it."""
    document = service.copy(session, service.find(session, number), today=today)
    return Told(name_of(document), _sentence(session, document))


def void(session: Session, number: str, *, on: date) -> Told:
    """Let it count no more from a day on."""
    document = service.find(session, number)
    service.void(session, document, on=on)
    return Told(name_of(document), f"{document.number} is void from {on} on{note_on(on, dates.today())}")


def drop(session: Session, draft: str) -> Told:
    """Throw a draft away."""
    document = service.find(session, draft)
    service.drop(session, document)
    return Told(name_of(document), f"{name_of(document)} is gone")


def credit(
    session: Session, number: str, *, amount: str, lines: Sequence[str], issued_on: date, backdate: bool
) -> Told:
    """Issue a credit note for it."""
    invoice = service.find(session, number)
    document = credit_service.credit(
        session,
        invoice,
        amount_minor=typed_amount(session, amount, invoice.currency),
        lines=typed_lines(session, lines, invoice.currency),
        issued_on=issued_on,
        backdate=backdate,
    )
    total = shown(session, document.total_minor, document.currency)
    left = shown(session, document.open_minor, document.currency)
    rest = f"; {left} is now the client's credit" if document.open_minor else ""
    said = f"credit note {document.number} for {invoice.number}: {total}{rest}"
    return Told(name_of(document), said + note_on(issued_on, dates.today()))


def name_of(document: Document) -> str:
    """What a user calls it: its number, or d12 while it is a draft."""
    return document.number or f"d{document.id}"


def _sentence(session: Session, document: Document) -> str:
    """What is said of an invoice when it was written, issued or changed."""
    party = kept(session, document.party_id)
    total = shown(session, document.total_minor, document.currency)
    what = "draft" if document.status == "draft" else "deposit" if document.is_deposit else "invoice"
    off = "".join(f", {deposit.number} taken off" for deposit in deposits_of(session, document))
    due = f", due {document.due_on}" if document.due_on else ""
    return f"{what} {name_of(document)} for {party.name}: {total}{off}{due}"


def _issued(session: Session, document: Document) -> Told:
    day = document.issued_on if document.number else None
    said = _sentence(session, document) + (note_on(day, dates.today()) if day else "")
    return Told(name_of(document), said, tax_note(session, document))
