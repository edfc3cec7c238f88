"""Contacts from a file: new ones added, known ones brought up to date."""

from collections import Counter
from typing import Any

from acctmgr.core.errors import NotFound
from acctmgr.exchange.clash_service import ContactClashes
from acctmgr.exchange.contact_known_service import COLUMNS, Known, KnownContacts
from acctmgr.exchange.contact_rules import ContactIn, contact_in
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.run_rules import LEFT_ASIDE, Once, Terms, aside_notes, chunks
from acctmgr.exchange.words_service import WordRows
from acctmgr.parties.contact_clash_rules import Named
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_BY_CLIENT_KEY = """
    SELECT own.outside_key, party.id, party.handle, party.name, party.name_key
      FROM party AS own
      JOIN party ON party.id = COALESCE(own.merged_into_id, own.id)
     WHERE own.outside_key IN (:keys)
"""


class Contacts:
    """Takes the rows of a file of contacts."""

    def __init__(self, db: Bulk, terms: Terms, _: int) -> None:
        self._db, self._terms, self._country = db, terms, db.settings["company.country"]
        self._clients = Clients(db, terms, takes_first=True)
        self._by_client_key: dict[str, Client] = {}
        self._new, self._changed = NewRows(db, "contact", *COLUMNS), ChangedRows(db, "contact")
        self._known = KnownContacts(db, self._new.next_id)
        self._new_emails = NewRows(db, "contact_email", "contact_id", "email")
        self._new_phones = NewRows(db, "contact_phone", "contact_id", "phone", "digits")
        self._words = WordRows(db, "contact")
        self._clashes = ContactClashes(db, is_sure=terms.is_sure or terms.is_export)
        self._once = Once()
        self._aside: Counter[str] = Counter()

    def read(self, fields: dict[str, str]) -> ContactIn:
        """The row as values."""
        return contact_in(fields, self._terms, self._country)

    def look_up(self, rows: list[ContactIn]) -> None:
        """Fetch clients and contacts that these rows may mean."""
        rows = [row for row in rows if not row.aside]
        self._clients.look_up(row.client for row in rows if row.client)
        keys = {key for row in rows for key in row.client_keys}
        for some in chunks(iter(sorted(keys - self._by_client_key.keys())), 500):
            for key, *client in self._db.run(_BY_CLIENT_KEY, {"keys": some}):
                self._by_client_key[key] = Client(*client)
        found = self._known.look_up(rows, [self._party_id(row) for row in rows])
        self._words.look_up(found)
        self._clashes.look_up(Named(None, row.name, row.client, row.emails) for row in rows)

    def _party_id(self, row: ContactIn) -> int:
        """The client of a row that is there already, else 0."""
        keyed = next(filter(None, map(self._by_client_key.get, row.client_keys)), None)
        return keyed.id if keyed else self._clients.id_of(row.client)

    def take(self, row: ContactIn, line: int) -> str:
        """Create the contact, or change what is different of it."""
        if row.aside:
            self._aside[row.aside] += 1
            return LEFT_ASIDE
        client = self._client(row)
        self._claim(row, client, line)
        known = self._known.find(row, client.id)
        if known:
            self._once.claim(line, {known.id: "contact"})
        facts = row.facts | (
            {"outside_key": row.key} if row.key and not (known and known.outside_key) else {}
        )
        contact_id, result = (
            self._change(known, client, row, facts) if known else self._create(client, row, facts)
        )
        if row.key:
            self._known.keyed(contact_id)
        self._once.claim(line, {}, [contact_id])
        return result

    def _client(self, row: ContactIn) -> Client:
        for key in row.client_keys:
            if key in self._by_client_key:
                self._clients.pass_over(_names_of_others(row, key))
                return self._by_client_key[key]
        if row.client:
            return self._clients.find(row.client)
        keys = ";".join(row.client_keys)
        raise NotFound(f"no client came with the id {keys}", hint="import the clients first, with --key")

    def _claim(self, row: ContactIn, client: Client, line: int) -> None:
        """No two rows of a key, of an e-mail, or of a name at a client that nothing else tells apart."""
        place = self._clients.identity(client), row.name_key
        name, bare = ("name", *place), ("bare", *place)
        telling: dict[object, str] = {("email", email): "e-mail" for email in row.emails}
        if row.key:
            telling[("key", row.key)] = "key"
        if row.twin and not telling:
            telling["twin", *place, row.twin] = "name and twin"
        if row.twin:
            self._once.claim(line, telling, [*telling, name, bare])
        elif telling:
            self._once.claim(line, {**telling, bare: "name"}, [*telling, name])
        else:
            self._once.claim(line, {name: "name", bare: "name"}, [name, bare])

    def _create(self, client: Client, row: ContactIn, facts: dict[str, Any]) -> tuple[int, str]:
        new = Named(None, row.name, client.handle, row.emails)
        self._clashes.check(new)
        names = {"name": row.name, "name_key": row.name_key}
        facts = {"is_no_contact": 0, **names, **facts, "party_id": self._clients.settle(client).id}
        contact_id = self._new.add(*map(facts.get, COLUMNS))
        self._clashes.note(new._replace(id=contact_id))
        self._add_owned(contact_id, row)
        self._words.add(contact_id, row.words)
        return contact_id, "created"

    def _add_owned(self, contact_id: int, row: ContactIn) -> bool:
        """Add the e-mails and phones that the contact does not have; whether there were any."""
        emails = [email for email in row.emails if email not in self._known.emails.get(contact_id, ())]
        phones = [phone for phone in row.phones if phone.digits not in self._known.phones.get(contact_id, ())]
        for email in emails:
            self._new_emails.add(contact_id, email)
        for phone in phones:
            self._new_phones.add(contact_id, phone.phone, phone.digits)
        return bool(emails or phones)

    def _change(self, known: Known, client: Client, row: ContactIn, facts: dict[str, Any]) -> tuple[int, str]:
        changes = {column: value for column, value in facts.items() if getattr(known, column) != value}
        self._check_sure(known, client, row, changes.get("name", ""))
        if client.id != known.party_id:
            changes["party_id"] = self._clients.settle(client).id
        if changes:
            self._changed.set(known.id, changes)
        has_more = self._add_owned(known.id, row)
        has_new_words = self._words.set(known.id, row.words)
        return known.id, "updated" if changes or has_more or has_new_words else "unchanged"

    def _check_sure(self, known: Known, client: Client, row: ContactIn, new_name: str) -> None:
        there = self._known.emails.get(known.id, ())
        new = Named(known.id, new_name, client.handle, [email for email in row.emails if email not in there])
        self._clashes.check(new)
        self._clashes.note(new._replace(name=new_name or known.name, emails={*there, *row.emails}))

    def write(self) -> None:
        """Write what was noted; clients first, for contacts refer to them."""
        self._clients.write()
        for rows in (self._new, self._changed, self._new_emails, self._new_phones, self._words):
            rows.write()

    def finish(self) -> list[str]:
        """Say who was made on the way, and what was left aside."""
        aside = aside_notes(self._aside)
        return self._clients.notes() + aside

    def understood(self, row: ContactIn) -> str:
        """The dates and amounts of a row, in words."""
        birthday = row.facts.get("birthday")
        told = f"{row.name} at {row.client or ';'.join(row.client_keys)}"
        return f"{told}, born {birthday}" if birthday else told


def _names_of_others(row: ContactIn, key: str) -> list[str]:
    """What a row calls the clients besides the one of this id: their names where it has as many, else their ids."""
    names = [name.strip() for name in row.client.split(";")]
    called = names if len(names) == len(row.client_keys) else row.client_keys
    return [name for other, name in zip(row.client_keys, called, strict=True) if other != key]
