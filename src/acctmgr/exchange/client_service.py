"""Clients from a file: new ones added, known ones brought up to date."""

from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.text import listed
from acctmgr.exchange.clash_service import Clashes
from acctmgr.exchange.client_rules import ClientIn, client_in
from acctmgr.exchange.party_service import Handles
from acctmgr.exchange.rules import Words
from acctmgr.exchange.run_rules import Once, Terms, chunks
from acctmgr.exchange.words_service import WordRows
from acctmgr.parties.clash_rules import named
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_COLUMNS = (
    "handle name name_key is_client is_vendor legal_name tax_id email phone website industry address country language "
    "currency terms_days status tier owner source since_on note dispute archived_on outside_key merged_into_id"
).split()


class _Party(NamedTuple):
    """A party as the book has it."""

    id: int
    handle: str
    name: str
    name_key: str
    is_client: int
    is_vendor: int
    legal_name: str | None
    tax_id: str | None
    email: str | None
    phone: str | None
    website: str | None
    industry: str | None
    address: str | None
    country: str | None
    language: str | None
    currency: str | None
    terms_days: int | None
    status: str
    tier: str | None
    owner: str | None
    source: str | None
    since_on: date | None
    note: str | None
    dispute: str | None
    archived_on: date | None
    outside_key: str | None
    merged_into_id: int | None


_ROWS = f"SELECT id, {', '.join(_COLUMNS)} FROM party"
_SELECT = f"""
    {_ROWS}
     WHERE outside_key IN (:keys) OR handle IN (:handles) OR name_key IN (:names)
     ORDER BY id
"""


_KEPT = f"{_ROWS} WHERE id IN (:ids) ORDER BY id"
# what a row that means a party which was merged away leaves alone of the one that kept it
_NOT_FILLED = ("handle", "name", "name_key", "outside_key", "status", "currency")

_NAMED = ("handle", "name", "email")  # what a reference may be


class ClientRows:
    """Takes the rows of a file of clients, or of vendors: parties that are that from now on, whatever else they are."""

    def __init__(self, db: Bulk, terms: Terms, _: int, role: str = "is_client") -> None:
        self._db, self._terms, self._role = db, terms, role
        self._handles = Handles(db)
        self._clashes = Clashes(db, is_sure=terms.is_sure or terms.is_export)
        self._new, self._changed = NewRows(db, "party", *_COLUMNS), ChangedRows(db, "party")
        self._words = WordRows(db, "party")
        self._once = Once()
        self._made: dict[str, int] = {}  # by their handles
        self._by_key: dict[str, _Party] = {}
        self._by_handle: dict[str, _Party] = {}
        self._by_name: dict[str, list[_Party]] = {}
        self._kept: dict[int, _Party] = {}  # of those that were merged away, as the rows so far leave them

    def read(self, fields: dict[str, str]) -> ClientIn:
        """The row as values."""
        return client_in(fields, self._terms)

    def look_up(self, rows: list[ClientIn]) -> None:
        """Fetch the parties that these rows may mean."""
        found: dict[int, _Party] = {}
        for some in chunks(iter(rows), 500):
            names = [row.name_key for row in some]
            keys = [row.key for row in some if row.key]
            handles = [handle for row in some for handle in (row.handle, row.merged_into) if handle]
            matches = self._db.rows(_Party, _SELECT, keys=keys, handles=handles, names=names)
            found.update((party.id, party) for party in matches)
        self._by_key = {party.outside_key: party for party in found.values() if party.outside_key}
        self._by_handle = {party.handle: party for party in found.values()}
        self._by_name = {}
        for party in found.values():
            self._by_name.setdefault(party.name_key, []).append(party)
        ids = sorted({party.merged_into_id for party in found.values() if party.merged_into_id})
        self._kept = {party.id: party for party in self._db.rows(_Party, _KEPT, ids=ids)} if ids else {}
        self._words.look_up({**found, **self._kept})
        self._handles.look_up(row.handle or str(row.facts["name"]) for row in rows)
        self._clashes.look_up(row.named for row in rows)

    def take(self, row: ClientIn, line: int) -> str:
        """Create the client, or change what is different of it."""
        self._claim(row, line)
        known = self._known(row)
        if known:
            self._once.claim(line, {known.id: "client"})
        facts = dict(row.facts) | {self._role: 1} | ({"outside_key": row.key} if row.key else {})
        is_usual = facts.get("currency") == self._db.currency and not (known and known.currency)
        if is_usual and not self._terms.is_export:
            facts.pop("currency")  # None says the same, and lists write it out
        if row.handle and not (known and known.handle == row.handle):
            facts["handle"] = self._free(row.handle)
        if row.merged_into:
            return self._take_alias(known, row, facts, line)
        if known and known.merged_into_id:
            result = self._fill(self._kept[known.merged_into_id], row, facts)
            self._once.claim(line, {}, [known.id])
            return result
        party_id, result = self._change(known, row, facts) if known else self._create(row, facts)
        self._once.claim(line, {}, [party_id])
        return result

    def _known(self, row: ClientIn) -> _Party | None:
        """Whom the row means; a client that has no key yet may get the one of its row."""
        if row.key in self._by_key:
            return self._by_key[row.key]
        if row.handle:
            named = [self._by_handle[row.handle]] if row.handle in self._by_handle else []
        else:
            named = self._by_name.get(row.name_key, [])
            merged = {party.merged_into_id: party for party in named if party.merged_into_id}
            named = [party for party in named if not party.merged_into_id] or list(merged.values())
        if row.key:
            named = [party for party in named if not party.outside_key]
        if len(named) > 1:
            handles = listed([party.handle for party in named], "and")
            raise Conflict(
                f"{row.facts['name']} fits more than one client: {handles}", hint="give their handle too"
            )
        return named[0] if named else None

    def _claim(self, row: ClientIn, line: int) -> None:
        """No two rows of a key, of a handle, or of a name that nothing else tells apart."""
        name, bare, keyless = (("name", row.name_key), ("bare", row.name_key), ("keyless", row.name_key))
        key, handle = ("key", row.key), ("handle", row.handle)
        if row.key:
            self._once.claim(line, {key: "key", bare: "name", keyless: "name"}, [key, name])
        elif row.handle:
            self._once.claim(line, {handle: "handle", bare: "name"}, [handle, name, keyless])
        else:
            self._once.claim(line, {name: "name"}, [name, bare, keyless])

    def _free(self, handle: str) -> str:
        if self._handles.is_taken(handle):
            raise Conflict(f"the handle {handle} belongs to another client")
        return self._handles.take(handle)

    def _take_alias(self, known: _Party | None, row: ClientIn, facts: dict[str, Any], line: int) -> str:
        """A row that was merged into another: what it was once stays with its name, and never changes again."""
        kept_id = self._id_kept(row.merged_into)
        if known is None:
            party_id, result = self._create(row, facts | {"merged_into_id": kept_id})
            self._once.claim(line, {}, [party_id])
            return result
        self._once.claim(line, {}, [known.id])
        if known.merged_into_id != kept_id:
            hint = f"if they are one: acctmgr client merge {row.merged_into} {known.handle}"
            raise Conflict(f"{known.handle} is not merged into {row.merged_into} in this book", hint=hint)
        return self._change(known, row._replace(words=Words(None, {})), {self._role: 1})[1]

    def _id_kept(self, handle: str) -> int:
        """The id of the party that an alias belongs to, be it new in this file."""
        kept = self._by_handle.get(handle)
        if kept and kept.merged_into_id:
            raise Refused(f"merged_into: {handle} is an alias itself")
        kept_id = kept.id if kept else self._made.get(handle)
        if kept_id is None:
            hint = "it comes before its aliases in the file"
            raise NotFound(f"merged_into: there is no client {handle}", hint=hint)
        return kept_id

    def _create(self, row: ClientIn, facts: dict[str, Any]) -> tuple[int, str]:
        facts = {"is_client": 0, "is_vendor": 0, "status": "active", **facts}
        if not row.handle:
            facts["handle"] = self._handles.of(facts["name"])
        new = named(facts["handle"], facts["name"], facts.get("email"))
        self._clashes.check(new)
        party_id = self._new.add(*map(facts.get, _COLUMNS))
        self._clashes.note(new._replace(id=party_id))
        self._made[facts["handle"]] = party_id
        self._words.add(party_id, row.words)
        return party_id, "created"

    def _fill(self, kept: _Party, row: ClientIn, facts: dict[str, Any]) -> str:
        """What the kept party does not know yet; what it knows, its name and its handle stay."""
        empty = {
            column: value
            for column, value in facts.items()
            if column not in _NOT_FILLED and getattr(kept, column) in (None, 0)
        }
        if empty:
            self._set(kept, empty)
        return "updated" if self._words.fill(kept.id, row.words) or empty else "unchanged"

    def _change(self, known: _Party, row: ClientIn, facts: dict[str, Any]) -> tuple[int, str]:
        changes = {column: value for column, value in facts.items() if getattr(known, column) != value}
        if changes:
            self._set(known, changes)
        has_new_words = self._words.set(known.id, row.words)
        return known.id, "updated" if changes or has_new_words else "unchanged"

    def _set(self, party: _Party, changes: dict[str, Any]) -> None:
        if not changes.keys().isdisjoint(_NAMED):
            then = party._replace(**changes)
            new = named(then.handle, then.name, then.email, party_id=party.id)
            self._clashes.check(new)
            self._clashes.note(new)
        self._changed.set(party.id, changes)
        if now := self._kept.get(party.id):
            self._kept[party.id] = now._replace(**changes)

    def write(self) -> None:
        """Write what was noted."""
        for rows in (self._new, self._changed, self._words):
            rows.write()

    def finish(self) -> list[str]:
        """Nothing is left to do or to say."""
        return []

    def understood(self, row: ClientIn) -> str:
        """The dates and amounts of a row, in words."""
        since = row.facts.get("since_on")
        return f"{row.facts['name']}" + (f", since {since}" if since else "")


def vendor_rows(db: Bulk, terms: Terms, run_id: int) -> ClientRows:
    """Takes the rows of a file of vendors."""
    return ClientRows(db, terms, run_id, "is_vendor")
