"""What is open on a day, and its carrying amount: rules 10 and 26 of the books."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.documents.settlement_rules import (
    BookedEvent,
    Difference,
    Event,
    carrying_by_day,
    carrying_corrections,
    check_events,
    gains_and_losses,
    open_on,
    relieved_minor,
    settled_on,
    status_of,
)


def may(day: int) -> date:
    return date(2026, 5, day)


def test_a_payment_entered_late_counts_from_its_own_date() -> None:
    events = [Event(may(10), 6000), Event(may(1), 4000)]
    assert [open_on(10000, events, may(day)) for day in (1, 5, 9, 10)] == [6000, 6000, 6000, 0]


def test_it_is_settled_from_the_last_payment_by_date() -> None:
    assert settled_on(10000, [Event(may(10), 6000), Event(may(1), 4000)], may(1)) == may(10)


def test_it_is_not_settled_while_a_unit_is_open() -> None:
    assert settled_on(10000, [Event(may(10), 9999)], may(1)) is None


def test_a_bounced_payment_opens_it_again_from_that_day() -> None:
    events = [Event(may(3), 10000), Event(may(8), -10000)]
    assert settled_on(10000, events, may(1)) is None
    assert [open_on(10000, events, may(day)) for day in (2, 3, 7, 8)] == [10000, 0, 0, 10000]
    assert settled_on(10000, [*events, Event(may(20), 10000)], may(1)) == may(20)


def test_what_comes_and_goes_on_one_day_changes_nothing() -> None:
    events = [Event(may(3), 10000), Event(may(8), -10000), Event(may(8), 10000)]
    assert settled_on(10000, events, may(1)) == may(3)
    check_events(10000, events)


def test_a_document_of_nothing_is_settled_when_issued() -> None:
    assert settled_on(0, [], may(4)) == may(4)


def test_nothing_is_settled_before_it_is_issued() -> None:
    assert settled_on(10000, [Event(may(1), 10000)], may(4)) == may(4)


def test_more_than_the_whole_is_never_settled() -> None:
    with pytest.raises(Refused, match="more than the whole document would be settled on 2026-05-03"):
        check_events(10000, [Event(may(9), -5000), Event(may(3), 4001), Event(may(1), 6000)])


def test_less_than_nothing_is_never_settled() -> None:
    with pytest.raises(Refused, match="more would be taken back than is settled on 2026-05-02"):
        check_events(10000, [Event(may(5), 6000), Event(may(2), -1)])


def test_three_parts_of_a_dollar_invoice_relieve_all_of_it() -> None:
    events = [Event(may(1), 3333), Event(may(2), 3333), Event(may(3), 3334)]
    assert carrying_by_day(10000, 9137, events) == [(may(1), 3045), (may(2), 6091), (may(3), 9137)]


def test_four_hundred_of_a_thousand_dollars_relieve_their_share() -> None:
    # 380 arrives at 0.95, so 12 is gain
    assert relieved_minor(92000, 40000, 100000) == 36800


def test_the_last_unit_waits_where_the_book_has_the_dearer_currency() -> None:
    # 1,000 yen are 5.92: the last yen is still something
    assert relieved_minor(592, 999, 1000) == 591
    assert relieved_minor(592, 1000, 1000) == 592


def test_a_document_worth_nothing_in_the_book_relieves_nothing() -> None:
    assert relieved_minor(0, 3, 10) == 0


def test_a_payment_in_order_needs_no_correction() -> None:
    booked = [BookedEvent(may(1), 3333, 3045), BookedEvent(may(2), 3333, 3046)]
    assert carrying_corrections(10000, 9137, booked, Event(may(3), 3334)) == [(may(3), 3046)]


def test_a_back_dated_payment_moves_a_unit_on_a_later_day() -> None:
    # 3334 and 6667 of 10000 relieve 3046 and 6092; booked in the other order the second day has 3045
    booked = [BookedEvent(may(5), 3333, 3045)]
    assert carrying_corrections(10000, 9137, booked, Event(may(1), 3334)) == [(may(1), 3046), (may(5), 1)]


def test_a_payment_of_the_same_day_is_one_with_it() -> None:
    booked = [BookedEvent(may(1), 3333, 3045)]
    assert carrying_corrections(10000, 9137, booked, Event(may(1), 6667)) == [(may(1), 6092)]


def test_taking_a_payment_back_gives_back_what_it_relieved() -> None:
    booked = [BookedEvent(may(1), 3333, 3045), BookedEvent(may(2), 6667, 6092)]
    assert carrying_corrections(10000, 9137, booked, Event(may(4), -3333)) == [(may(4), -3045)]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"is_draft": True, "open_minor": 100}, "draft"),
        ({"is_void": True, "open_minor": 0}, "void"),
        ({"open_minor": 100}, "open"),
        ({"open_minor": 40, "paid_minor": 60}, "part_paid"),
        ({"open_minor": 40}, "open"),
        ({"open_minor": 0, "paid_minor": 100}, "paid"),
        ({"open_minor": 0, "paid_minor": 1}, "paid"),
        ({"open_minor": 0}, "credited"),
        ({"open_minor": 0, "written_off_minor": 100}, "written_off"),
        ({"open_minor": 0, "paid_minor": 90, "written_off_minor": 10}, "written_off"),
        ({"total_minor": 0, "open_minor": 0}, "paid"),
    ],
)
def test_a_document_stands_where_its_settlement_says(given: dict[str, int], status: str) -> None:
    assert status_of(**{"total_minor": 100, **given}) == status


@settings(max_examples=150)
@given(st.integers(1, 20_000), st.integers(1, 20_000), st.data())
def test_in_any_order_of_entry_each_day_carries_its_share(total: int, book: int, data: st.DataObject) -> None:
    booked: list[BookedEvent] = []
    for _ in range(data.draw(st.integers(1, 7))):
        new = Event(may(data.draw(st.integers(1, 6))), data.draw(st.integers(-total, total)))
        try:
            check_events(total, [*booked, new])
        except Refused:
            continue
        (first, *corrections) = carrying_corrections(total, book, booked, new)
        assert first[0] == new.effective_on
        booked += [BookedEvent(*new, first[1]), *(BookedEvent(day, 0, minor) for day, minor in corrections)]
    for number in range(1, 7):
        due = [event for event in booked if event.effective_on <= may(number)]
        settled, carrying = sum(e.amount_minor for e in due), book - sum(e.carrying_minor for e in due)
        assert (carrying == 0) == (settled == total)
        assert (carrying == book) or settled > 0
        assert abs(carrying * total - book * (total - settled)) <= total


def differences(by_day: dict[int, int], pair: str = "p1") -> list[Difference]:
    """Of money that settles something all the time."""
    return [Difference(pair, may(day), 100, minor) for day, minor in by_day.items()]


@pytest.mark.parametrize(
    ("booked", "new", "moved"),
    [
        ({}, {1: 12}, [(1, 12, 0)]),
        ({}, {1: -12}, [(1, 0, -12)]),
        ({1: 12}, {5: -12}, [(5, -12, 0)]),  # a gain comes off the gain
        ({1: -12}, {5: 12}, [(5, 0, 12)]),  # a loss off the loss
        ({1: 12}, {5: -13}, [(5, -12, -1)]),
        ({5: 12}, {1: -2, 5: 2}, [(1, 0, -2), (5, 0, 2)]),  # back-dated, and a correction later
        ({1: 12, 5: -12}, {3: -1}, [(3, -1, 0), (5, 1, -1)]),
    ],
)
def test_what_takes_a_gain_back_comes_off_the_gain(
    booked: dict[int, int], new: dict[int, int], moved: list[tuple[int, int, int]]
) -> None:
    found = gains_and_losses(differences(booked), differences(new))
    assert list(found) == [(may(day), gain, loss) for day, gain, loss in moved]


def test_the_units_that_rounding_leaves_of_what_was_taken_back_count_together() -> None:
    """The first payment left a unit of gain when it bounced; the second leaves one of loss, and both are gone."""
    booked = [
        Difference("p1", may(1), 33, 12),
        Difference("p2", may(2), 66, -5),
        Difference("p1", may(3), -33, -11),
    ]
    assert list(gains_and_losses(booked[:2], booked[2:])) == [(may(3), -11, 0)]
    assert list(gains_and_losses(booked, [Difference("p2", may(4), -66, 4)])) == [(may(4), -1, 5)]
