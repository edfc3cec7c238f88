"""Payments that come with imported invoices: booked, and settling their invoice."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.money import convert_minor, digits_of
from acctmgr.documents.settlement_rules import (
    BookedEvent,
    Difference,
    Event,
    carrying_corrections,
    check_events,
    gains_and_losses,
    relieved_minor,
    settled_on,
    status_of,
)
from acctmgr.exchange.posting_service import Poster
from acctmgr.exchange.run_rules import Terms, check_moved
from acctmgr.ledger.rules import Line
from acctmgr.store.bulk import Bulk, NewRows


class Owed(NamedTuple):
    """A document so far as it is to be settled."""

    id: int
    party_id: int
    party_name: str
    currency: str
    rate: Any  # Decimal: book currency for one unit of `currency`
    total_minor: int
    total_book_minor: int
    posted_on: date


class Settled(NamedTuple):
    """An allocation that is there already."""

    document_id: int
    kind: str
    effective_on: date
    amount_minor: int
    book_minor: int


class Receipts:
    """Books payments against single documents; what it makes waits for `write`."""

    def __init__(self, db: Bulk, poster: Poster, run_id: int, terms: Terms) -> None:
        self._db, self._poster, self._run_id, self._terms = db, poster, run_id, terms
        self._book_digits = digits_of(db.currency)
        self._payments = NewRows(
            db,
            "payment",
            *"direction party_id paid_on account_id currency rate amount_minor amount_book_minor".split(),
            *"open_minor open_book_minor applied_on import_id entry_id".split(),
        )
        self._allocations = NewRows(
            db,
            "allocation",
            *"kind document_id payment_id effective_on amount_minor book_minor source_book_minor entry_id "
            "credit_id".split(),
        )

    def check_open(self, *days: date) -> None:
        """Refused where one of the days is locked."""
        self._poster.check_open(*days)

    def check_paid(self, paid_on: date) -> None:
        """Refused where the day is locked, or still to come."""
        self._poster.check_open(paid_on)
        check_moved(paid_on, self._terms)

    def check(self, owed: Owed, before: Sequence[Settled], paid_on: date, share_minor: int) -> None:
        """Refused where the days are locked, or more than all of the document would be settled on some day."""
        on = max(paid_on, owed.posted_on)
        self.check_paid(paid_on)
        self._poster.check_open(on)
        check_events(owed.total_minor, [*before, Event(on, share_minor)])

    def book(
        self, owed: Owed, before: Sequence[Settled], paid_on: date, amount_minor: int, share_minor: int
    ) -> Mapping[str, Any]:
        """Book a payment whose share settles the document; gives the columns of the document that change.

        What the share leaves is the client's credit, and so is all of it until the document is there.
        """
        on = max(paid_on, owed.posted_on)
        amount_book = convert_minor(amount_minor, owed.rate, digits_of(owed.currency), self._book_digits)
        source_book = relieved_minor(amount_book, share_minor, amount_minor) if share_minor else 0
        booked = [BookedEvent(old.effective_on, old.amount_minor, old.book_minor) for old in before]
        event = Event(on, share_minor)
        changes = (
            carrying_corrections(owed.total_minor, owed.total_book_minor, booked, event)
            if share_minor
            else []
        )
        lines = {paid_on: self._money_lines(owed, amount_minor, amount_book)}
        differences = []
        for day, book_minor in changes:
            given, source_given = (share_minor, source_book) if day == on else (0, 0)
            differences.append(Difference(None, day, given, source_given - book_minor))
            lines.setdefault(day, []).extend(self._settling_lines(owed, given, book_minor, source_given))
        for day, gain, loss in gains_and_losses((), differences):
            lines[day].extend(self._difference_lines(owed, gain, loss))
        text = f"Payment from {owed.party_name}"
        entries = {day: self._poster.post(day, "payment", text, lines[day]) for day in sorted(lines)}
        payment_id = self._payments.add(
            *("in", owed.party_id, paid_on, self._poster.accounts["bank"], owed.currency, str(owed.rate)),
            *(amount_minor, amount_book, amount_minor - share_minor, amount_book - source_book),
            *(on if share_minor == amount_minor else None, self._run_id, entries[paid_on]),
        )
        for day, book_minor in changes:
            given, source_given = (share_minor, source_book) if day == on else (0, 0)
            self._allocations.add(
                "payment", owed.id, payment_id, day, given, book_minor, source_given, entries[day], None
            )
            booked.append(BookedEvent(day, given, book_minor))
        return _state(owed, before, booked, share_minor)

    def void(self, owed: Owed, on: date, entry_id: int, *, is_credit: bool) -> None:
        """Let a document go that nothing is settled on: all of an invoice, or all that a credit note has to give."""
        document_id, credit_id = (None, owed.id) if is_credit else (owed.id, None)
        book_minor, source_book = (0, owed.total_book_minor) if is_credit else (owed.total_book_minor, 0)
        if is_credit and not owed.total_minor:
            return
        self._allocations.add(
            *("void", document_id, None, on, owed.total_minor, book_minor, source_book, entry_id, credit_id)
        )

    def _money_lines(self, owed: Owed, minor: int, book_minor: int) -> list[Line]:
        accounts = self._poster.accounts
        return [
            Line(accounts["bank"], book_minor, owed.currency, minor, owed.party_id),
            Line(accounts["client_credits"], -book_minor, owed.currency, -minor, owed.party_id),
        ]

    def _settling_lines(self, owed: Owed, minor: int, book_minor: int, source_book_minor: int) -> list[Line]:
        accounts = self._poster.accounts
        return [
            Line(accounts["receivable"], -book_minor, owed.currency, -minor, owed.party_id),
            Line(accounts["client_credits"], source_book_minor, owed.currency, minor, owed.party_id),
        ]

    def _difference_lines(self, owed: Owed, gain: int, loss: int) -> list[Line]:
        accounts, sides = self._poster.accounts, (("currency_gain", gain), ("currency_loss", loss))
        return [
            Line(accounts[key], -minor, self._db.currency, -minor, owed.party_id)
            for key, minor in sides
            if minor
        ]

    def write(self) -> None:
        """Write what was noted; the documents must be there."""
        self._payments.write()
        self._allocations.write()


def _state(
    owed: Owed, before: Sequence[Settled], booked: Sequence[BookedEvent], share_minor: int
) -> Mapping[str, Any]:
    """How the document stands after all this."""
    open_minor = owed.total_minor - sum(event.amount_minor for event in booked)
    paid = share_minor + sum(old.amount_minor for old in before if old.kind == "payment")
    written_off = sum(old.amount_minor for old in before if old.kind == "write_off")
    return {
        "open_minor": open_minor,
        "open_book_minor": owed.total_book_minor - sum(event.carrying_minor for event in booked),
        "settled_on": settled_on(owed.total_minor, booked, owed.posted_on),
        "status": status_of(
            total_minor=owed.total_minor,
            open_minor=open_minor,
            paid_minor=paid,
            written_off_minor=written_off,
        ),
    }
