"""Follow-ups from a file: new ones added, known ones brought up to date."""

from datetime import date
from typing import Any, NamedTuple

from acctmgr.exchange.deal_link_service import DealLinks
from acctmgr.exchange.followup_rules import FollowUpIn, follow_up_in, with_plan
from acctmgr.exchange.link_service import Links
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.run_rules import Once, Terms, chunks
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_COLUMNS = (
    "text party_id contact_id due_on due_time priority repeat planned_on month_day done_on previous_id"
).split()


class _FollowUp(NamedTuple):
    """A follow-up as the book has it; link_id and deal_id: the link to its deal."""

    id: int
    text: str
    party_id: int
    contact_id: int | None
    due_on: date
    due_time: str | None
    priority: str
    repeat: str | None
    planned_on: date | None
    month_day: int | None
    done_on: date | None
    previous_id: int | None
    link_id: int | None
    deal_id: int | None


_BY_DAY = f"""
    SELECT follow_up.id, {", ".join(f"follow_up.{column}" for column in _COLUMNS)},
           deal_follow_up.id AS link_id, deal_follow_up.deal_id
      FROM follow_up
      LEFT JOIN deal_follow_up ON deal_follow_up.follow_up_id = follow_up.id
     WHERE follow_up.party_id IN (:parties) AND follow_up.due_on IN (:days) AND follow_up.id < :first_new
     ORDER BY follow_up.id
"""
_FOLLOWED = "SELECT previous_id, id FROM follow_up WHERE previous_id IN (:ids)"

Likeness = tuple[object, date, str]  # client, day and text: what tells follow-ups apart


class FollowUps:
    """Takes the rows of a file of follow-ups."""

    def __init__(self, db: Bulk, terms: Terms, _: int) -> None:
        self._db, self._terms = db, terms
        self._clients = Clients(db, terms, takes_first=True)
        self._links = Links(db)
        self._new, self._changed = NewRows(db, "follow_up", *_COLUMNS), ChangedRows(db, "follow_up")
        self._deal_links = DealLinks(db, "follow_up")
        self._first_new = self._new.next_id
        self._once = Once()
        self._alike: dict[Likeness, list[_FollowUp]] = {}
        self._count: dict[Likeness, int] = {}  # rows of the file so far
        self._by_file_id: dict[str, int] = {}
        self._next_of: dict[int, int] = {}
        self._lone = 0  # rows whose previous one is not there

    def read(self, fields: dict[str, str]) -> FollowUpIn:
        """The row as values."""
        return follow_up_in(fields, self._terms)

    def look_up(self, rows: list[FollowUpIn]) -> None:
        """Fetch clients, their contacts and deals, and the follow-ups that these rows may mean."""
        self._clients.look_up(client for row in rows for client in (row.client, *row.refs.clients()))
        named = (client for row in rows if any(row.refs) for client in (row.client, *row.refs.clients()))
        self._links.look_up(self._clients.id_of(client) for client in named)
        self._alike = {}
        pairs = {(self._clients.id_of(row.client), row.facts["due_on"]) for row in rows}
        found: dict[int, _FollowUp] = {}
        for some in chunks(iter(sorted(pair for pair in pairs if pair[0])), 250):
            parties, days = (sorted({pair[place] for pair in some}) for place in (0, 1))
            more = self._db.rows(_FollowUp, _BY_DAY, parties=parties, days=days, first_new=self._first_new)
            found.update((known.id, known) for known in more)
        for known in sorted(found.values()):
            self._alike.setdefault((known.party_id, known.due_on, known.text), []).append(known)
        before = {self._by_file_id[row.previous] for row in rows if row.previous in self._by_file_id}
        for ids in chunks(iter(sorted(before | found.keys())), 500):
            self._next_of.update(self._db.run(_FOLLOWED, {"ids": ids}))

    def take(self, row: FollowUpIn, line: int) -> str:
        """Create the follow-up, or change what is different of it."""
        client = self._clients.find(row.client)
        if row.id:
            self._once.claim(line, {row.id: "id"})
        known = self._next_alike(row, client)
        follow_up_id, result = self._change(known, client, row) if known else self._create(client, row)
        if row.id:
            self._by_file_id[row.id] = follow_up_id
        return result

    def _next_alike(self, row: FollowUpIn, client: Client) -> _FollowUp | None:
        """What the book has for the n-th row of this client, day and text: its n-th such follow-up."""
        told = row.facts["due_on"], row.facts["text"]
        likeness: Likeness = (self._clients.identity(client), *told)
        place = self._count.get(likeness, 0)
        self._count[likeness] = place + 1
        alike = self._alike.get((client.id, *told), ()) if client.id else ()
        return alike[place] if place < len(alike) else None

    def _create(self, client: Client, row: FollowUpIn) -> tuple[int, str]:
        client = self._clients.settle(client)
        found = self._links.all(client, row.refs, self._clients)
        facts = {
            "priority": "normal",
            **with_plan(row.facts),
            "party_id": client.id,
            "contact_id": found.contact,
        }
        facts["previous_id"] = previous_id = self._previous(row, None)
        follow_up_id = self._new.add(*map(facts.get, _COLUMNS))
        if previous_id:
            self._next_of[previous_id] = follow_up_id
        self._deal_links.add(found.deal, follow_up_id)
        return follow_up_id, "created"

    def _change(self, known: _FollowUp, client: Client, row: FollowUpIn) -> tuple[int, str]:
        found = self._links.all(client, row.refs, self._clients)
        facts: dict[str, Any] = row.facts if known.planned_on else with_plan(row.facts)
        facts = {**facts, **({"contact_id": found.contact} if found.contact else {})}
        if not known.previous_id and (previous_id := self._previous(row, known.id)):
            facts["previous_id"] = previous_id
            self._next_of[previous_id] = known.id
        changes = {column: value for column, value in facts.items() if getattr(known, column) != value}
        if changes:
            self._changed.set(known.id, changes)
        is_relinked = self._deal_links.set(found.deal, known.id, known.link_id, known.deal_id)
        return known.id, "updated" if changes or is_relinked else "unchanged"

    def _previous(self, row: FollowUpIn, own_id: int | None) -> int | None:
        """The one before it in its series, None where no row said so, or where that one has another next."""
        if not row.previous:
            return None
        previous_id = self._by_file_id.get(row.previous)
        if previous_id is None or self._next_of.get(previous_id, own_id) != own_id:
            self._lone += 1
            return None
        return previous_id

    def write(self) -> None:
        """Write what was noted; clients first, for follow-ups refer to them."""
        self._clients.write()
        for rows in (self._new, self._changed, self._deal_links):
            rows.write()

    def finish(self) -> list[str]:
        """Say what people should know besides the figures."""
        lone = (
            f"{self._lone} row{'' if self._lone == 1 else 's'} came in without the follow-up before it: "
            "that one is not in the file, or has another next"
        )
        return [*self._clients.notes(), *self._links.notes(), *([lone] if self._lone else [])]

    def understood(self, row: FollowUpIn) -> str:
        """The date of a row, in words."""
        return f"{row.facts['text']} for {row.client}, due {row.facts['due_on']}"
