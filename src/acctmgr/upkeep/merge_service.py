"""Two parties become one: what may move moves; what is fixed for ever keeps naming the other, now an alias."""

from typing import Any

from sqlmodel import Session, col, select

from acctmgr.deals.tables import Deal
from acctmgr.documents.tables import Document
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.invoices.tables import Recurring
from acctmgr.ledger.service import book_currency
from acctmgr.parties import service as parties
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party, PartyField, PartyTag
from acctmgr.upkeep import merge_rules
from acctmgr.upkeep.merge_rules import Facts, Merged, Side

_MOVING: dict[str, Any] = {
    "contacts": Contact,
    "deals": Deal,
    "follow-ups": FollowUp,
    "activities": Activity,
    "recurring invoices": Recurring,
}


def merge(session: Session, keep: str, other: str) -> list[str]:
    """Make the other party an alias of the kept one; gives what is said of it, in sentences."""
    sides = [_side(session, reference) for reference in (keep, other)]
    merge_rules.check_merge(*sides)
    kept, gone = (session.get_one(Party, side.party.id) for side in sides)
    has_documents = _has_documents(session, kept)  # before drafts move
    told = merge_rules.not_taken_over(
        _facts(session, kept),
        _facts(session, gone),
        has_documents=has_documents,
        currency=book_currency(session),
    )
    merged = Merged(
        moved=_move(session, kept, gone),
        filled=_fill(session, kept, gone, has_documents=has_documents),
        tags=_unite_tags(session, kept, gone),
        fields=_unite_fields(session, kept, gone),
    )
    for alias in session.exec(select(Party).where(Party.merged_into_id == gone.id)):
        alias.merged_into_id = kept.id
    gone.merged_into_id = kept.id
    return [merge_rules.merged_sentence(kept, gone, merged), *told]


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


def _facts(session: Session, party: Party) -> Facts:
    fields = select(PartyField.name, PartyField.value).where(PartyField.party_id == party.id)
    return Facts(party.model_dump(), dict(session.exec(fields).all()))


def _has_documents(session: Session, party: Party) -> bool:
    query = select(Document.id).where(Document.party_id == party.id).limit(1)
    return session.exec(query).first() is not None


def _fill(session: Session, kept: Party, gone: Party, *, has_documents: bool) -> list[str]:
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


def _unite_fields(session: Session, kept: Party, gone: Party) -> list[str]:
    """The kept one's own values stay where both have a field; gives the names of those that came over."""
    assert kept.id is not None
    there = set(session.exec(select(PartyField.name).where(PartyField.party_id == kept.id)))
    new = []
    for row in session.exec(
        select(PartyField).where(PartyField.party_id == gone.id).order_by(PartyField.name)
    ).all():
        if row.name in there:
            session.delete(row)
        else:
            row.party_id = kept.id
            new.append(row.name)
    return new
