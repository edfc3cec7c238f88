"""Changes to follow-ups: what is to do, and what follows when it is done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.followups import rules
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.service import check_active
from acctmgr.parties.tables import Party


def find(session: Session, reference: str) -> FollowUp:
    """A follow-up by its id."""
    follow_up = session.get(FollowUp, rules.id_in(reference))
    if follow_up is None:
        raise rules.unknown(reference, "follow-up", "followup")
    return follow_up


def add(session: Session, *, client: Party, contact: Contact | None, facts: Mapping[str, Any]) -> FollowUp:
    """Something to do for a client; `facts` are columns with their values."""
    check_active(client)
    assert client.id is not None
    follow_up = FollowUp(**facts, party_id=client.id, contact_id=contact.id if contact else None)
    _plan(follow_up, facts.get("month_day"))
    session.add(follow_up)
    session.flush()
    return follow_up


def _plan(follow_up: FollowUp, month_day: int | None) -> None:
    """Let what repeats be counted from the day it is due; month_day: the one meant, if another than that."""
    follow_up.planned_on = follow_up.due_on if follow_up.repeat else None
    follow_up.month_day = rules.month_day_of(follow_up.due_on, follow_up.repeat, month_day)


def edit(session: Session, follow_up: FollowUp, facts: Mapping[str, Any]) -> None:
    """Change what is known of a follow-up; another day is another plan, another interval goes on from the plan."""
    planned = {"due_on", "due_time", "repeat"} & facts.keys()
    if planned and follow_up.done_on:
        _refuse_done(follow_up)
    was_repeating = follow_up.repeat is not None
    for column, value in facts.items():
        setattr(follow_up, column, value)
    if "due_on" in facts or ("repeat" in facts and not (was_repeating and follow_up.repeat)):
        _plan(follow_up, facts.get("month_day"))
    elif "repeat" in facts and follow_up.planned_on:
        kept = follow_up.month_day or follow_up.planned_on.day
        follow_up.month_day = kept if rules.month_day_of(follow_up.planned_on, follow_up.repeat) else None


def give(session: Session, follow_up: FollowUp, client: Party) -> None:
    """Make it something to do for another client."""
    check_active(client)
    assert client.id is not None
    follow_up.party_id = client.id


def done(session: Session, follow_up: FollowUp, *, on: date) -> FollowUp | None:
    """Do a follow-up; gives the next one of what repeats, the first of its plan after that day."""
    if follow_up.done_on:
        _refuse_done(follow_up)
    follow_up.done_on = on
    if follow_up.repeat is None or follow_up.planned_on is None:
        return None
    planned_on = rules.next_planned(follow_up.planned_on, follow_up.repeat, follow_up.month_day, on)
    if planned_on is None:
        return None
    kept = ("text", "party_id", "contact_id", "due_time", "priority", "repeat", "month_day")
    following = FollowUp(
        **{column: getattr(follow_up, column) for column in kept},
        due_on=planned_on,
        planned_on=planned_on,
        previous_id=follow_up.id,
    )
    session.add(following)
    session.flush()
    return following


def _refuse_done(follow_up: FollowUp) -> None:
    raise Refused(
        f"follow-up {follow_up.id} is done since {follow_up.done_on}; nothing was changed",
        hint=f"open it again: acctmgr followup reopen {follow_up.id}",
    )


def following(session: Session, follow_up: FollowUp) -> FollowUp | None:
    """The next one in its series, None while there is none."""
    return session.exec(select(FollowUp).where(FollowUp.previous_id == follow_up.id)).first()


def reopen(session: Session, follow_up: FollowUp) -> None:
    """Take back that it was done; its next, which nothing refers to any more, goes."""
    if follow_up.done_on is None:
        raise Refused(f"follow-up {follow_up.id} is still to do")
    if successor := following(session, follow_up):
        check_goes(successor)
        remove(session, successor)
    follow_up.done_on = None


def check_goes(successor: FollowUp) -> None:
    """A next one that was done itself can't be taken back."""
    if successor.done_on:
        raise Refused(
            f"follow-up {successor.id}, its next, is done since {successor.done_on}",
            hint=f"open that one again: acctmgr followup reopen {successor.id}",
        )


def snooze(session: Session, follow_up: FollowUp, *, to: date) -> None:
    """Put it off, or bring it forward; what it repeats by stays as planned."""
    if follow_up.done_on:
        _refuse_done(follow_up)
    follow_up.due_on = to


def remove(session: Session, follow_up: FollowUp) -> None:
    """Delete a follow-up; its series closes over the gap, and what was logged with it stays."""
    before, after = follow_up.previous_id, following(session, follow_up)
    for activity in session.exec(
        select(Activity).where(Activity.follow_up_id == follow_up.id).order_by(col(Activity.id))
    ):
        activity.follow_up_id = None
    if after:
        after.previous_id = None
    session.flush()  # before the follow-up that they refer to
    session.delete(follow_up)
    session.flush()
    if after:
        after.previous_id = before
