"""People, follow-ups and deals in a book, for what is due."""

from datetime import date

from sqlmodel import Session

from acctmgr.deals.tables import Deal, StageChange
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party
from acctmgr.store.write import connection_of
from builders import a_client


def a_follow_up(session: Session, text: str, due_on: str, client: str = "Acme", **facts: object) -> FollowUp:
    party = a_client(session, client)
    row = FollowUp(text=text, party_id=party.id, due_on=date.fromisoformat(due_on), **facts)
    session.add(row)
    session.flush()
    return row


def an_activity(session: Session, text: str, on: str, client: str = "Acme", **facts: object) -> Activity:
    party = a_client(session, client)
    row = Activity(text=text, party_id=party.id, happened_on=date.fromisoformat(on), **facts)
    session.add(row)
    session.flush()
    return row


def a_contact(
    session: Session, name: str, birthday: str | None, client: str = "Acme", **facts: object
) -> Contact:
    party = a_client(session, client)
    row = Contact(party_id=party.id, name=name, name_key=name.lower(), birthday=birthday, **facts)
    session.add(row)
    session.flush()
    return row


def a_deal(
    session: Session, name: str, expected_on: str | None, *moves: tuple[str, str], client: str = "Acme"
) -> Deal:
    """A deal of 900.00 that went into these stages on these days; into Lead on 1 May if none is given."""
    party = a_client(session, client)
    stages = dict(connection_of(session).run("SELECT name, id FROM stage").fetchall())
    steps = [(stages[stage], date.fromisoformat(on)) for stage, on in moves or (("Lead", "2026-05-01"),)]
    is_closed = moves and moves[-1][0] in ("Won", "Lost")
    deal = Deal(
        name=name,
        name_key=name.lower(),
        party_id=party.id,
        stage_id=steps[-1][0],
        amount_minor=90000,
        currency="EUR",
        counted_from_on=steps[0][1],
        expected_on=date.fromisoformat(expected_on) if expected_on else None,
        closed_on=steps[-1][1] if is_closed else None,
    )
    session.add(deal)
    session.flush()
    ends: list[date | None] = [on for _, on in steps[1:]]
    for (stage_id, on), until_on in zip(steps, [*ends, None], strict=True):
        session.add(StageChange(deal_id=deal.id, stage_id=stage_id, from_on=on, until_on=until_on))
    session.flush()
    return deal


def merged(session: Session, other: str, kept: str) -> None:
    """Make one client an alias of another."""
    alias, keeper = a_client(session, other), a_client(session, kept)
    alias.merged_into_id = keeper.id
    session.add(alias)


def archived(session: Session, name: str, on: str) -> Party:
    party = a_client(session, name)
    party.archived_on = date.fromisoformat(on)
    session.add(party)
    return party
