"""The contacts of the book that rows of a file may mean."""

from collections.abc import Iterable
from typing import NamedTuple

from acctmgr.core.errors import Conflict
from acctmgr.core.text import listed
from acctmgr.exchange.contact_rules import ContactIn
from acctmgr.exchange.run_rules import chunks
from acctmgr.parties.phone_rules import digits_of
from acctmgr.store.bulk import Bulk

COLUMNS = ("party_id name name_key role influence prefers birthday is_no_contact note outside_key").split()
_IN_ONE_GO = 500


class Known(NamedTuple):
    """A contact as the book has it."""

    id: int
    party_id: int
    name: str
    name_key: str
    role: str | None
    influence: str | None
    prefers: str | None
    birthday: str | None
    is_no_contact: int
    note: str | None
    outside_key: str | None


_SELECT = f"SELECT id, {', '.join(COLUMNS)} FROM contact"
_BY_ID = f"{_SELECT} WHERE id IN (:ids)"
_BY_KEY = f"{_SELECT} WHERE outside_key IN (:keys)"
_BY_NAME = f"{_SELECT} WHERE party_id IN (:parties) AND name_key IN (:names) ORDER BY id"
_OWNERS = "SELECT email, contact_id FROM contact_email WHERE email IN (:emails)"
_EMAILS = "SELECT contact_id, email FROM contact_email WHERE contact_id IN (:ids)"
_PHONES = "SELECT contact_id, phone FROM contact_phone WHERE contact_id IN (:ids)"


class KnownContacts:
    """Finds contacts by key, by e-mail, and by name at a client."""

    def __init__(self, db: Bulk, first_new: int) -> None:
        self._db, self._country = db, db.settings["company.country"]
        self._first_new = first_new  # the id from which on this import gives them
        self._keyed: set[int] = set()  # got a key from an earlier row
        self._by_id: dict[int, Known] = {}
        self._by_key: dict[str, Known] = {}
        self._by_name: dict[tuple[int, str], list[Known]] = {}
        self._owners: dict[str, int] = {}
        self.emails: dict[int, set[str]] = {}
        self.phones: dict[int, set[str]] = {}  # their digits

    def look_up(self, rows: list[ContactIn], party_ids: list[int]) -> list[int]:
        """Fetch what these rows, each at the party of the same place, may mean; gives the ids."""
        self._by_id, self._by_key, self._by_name, self._owners = {}, {}, {}, {}
        for some in chunks(iter(rows), _IN_ONE_GO):
            emails = [email for row in some for email in row.emails]
            self._owners.update(self._db.run(_OWNERS, {"emails": emails}))
            self._keep(self._db.rows(Known, _BY_KEY, keys=[row.key for row in some if row.key]))
        for ids in chunks(iter(sorted(set(self._owners.values()) - self._by_id.keys())), _IN_ONE_GO):
            self._keep(self._db.rows(Known, _BY_ID, ids=ids))
        self._look_up_names({(party_id, row.name_key) for row, party_id in zip(rows, party_ids, strict=True)})
        self._look_up_owned()
        return sorted(self._by_id)

    def _keep(self, found: Iterable[Known]) -> None:
        for contact in found:
            self._by_id[contact.id] = contact
            if contact.outside_key:
                self._by_key[contact.outside_key] = contact

    def _look_up_names(self, pairs: set[tuple[int, str]]) -> None:
        wanted = sorted(pair for pair in pairs if pair[0])
        for some in chunks(iter(wanted), _IN_ONE_GO):
            parties, names = zip(*some, strict=True)
            found = self._db.rows(Known, _BY_NAME, parties=sorted(set(parties)), names=sorted(set(names)))
            self._keep(found)
        for contact in sorted(self._by_id.values()):
            self._by_name.setdefault((contact.party_id, contact.name_key), []).append(contact)

    def _look_up_owned(self) -> None:
        self.emails, self.phones = {}, {}
        for ids in chunks(iter(sorted(self._by_id)), _IN_ONE_GO):
            for contact_id, email in self._db.run(_EMAILS, {"ids": ids}):
                self.emails.setdefault(contact_id, set()).add(email)
            for contact_id, phone in self._db.run(_PHONES, {"ids": ids}):
                self.phones.setdefault(contact_id, set()).add(digits_of(phone, self._country))

    def find(self, row: ContactIn, party_id: int) -> Known | None:
        """Whom a row at a party means: by its key, else by an e-mail, else by the name there; Conflict if unclear."""
        owners = sorted({self._owners[email] for email in row.emails if email in self._owners})
        known = self._by_key.get(row.key) if row.key else None
        if known or owners:
            return self._agreed(known or self._by_id[owners[0]], owners)
        if row.twin:
            return self._twin(row, party_id)
        named = [
            contact for contact in self._by_name.get((party_id, row.name_key), []) if self._fits(contact, row)
        ]
        if len(named) > 1:
            ids = listed([str(contact.id) for contact in named], "and")
            raise Conflict(
                f"{row.name} fits more than one contact: {ids}",
                hint="give an e-mail or --key, or merge them: acctmgr contact merge",
            )
        return named[0] if named else None

    def _twin(self, row: ContactIn, party_id: int) -> Known | None:
        """The one of several of a name that the row means: the n-th of those without an e-mail, if it has none."""
        if row.key or row.emails:
            return None
        alike = [
            contact
            for contact in self._by_name.get((party_id, row.name_key), [])
            if contact.id < self._first_new and not self.emails.get(contact.id)
        ]
        return alike[row.twin - 1] if row.twin <= len(alike) else None

    def _agreed(self, known: Known, owners: list[int]) -> Known:
        """The contact, unless an e-mail of its row is another's."""
        if other := next((self._by_id[owner] for owner in owners if owner != known.id), None):
            raise Conflict(
                f"its e-mails belong to {known.name} ({known.id}) and {other.name} ({other.id})",
                hint=f"if they are one person: acctmgr contact merge {known.id} {other.id}",
            )
        return known

    def _fits(self, contact: Known, row: ContactIn) -> bool:
        """Whether nothing tells a contact of the right name apart: another key, or e-mails where the row has some."""
        if row.key and (contact.outside_key or contact.id in self._keyed):
            return False
        return not (row.emails and self.emails.get(contact.id))

    def keyed(self, contact_id: int) -> None:
        """An earlier row of the file gave it a key."""
        self._keyed.add(contact_id)
