"""Two contacts that are one person become one."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from acctmgr.parties import contact_merge_rules, contact_rules, contact_service, service
from acctmgr.parties.contact_merge_rules import WholeContact
from acctmgr.parties.contact_service import Owned
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.merged_row_rules import MergedRow


def merge(session: Session, kept: Contact, other: Contact, moved: Mapping[str, int]) -> MergedRow:
    """Give all of the other to the kept one and delete the other; nothing else may name it any more.

    moved: what named it, by its kind. What the kept one does not take over stands in its note.
    """
    contact_rules.check_two(kept.id, other.id)
    assert kept.id is not None
    assert other.id is not None
    mine, theirs = contact_service.owned(session, kept), contact_service.owned(session, other)
    done = contact_merge_rules.plan(_facts(session, kept, mine), _facts(session, other, theirs))
    merged = contact_merge_rules.merged_row(kept.id, other.id, moved, done)
    pairs: Any = zip(mine, theirs, strict=True)
    moving = [further[word] for there, further in pairs for word in further if word not in there]
    copies = [type(row)(contact_id=kept.id, **row.model_dump(exclude={"id", "contact_id"})) for row in moving]
    contact_service.remove(session, other)  # first, for an e-mail and a key belong to one contact alone
    session.add_all(copies)  # behind those of the kept one, whose first e-mail stays the first
    for column, value in done.taken.items():
        setattr(kept, column, value)
    session.flush()
    return merged


def _facts(session: Session, contact: Contact, owned: Owned) -> WholeContact:
    assert contact.id is not None
    return WholeContact(
        contact.id,
        contact.model_dump(),
        service.kept(session, contact.party_id).handle,
        list(owned.emails),
        {digits: row.phone for digits, row in owned.phones.items()},
        list(owned.tags),
        {name: row.value for name, row in owned.fields.items()},
    )
