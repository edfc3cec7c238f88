"""Contacts with what hangs on them, put straight into the tables."""

from datetime import date

from sqlmodel import Session

from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties import contact_service
from acctmgr.store.write import change


def names_contact(reference: str, *, follow_ups: int = 1, activities: int = 1) -> None:
    """So many follow-ups and activities that name a contact."""

    def make(session: Session) -> None:
        contact = contact_service.find(session, reference)
        for place in range(follow_ups):
            session.add(
                FollowUp(
                    text=f"call {contact.name}",
                    party_id=contact.party_id,
                    contact_id=contact.id,
                    due_on=date(2026, 7, 20 + place),
                )
            )
        for place in range(activities):
            session.add(
                Activity(
                    kind="call",
                    text=f"spoke with {contact.name}",
                    party_id=contact.party_id,
                    contact_id=contact.id,
                    happened_on=date(2026, 7, 1 + place),
                )
            )

    change(make)
