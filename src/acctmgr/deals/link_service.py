"""Which deal a follow-up or an activity is about, and that all it names belongs together."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.deals import service as deals
from acctmgr.deals.link_tables import DealActivity, DealFollowUp
from acctmgr.deals.tables import Deal
from acctmgr.followups import activity_service as activities
from acctmgr.followups import service as followups
from acctmgr.followups.rules import Dated
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties import contact_service as contacts
from acctmgr.parties import service as parties
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party


class About(NamedTuple):
    """Whom and what something is about."""

    client: Party
    contact: Contact | None
    deal: Deal | None


def about(session: Session, *, client: str | None, contact: str | None, deal: str | None) -> About:
    """Whom and what the references mean; the client of the deal or contact where no client is named."""
    found_deal = deals.find(session, deal) if deal is not None else None
    party = parties.find(session, client) if client is not None else None
    if party is None and found_deal is not None:
        party = session.get_one(Party, found_deal.party_id)
    person = contacts.find(session, contact, party) if contact is not None else None
    if party is None and person is not None:
        party = session.get_one(Party, person.party_id)
    if party is None:
        raise WrongUsage("no client is named", hint="say for whom: --client REF, or --deal ID")
    found = About(party, person, found_deal)
    check(session, party.id, found_deal)
    return found


def plan(session: Session, about: About, dated: Dated) -> FollowUp:
    """What is to do next, for whom and about what something just was."""
    follow_up = followups.add(session, client=about.client, contact=about.contact, facts=dated._asdict())
    set_deal(session, follow_up, about.deal)
    return follow_up


def plan_about(session: Session, deal: Deal, dated: Dated) -> FollowUp:
    """What is to do next about a deal, for its client."""
    session.flush()
    return plan(session, About(session.get_one(Party, deal.party_id), None, deal), dated)


def check(session: Session, party_id: int | None, deal: Deal | None) -> None:
    """Refuse a deal that is another client's."""
    if deal and deal.party_id != party_id:
        other, client = session.get_one(Party, deal.party_id), session.get_one(Party, party_id)
        raise Refused(
            f"deal {deal.id} {deal.name} is with {other.name} ({other.handle}), not with "
            f"{client.name} ({client.handle})"
        )


def deal_of(session: Session, thing: FollowUp | Activity) -> Deal | None:
    """The deal that it is about."""
    link = _link(session, thing)
    return session.get_one(Deal, link.deal_id) if link else None


def set_deal(session: Session, thing: FollowUp | Activity, deal: Deal | None) -> None:
    """Let it be about this deal, or about none."""
    link = _link(session, thing)
    if deal is None:
        if link:
            session.delete(link)
            session.flush()  # before what it refers to goes
        return
    assert deal.id is not None
    assert thing.id is not None
    if link:
        link.deal_id = deal.id
    elif isinstance(thing, FollowUp):
        session.add(DealFollowUp(deal_id=deal.id, follow_up_id=thing.id))
    else:
        session.add(DealActivity(deal_id=deal.id, activity_id=thing.id))


def _link(session: Session, thing: FollowUp | Activity) -> DealFollowUp | DealActivity | None:
    if isinstance(thing, FollowUp):
        return session.exec(select(DealFollowUp).where(DealFollowUp.follow_up_id == thing.id)).first()
    return session.exec(select(DealActivity).where(DealActivity.activity_id == thing.id)).first()


def give(session: Session, deal: Deal, client: Party) -> None:
    """Let what is still to do about a deal go with it to another client, without the other's contact."""
    query = (
        select(FollowUp)
        .join(DealFollowUp, col(DealFollowUp.follow_up_id) == col(FollowUp.id))
        .where(DealFollowUp.deal_id == deal.id, col(FollowUp.done_on).is_(None))
        .order_by(col(FollowUp.id))
    )
    for follow_up in session.exec(query).all():
        followups.give(session, follow_up, client)
        follow_up.contact_id = None


class Move(NamedTuple):
    """What an edit says of whom and what something is about; clear: contact, deal or both."""

    client: str | None = None
    contact: str | None = None
    deal: str | None = None
    clear: frozenset[str] = frozenset()


def move(session: Session, thing: FollowUp | Activity, wanted: Move) -> None:
    """Change whom and what it is about; Refused where its contact or deal would be another client's."""
    if wanted == Move():  # a deal that went to another client leaves behind what is done
        return
    if wanted.client is not None:
        _give(session, thing, parties.find(session, wanted.client))
    party = session.get_one(Party, thing.party_id)
    if wanted.contact is not None:
        thing.contact_id = contacts.find(session, wanted.contact, party).id
    elif "contact" in wanted.clear:
        thing.contact_id = None
    if wanted.deal is not None:
        set_deal(session, thing, deals.find(session, wanted.deal))
    elif "deal" in wanted.clear:
        set_deal(session, thing, None)
    session.flush()
    _check_together(session, thing, party)


def _give(session: Session, thing: FollowUp | Activity, client: Party) -> None:
    if isinstance(thing, FollowUp):
        followups.give(session, thing, client)
    else:
        assert client.id is not None
        thing.party_id = client.id


def _check_together(session: Session, thing: FollowUp | Activity, party: Party) -> None:
    check(session, party.id, deal_of(session, thing))
    person = session.get_one(Contact, thing.contact_id) if thing.contact_id else None
    if person and person.party_id != party.id:
        other = session.get_one(Party, person.party_id)
        raise Refused(
            f"{person.name} is a contact of {other.name} ({other.handle}), not of {party.name} ({party.handle})",
            hint="add --clear contact",
        )


def done(session: Session, follow_up: FollowUp, *, on: date) -> FollowUp | None:
    """Do a follow-up; its next is about the same deal."""
    following = followups.done(session, follow_up, on=on)
    if following:
        set_deal(session, following, deal_of(session, follow_up))
    return following


def reopen(session: Session, follow_up: FollowUp) -> None:
    """Take back that a follow-up was done, and its next with it."""
    following = followups.following(session, follow_up)
    if following and not following.done_on:
        set_deal(session, following, None)
    followups.reopen(session, follow_up)


def log_done(session: Session, follow_up: FollowUp, facts: Mapping[str, Any]) -> Activity:
    """Log what was done with a follow-up, about the same deal."""
    activity = activities.log_done(session, follow_up, facts)
    set_deal(session, activity, deal_of(session, follow_up))
    return activity


def remove(session: Session, thing: FollowUp | Activity) -> None:
    """Delete a follow-up or an activity."""
    set_deal(session, thing, None)
    if isinstance(thing, FollowUp):
        followups.remove(session, thing)
    else:
        activities.remove(session, thing)
