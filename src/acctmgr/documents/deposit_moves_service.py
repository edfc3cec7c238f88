"""What moves a deposit: its credit notes, the invoices that take it off, and the credit notes of those, which give it
back in proportion.

What each of them moved is worked out in the order in which they were entered, from what counted at the time: what an
invoice took stays what it was.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from acctmgr.documents.correction_rules import Figure, next_book_minor
from acctmgr.documents.credit_rules import credit_nets, rest_to_credit
from acctmgr.documents.parts_service import (
    Back,
    BackTax,
    added_up,
    book_effect,
    code_key,
    codes_of,
    effect,
    figure_of,
    parts_back,
    parts_of,
    taken_back,
    whole_of,
)
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import TaxLine
from acctmgr.tax.tables import TaxCode


class Move(NamedTuple):
    """A document and what it took of a deposit; what it gives back is negative."""

    document: Document
    took: Back

    @property
    def is_return(self) -> bool:
        """Whether it is the credit note of an invoice that took the deposit off."""
        return self.document.kind == "credit_note" and not self.document.is_deposit

    def counts(self, on: date, *, before: int | None = None) -> bool:
        """Whether it counts on a day or later; what gives back must be there on that day, and stay.

        before: an entry, to know only what was known when it was posted.
        """
        assert self.document.posted_on is not None
        voided_on = _voided_on(self.document, before)
        if self.is_return:
            return voided_on is None and self.document.posted_on <= on
        return voided_on is None or voided_on > on


def finals_of(session: Session, deposit: Document, *, on: date, after: int | None = None) -> list[Document]:
    """The invoices that take a deposit off, on a day or later. after: an entry, to see those that came later."""
    voided_on = col(Document.voided_on)
    with_line = select(DocumentLine.document_id).where(DocumentLine.deducts_id == deposit.id)
    query = select(Document).where(
        col(Document.id).in_(with_line),
        Document.kind == "invoice",
        col(Document.number).is_not(None),
        col(Document.entry_id) > (after or 0),
        or_(voided_on.is_(None), voided_on > on),
    )
    return list(session.exec(query.order_by(col(Document.entry_id)))) if deposit.is_deposit else []


class Taken(NamedTuple):
    """A deposit that an invoice takes off: what it took of it, and what its credit notes gave back of that."""

    deposit: Document
    took: Back
    returned: Back


def moves_of(session: Session, deposit: Document) -> list[Move]:
    """All that ever moved a deposit, void or not, in the order in which it was entered."""
    moves: list[Move] = []
    whole = whole_of(session, deposit)
    for document in _movers(session, deposit):
        assert document.posted_on is not None
        known = [move for move in moves if move.counts(document.posted_on, before=document.entry_id)]
        if document.credits_id == deposit.id:
            took = whole_of(session, document)
        elif document.kind == "invoice":
            left = added_up([whole, *(taken_back(move.took) for move in known)])
            took = _taken_off(session, document, deposit, left)
        else:
            final = next(move for move in moves if move.document.id == document.credits_id)
            returned = _returned(moves, final.document, document.posted_on, before=document.entry_id)
            nets = _line_nets(session, document, deposit)
            took = taken_back(part_back_of(session, final.took, returned, nets))
        moves.append(Move(document, took))
    return moves


def deposit_moved(session: Session, deposit: Document, *, on: date, without: Document | None = None) -> Back:
    """What is gone of a deposit on a day or later."""
    moves = moves_of(session, deposit)
    return added_up(move.took for move in moves if move.document is not without and move.counts(on))


def taken_by(session: Session, final: Document, deposits: Sequence[Document], *, on: date) -> list[Taken]:
    """What an invoice took of each of its deposits, and what its credit notes gave back on a day or later."""
    found = []
    for deposit in deposits:
        moves = moves_of(session, deposit)
        took = next(move.took for move in moves if move.document.id == final.id)
        found.append(Taken(deposit, took, _returned(moves, final, on)))
    return found


def used_since(session: Session, note: Document, deposits: Sequence[Document], *, on: date) -> list[Document]:
    """What already used, on a day or later, the deposits that a credit note gave back: it can't be void before that."""
    used: dict[int, Document] = {}
    for deposit in deposits:
        whole = parts_of(session, deposit)
        gone = parts_back(session, deposit_moved(session, deposit, on=on, without=note))
        nets = [
            (part.net_minor, rest.net_minor)
            for part, rest in zip(whole, rest_to_credit(whole, gone), strict=True)
        ]
        if all(min(net, 0) <= left <= max(net, 0) for net, left in nets):
            continue
        for move in moves_of(session, deposit):
            document = move.document
            assert document.id is not None and document.entry_id is not None and note.entry_id is not None
            if document.entry_id > note.entry_id and not move.is_return and move.counts(on):
                used[document.id] = document
    return list(used.values())


def _returned(moves: Sequence[Move], final: Document, on: date, *, before: int | None = None) -> Back:
    """What the credit notes of an invoice gave back of a deposit, whatever day they are of; one void later counts."""
    notes = [move for move in moves if move.is_return and move.document.credits_id == final.id]
    days = [(move, _voided_on(move.document, before)) for move in notes]
    return added_up(taken_back(move.took) for move, void in days if void is None or void > on)


def _voided_on(document: Document, before: int | None) -> date | None:
    """Since when it is void, as far as was known before an entry."""
    is_known = before is None or document.void_entry_id is None or document.void_entry_id < before
    return document.voided_on if is_known else None


def _movers(session: Session, deposit: Document) -> list[Document]:
    with_line = select(DocumentLine.document_id).where(DocumentLine.deducts_id == deposit.id)
    query = select(Document).where(
        or_(Document.credits_id == deposit.id, col(Document.id).in_(with_line)),
        col(Document.number).is_not(None),
    )
    return list(session.exec(query.order_by(col(Document.entry_id), col(Document.id))))


def _taken_off(session: Session, final: Document, deposit: Document, left: Back) -> Back:
    """What an invoice took of what was left: all, unless its lines say less, as where an import changed the order."""
    nets = _line_nets(session, final, deposit)
    if nets == {part.code: part.net_minor for part in parts_back(session, left) if part.net_minor}:
        return left
    return part_back_of(session, left, Back(), nets)


def _line_nets(session: Session, document: Document, deposit: Document) -> dict[str, int]:
    """What the lines of an invoice take off a deposit, or those of a credit note give back of it, by code."""
    query = select(DocumentLine).where(
        DocumentLine.document_id == document.id, DocumentLine.deducts_id == deposit.id
    )
    nets: dict[str, int] = {}
    for line in session.exec(query):
        key = code_key(session.get_one(TaxCode, line.tax_code_id)) if line.tax_code_id else ""
        nets[key] = nets.get(key, 0) - line.net_minor
    return {key: net for key, net in nets.items() if net}


def part_back_of(session: Session, took: Back, returned: Back, nets: Mapping[str, int]) -> Back:
    """The next part that is given back of what an invoice took, from its nets by code: taxes and book follow."""
    parts = credit_nets(nets, parts_back(session, took), parts_back(session, returned))
    codes = codes_of(session, took.taxes)
    taxes = [_tax_back(codes, took, returned, tax) for part in parts for tax in part.taxes]
    net = sum(part.net_minor for part in parts)
    net_book = next_book_minor(
        Figure(took.net_minor, took.net_book_minor), Figure(returned.net_minor, returned.net_book_minor), net
    )
    return Back(net, net + sum(map(effect, taxes)), net_book + book_effect(taxes), taxes)


def _tax_back(codes: Mapping[str, TaxCode], took: Back, returned: Back, tax: TaxLine) -> BackTax:
    code_id = codes[tax.code].id
    assert code_id is not None
    row = BackTax(code_id, tax.position, tax.kind, tax.base_minor, tax.tax_minor, 0)
    book_minor = next_book_minor(figure_of(took.taxes, row), figure_of(returned.taxes, row), tax.tax_minor)
    return row._replace(tax_book_minor=book_minor)
