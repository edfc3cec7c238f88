"""What is said of lines without a tax code, where the book has tax codes and none for lines that name none."""

from sqlmodel import Session, col, select

from acctmgr.core.money import digits_of, format_minor
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.ledger.amount_service import style_of
from acctmgr.tax import service as taxes


def tax_note(session: Session, document: Document) -> str:
    """What to know of an invoice that was written or issued: what of it has no tax code, and how that changes."""
    if not taxes.is_default_missing(session):
        return ""
    query = select(DocumentLine.net_minor).where(
        DocumentLine.document_id == document.id,
        col(DocumentLine.tax_code_id).is_(None),
        col(DocumentLine.deducts_id).is_(None),
    )
    untaxed = list(session.exec(query))
    if not untaxed:
        return ""
    style, digits = style_of(session), digits_of(document.currency)
    net, tax, bare = (
        format_minor(minor, style=style, digits=digits)
        for minor in (document.net_minor, document.tax_minor, sum(untaxed))
    )
    return f"{net} + {tax} tax: lines of {bare} have no tax code. To set a default: {taxes.SET_DEFAULT}"
