"""Changes to invoices: written, issued, re-dated, voided."""

from datetime import date

from sqlmodel import Session

from acctmgr.core import dates
from acctmgr.core.errors import Refused
from acctmgr.documents import reference_rules
from acctmgr.documents import service as documents
from acctmgr.documents.correction_service import even_out, other_side, take_back
from acctmgr.documents.deposit_moves_service import finals_of, used_since
from acctmgr.documents.deposit_service import deposits_of
from acctmgr.documents.given_back_service import credit_notes
from acctmgr.documents.issue_service import issue, posted_on
from acctmgr.documents.series_service import forget_date
from acctmgr.documents.service import Typed
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.side_service import document_rows, recovered_rows
from acctmgr.documents.tables import Document
from acctmgr.invoices.steps_service import void_steps
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line, check_open
from acctmgr.ledger.tables import Entry
from acctmgr.parties.service import kept
from acctmgr.parties.tables import Party
from acctmgr.store.write import connection_of

CLIENT_SIDE = ("receivable", "client_credits", "currency_gain", "currency_loss")


def find(session: Session, reference: str) -> Document:
    """An invoice or credit note by its number, an ending of it, or d12 for a draft."""
    return session.get_one(Document, reference_rules.find(connection_of(session).run, reference).id)


def add(
    session: Session,
    party: Party,
    typed: Typed,
    *,
    today: date,
    is_draft: bool = False,
    backdate: bool = False,
) -> Document:
    """A new invoice, issued at once unless it is to stay a draft."""
    document = documents.draft(session, party, typed, kind="invoice", today=today)
    if not is_draft:
        issue(session, document, backdate=backdate)
    return document


def copy(session: Session, document: Document, *, today: date) -> Document:
    """A draft with the same client, lines and discount, dated today, at the same rate."""
    party = kept(session, document.party_id)
    book_currency = ledger.book_currency(session)
    typed = Typed(
        lines=documents.typed_lines(session, document),
        discount=documents.discount_of(document),
        tax_included=bool(document.is_tax_included),
        reference=document.reference,
        note=document.note,
        currency=document.currency,
        rate=document.rate if document.currency != book_currency else None,
        is_deposit=bool(document.is_deposit),
    )
    return documents.draft(session, party, typed, kind="invoice", today=today)


def drop(session: Session, document: Document) -> None:
    """Throw a draft away."""
    if document.status != "draft":
        raise Refused(
            f"{document.number} was issued and stays", hint=void_steps(session, document, on=dates.today())
        )
    from acctmgr.invoices.recurring_run_service import forget

    forget(session, document)
    documents.clear(session, document)
    session.delete(document)


def set_due(session: Session, document: Document, *, due_on: date) -> None:
    """Give an invoice another due date; past agings move with it, so the lock counts."""
    if document.status == "draft":
        document.due_on = due_on
        session.add(document)
        return
    if document.status == "void":
        raise Refused(f"{document.number} is void, there is nothing to pay")
    if document.kind != "invoice":
        raise Refused(f"{document.number} is no invoice: nothing is due on it")
    check_open(posted_on(document), ledger.locked_until(session))
    if document.issued_on and due_on < document.issued_on:
        raise Refused(f"{document.number} was issued on {document.issued_on}: it can't be due before")
    document.due_on = due_on
    session.add(document)


def void(session: Session, document: Document, *, on: date) -> None:
    """Let a document count no more from a day on; it keeps its number. Refused while anything is settled on it."""
    _check_voidable(session, document, on)
    settlement = Settlement(session, kind="void", text=f"{document.number} void")
    if document.kind == "invoice":
        settlement.void_document(document, on=on)
        receivable = ledger.account_id(session, "receivable")
        debt = Line(
            receivable,
            -document.total_book_minor,
            document.currency,
            -document.total_minor,
            document.party_id,
        )
        settlement.add_lines(on, [debt])
    else:
        settlement.void_source(document, on=on)
    # what its own entry did beside the client's accounts; a credit note's entry may also have settled something
    settlement.add_lines(on, ledger.mirrored(session, document.entry_id, without=CLIENT_SIDE))
    document.voided_on = on
    if document.kind == "credit_note" and document.credits_id:
        _lose_again(session, settlement, document, on=on)
    entries = settlement.post(reverses={on: session.get_one(Entry, document.entry_id)})
    document.void_entry_id = entries[on].id
    settlement.record(entries)
    forget_date(session, document)


def _lose_again(session: Session, settlement: Settlement, note: Document, *, on: date) -> None:
    """What a credit note brought back of a write-off is lost again once the note is void, as far as it is open.

    The mirror of the note's entry knows no write-offs: what it took from them stays theirs.
    """
    session.flush()
    invoice = session.get_one(Document, note.credits_id)
    for row in document_rows(session, invoice):
        if row.kind == "write_off" and row.entry_id == note.entry_id:
            settlement.add_lines(on, other_side(settlement, row))
    for row in recovered_rows(session, note, invoice):
        take_back(settlement, row, on=on)
    even_out(settlement, invoice, on=on)


def _check_voidable(session: Session, document: Document, on: date) -> None:
    if document.status == "draft":
        raise Refused(f"d{document.id} is a draft", hint=f"acctmgr invoice rm d{document.id}")
    if document.voided_on:
        raise Refused(f"{document.number} is void since {document.voided_on}")
    if on < posted_on(document):
        raise Refused(f"{document.number} was issued on {document.issued_on}: it can't be void before")
    if said := _held_by(session, document, on):
        raise Refused(said, hint=void_steps(session, document, on=on))


def _held_by(session: Session, document: Document, on: date) -> str:
    """Why a document can't be void from a day on."""
    if notes := credit_notes(session, document, on=on):
        return f"{document.number} is credited by {notes[0].number}"
    deposit, after = document, None
    if document.credits_id:
        deposit, after = session.get_one(Document, document.credits_id), document.entry_id
    if finals := finals_of(session, deposit, on=on, after=after):
        return f"{deposit.number} is taken off {finals[0].number}"
    back = deposits_of(session, document) if document.kind == "credit_note" else []
    if used := used_since(session, document, back, on=on):
        return f"the deposit that {document.number} gave back is used by {used[-1].number}"
    is_settled = document.open_minor != document.total_minor
    return f"{document.number} has something settled on it" if is_settled else ""
