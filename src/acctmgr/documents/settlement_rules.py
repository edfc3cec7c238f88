"""What is open of a document on any day, and its carrying amount in the book's currency.

Amounts of events are signed: positive settles, negative takes a settlement back. Their order never matters.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol

from acctmgr.core.errors import Refused
from acctmgr.core.money import share_minor


class Dated(Protocol):
    """Anything that settles from a day on."""

    @property
    def effective_on(self) -> date: ...
    @property
    def amount_minor(self) -> int: ...


class Event(NamedTuple):
    """A payment, credit, write-off, void, refund or withholding, in the document's currency."""

    effective_on: date
    amount_minor: int


class BookedEvent(NamedTuple):
    """An event with the carrying amount it relieved, in the book's currency; amount 0 is a correction."""

    effective_on: date
    amount_minor: int
    carrying_minor: int


def open_on(total_minor: int, events: Iterable[Dated], day: date) -> int:
    """What is open at the end of a day."""
    return total_minor - sum(event.amount_minor for event in events if event.effective_on <= day)


def least_open(total_minor: int, events: Iterable[Dated], since: date) -> int:
    """The least that is open on a day or any later one: what may still be settled from that day on."""
    events = list(events)
    days = [since, *(event.effective_on for event in events if event.effective_on > since)]
    return min(open_on(total_minor, events, day) for day in days)


def check_events(total_minor: int, events: Iterable[Dated]) -> None:
    """Refuse events that would settle more than the total, or less than nothing, at the end of any day."""
    for day, settled in settled_by_day(events):
        if settled > total_minor:
            raise Refused(f"more than the whole document would be settled on {day}")
        if settled < 0:
            raise Refused(f"more would be taken back than is settled on {day}")


def settled_on(total_minor: int, events: Iterable[Dated], issued_on: date) -> date | None:
    """The first day from which nothing is open for good, not before the issue; None while something is."""
    since = issued_on if total_minor == 0 else None
    for day, settled in settled_by_day(events):
        if settled != total_minor:
            since = None
        elif since is None:
            since = max(day, issued_on)
    return since


def settled_by_day(events: Iterable[Dated]) -> Iterator[tuple[date, int]]:
    """Each day that something happens on, with all that is settled at its end."""
    settled = 0
    for day, of_day in groupby(
        sorted(events, key=attrgetter("effective_on")), key=attrgetter("effective_on")
    ):
        settled += sum(event.amount_minor for event in of_day)
        yield day, settled


def relieved_minor(total_book_minor: int, settled_minor: int, total_minor: int) -> int:
    """What has left the carrying amount when so much is settled: in proportion, all of it at the very end.

    Where a unit of the book is worth more than one of the document, rounding could clear the book too early;
    the last unit waits, so that the carrying amount is 0 exactly when nothing is open.
    """
    if settled_minor == total_minor:
        return total_book_minor
    return min(share_minor(total_book_minor, settled_minor, total_minor), max(total_book_minor - 1, 0))


def carrying_by_day(
    total_minor: int, total_book_minor: int, events: Iterable[Dated]
) -> list[tuple[date, int]]:
    """Each day that something happens on, with all that has left the carrying amount at its end."""
    return [
        (day, relieved_minor(total_book_minor, settled, total_minor))
        for day, settled in settled_by_day(events)
    ]


def carrying_corrections(
    total_minor: int, total_book_minor: int, booked: Sequence[BookedEvent], new: Event
) -> list[tuple[date, int]]:
    """The carrying amount of a new event, then the corrections it makes necessary on later days.

    What is booked stays; each correction goes with an amount of 0, and after them every day is as if the
    events had been entered in order.
    """
    changes = []
    running = 0
    for day, relieved in carrying_by_day(total_minor, total_book_minor, [*booked, new]):
        if day < new.effective_on:
            continue
        held = sum(event.carrying_minor for event in booked if event.effective_on <= day)
        change = relieved - held - running
        if change or day == new.effective_on:
            changes.append((day, change))
        running += change
    return changes


class Difference(NamedTuple):
    """What a currency gained on a day, negative where it lost, between a document and money that settles it."""

    pair: Hashable  # that document and that money
    day: date
    amount_minor: int
    gained_minor: int


def gains_and_losses(
    booked: Sequence[Difference], new: Sequence[Difference]
) -> Iterator[tuple[date, int, int]]:
    """What new differences of one document add to the gain (positive) and the loss (negative) of each day.

    What the differences of a pair come to is a gain or a loss, so what takes a gain back comes off the gain, and what
    takes a loss back off the loss. The units that rounding leaves of pairs that were taken back whole count together:
    once all of them are, nothing is left on either account.
    """
    gain = loss = 0
    for day in sorted({one.day for one in (*booked, *new)}):
        gain_before, loss_before = _gained_so_far(booked, day)
        gain_after, loss_after = _gained_so_far([*booked, *new], day)
        more_gain, more_loss = gain_after - gain_before - gain, loss_after - loss_before - loss
        if more_gain or more_loss:
            yield day, more_gain, more_loss
        gain, loss = gain + more_gain, loss + more_loss


def _gained_so_far(differences: Iterable[Difference], day: date) -> tuple[int, int]:
    settled: dict[Hashable, int] = defaultdict(int)
    gained: dict[Hashable, int] = defaultdict(int)
    for one in differences:
        if one.day <= day:
            settled[one.pair] += one.amount_minor
            gained[one.pair] += one.gained_minor
    sums = [minor for pair, minor in gained.items() if settled[pair]]
    sums.append(sum(minor for pair, minor in gained.items() if not settled[pair]))
    return sum(max(minor, 0) for minor in sums), sum(min(minor, 0) for minor in sums)


def status_of(
    *,
    is_draft: bool = False,
    is_void: bool = False,
    total_minor: int,
    open_minor: int,
    paid_minor: int = 0,
    written_off_minor: int = 0,
) -> str:
    """The word for where a document stands; what is neither paid nor written off was credited.

    A write-off never counts as paid: a document settled with its help is written_off.
    """
    if is_draft or is_void:
        return "draft" if is_draft else "void"
    if open_minor:
        return "part_paid" if paid_minor else "open"
    if written_off_minor:
        return "written_off"
    return "paid" if paid_minor or not total_minor else "credited"
