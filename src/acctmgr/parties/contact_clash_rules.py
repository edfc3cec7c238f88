"""References to contacts that would stop being sure, as when one is called like the id or e-mail of another."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from acctmgr.core.text import fold
from acctmgr.parties.clash_rules import doubtful, fits_both
from acctmgr.parties.contact_rules import Ask, id_of
from acctmgr.parties.email_rules import spellings

_KNOWN = """
    SELECT contact.id, contact.name, party.handle, contact_email.email
      FROM contact
      JOIN party ON party.id = contact.party_id
      LEFT JOIN contact_email ON contact_email.contact_id = contact.id
     WHERE contact.id IN (:ids) OR contact.name_key IN (:keys)
        OR contact.id IN (SELECT contact_id FROM contact_email WHERE email IN (:emails))
     ORDER BY contact.id, contact_email.id
"""


class Named(NamedTuple):
    """A contact by all that it is named by; without an id it is new, with an empty name it keeps what it has."""

    id: int | None
    name: str
    client: str  # handle
    emails: Collection[str] = ()

    @property
    def number(self) -> int:
        """The id that the name reads as, 0 for none."""
        return id_of(self.name)

    @property
    def words(self) -> set[str]:
        """What another may have too: of these, the others are looked for before a contact gets them."""
        names = [*spellings(self.name), fold(self.name)] if self.name else []
        return {*names, *self.emails, *map(fold, self.emails)}

    @property
    def title(self) -> str:
        """How people tell it from others."""
        return f"{self.name} ({self.client}, {self.id})"


def others_of(ask: Ask, some: Collection[Named]) -> list[Named]:
    """Whoever has a word of these as id, e-mail or name."""
    words = sorted(word for one in some for word in one.words)
    values = {"ids": sorted({one.number for one in some}), "keys": words, "emails": words}
    found: dict[int, Named] = {}
    for contact_id, name, client, email in ask(_KNOWN, values):
        known = found.get(contact_id, Named(contact_id, name, client))
        found[contact_id] = known._replace(emails=[*known.emails, email] if email else known.emails)
    return list(found.values())


def check_sure(new: Named, others: Iterable[Named]) -> None:
    """Doubtful where a reference would fit this contact in one way and another in another way.

    That two share a name is fine: the ids tell them apart.
    """
    number = new.number
    for other in others:
        if other.id == new.id:
            continue
        if number and other.id == number:
            raise doubtful(fits_both(new.name, other.title, "number", "name"))
        for word, what, mine in _clashes(new, other):
            raise doubtful(fits_both(word, other.title, what, mine))
    if number and number != new.id:
        raise doubtful(f"the name {new.name} reads as the number of a contact")


def _clashes(new: Named, other: Named) -> Iterator[tuple[str, str, str]]:
    """A word that fits both, what it is of the other, and what of this one."""
    mine = spellings(new.name) if new.name else ()
    yield from ((email, "e-mail", "name") for email in other.emails if email in mine)
    yield from ((email, "name", "e-mail") for email in new.emails if fold(email) == fold(other.name))
