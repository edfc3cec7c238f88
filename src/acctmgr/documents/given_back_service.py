"""What of an invoice was given back: by credit notes, discounts, write-offs with tax relief, and, of a deposit, by
the invoice that takes it off. Income and tax follow cumulatively, so that all parts come to exactly the whole."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from acctmgr.documents.deposit_moves_service import deposit_moved
from acctmgr.documents.parts_service import Back, effect, tax_rows
from acctmgr.documents.tables import Allocation, AllocationTax, Document

_CORRECTING = ("discount", "write_off")


def given_back(session: Session, invoice: Document, *, on: date) -> Back:
    """What counts on a day or later; a credit note void later still counts on the days before."""
    if invoice.is_deposit:
        return deposit_moved(session, invoice, on=on)
    notes = credit_notes(session, invoice, on=on)
    corrections = _corrections(session, invoice)
    of_notes = [row for note in notes for row in tax_rows(session, note)]
    of_corrections = _correction_taxes(session, corrections)
    corrected = sum(row.amount_minor for row in corrections)
    beside = sum(effect(row) for row in of_corrections)
    return Back(
        sum(note.net_minor for note in notes) + corrected - beside,
        sum(note.total_minor for note in notes) + corrected,
        sum(note.total_book_minor for note in notes) + sum(row.source_book_minor for row in corrections),
        [*of_notes, *of_corrections],
    )


def given_back_too(given: Back, rows: Iterable[tuple[Allocation, Sequence[AllocationTax]]]) -> Back:
    """With corrections that are about to be written, each with its taxes: a discount, or what takes relief back."""
    for row, taxes in rows:
        if row.kind == "discount" or (row.kind == "write_off" and is_relief(taxes)):
            given = Back(
                given.net_minor + row.amount_minor - sum(effect(tax) for tax in taxes),
                given.total_minor + row.amount_minor,
                given.total_book_minor + row.source_book_minor,
                [*given.taxes, *taxes],
            )
    return given


def is_relief(taxes: Iterable[AllocationTax]) -> bool:
    """Whether a write-off gave its tax back; what was to be withheld leaves with every write-off."""
    return any(tax.kind != "withheld" for tax in taxes)


def credit_notes(session: Session, invoice: Document, *, on: date) -> list[Document]:
    """The credit notes of an invoice that count on a day or later; one void later still counts then."""
    voided_on = col(Document.voided_on)
    query = select(Document).where(
        Document.credits_id == invoice.id,
        or_(voided_on.is_(None), voided_on > on),
        Document.status != "draft",
    )
    return list(session.exec(query.order_by(col(Document.id))))


def _corrections(session: Session, invoice: Document) -> list[Allocation]:
    """The discounts and the write-offs with relief, and what was taken back of them: those that corrected income."""
    query = select(Allocation).where(
        Allocation.document_id == invoice.id,
        col(Allocation.kind).in_(_CORRECTING),
        Allocation.amount_minor != 0,
    )
    rows = list(session.exec(query.order_by(col(Allocation.id))))
    taxes = _correction_taxes(session, rows)
    relieved = {tax.allocation_id for tax in taxes if is_relief([tax])}
    return [row for row in rows if row.kind == "discount" or row.id in relieved]


def _correction_taxes(session: Session, rows: Sequence[Allocation]) -> list[AllocationTax]:
    ids = [row.id for row in rows]
    query = select(AllocationTax).where(col(AllocationTax.allocation_id).in_(ids))
    return list(session.exec(query.order_by(col(AllocationTax.id)))) if ids else []
