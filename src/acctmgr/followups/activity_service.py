"""Changes to activities: what happened."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from acctmgr.followups import rules
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party


def find(session: Session, reference: str) -> Activity:
    """An activity by its id."""
    activity = session.get(Activity, rules.id_in(reference))
    if activity is None:
        raise rules.unknown(reference, "activity", "activity")
    return activity


def log(session: Session, *, client: Party, contact: Contact | None, facts: Mapping[str, Any]) -> Activity:
    """Something that happened with a client; `facts` are columns with their values."""
    assert client.id is not None
    activity = Activity(**facts, party_id=client.id, contact_id=contact.id if contact else None)
    session.add(activity)
    session.flush()
    return activity


def log_done(session: Session, follow_up: FollowUp, facts: Mapping[str, Any]) -> Activity:
    """What was done with a follow-up, with the same client and contact."""
    activity = Activity(
        **{"text": follow_up.text, **facts},
        party_id=follow_up.party_id,
        contact_id=follow_up.contact_id,
        follow_up_id=follow_up.id,
    )
    session.add(activity)
    session.flush()
    return activity


def edit(session: Session, activity: Activity, facts: Mapping[str, Any]) -> None:
    """Change what is known of an activity."""
    for column, value in facts.items():
        setattr(activity, column, value)


def remove(session: Session, activity: Activity) -> None:
    """Delete an activity that nothing refers to."""
    session.delete(activity)
