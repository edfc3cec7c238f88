"""Both sides of settling: a document or source with all that happened to it, and what is open of it.

A source is a payment or a credit note; what it does not give away is the party's credit.
"""

from collections.abc import Hashable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from acctmgr.documents.settlement_rules import (
    BookedEvent,
    Difference,
    Event,
    carrying_corrections,
    check_events,
    settled_on,
    status_of,
)
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.ledger.tables import Entry

Source = Payment | Document


class Side:
    """A document or source with all that happened to it, booked (`rows`) or about to be."""

    def __init__(
        self, thing: Source, totals: tuple[int, int], rows: Sequence[Allocation], events: list[BookedEvent]
    ) -> None:
        self.thing = thing
        self.total_minor, self.total_book_minor = totals
        self.rows, self.events = rows, events

    def move(self, on: date, amount_minor: int) -> list[tuple[date, int]]:
        """Add an event; gives its carrying amount and the corrections on later days. Refused if past the total."""
        event = Event(on, amount_minor)
        check_events(self.total_minor, [*self.events, event])
        changes = carrying_corrections(self.total_minor, self.total_book_minor, self.events, event)
        for place, (day, book_minor) in enumerate(changes):
            self.events.append(BookedEvent(day, 0 if place else amount_minor, book_minor))
        return changes


def document_side(session: Session, document: Document) -> Side:
    """A document with what settles it."""
    rows = document_rows(session, document)
    events = [BookedEvent(row.effective_on, row.amount_minor, row.book_minor) for row in rows]
    return Side(document, (document.total_minor, document.total_book_minor), rows, events)


def source_side(session: Session, source: Source) -> Side:
    """A payment or credit note with what it gave away."""
    rows = source_rows(session, source)
    events = [BookedEvent(row.effective_on, row.amount_minor, row.source_book_minor) for row in rows]
    return Side(source, source_totals(source), rows, events)


def document_rows(session: Session, document: Document) -> list[Allocation]:
    """All that settles a document, takings-back included."""
    query = select(Allocation).where(Allocation.document_id == document.id)
    return list(session.exec(query.order_by(col(Allocation.id))))


def source_rows(session: Session, source: Source) -> list[Allocation]:
    """All that a payment or credit note gave away, takings-back included; nothing for a new one."""
    if source.id is None:
        return []
    of_source = Allocation.payment_id if isinstance(source, Payment) else Allocation.credit_id
    return list(session.exec(select(Allocation).where(of_source == source.id).order_by(col(Allocation.id))))


def through_rows(session: Session, payment: Payment) -> list[Allocation]:
    """What came with a payment and stands: fees, discounts, and what it brought back of write-offs; the latest first.

    Of a payment that went out: the refunds that went out by it.
    """
    query = select(Allocation).where(Allocation.through_id == payment.id)
    rows = _left_of(list(session.exec(query.order_by(col(Allocation.id)))))
    whole = [row for row, left in rows if left == row.amount_minor]
    return [row for row in reversed(whole) if (row.amount_minor < 0) == (row.kind == "write_off")]


def recovered_rows(session: Session, note: Document, invoice: Document) -> list[Allocation]:
    """What a credit note brought back of the write-offs of an invoice, and stayed so; the latest first.

    It was written just before what the credit note settles; what was brought back by hand has an entry of its own.
    """
    rows = document_rows(session, invoice)
    found = []
    for row, left in _left_of(rows):
        if (row.kind, row.through_id) != ("write_off", None) or left != row.amount_minor or left > 0:
            continue
        settling = next((later for later in rows if later.amount_minor > 0 and _id(later) > _id(row)), None)
        is_by_hand = session.get_one(Entry, row.entry_id).kind == "write_off"
        if settling is not None and settling.credit_id == note.id and not is_by_hand:
            found.append(row)
    return found[::-1]


def _id(row: Allocation) -> int:
    return row.id or 0


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
    """The allocations of a source to documents that were not taken back."""
    return [row for row, _ in standing(source_rows(session, source)) if row.document_id]


def live_refunds(session: Session, source: Source) -> list[Allocation]:
    """What was paid out of a source, and stayed so."""
    return [row for row, _ in standing(source_rows(session, source)) if row.kind == "refund"]


def standing(rows: Sequence[Allocation]) -> list[tuple[Allocation, int]]:
    """The rows that still settle something, each with how much; one may be taken back in parts."""
    return [(row, minor) for row, minor in _left_of(rows) if row.amount_minor > 0]


def written_off(rows: Sequence[Allocation]) -> list[tuple[Allocation, int]]:
    """The write-offs that stand, each with how much of it does."""
    return [(row, minor) for row, minor in standing(rows) if row.kind == "write_off"]


def lost_minor(session: Session, document: Document) -> int:
    """What is written off of a document and was not brought back."""
    return sum(minor for _, minor in written_off(document_rows(session, document)))


def _left_of(rows: Sequence[Allocation]) -> list[tuple[Allocation, int]]:
    """The rows of which something was not taken back, each with how much; negative where it takes back itself."""
    taken: dict[int, int] = {}
    for row in rows:
        if row.reverses_id is not None:
            taken[row.reverses_id] = taken.get(row.reverses_id, 0) - row.amount_minor
    left = [(row, row.amount_minor - taken.get(_id(row), 0)) for row in rows]
    return [(row, minor) for row, minor in left if minor]


def difference_of(row: Allocation, pair: Hashable) -> Difference:
    """What the currency gained by an allocation, negative where it lost."""
    return Difference(pair, row.effective_on, row.amount_minor, row.source_book_minor - row.book_minor)


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
    rows = document_rows(session, document)
    paid = sum(row.amount_minor for row in rows if row.kind == "payment")
    written_off = sum(row.amount_minor for row in rows if row.kind == "write_off")
    return status_of(
        is_void=document.voided_on is not None,
        total_minor=document.total_minor,
        open_minor=document.open_minor,
        paid_minor=paid,
        written_off_minor=written_off,
    )
