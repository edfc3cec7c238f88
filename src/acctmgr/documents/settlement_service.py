"""What settles documents: allocations with their dates and the entries they post.

Everything goes through `Settlement`: gather moves, post one entry a day, write the allocations, work out what is
open. Money moves between a source and a document; a fee, discount or write-off settles a document without money.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from acctmgr.core.errors import Refused
from acctmgr.documents.settlement_rules import Difference, gains_and_losses, least_open
from acctmgr.documents.side_service import (
    Side,
    Source,
    difference_of,
    document_side,
    refresh,
    source_of,
    source_side,
)
from acctmgr.documents.tables import Allocation, AllocationTax, Document, Payment
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Entry
from acctmgr.parties.service import kept


class Otherwise(NamedTuple):
    """What settles a document without a source: its kind, what it comes with, what it takes back.

    book_minor: what its other side comes to in the book; None: what the document carries.
    """

    kind: str
    book_minor: int | None = None
    through: Payment | None = None
    reverses_id: int | None = None
    note: str | None = None


class _Pending(NamedTuple):
    """An allocation to be written once the things that it names have their ids."""

    row: Allocation
    source: Source | None = None
    through: Payment | None = None
    taxes: Sequence[AllocationTax] = ()

    @property
    def ids(self) -> tuple[int | None, int | None, int | None]:
        """The payment or the credit note that it comes from, and the payment that it came with."""
        is_payment = isinstance(self.source, Payment)
        source_id = self.source.id if self.source else None
        through_id = self.through.id if self.through else None
        return (source_id, None, through_id) if is_payment else (None, source_id, through_id)

    @property
    def pair(self) -> tuple[Any, ...]:
        """What gains or loses together: of a document the money that settles it; new money has no id yet."""
        if any(thing is not None and thing.id is None for thing in (self.source, self.through)):
            return "new", self.row.kind, id(self.source), id(self.through)
        return self.row.kind, *self.ids


class Settlement:
    """Moves that belong together: one command's worth of payments, credits, voids and their taking back."""

    def __init__(self, session: Session, *, kind: str, text: str) -> None:
        self.session = session
        self.kind, self.text = kind, text
        self.lines: dict[date, list[Line]] = {}
        self.rows: list[_Pending] = []
        self.documents: dict[int, Side] = {}
        self.sources: dict[int, Side] = {}  # by the identity of the object: a new payment has no id yet
        self.accounts = {
            key: ledger.account_id(session, key)
            for key in ("receivable", "client_credits", "currency_gain", "currency_loss")
        }

    def apply(self, source: Source, document: Document, amount_minor: int, *, on: date, kind: str) -> None:
        """Let a source settle so much of a document from a day on; a negative amount takes it back."""
        check_pair(self.session, source, document)
        there, here = self._document(document), self._source(source)
        self._allocate(there, here, amount_minor, on=on, kind=kind)

    def most_to_settle(self, document: Document, *, on: date) -> int:
        """What may be settled of a document from a day on: the least that is open on that day or any later one."""
        side = self._document(document)
        return least_open(side.total_minor, side.events, on)

    def take_back(self, allocation: Allocation, *, on: date) -> None:
        """Free an allocation from a day on; before that day it still counts."""
        document = self.session.get_one(Document, allocation.document_id)
        source = source_of(self.session, allocation)
        self._allocate(
            self._document(document),
            self._source(source),
            -allocation.amount_minor,
            on=on,
            kind=allocation.kind,
            reverses_id=allocation.id,
        )

    def settle(
        self,
        document: Document,
        amount_minor: int,
        how: Otherwise,
        *,
        on: date,
        taxes: Sequence[AllocationTax] = (),
    ) -> int:
        """Settle so much of a document without money, or take that back; gives what the other side comes to.

        The postings of the other side are for the caller to add; what the document carries beyond them is a
        gain or loss of its currency.
        """
        other_minor = 0
        for day, carried_minor in self._document(document).move(on, amount_minor):
            is_first = day == on
            book_minor = 0
            if is_first:
                book_minor = other_minor = carried_minor if how.book_minor is None else how.book_minor
            row = Allocation(
                kind=how.kind,
                document_id=document.id,
                effective_on=day,
                amount_minor=amount_minor if is_first else 0,
                book_minor=carried_minor,
                source_book_minor=book_minor,
                reverses_id=how.reverses_id if is_first else None,
                note=how.note if is_first else None,
                entry_id=0,
            )
            self.rows.append(_Pending(row, None, how.through, taxes if is_first else ()))
            self._add(day, self._receivable_line(document, -carried_minor, -row.amount_minor))
        return other_minor

    def pay_out(
        self,
        source: Source,
        amount_minor: int,
        through: Payment,
        book_minor: int,
        *,
        on: date,
        reverses_id: int | None = None,
    ) -> None:
        """Let money of a source go back to the client, or take that back; the money's own posting is the caller's."""
        for day, given_minor in self._source(source).move(on, amount_minor):
            amount, paid_minor = (amount_minor, book_minor) if day == on else (0, 0)
            row = Allocation(
                kind="refund",
                effective_on=day,
                amount_minor=amount,
                book_minor=paid_minor,
                source_book_minor=given_minor,
                reverses_id=reverses_id if day == on else None,
                entry_id=0,
            )
            self.rows.append(_Pending(row, source, through))
            self._add(day, self._credit_line(source, given_minor, amount))

    def rows_of(self, document: Document) -> Sequence[Allocation]:
        """All that settled a document before these moves."""
        return self._document(document).rows

    def pending_of(self, document: Document) -> list[tuple[Allocation, Sequence[AllocationTax]]]:
        """All that these moves settle of it, each with its taxes."""
        return [(row, taxes) for row, _, _, taxes in self.rows if row.document_id == document.id]

    def void_document(self, document: Document, *, on: date) -> None:
        """Let all of a document go; its own entry's mirror is for the caller to add."""
        side = self._document(document)
        for day, book_minor in side.move(on, document.total_minor):
            amount = document.total_minor if day == on else 0
            row = Allocation(
                kind="void",
                document_id=document.id,
                effective_on=day,
                amount_minor=amount,
                book_minor=book_minor,
                entry_id=0,
            )
            self._row(row)

    def void_source(self, source: Source, *, on: date) -> None:
        """Let all of a source go: what it gave away must have been taken back before."""
        side = self._source(source)
        if not side.total_minor:
            return
        for day, book_minor in side.move(on, side.total_minor):
            amount = side.total_minor if day == on else 0
            row = Allocation(
                kind="void",
                effective_on=day,
                amount_minor=amount,
                book_minor=0,
                source_book_minor=book_minor,
                entry_id=0,
            )
            self._row(row, source)
            self._add(day, self._credit_line(source, book_minor, amount))

    def add_lines(self, on: date, lines: Sequence[Line]) -> None:
        """Put further postings on the entry of a day."""
        self.lines.setdefault(on, []).extend(lines)

    def post(self, reverses: dict[date, Entry] | None = None) -> dict[date, Entry]:
        """Post one entry a day, of all that was gathered."""
        self._add_differences()
        undone = reverses or {}
        return {
            day: ledger.post(
                self.session, on=day, kind=self.kind, text=self.text, lines=lines, reverses=undone.get(day)
            )
            for day, lines in sorted(self.lines.items())
        }

    def record(self, entries: dict[date, Entry]) -> None:
        """Write the allocations under their entries and work out what is open on both sides."""
        self.session.flush()
        for pending in self.rows:
            row = pending.row
            entry_id = entries[row.effective_on].id
            assert entry_id is not None
            row.entry_id = entry_id
            row.payment_id, row.credit_id, row.through_id = pending.ids
            self.session.add(row)
        self.session.flush()
        self._record_taxes()
        for side in (*self.documents.values(), *self.sources.values()):
            refresh(self.session, side)

    def _record_taxes(self) -> None:
        for row, _, _, taxes in self.rows:
            for tax in taxes:
                assert row.id is not None
                tax.allocation_id = row.id
                self.session.add(tax)
                self.session.flush()

    def _allocate(
        self,
        there: Side,
        here: Side,
        amount_minor: int,
        *,
        on: date,
        kind: str,
        reverses_id: int | None = None,
    ) -> None:
        """Both sides move; corrections of either side get rows of amount 0 on their days."""
        document, source = there.thing, here.thing
        assert isinstance(document, Document)
        left = dict(there.move(on, amount_minor))
        given = dict(here.move(on, amount_minor))
        for day in sorted({*left, *given}):
            book_minor, source_book_minor = left.get(day, 0), given.get(day, 0)
            amount = amount_minor if day == on else 0
            row = Allocation(
                kind=kind,
                document_id=document.id,
                effective_on=day,
                amount_minor=amount,
                book_minor=book_minor,
                source_book_minor=source_book_minor,
                reverses_id=reverses_id if day == on else None,
                entry_id=0,
            )
            self._row(row, source)
            self._add(day, self._receivable_line(document, -book_minor, -amount))
            self._add(day, self._credit_line(source, source_book_minor, amount))

    def _row(self, row: Allocation, source: Source | None = None) -> None:
        self.rows.append(_Pending(row, source))

    def _add(self, day: date, line: Line) -> None:
        self.lines.setdefault(day, []).append(line)

    def _receivable_line(self, document: Document, book_minor: int, minor: int) -> Line:
        return Line(self.accounts["receivable"], book_minor, document.currency, minor, document.party_id)

    def _credit_line(self, source: Source, book_minor: int, minor: int) -> Line:
        return Line(self.accounts["client_credits"], book_minor, source.currency, minor, source.party_id)

    def _add_differences(self) -> None:
        """Post what the currencies gained or lost, document by document, in the book's currency."""
        groups: dict[Any, list[_Pending]] = {}
        for pending in self.rows:
            if pending.row.kind != "void":
                groups.setdefault(pending.row.document_id or ("source", id(pending.source)), []).append(
                    pending
                )
        for group in groups.values():
            new = [difference_of(pending.row, pending.pair) for pending in group]
            for day, gain_minor, loss_minor in gains_and_losses(self._booked_with(group[0]), new):
                for key, minor in (("currency_gain", gain_minor), ("currency_loss", loss_minor)):
                    self._add(day, self._difference_line(key, -minor, group[0]))

    def _booked_with(self, pending: _Pending) -> list[Difference]:
        """What was there before of the same document; of money that went back, of the same source."""
        document_id = pending.row.document_id
        side = self.documents[document_id] if document_id else self.sources[id(pending.source)]
        return [
            difference_of(row, (row.kind, row.payment_id, row.credit_id, row.through_id))
            for row in side.rows
            if row.document_id == document_id and row.kind != "void"
        ]

    def _difference_line(self, key: str, minor: int, pending: _Pending) -> Line:
        document_id = pending.row.document_id
        thing = self.documents[document_id].thing if document_id else pending.source
        assert thing is not None
        return Line(self.accounts[key], minor, ledger.book_currency(self.session), minor, thing.party_id)

    def _document(self, document: Document) -> Side:
        assert document.id is not None
        if document.id not in self.documents:
            self.documents[document.id] = document_side(self.session, document)
        return self.documents[document.id]

    def _source(self, source: Source) -> Side:
        if id(source) not in self.sources:
            self.sources[id(source)] = source_side(self.session, source)
        return self.sources[id(source)]


def check_pair(session: Session, source: Source, document: Document) -> None:
    """Whether this money may settle that document at all; parties that were merged are one."""
    if isinstance(source, Payment) and source.direction == "out":
        raise Refused(f"p{source.id} went out to the client: it settles nothing")
    if document.kind != "invoice":
        raise Refused(f"{document.number} is no invoice: nothing settles it")
    if document.status in {"draft", "void"}:
        raise Refused(
            f"{document.number or f'd{document.id}'} is {document.status}, there is nothing to settle"
        )
    is_same = source.party_id == document.party_id
    if not is_same and kept(session, source.party_id) is not kept(session, document.party_id):
        raise Refused(f"{document.number} belongs to another client")
    if source.currency != document.currency:
        raise Refused(f"{document.number} is in {document.currency}, that money is in {source.currency}")
