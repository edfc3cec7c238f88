"""What of an invoice was given back: by credit notes, discounts, write-offs with tax relief, and, of a deposit, by
the invoice that takes it off. Income and tax follow cumulatively, so that all parts come to exactly the whole."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import or_
from sqlmodel import Session, col, select

from acctmgr.documents.correction_rules import Figure
from acctmgr.documents.credit_rules import CodePart, code_parts, rest_to_credit
from acctmgr.documents.tables import Allocation, AllocationTax, Document, DocumentLine, DocumentTax
from acctmgr.documents.total_rules import TaxLine
from acctmgr.tax.tables import TaxCode

_CORRECTING = ("discount", "write_off")
_Tax = DocumentTax | AllocationTax


class GivenBack(NamedTuple):
    """All that was given back of an invoice so far; amounts as in the invoice, in its currency and in the book's."""

    net_minor: int
    total_minor: int
    total_book_minor: int
    taxes: Sequence[_Tax]


def given_back(session: Session, invoice: Document, *, on: date) -> GivenBack:
    """What counts on a day or later; a credit note void later still counts on the days before."""
    notes = credit_notes(session, invoice, on=on)
    corrections = _corrections(session, invoice)
    of_notes = [row for note in notes for row in tax_rows(session, note)]
    of_corrections = _correction_taxes(session, corrections)
    corrected = sum(row.amount_minor for row in corrections)
    effect = sum(_effect(row) for row in of_corrections)
    return GivenBack(
        sum(note.net_minor for note in notes) + corrected - effect,
        sum(note.total_minor for note in notes) + corrected,
        sum(note.total_book_minor for note in notes) + sum(row.source_book_minor for row in corrections),
        [*of_notes, *of_corrections],
    )


def given_back_too(given: GivenBack, rows: Iterable[tuple[Allocation, Sequence[AllocationTax]]]) -> GivenBack:
    """With corrections that are about to be written, each with its taxes: a discount, or what takes relief back."""
    for row, taxes in rows:
        if row.kind == "discount" or (row.kind == "write_off" and taxes):
            given = GivenBack(
                given.net_minor + row.amount_minor - sum(_effect(tax) for tax in taxes),
                given.total_minor + row.amount_minor,
                given.total_book_minor + row.source_book_minor,
                [*given.taxes, *taxes],
            )
    return given


def credit_notes(session: Session, invoice: Document, *, on: date) -> list[Document]:
    """The credit notes of an invoice that count on a day or later; one void later still counts then."""
    voided_on = col(Document.voided_on)
    query = select(Document).where(
        Document.credits_id == invoice.id,
        or_(voided_on.is_(None), voided_on > on),
        Document.status != "draft",
    )
    return list(session.exec(query.order_by(col(Document.id))))


def deducted_by(session: Session, deposit: Document, *, on: date) -> Document | None:
    """The invoice that takes a deposit off, on a day or later."""
    voided_on = col(Document.voided_on)
    query = (
        select(Document)
        .join(DocumentLine, col(DocumentLine.document_id) == col(Document.id))
        .where(
            DocumentLine.deducts_id == deposit.id,
            col(Document.number).is_not(None),
            or_(voided_on.is_(None), voided_on > on),
        )
    )
    return session.exec(query.order_by(col(Document.id))).first() if deposit.is_deposit else None


def _corrections(session: Session, invoice: Document) -> list[Allocation]:
    """The discounts and the write-offs with relief, and what was taken back of them: those that corrected income."""
    query = select(Allocation).where(
        Allocation.document_id == invoice.id,
        col(Allocation.kind).in_(_CORRECTING),
        Allocation.amount_minor != 0,
    )
    rows = list(session.exec(query.order_by(col(Allocation.id))))
    relieved = {row.allocation_id for row in _correction_taxes(session, rows)}
    return [row for row in rows if row.kind == "discount" or row.id in relieved]


def _correction_taxes(session: Session, rows: Sequence[Allocation]) -> list[AllocationTax]:
    ids = [row.id for row in rows]
    query = select(AllocationTax).where(col(AllocationTax.allocation_id).in_(ids))
    return list(session.exec(query.order_by(col(AllocationTax.id)))) if ids else []


def _effect(tax: _Tax) -> int:
    return {"added": tax.tax_minor, "withheld": -tax.tax_minor, "self_assessed": 0}[tax.kind]


def book_effect(rows: Iterable[_Tax]) -> int:
    """What taxes add to a total, or take from it, in the book's currency."""
    ways = {"added": 1, "withheld": -1, "self_assessed": 0}
    return sum(ways[row.kind] * row.tax_book_minor for row in rows)


def tax_rows(session: Session, document: Document) -> list[DocumentTax]:
    """The taxes of a document, in order."""
    query = select(DocumentTax).where(DocumentTax.document_id == document.id).order_by(col(DocumentTax.id))
    return list(session.exec(query))


def parts_of(session: Session, document: Document) -> list[CodePart]:
    """A document by tax code."""
    return code_parts(document.net_minor, _as_lines(session, tax_rows(session, document)))


def parts_back(session: Session, given: GivenBack) -> list[CodePart]:
    """What was given back, by tax code."""
    return code_parts(given.net_minor, _as_lines(session, given.taxes))


def parts_left(session: Session, document: Document, given: GivenBack) -> list[CodePart]:
    """What is left of a document, by tax code; what is given back in full is left out."""
    rest = rest_to_credit(parts_of(session, document), parts_back(session, given))
    return [part for part in rest if part.net_minor or part.total_minor]


def _as_lines(session: Session, rows: Iterable[_Tax]) -> list[TaxLine]:
    lines = []
    for row in rows:
        code = session.get_one(TaxCode, row.tax_code_id).code
        name, rate = (row.name, row.rate) if isinstance(row, DocumentTax) else ("", Decimal(0))
        lines.append(TaxLine(code, row.position, name, row.kind, rate, row.base_minor, row.tax_minor))
    return lines


def figure_of(rows: Iterable[_Tax], like: _Tax) -> Figure:
    """The sum of the rows of one component of one code."""
    mine = [row for row in rows if (row.tax_code_id, row.position) == (like.tax_code_id, like.position)]
    return Figure(sum(row.tax_minor for row in mine), sum(row.tax_book_minor for row in mine))
