"""Two contacts that are one person become one."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from acctmgr.parties import contact_rules, contact_service
from acctmgr.parties.birthday_rules import richer
from acctmgr.parties.contact_tables import Contact, ContactField

_FILLED = ("role", "influence", "prefers")


def merge(session: Session, kept: Contact, other: Contact) -> list[str]:
    """Give all of the other to the kept one and delete the other; nothing else may name it any more.

    What the kept one lacks is filled, and what it has stays; gives what of the other is dropped for that, in words.
    """
    contact_rules.check_two(kept.id, other.id)
    mine, theirs = contact_service.owned(session, kept), contact_service.owned(session, other)
    dropped = [*_fill(kept, other), *_other_values(mine.fields, theirs.fields)]
    pairs: Any = zip(mine, theirs, strict=True)
    moving = [further[word] for there, further in pairs for word in further if word not in there]
    copies = [type(row)(contact_id=kept.id, **row.model_dump(exclude={"id", "contact_id"})) for row in moving]
    key = kept.outside_key or other.outside_key
    contact_service.remove(session, other)  # first, for an e-mail and a key belong to one contact alone
    session.add_all(copies)  # behind those of the kept one, whose first e-mail stays the first
    kept.outside_key = key
    session.flush()
    return dropped


def _fill(kept: Contact, other: Contact) -> list[str]:
    """Give the kept one the facts that it lacks; gives those of the other that differ from its own."""
    dropped = []
    for column in _FILLED:
        mine, theirs = getattr(kept, column), getattr(other, column)
        if mine is None:
            setattr(kept, column, theirs)
        elif theirs not in (None, mine):
            dropped.append(f"{column} {theirs}")
    kept.birthday = richer(kept.birthday, other.birthday)
    if other.birthday and richer(other.birthday, kept.birthday) != kept.birthday:
        dropped.append(f"birthday {other.birthday}")
    kept.is_no_contact = max(kept.is_no_contact, other.is_no_contact)  # nobody opts in by being merged
    notes = dict.fromkeys(note for note in (kept.note, other.note) if note)
    kept.note = "\n\n".join(notes) or None
    return dropped


def _other_values(mine: Mapping[str, ContactField], theirs: Mapping[str, ContactField]) -> list[str]:
    """The custom fields of the other that say something else than those of the kept one."""
    both = [name for name in theirs if name in mine and mine[name].value != theirs[name].value]
    return [f"field {name} {theirs[name].value}" for name in both]
