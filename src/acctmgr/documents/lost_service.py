"""What of a document is lost without tax relief, and what was to be withheld of that: nobody withholds it any more."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from acctmgr.documents.correction_rules import next_book_minor
from acctmgr.documents.credit_rules import credit_split, rest_to_credit
from acctmgr.documents.given_back_service import given_back, given_back_too, is_relief
from acctmgr.documents.parts_service import (
    Back,
    Tax,
    added_up,
    code_of,
    figure_of,
    parts_back,
    parts_of,
    tax_rows,
)
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.tables import Allocation, AllocationTax, Document, DocumentTax

NOTHING_BACK = Back()


def taxes_of(session: Session, row: Allocation) -> list[AllocationTax]:
    """The taxes that a discount or a write-off took back."""
    query = select(AllocationTax).where(AllocationTax.allocation_id == row.id)
    return list(session.exec(query.order_by(col(AllocationTax.id))))


def lost_with_tax(settlement: Settlement, document: Document) -> tuple[int, list[AllocationTax]]:
    """What of a document is written off without relief, these moves included, and what left with it of withheld tax."""
    rows = [(row, taxes_of(settlement.session, row)) for row in settlement.rows_of(document)]
    lost = [
        (row.amount_minor, taxes)
        for row, taxes in (*rows, *settlement.pending_of(document))
        if row.kind == "write_off" and not is_relief(taxes)
    ]
    return sum(minor for minor, _ in lost), [tax for _, taxes in lost for tax in taxes]


def withheld_due(
    settlement: Settlement, document: Document, more_minor: int, *, credited: Back = NOTHING_BACK
) -> list[AllocationTax]:
    """What leaves Withheld tax when so much more is lost; negative where too much of it left before.

    What is lost takes its round share after all that was given back, in whatever order it was entered: once all of a
    document is lost or given back, nothing of it is left. credited: what a credit note is about to give back.
    """
    session = settlement.session
    rows = [row for row in tax_rows(session, document) if row.kind == "withheld"]
    if not rows:
        return []
    lost_minor, lost = lost_with_tax(settlement, document)
    given = given_back_too(given_back(session, document, on=date.max), settlement.pending_of(document))
    given = added_up([given, credited])
    share = _share(session, document, given, lost_minor + more_minor)
    found = [_due(row, given.taxes, lost, share.get((code_of(session, row), row.position))) for row in rows]
    return [tax for tax in found if more_minor or tax.tax_minor or tax.tax_book_minor]


def _share(
    session: Session, document: Document, given: Back, lost_minor: int
) -> dict[tuple[str, int], tuple[int, int]]:
    """Base and tax of what is lost, by code and component."""
    whole, back = parts_of(session, document), parts_back(session, given)
    left = sum(part.total_minor for part in rest_to_credit(whole, back))
    if (minor := min(lost_minor, left)) <= 0:
        return {}
    taxes = [tax for part in credit_split(minor, whole, back) for tax in part.taxes]
    return {(tax.code, tax.position): (tax.base_minor, tax.tax_minor) for tax in taxes}


def _due(
    row: DocumentTax, given: Sequence[Tax], lost: Sequence[AllocationTax], share: tuple[int, int] | None
) -> AllocationTax:
    """The step from what left with a loss so far to its share of one component."""
    base_minor, tax_minor = share or (0, 0)
    so_far = figure_of(lost, row)
    book_minor = next_book_minor(figure_of([row], row), figure_of(given, row), tax_minor) if share else 0
    like = (row.tax_code_id, row.position)
    base_so_far = sum(tax.base_minor for tax in lost if (tax.tax_code_id, tax.position) == like)
    return AllocationTax(
        allocation_id=0,
        tax_code_id=row.tax_code_id,
        position=row.position,
        kind=row.kind,
        base_minor=base_minor - base_so_far,
        tax_minor=tax_minor - so_far.tax_minor,
        tax_book_minor=book_minor - so_far.tax_book_minor,
        account_id=row.account_id,
    )
