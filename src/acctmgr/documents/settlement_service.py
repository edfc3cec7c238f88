"""What settles documents: allocations with their dates, the entries they post, what stays open.

A source is a payment or a credit note; what it does not give away is the party's credit. Everything goes
through `Settlement`: gather moves, post one entry a day, write the allocations, work out what is open.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.documents.settlement_rules import (
    BookedEvent,
    Event,
    carrying_corrections,
    check_events,
    least_open,
    settled_on,
    status_of,
)
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Entry

Source = Payment | Document


class Side:
    """A document or source with all that happened to it, booked or about to be."""

    def __init__(
        self, thing: Source, total_minor: int, total_book_minor: int, events: list[BookedEvent]
    ) -> None:
        self.thing = thing
        self.total_minor, self.total_book_minor = total_minor, total_book_minor
        self.events = events

    def move(self, on: date, amount_minor: int) -> list[tuple[date, int]]:
        """Add an event; gives its carrying amount and the corrections on later days. Refused if past the total."""
        event = Event(on, amount_minor)
        check_events(self.total_minor, [*self.events, event])
        changes = carrying_corrections(self.total_minor, self.total_book_minor, self.events, event)
        for place, (day, book_minor) in enumerate(changes):
            self.events.append(BookedEvent(day, 0 if place else amount_minor, book_minor))
        return changes


class Settlement:
    """Moves that belong together: one command's worth of payments, credits, voids and their taking back."""

    def __init__(self, session: Session, *, kind: str, text: str) -> None:
        self.session = session
        self.kind, self.text = kind, text
        self.lines: dict[date, list[Line]] = {}
        self.rows: list[tuple[Allocation, Source | None]] = []
        self.documents: dict[int, Side] = {}
        self.sources: dict[int, Side] = {}  # by the identity of the object: a new payment has no id yet
        self.accounts = {
            key: ledger.account_id(session, key)
            for key in ("receivable", "client_credits", "currency_gain", "currency_loss")
        }

    def apply(self, source: Source, document: Document, amount_minor: int, *, on: date, kind: str) -> None:
        """Let a source settle so much of a document from a day on; a negative amount takes it back."""
        check_pair(source, document)
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
        for row, source in self.rows:
            entry_id = entries[row.effective_on].id
            assert entry_id is not None
            row.entry_id = entry_id
            if isinstance(source, Payment):
                row.payment_id = source.id
            elif source is not None:
                row.credit_id = source.id
            self.session.add(row)
        self.session.flush()
        for side in (*self.documents.values(), *self.sources.values()):
            refresh(self.session, side)

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
            self._add_difference(day, source_book_minor - book_minor, document.party_id)

    def _row(self, row: Allocation, source: Source | None = None) -> None:
        self.rows.append((row, source))

    def _add(self, day: date, line: Line) -> None:
        self.lines.setdefault(day, []).append(line)

    def _receivable_line(self, document: Document, book_minor: int, minor: int) -> Line:
        return Line(self.accounts["receivable"], book_minor, document.currency, minor, document.party_id)

    def _credit_line(self, source: Source, book_minor: int, minor: int) -> Line:
        return Line(self.accounts["client_credits"], book_minor, source.currency, minor, source.party_id)

    def _add_difference(self, day: date, gain_minor: int, party_id: int) -> None:
        """A gain is income, so a credit; both accounts are kept in the book's currency."""
        if gain_minor:
            account = self.accounts["currency_gain" if gain_minor > 0 else "currency_loss"]
            currency = ledger.book_currency(self.session)
            self._add(day, Line(account, -gain_minor, currency, -gain_minor, party_id))

    def _document(self, document: Document) -> Side:
        assert document.id is not None
        if document.id not in self.documents:
            rows = _rows(self.session, document_id=document.id)
            events = [BookedEvent(row.effective_on, row.amount_minor, row.book_minor) for row in rows]
            self.documents[document.id] = Side(
                document, document.total_minor, document.total_book_minor, events
            )
        return self.documents[document.id]

    def _source(self, source: Source) -> Side:
        if id(source) not in self.sources:
            rows = source_rows(self.session, source)
            events = [BookedEvent(row.effective_on, row.amount_minor, row.source_book_minor) for row in rows]
            total, total_book = source_totals(source)
            self.sources[id(source)] = Side(source, total, total_book, events)
        return self.sources[id(source)]


def check_pair(source: Source, document: Document) -> None:
    """Whether this money may settle that document at all."""
    if document.kind != "invoice":
        raise Refused(f"{document.number} is no invoice: nothing settles it")
    if document.status in {"draft", "void"}:
        raise Refused(
            f"{document.number or f'd{document.id}'} is {document.status}, there is nothing to settle"
        )
    if source.party_id != document.party_id:
        raise Refused(f"{document.number} belongs to another client")
    if source.currency != document.currency:
        raise Refused(f"{document.number} is in {document.currency}, that money is in {source.currency}")


def _rows(session: Session, *, document_id: int) -> list[Allocation]:
    found = session.exec(
        select(Allocation).where(Allocation.document_id == document_id).order_by(col(Allocation.id))
    )
    return list(found)


def source_rows(session: Session, source: Source) -> list[Allocation]:
    """All that a payment or credit note gave away, takings-back included; nothing for a new one."""
    if source.id is None:
        return []
    of_source = Allocation.payment_id if isinstance(source, Payment) else Allocation.credit_id
    return list(session.exec(select(Allocation).where(of_source == source.id).order_by(col(Allocation.id))))


def source_totals(source: Source) -> tuple[int, int]:
    """What a source has to give, in its own currency and in the book's."""
    if isinstance(source, Payment):
        return source.amount_minor, source.amount_book_minor
    return source.total_minor, source.total_book_minor


def source_of(session: Session, allocation: Allocation) -> Source:
    """The payment or credit note that an allocation comes from."""
    if allocation.payment_id is not None:
        return session.get_one(Payment, allocation.payment_id)
    return session.get_one(Document, allocation.credit_id)


def live_allocations(session: Session, source: Source) -> list[Allocation]:
    """The allocations of a source that were not taken back."""
    rows = source_rows(session, source)
    gone = {row.reverses_id for row in rows}
    return [row for row in rows if row.document_id and row.amount_minor > 0 and row.id not in gone]


def refresh(session: Session, side: Side) -> None:
    """Work out again what is open of a document or source, since when nothing is, and its status."""
    thing = side.thing
    taken = sum(event.amount_minor for event in side.events)
    taken_book = sum(event.carrying_minor for event in side.events)
    thing.open_minor = side.total_minor - taken
    thing.open_book_minor = side.total_book_minor - taken_book
    if isinstance(thing, Payment):
        thing.applied_on = settled_on(side.total_minor, side.events, thing.paid_on)
    else:
        assert thing.posted_on is not None
        thing.settled_on = settled_on(side.total_minor, side.events, thing.posted_on)
        thing.status = _status(session, thing)
    session.add(thing)


def _status(session: Session, document: Document) -> str:
    assert document.id is not None
    rows = _rows(session, document_id=document.id)
    paid = sum(row.amount_minor for row in rows if row.kind == "payment")
    written_off = sum(row.amount_minor for row in rows if row.kind == "write_off")
    return status_of(
        is_void=document.voided_on is not None,
        total_minor=document.total_minor,
        open_minor=document.open_minor,
        paid_minor=paid,
        written_off_minor=written_off,
    )
