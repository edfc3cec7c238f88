"""Contacts and deals that rows of a file name, each among those of its client."""

from collections.abc import Iterable

from acctmgr.core.text import fold
from acctmgr.exchange.run_rules import chunks
from acctmgr.store.bulk import Bulk

_IN_ONE_GO = 500
_CONTACTS = """
    SELECT contact.party_id, contact.name_key, contact.id
      FROM contact
     WHERE contact.party_id IN (:parties)
     UNION
    SELECT contact.party_id, contact_email.email, contact.id
      FROM contact
      JOIN contact_email ON contact_email.contact_id = contact.id
     WHERE contact.party_id IN (:parties)
     ORDER BY 3, 2
"""
_DEALS = "SELECT party_id, key, name_key, id FROM deal WHERE party_id IN (:parties) ORDER BY id"

Named = tuple[int, str]  # a client's id, and the name within it


class Links:
    """Finds contacts by e-mail or whole name, and deals by key, id or whole name; what is not clear is no link."""

    def __init__(self, db: Bulk) -> None:
        self._db = db
        self._seen: set[int] = set()
        self._contacts: dict[Named, set[int]] = {}
        self._deals: dict[Named, set[int]] = {}
        self._exact: dict[Named, int] = {}  # deals by key, and by id where that is no key
        self.unknown = {"contact": 0, "deal": 0}

    def look_up(self, party_ids: Iterable[int]) -> None:
        """Fetch the contacts and deals of these clients."""
        wanted = set(party_ids) - self._seen - {0}
        self._seen |= wanted
        for some in chunks(iter(sorted(wanted)), _IN_ONE_GO):
            for party_id, name, contact_id in self._db.run(_CONTACTS, {"parties": some}):
                self._contacts.setdefault((party_id, name), set()).add(contact_id)
            for party_id, key, name, deal_id in self._db.run(_DEALS, {"parties": some}):
                self._deals.setdefault((party_id, name), set()).add(deal_id)
                self._exact.setdefault((party_id, str(deal_id)), deal_id)
                if key:
                    self._exact[party_id, key] = deal_id

    def contact(self, party_id: int, name: str) -> int | None:
        """The contact of that e-mail or name, None where none or several have it; counted then."""
        return self._only("contact", self._contacts.get((party_id, fold(name)), set()))

    def deal(self, party_id: int, name: str) -> int | None:
        """The deal of that key, id or name, None where none or several have it; counted then."""
        exact = self._exact.get((party_id, name))
        return exact or self._only("deal", self._deals.get((party_id, fold(name)), set()))

    def _only(self, what: str, found: set[int]) -> int | None:
        if len(found) == 1:
            return next(iter(found))
        self.unknown[what] += 1
        return None

    def notes(self) -> list[str]:
        """What people should know: how many rows came in without the link that they name."""
        return [
            f"{count} row{'' if count == 1 else 's'} came in without the {what} named: no one {what} of the client fits"
            for what, count in self.unknown.items()
            if count
        ]
