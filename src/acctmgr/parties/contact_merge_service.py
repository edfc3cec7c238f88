"""Two contacts that are one person become one."""

from typing import Any

from sqlmodel import Session

from acctmgr.parties import contact_rules, contact_service
from acctmgr.parties.birthday_rules import richer
from acctmgr.parties.contact_rules import Facts
from acctmgr.parties.contact_service import Owned
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party

_FILLED = ("role", "influence", "prefers")


def merge(session: Session, kept: Contact, other: Contact) -> list[str]:
    """Give all of the other to the kept one and delete the other; nothing else may name it any more.

    What the kept one lacks is filled, and what it has stays; gives what of the other is not taken over, in words.
    """
    contact_rules.check_two(kept.id, other.id)
    mine, theirs = contact_service.owned(session, kept), contact_service.owned(session, other)
    told = contact_rules.not_taken_over(_facts(session, kept, mine), _facts(session, other, theirs))
    _fill(kept, other)
    pairs: Any = zip(mine, theirs, strict=True)
    moving = [further[word] for there, further in pairs for word in further if word not in there]
    copies = [type(row)(contact_id=kept.id, **row.model_dump(exclude={"id", "contact_id"})) for row in moving]
    key = kept.outside_key or other.outside_key
    contact_service.remove(session, other)  # first, for an e-mail and a key belong to one contact alone
    session.add_all(copies)  # behind those of the kept one, whose first e-mail stays the first
    kept.outside_key = key
    session.flush()
    return told


def _facts(session: Session, contact: Contact, owned: Owned) -> Facts:
    return Facts(
        name=contact.name,
        client=session.get_one(Party, contact.party_id).handle,
        role=contact.role,
        influence=contact.influence,
        prefers=contact.prefers,
        birthday=contact.birthday,
        key=contact.outside_key,
        fields={name: row.value for name, row in owned.fields.items()},
    )


def _fill(kept: Contact, other: Contact) -> None:
    """Give the kept one the facts that it lacks, and both notes."""
    for column in _FILLED:
        if getattr(kept, column) is None:
            setattr(kept, column, getattr(other, column))
    kept.birthday = richer(kept.birthday, other.birthday)
    kept.is_no_contact = max(kept.is_no_contact, other.is_no_contact)  # nobody opts in by being merged
    notes = dict.fromkeys(note for note in (kept.note, other.note) if note)
    kept.note = "\n\n".join(notes) or None
