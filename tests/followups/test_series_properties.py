"""What holds for every series, in whatever order its follow-ups are done, snoozed, changed, reopened and removed."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.deals import link_service as links
from acctmgr.followups import service
from acctmgr.followups.tables import FollowUp
from acctmgr.store.book import Book
from acctmgr.store.write import change
from builders import a_client

many_series = settings(max_examples=25)


class Step(NamedTuple):
    """Something that a user does to one of the follow-ups there are, so many days after its plan."""

    verb: str
    place: int
    days: int


STARTS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
REPEATS = st.builds(lambda count, unit: f"{count}{unit}", st.integers(1, 5), st.sampled_from("dwmy"))
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["done", "done", "done", "snooze", "reopen", "remove", "edit"]),
        st.integers(0, 9),
        st.integers(-20, 90),
    ),
    max_size=20,
)


class _Over(Exception):
    """Takes the transaction back, so that every example begins with the same book."""


@pytest.mark.parametrize("verbs", [("done",), ("done", "snooze", "reopen"), ()])
@many_series
@given(start=STARTS, repeat=REPEATS, steps=STEPS)
def test_a_series_has_one_open_follow_up_at_most_and_all_on_its_plan(
    book: Book, verbs: tuple[str, ...], start: date, repeat: str, steps: list[Step]
) -> None:
    def play(session: Session) -> None:
        facts = {"text": "Review", "due_on": start, "repeat": repeat}
        service.add(session, client=a_client(session), contact=None, facts=facts)
        for step in steps:
            if not verbs or step.verb in verbs:
                _do(session, step)
                _check(session, start, repeat, is_kept=bool(verbs))
        raise _Over

    with pytest.raises(_Over):
        change(play, book)


def _all(session: Session) -> list[FollowUp]:
    session.flush()
    return list(session.exec(select(FollowUp).order_by(col(FollowUp.id))))


def _do(session: Session, step: Step) -> None:
    rows = _all(session)
    if not rows:
        return
    follow_up = rows[step.place % len(rows)]
    assert follow_up.planned_on
    day = follow_up.planned_on + timedelta(days=step.days)
    try:
        if step.verb == "done":
            _done(session, follow_up, day)
        elif step.verb == "snooze":
            service.snooze(session, follow_up, to=day)
        elif step.verb == "reopen":
            links.reopen(session, follow_up)
        elif step.verb == "remove":
            links.remove(session, follow_up)
        else:
            service.edit(session, follow_up, {"text": "Other"})
    except Refused:
        return


def _done(session: Session, follow_up: FollowUp, day: date) -> None:
    following = links.done(session, follow_up, on=day)
    assert following
    assert following.due_on == following.planned_on
    assert following.planned_on > max(day, follow_up.planned_on or day)
    with pytest.raises(Refused):
        links.done(session, follow_up, on=day)


def _check(session: Session, start: date, repeat: str, *, is_kept: bool) -> None:
    rows = _all(session)
    open_ones = [row for row in rows if row.done_on is None]
    assert len(open_ones) <= 1
    if is_kept:  # nothing was removed, so there is always one to do, and it ends the chain
        assert len(open_ones) == 1
        assert [row.id for row in rows if row.id not in {other.previous_id for other in rows}] == [
            open_ones[0].id
        ]
    for row in rows:
        assert row.planned_on
        assert _is_on_plan(row.planned_on, start, repeat)


def _is_on_plan(day: date, start: date, repeat: str) -> bool:
    count, unit = int(repeat[:-1]), repeat[-1]
    if unit in "dw":
        return (day - start).days % (count * (7 if unit == "w" else 1)) == 0
    months = (day.year - start.year) * 12 + day.month - start.month
    is_month_end = (day + timedelta(days=1)).day == 1
    return months % (count * (12 if unit == "y" else 1)) == 0 and (
        day.day == start.day or (is_month_end and day.day < start.day)
    )
