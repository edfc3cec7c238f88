"""Activities from a file: new ones added, known ones brought up to date."""

from datetime import date
from typing import Any, NamedTuple

from acctmgr.exchange.activity_rules import ActivityIn, activity_in
from acctmgr.exchange.deal_link_service import DealLinks
from acctmgr.exchange.link_service import Links
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.run_rules import LEFT_ASIDE, Once, Terms, chunks
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_COLUMNS = "kind text party_id contact_id happened_on minutes follow_up_id outside_key".split()


class _Activity(NamedTuple):
    """An activity as the book has it; deal: the link to it, and its id."""

    id: int
    kind: str
    text: str
    party_id: int
    contact_id: int | None
    happened_on: date
    minutes: int | None
    follow_up_id: int | None
    outside_key: str | None
    link_id: int | None
    deal_id: int | None


_SELECT = f"""
    SELECT activity.id, {", ".join(f"activity.{column}" for column in _COLUMNS)},
           deal_activity.id AS link_id, deal_activity.deal_id
      FROM activity
      LEFT JOIN deal_activity ON deal_activity.activity_id = activity.id
     WHERE {{condition}}
     ORDER BY activity.id
"""
_BY_KEY = _SELECT.format(condition="activity.outside_key IN (:keys)")
_BY_DAY = _SELECT.format(
    condition="activity.party_id IN (:parties) AND activity.happened_on IN (:days) AND activity.id < :first_new"
)

Likeness = tuple[
    object, date, str, str
]  # client, day, kind and text: what tells activities apart that have no key


class Activities:
    """Takes the rows of a file of activities."""

    def __init__(self, db: Bulk, terms: Terms, _: int) -> None:
        self._db, self._terms = db, terms
        self._clients = Clients(db, terms, takes_first=True)
        self._links = Links(db, with_follow_ups=terms.is_export)
        self._new, self._changed = NewRows(db, "activity", *_COLUMNS), ChangedRows(db, "activity")
        self._deal_links = DealLinks(db, "activity")
        self._first_new = self._new.next_id
        self._once = Once()
        self._by_key: dict[str, _Activity] = {}
        self._alike: dict[Likeness, list[_Activity]] = {}
        self._count: dict[Likeness, int] = {}  # rows of the file so far
        self._aside: dict[str, int] = {}  # by why

    def read(self, fields: dict[str, str]) -> ActivityIn:
        """The row as values."""
        return activity_in(fields, self._terms)

    def look_up(self, rows: list[ActivityIn]) -> None:
        """Fetch clients, their contacts and deals, and the activities that these rows may mean."""
        self._clients.look_up(client for row in rows for client in (row.client, *row.refs.clients()))
        self._links.look_up(self._clients.id_of(client) for row in rows for client in _clients_named(row))
        self._by_key, self._alike = {}, {}
        for keys in chunks((row.key for row in rows if row.key), 500):
            found = self._db.rows(_Activity, _BY_KEY, keys=keys)
            self._by_key.update((known.outside_key or "", known) for known in found)
        pairs = {(self._clients.id_of(row.client), row.on) for row in rows if not row.key}
        seen: set[int] = set()
        for some in chunks(iter(sorted(pair for pair in pairs if pair[0])), 250):
            for known in self._on_days(some):
                if known.id not in seen and not (self._terms.is_export and known.outside_key):
                    seen.add(known.id)
                    self._alike.setdefault(_likeness(known), []).append(known)

    def _on_days(self, pairs: list[tuple[int, date]]) -> list[_Activity]:
        parties, days = ({pair[place] for pair in pairs} for place in (0, 1))
        return self._db.rows(
            _Activity, _BY_DAY, parties=sorted(parties), days=sorted(days), first_new=self._first_new
        )

    def take(self, row: ActivityIn, line: int) -> str:
        """Create the activity, or change what is different of it."""
        if row.aside:
            self._aside[row.aside] = self._aside.get(row.aside, 0) + 1
            return LEFT_ASIDE
        client = self._clients.find(row.client)
        if row.key:
            self._once.claim(line, {row.key: "key"})
        known = self._by_key.get(row.key) if row.key else self._next_alike(row, client)
        if known:
            return self._change(known, client, row)
        self._create(client, row)
        return "created"

    def _next_alike(self, row: ActivityIn, client: Client) -> _Activity | None:
        """What the book has for the n-th row of this client, day, kind and text: its n-th such activity."""
        identity = self._clients.identity(client)
        kind = row.facts.get("kind", "note")
        likeness: Likeness = (identity, row.on, kind, row.facts["text"])
        place = self._count.get(likeness, 0)
        self._count[likeness] = place + 1
        known = self._alike.get((client.id, *likeness[1:]), ()) if client.id else ()
        return known[place] if place < len(known) else None

    def _create(self, client: Client, row: ActivityIn) -> None:
        client = self._clients.settle(client)
        found = self._links.all(client, row.refs, self._clients)
        facts = {"kind": "note", **row.facts, "party_id": client.id, "contact_id": found.contact}
        facts |= {"follow_up_id": found.follow_up, "outside_key": row.key or None}
        activity_id = self._new.add(*map(facts.get, _COLUMNS))
        self._deal_links.add(found.deal, activity_id)

    def _change(self, known: _Activity, client: Client, row: ActivityIn) -> str:
        client = self._clients.settle(client)
        found = self._links.all(client, row.refs, self._clients)
        facts: dict[str, Any] = {**row.facts, "party_id": client.id}
        if found.contact or client.id != known.party_id:
            facts["contact_id"] = found.contact
        if found.follow_up:
            facts["follow_up_id"] = found.follow_up
        changes = {column: value for column, value in facts.items() if getattr(known, column) != value}
        if changes:
            self._changed.set(known.id, changes)
        is_relinked = self._deal_links.set(found.deal, known.id, known.link_id, known.deal_id)
        return "updated" if changes or is_relinked else "unchanged"

    def write(self) -> None:
        """Write what was noted; clients first, for activities refer to them."""
        self._clients.write()
        for rows in (self._new, self._changed, self._deal_links):
            rows.write()

    def finish(self) -> list[str]:
        """Say what people should know besides the figures."""
        aside = [f"left aside, as they are {why}: {count}" for why, count in sorted(self._aside.items())]
        return [*self._clients.notes(), *self._links.notes(), *aside]

    def understood(self, row: ActivityIn) -> str:
        """The date of a row, in words."""
        return f"{row.facts.get('kind', 'note')} with {row.client} on {row.on}"


def _clients_named(row: ActivityIn) -> list[str]:
    """The clients whose contacts, deals and follow-ups the row names."""
    return [row.client, *row.refs.clients()] if any(row.refs) else []


def _likeness(known: _Activity) -> Likeness:
    return known.party_id, known.happened_on, known.kind, known.text
