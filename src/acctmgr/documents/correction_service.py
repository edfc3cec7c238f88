"""What settles an invoice without money: a fee that the bank kept, an early-payment discount, a write-off.

Each settles from its day on, and is taken back by a negative one. A discount, and a write-off with tax relief, give
back income and tax by code, cumulatively with the credit notes.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from acctmgr.core.errors import Refused
from acctmgr.core.money import convert_minor, digits_of
from acctmgr.documents.correction_rules import next_book_minor, part_back, shares_back
from acctmgr.documents.correction_side_service import SIDES, fee_lines, income_lines, loss_lines
from acctmgr.documents.credit_rules import credit_split
from acctmgr.documents.deposit_moves_service import finals_of
from acctmgr.documents.given_back_service import credit_notes, given_back, given_back_too, is_relief
from acctmgr.documents.lost_service import NOTHING_BACK, lost_with_tax, taxes_of, withheld_due
from acctmgr.documents.parts_service import Back, Tax, code_of, figure_of, parts_back, parts_of, tax_rows
from acctmgr.documents.settlement_service import Otherwise, Settlement
from acctmgr.documents.side_service import written_off
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Allocation, AllocationTax, Document, DocumentTax, Payment
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import shown
from acctmgr.ledger.rules import Line


class _Back(NamedTuple):
    """How much of an allocation is taken back, after what was before; through: the payment that brings it."""

    taken_minor: int
    share: int
    through: Payment | None = None


def settle_fee(
    settlement: Settlement, payment: Payment, document: Document, amount_minor: int, *, on: date
) -> None:
    """Let what the bank kept of a payment settle a document too; it costs what it is worth that day."""
    book_currency = ledger.book_currency(settlement.session)
    book_minor = convert_minor(
        amount_minor, payment.rate, digits_of(payment.currency), digits_of(book_currency)
    )
    settlement.settle(document, amount_minor, Otherwise("fee", book_minor, payment), on=on)
    settlement.add_lines(on, fee_lines(settlement, document, amount_minor, book_minor))


def settle_discount(
    settlement: Settlement, payment: Payment | None, document: Document, amount_minor: int, *, on: date
) -> None:
    """Let go of a part of a document for being paid early: income and tax are that much less."""
    _check_earned(settlement.session, document, on=on)
    taxes = _taxes_back(settlement, document, amount_minor, on=on)
    book_minor = settlement.settle(
        document, amount_minor, Otherwise("discount", None, payment), on=on, taxes=taxes
    )
    settlement.add_lines(on, income_lines(settlement, document, amount_minor, book_minor, taxes))


def write_off(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    *,
    on: date,
    has_relief: bool,
    reason: str | None = None,
) -> None:
    """Give a part of a document up as lost; with relief its tax comes back, without it is lost too.

    What was to be withheld of that part is withheld by nobody: it leaves its account, relief or not.
    """
    _check_earned(settlement.session, document, on=on)
    if document.posted_on and on < document.posted_on:
        raise Refused(f"{document.number} was issued on {document.issued_on}: it can't be written off before")
    _check_left(settlement, document, amount_minor, on=on)
    taxes = (
        _taxes_back(settlement, document, amount_minor, on=on)
        if has_relief
        else withheld_due(settlement, document, amount_minor)
    )
    how = Otherwise("write_off", note=reason)
    book_minor = settlement.settle(document, amount_minor, how, on=on, taxes=taxes)
    settlement.add_lines(on, loss_lines(settlement, document, amount_minor, book_minor, taxes))
    even_out(settlement, document, on=on)


def even_out(settlement: Settlement, document: Document, *, on: date, credited: Back = NOTHING_BACK) -> None:
    """Let what was to be withheld of a loss be its round share again, after all that is lost and given back now.

    credited: what a credit note gives back that is not in the books yet.
    """
    if taxes := withheld_due(settlement, document, 0, credited=credited):
        settlement.settle(document, 0, Otherwise("write_off", 0), on=on, taxes=taxes)
        settlement.add_lines(on, loss_lines(settlement, document, 0, 0, taxes))


def _check_left(settlement: Settlement, document: Document, amount_minor: int, *, on: date) -> None:
    """What is given back, or lost already, is not lost once more: its credit note settles it."""
    left = _left_to_lose(settlement, document, on=on)
    if amount_minor > left:
        raise Refused(
            f"only {shown(settlement.session, left, document.currency)} of {document.number}"
            " is not credited or lost yet",
            hint=_applying(settlement.session, document, on=on),
        )


def _applying(session: Session, document: Document, *, on: date) -> str:
    """How the credit notes of a document settle it, those that have something left."""
    notes = [note for note in credit_notes(session, document, on=on) if note.open_minor]
    return then(*(f"payment apply {note.number} {document.number}" for note in notes))


def _left_to_lose(settlement: Settlement, document: Document, *, on: date) -> int:
    """What of a document is neither given back nor lost, these moves included."""
    session, pending = settlement.session, settlement.pending_of(document)
    given = given_back_too(given_back(session, document, on=on), pending)
    lost, _ = lost_with_tax(settlement, document)
    return max(document.total_minor - given.total_minor - lost, 0)


def _check_earned(session: Session, document: Document, *, on: date) -> None:
    """A deposit is no income yet: what is let go of it is no discount and no loss."""
    if document.is_deposit:
        finals = [final.number for final in finals_of(session, document, on=on)]
        raise Refused(
            f"{document.number} is a deposit: nothing is earned that could be let go",
            hint=then(*(f"invoice credit {number}" for number in (*finals, document.number))),
        )


def recover(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    *,
    on: date,
    through: Payment | None = None,
    keeps_relief: bool = False,
    credited: Back = NOTHING_BACK,
) -> int:
    """Take back so much of what was written off, or all there is, the latest first; gives how much.

    From a day on, but never before it was written off. keeps_relief: what gave its tax back stays written off.
    credited: what the credit note that takes it back is about to give back.
    """
    left = amount_minor
    for row, standing_minor in reversed(written_off(settlement.rows_of(document))):
        if keeps_relief and is_relief(taxes_of(settlement.session, row)):
            continue
        share = min(left, standing_minor)
        if share:
            taken_minor = row.amount_minor - standing_minor
            _take_back_part(settlement, document, row, _Back(taken_minor, share, through), on=on)
            left -= share
    latest = max([on, *(row.effective_on for row, _ in written_off(settlement.rows_of(document)))])
    even_out(settlement, document, on=latest, credited=credited)
    return amount_minor - left


def take_back(settlement: Settlement, row: Allocation, *, on: date) -> None:
    """Let a fee, a discount or a write-off settle no more from a day on, or let a write-off stand again."""
    document = settlement.session.get_one(Document, row.document_id)
    through = settlement.session.get_one(Payment, row.through_id) if row.through_id else None
    share = row.amount_minor
    if share < 0:  # a credit note that came meanwhile settles what it gave back
        share = -min(-share, _room(settlement, document, on=max(on, row.effective_on)))
    if share:
        _take_back_part(settlement, document, row, _Back(0, share, through), on=on)
    if row.kind == "write_off":
        even_out(settlement, document, on=max(on, row.effective_on))


def _room(settlement: Settlement, document: Document, *, on: date) -> int:
    """What may be written off of a document: what is open, and neither given back nor lost."""
    return min(_left_to_lose(settlement, document, on=on), settlement.most_to_settle(document, on=on))


def _take_back_part(
    settlement: Settlement, document: Document, row: Allocation, back: _Back, *, on: date
) -> None:
    day = max(on, row.effective_on)
    parts = (back.taken_minor, back.share, row.amount_minor)
    book_minor = -part_back(row.source_book_minor, *parts)
    taxes = _taxes_of_part(taxes_of(settlement.session, row), parts)
    how = Otherwise(row.kind, book_minor, back.through, row.id, _reason_again(settlement.session, row))
    settlement.settle(document, -back.share, how, on=day, taxes=taxes)
    settlement.add_lines(day, SIDES[row.kind](settlement, document, -back.share, book_minor, taxes))


def take_back_part(
    settlement: Settlement, row: Allocation, share: int, *, on: date, through: Payment | None
) -> None:
    """Let so much of a fee, a discount or a write-off settle no more from a day on; negative lets it stand again."""
    document = settlement.session.get_one(Document, row.document_id)
    query = select(Allocation.amount_minor).where(Allocation.reverses_id == row.id)
    taken_minor = -sum(settlement.session.exec(query))
    _take_back_part(settlement, document, row, _Back(taken_minor, share, through), on=on)


def enter(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    how: Otherwise,
    *,
    on: date,
    taxes: Sequence[AllocationTax],
) -> None:
    """Let a discount or a write-off settle a document with the taxes that it took back elsewhere already."""
    book_minor = settlement.settle(document, amount_minor, how, on=on, taxes=taxes)
    settlement.add_lines(on, SIDES[how.kind](settlement, document, amount_minor, book_minor, taxes))


def other_side(settlement: Settlement, row: Allocation) -> list[Line]:
    """What a fee, a discount or a write-off posted beside the document."""
    document = settlement.session.get_one(Document, row.document_id)
    taxes = taxes_of(settlement.session, row)
    return SIDES[row.kind](settlement, document, row.amount_minor, row.source_book_minor, taxes)


def _reason_again(session: Session, row: Allocation) -> str | None:
    """Why something is written off again: for the reason that it was."""
    return session.get_one(Allocation, row.reverses_id).note if row.amount_minor < 0 else None


def _taxes_of_part(taxes: Sequence[AllocationTax], before: tuple[int, int, int]) -> list[AllocationTax]:
    """The taxes of a part that is taken back; those that one code adds are rounded as one."""
    groups: dict[tuple[int, int | None], list[AllocationTax]] = {}
    for tax in taxes:
        place = None if tax.kind == "added" else tax.position
        groups.setdefault((tax.tax_code_id, place), []).append(tax)
    found = []
    for group in groups.values():
        minors = shares_back([tax.tax_minor for tax in group], *before)
        books = shares_back([tax.tax_book_minor for tax in group], *before)
        for tax, minor, book_minor in zip(group, minors, books, strict=True):
            base_minor = part_back(tax.base_minor, *before)
            found.append(_tax_back(tax, -base_minor, -minor, -book_minor))
    return found


def _tax_back(tax: AllocationTax, base_minor: int, tax_minor: int, tax_book_minor: int) -> AllocationTax:
    return AllocationTax(
        allocation_id=0,
        tax_code_id=tax.tax_code_id,
        position=tax.position,
        kind=tax.kind,
        base_minor=base_minor,
        tax_minor=tax_minor,
        tax_book_minor=tax_book_minor,
        account_id=tax.account_id,
    )


def _taxes_back(
    settlement: Settlement, document: Document, amount_minor: int, *, on: date
) -> list[AllocationTax]:
    """The tax in an amount of a document, by code and component, after all that was given back before."""
    session = settlement.session
    given = given_back_too(given_back(session, document, on=on), settlement.pending_of(document))
    parts = credit_split(amount_minor, parts_of(session, document), parts_back(session, given))
    rows = {(code_of(session, row), row.position): row for row in tax_rows(session, document)}
    return [
        _next_part(rows[tax.code, tax.position], given.taxes, tax.base_minor, tax.tax_minor)
        for part in parts
        for tax in part.taxes
    ]


def _next_part(row: DocumentTax, before: Sequence[Tax], base_minor: int, tax_minor: int) -> AllocationTax:
    """The next part of a tax of a document, in the book's currency after all the parts before."""
    return AllocationTax(
        allocation_id=0,
        tax_code_id=row.tax_code_id,
        position=row.position,
        kind=row.kind,
        base_minor=base_minor,
        tax_minor=tax_minor,
        tax_book_minor=next_book_minor(figure_of([row], row), figure_of(before, row), tax_minor),
        account_id=row.account_id,
    )
