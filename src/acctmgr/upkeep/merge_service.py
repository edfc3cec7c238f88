"""Two parties become one: what may move moves; what is fixed for ever keeps naming the other, now an alias."""

from typing import Any

from sqlmodel import Session, col, select

from acctmgr.deals.tables import Deal
from acctmgr.documents.tables import Document
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.invoices.tables import Recurring
from acctmgr.parties import service as parties
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party, PartyField, PartyTag
from acctmgr.upkeep import merge_rules
from acctmgr.upkeep.merge_rules import Merged, Side

_MOVING: dict[str, Any] = {
    "contacts": Contact,
    "deals": Deal,
    "follow-ups": FollowUp,
    "activities": Activity,
    "recurring invoices": Recurring,
}


def merge(session: Session, keep: str, other: str) -> str:
    """Make the other party an alias of the kept one; gives what is said of it."""
    sides = [_side(session, reference) for reference in (keep, other)]
    merge_rules.check_merge(*sides)
    kept, gone = (session.get_one(Party, side.party.id) for side in sides)
    merged = Merged(
        moved=_move(session, kept, gone),
        filled=_fill(session, kept, gone),
        tags=_unite_tags(session, kept, gone),
        **_unite_fields(session, kept, gone),
    )
    for alias in session.exec(select(Party).where(Party.merged_into_id == gone.id)):
        alias.merged_into_id = kept.id
    gone.merged_into_id = kept.id
    return merge_rules.merged_sentence(kept, gone, merged)


def _side(session: Session, reference: str) -> Side:
    return Side(reference, parties.match(session, reference), parties.find(session, reference))


def _move(session: Session, kept: Party, gone: Party) -> dict[str, int]:
    """Everything that is not fixed for ever belongs to the kept one from now on."""
    moved = {}
    for kind, table in _MOVING.items():
        rows = session.exec(select(table).where(table.party_id == gone.id)).all()
        moved[kind] = len(rows)
        for row in rows:
            row.party_id = kept.id
    drafts = session.exec(
        select(Document).where(Document.party_id == gone.id, col(Document.number).is_(None))
    ).all()
    for draft in drafts:
        assert kept.id is not None
        draft.party_id = kept.id
    return {**moved, "drafts": len(drafts)}


def _fill(session: Session, kept: Party, gone: Party) -> list[str]:
    has_documents = (
        session.exec(select(Document.id).where(Document.party_id == kept.id).limit(1)).first() is not None
    )
    facts = merge_rules.taken_over(kept.model_dump(), gone.model_dump(), has_documents=has_documents)
    for column, value in facts.items():
        setattr(kept, column, value)
    kept.is_client, kept.is_vendor = max(kept.is_client, gone.is_client), max(kept.is_vendor, gone.is_vendor)
    return list(facts)


def _unite_tags(session: Session, kept: Party, gone: Party) -> list[str]:
    assert kept.id is not None
    there = set(session.exec(select(PartyTag.tag).where(PartyTag.party_id == kept.id)))
    new = []
    for row in session.exec(
        select(PartyTag).where(PartyTag.party_id == gone.id).order_by(PartyTag.tag)
    ).all():
        if row.tag in there:
            session.delete(row)
        else:
            row.party_id = kept.id
            new.append(row.tag)
    return new


def _unite_fields(session: Session, kept: Party, gone: Party) -> dict[str, Any]:
    """The kept one's own values stay where both have a field."""
    assert kept.id is not None
    there = dict(
        session.exec(select(PartyField.name, PartyField.value).where(PartyField.party_id == kept.id)).all()
    )
    new, lost = [], {}
    for row in session.exec(
        select(PartyField).where(PartyField.party_id == gone.id).order_by(PartyField.name)
    ).all():
        if row.name not in there:
            row.party_id = kept.id
            new.append(row.name)
            continue
        if row.value != there[row.name]:
            lost[row.name] = row.value
        session.delete(row)
    return {"fields": new, "kept_fields": lost}
