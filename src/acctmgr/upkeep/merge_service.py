"""Two parties become one: what may move moves; what is fixed for ever keeps naming the other, now an alias."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from acctmgr.deals.tables import Deal
from acctmgr.documents.tables import Document
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.invoices.tables import Recurring
from acctmgr.parties import service as parties
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.merged_row_rules import MergedRow
from acctmgr.parties.tables import Party, PartyField, PartyTag
from acctmgr.store.settings_service import book_setting
from acctmgr.upkeep import merge_rules
from acctmgr.upkeep.merge_rules import Side, WholeParty

MOVING: dict[str, Any] = {
    "contacts": Contact,
    "deals": Deal,
    "follow_ups": FollowUp,
    "activities": Activity,
    "recurring_invoices": Recurring,
}


def merge(session: Session, keep: str, other: str) -> MergedRow:
    """Make the other party an alias of the kept one; gives what was done."""
    sides = [_side(session, reference) for reference in (keep, other)]
    merge_rules.check_merge(*sides)
    kept, gone = (session.get_one(Party, side.party.id) for side in sides)
    done = merge_rules.plan(
        _facts(session, kept),
        _facts(session, gone),
        currency=book_setting(session, "currency"),
        has_documents=_has_documents(session, kept),
    )
    moved = _move(session, kept, gone)
    for column, value in done.taken.items():
        setattr(kept, column, value)
    _hand_over(session, kept, _tags(session, gone), done.tags)
    _hand_over(session, kept, _fields(session, gone), done.fields)
    for alias in session.exec(select(Party).where(Party.merged_into_id == gone.id)):
        alias.merged_into_id = kept.id
    gone.merged_into_id = kept.id
    return merge_rules.merged_row(kept, gone, moved, done)


def _side(session: Session, reference: str) -> Side:
    return Side(reference, parties.match(session, reference), parties.find(session, reference))


def _move(session: Session, kept: Party, gone: Party) -> dict[str, int]:
    """Everything that is not fixed for ever belongs to the kept one from now on."""
    moved = {}
    for kind, table in MOVING.items():
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


def _facts(session: Session, party: Party) -> WholeParty:
    fields = {name: row.value for name, row in _fields(session, party).items()}
    return WholeParty(party.model_dump(), _tags(session, party), fields)


def _has_documents(session: Session, party: Party) -> bool:
    ids = parties.ids_of(session, party)
    return (
        session.exec(select(Document.id).where(col(Document.party_id).in_(ids)).limit(1)).first() is not None
    )


def _tags(session: Session, party: Party) -> dict[str, PartyTag]:
    rows = session.exec(select(PartyTag).where(PartyTag.party_id == party.id).order_by(PartyTag.tag))
    return {row.tag: row for row in rows}


def _fields(session: Session, party: Party) -> dict[str, PartyField]:
    rows = session.exec(select(PartyField).where(PartyField.party_id == party.id).order_by(PartyField.name))
    return {row.name: row for row in rows}


def _hand_over(session: Session, kept: Party, rows: Mapping[str, Any], words: Collection[str]) -> None:
    """Give the kept one the rows of these words; those of the others go."""
    for word, row in rows.items():
        if word in words:
            row.party_id = kept.id
        else:
            session.delete(row)
