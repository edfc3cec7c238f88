"""Deals from a file: new ones with their way through the pipeline, known ones brought up to date."""

from collections import Counter
from datetime import date
from shlex import quote
from typing import Any, NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.text import did_you_mean, fold
from acctmgr.deals.rules import imported_history
from acctmgr.exchange.deal_column_rules import CLOSED
from acctmgr.exchange.deal_history_service import Histories, Told
from acctmgr.exchange.deal_rules import DATES, DealIn, check_days, days_by_stage, deal_in
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.run_rules import Once, Terms, chunks
from acctmgr.exchange.vocabulary_rules import plain
from acctmgr.exchange.words_service import WordRows
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_COLUMNS = (
    "key name name_key party_id stage_id amount_minor currency probability counted_from_on opened_on closed_on "
    "expected_on owner source competitor note lost_reason"
).split()


class Stage(NamedTuple):
    """A stage of the pipeline."""

    id: int
    name: str
    name_key: str
    kind: str
    probability: int


class _Deal(NamedTuple):
    """A deal as the book has it."""

    id: int
    key: str | None
    name: str
    name_key: str
    party_id: int
    stage_id: int
    amount_minor: int | None
    currency: str
    probability: int | None
    counted_from_on: date
    opened_on: date | None
    closed_on: date | None
    expected_on: date | None
    owner: str | None
    source: str | None
    competitor: str | None
    note: str | None
    lost_reason: str | None


_STAGES = "SELECT id, name, name_key, kind, probability FROM stage ORDER BY position, id"
_SELECT = f"SELECT id, {', '.join(_COLUMNS)} FROM deal"
_BY_KEY = f"{_SELECT} WHERE key IN (:keys)"
_BY_NAME = f"{_SELECT} WHERE party_id IN (:parties) AND name_key IN (:names) ORDER BY id"


class Deals:
    """Takes the rows of a file of deals."""

    def __init__(self, db: Bulk, terms: Terms, _: int) -> None:
        self._db, self._terms = db, terms
        self._clients = Clients(db, terms, takes_first=True)
        self._stages = {stage.name_key: stage for stage in db.rows(Stage, _STAGES)}
        self._stage_of = {stage.id: stage for stage in self._stages.values()}
        self._first = next(stage for stage in self._stages.values() if stage.kind == "open")
        self._new, self._changed = NewRows(db, "deal", *_COLUMNS), ChangedRows(db, "deal")
        self._histories = Histories(db, terms.today)
        self._first_new = self._new.next_id
        self._words = WordRows(db, "deal")
        self._once = Once()
        self._closed: Counter[str] = Counter()  # deals closed without a day of it, by the day taken
        self._by_key: dict[str, _Deal] = {}
        self._by_name: dict[tuple[int, str, date | None], list[_Deal]] = {}

    def read(self, fields: dict[str, str]) -> DealIn:
        """The row as values."""
        return deal_in(fields, self._terms)

    def look_up(self, rows: list[DealIn]) -> None:
        """Fetch clients and deals that these rows may mean."""
        self._clients.look_up(row.client for row in rows)
        keys = [row.key for row in rows if row.key]
        found = [
            deal for some in chunks(iter(keys), 500) for deal in self._db.rows(_Deal, _BY_KEY, keys=some)
        ]
        self._by_key = {deal.key: deal for deal in found if deal.key}
        self._by_name = {}
        for deal in self._named([row for row in rows if not row.key]):
            self._by_name.setdefault((deal.party_id, deal.name_key, deal.opened_on), []).append(deal)
            found.append(deal)
        ids = sorted({deal.id for deal in found})
        self._words.look_up(ids)
        self._histories.look_up(ids)

    def _named(self, rows: list[DealIn]) -> list[_Deal]:
        """The deals with the name and client of rows that have no key."""
        pairs = {(self._clients.id_of(row.client), row.name_key) for row in rows} - {(0, "")}
        found = []
        for some in chunks(iter(sorted(pair for pair in pairs if pair[0])), 250):
            parties, names = zip(*some, strict=True)
            found += self._db.rows(_Deal, _BY_NAME, parties=sorted(set(parties)), names=sorted(set(names)))
        return list({deal.id: deal for deal in found}.values())

    def take(self, row: DealIn, line: int) -> str:
        """Create the deal, or change what is different of it."""
        client = self._clients.find(row.client)
        self._claim(row, client, line)
        known = self._known(row, client)
        if known and not self._terms.is_key_needed:
            self._once.claim(line, {known.id: "deal"})
        stage = self._stage(row, known)
        facts = {column: value for column, value in row.facts.items() if column not in DATES}
        facts |= days_by_stage(row, stage.name, is_open=stage.kind == "open") | self._money(
            row, client, known
        )
        is_usual = facts.get("probability") == stage.probability and not (
            known and known.probability is not None
        )
        if is_usual and not self._terms.is_export:
            facts.pop("probability")  # it is the stage's, which lists write out
        if known:
            deal_id, result = known.id, self._change(known, client, stage, row, facts)
        else:
            deal_id, result = self._create(client, stage, row, facts), "created"
        if not self._terms.is_key_needed:
            self._once.claim(line, {}, [deal_id])
        return result

    def _claim(self, row: DealIn, client: Client, line: int) -> None:
        """No two rows of a key, nor of what tells deals apart that have none; where all have one it is enough."""
        if self._terms.is_key_needed:
            self._once.claim(line, {row.key: "key"})
        elif row.twin:
            natural = self._natural(row, client)
            own: object = row.key or (natural, row.twin)
            self._once.claim(line, {own: "key" if row.key else "twin"}, [own, natural])
        elif row.key:
            self._once.claim(line, {row.key: "key"}, [row.key, self._natural(row, client)])
        else:
            self._once.claim(line, {self._natural(row, client): "name, client and opened_on"})

    def _natural(self, row: DealIn, client: Client) -> object:
        """What tells deals apart that have no key."""
        return self._clients.identity(client), row.name_key, row.facts.get("opened_on")

    def _known(self, row: DealIn, client: Client) -> _Deal | None:
        if row.key:
            return self._by_key.get(row.key)
        named = self._by_name.get((client.id, row.name_key, row.facts.get("opened_on")), [])
        if row.twin:
            alike = [deal for deal in named if not deal.key and deal.id < self._first_new]
            return alike[row.twin - 1] if row.twin <= len(alike) else None
        named = [deal for deal in named if not deal.key] or named
        if len(named) > 1:
            raise Refused(
                f"{len(named)} deals have this name, client and opened_on", hint="tell them apart with --key"
            )
        return named[0] if named else None

    def _stage(self, row: DealIn, known: _Deal | None) -> Stage:
        usual = self._stage_of[known.stage_id] if known else self._first
        return self._stage_named(row.stage) if row.stage else usual

    def _stage_named(self, name: str) -> Stage:
        if found := self._stages.get(fold(name)):
            return found
        alike = [stage for stage in self._stages.values() if stage.kind == CLOSED.get(plain(name))]
        if len(alike) == 1:
            return alike[0]
        near = did_you_mean(name, [stage.name for stage in self._stages.values()])
        raise NotFound(
            f"there is no stage {name}", hint=near or f"add it: acctmgr deal stage add {quote(name)}"
        )

    def _told(self, row: DealIn) -> Told:
        """The way through the stages as the row has it, nothing where it has none."""
        days = [day for day, _ in row.history]
        untils = [*days[1:], None] if days else []
        return [
            (self._stage_named(stage).id, day, until)
            for (day, stage), until in zip(row.history, untils, strict=True)
        ]

    def _money(self, row: DealIn, client: Client, known: _Deal | None) -> dict[str, Any]:
        usual = known.currency if known else client.currency or self._db.currency
        currency = row.facts.get("currency") or usual
        amount = self._terms.cells.minor(row.cells, "amount", currency)
        if amount is not None and amount < 0:
            raise Refused("amount: amounts are not negative")
        if known and currency != known.currency and amount is None and known.amount_minor is not None:
            raise Refused(f"the currency becomes {currency}, and no amount is given in it")
        return {"currency": currency} | ({} if amount is None else {"amount_minor": amount})

    def _create(self, client: Client, stage: Stage, row: DealIn, facts: dict[str, Any]) -> int:
        told = self._told(row)
        begins = told[0][1] if told else facts.get("opened_on") or self._terms.today
        closed_on = facts.get("closed_on")
        if stage.kind != "open" and not closed_on:
            facts["closed_on"] = told[-1][1] if told else self._closed_when_opened(stage, facts)
        facts |= {
            "key": row.key or None,
            "party_id": self._clients.settle(client).id,
            "stage_id": stage.id,
            "counted_from_on": begins,
        }
        deal_id = self._new.add(*map(facts.get, _COLUMNS))
        way = told or imported_history(stage.kind, stage.id, self._first.id, begins, closed_on)
        self._histories.add(deal_id, way)
        self._words.add(deal_id, row.words)
        return deal_id

    def _closed_when_opened(self, stage: Stage, facts: dict[str, Any]) -> date:
        """The day of opening for that of closing, told; Refused where the file has neither."""
        opened_on: date | None = facts.get("opened_on")
        if opened_on is None:
            raise Refused(
                f"{stage.name} is a closed stage, and the file does not say since when",
                hint="--map closed_on=COLUMN or --default closed_on=DATE",
            )
        self._closed["on the day they were opened"] += 1
        return opened_on

    def _change(self, known: _Deal, client: Client, stage: Stage, row: DealIn, facts: dict[str, Any]) -> str:
        told = self._told(row)
        if told:
            facts["counted_from_on"] = told[0][1]
            if stage.kind != "open":
                facts.setdefault("closed_on", told[-1][1])
        if stage.id != known.stage_id:
            facts["stage_id"] = stage.id
            if stage.kind != "open" and "closed_on" not in facts:
                self._closed["today"] += 1
            facts["closed_on"] = None if stage.kind == "open" else facts.get("closed_on") or self._terms.today
        if (opened_on := facts.get("opened_on")) and opened_on != known.opened_on:
            facts["counted_from_on"] = opened_on
        check_days({**known._asdict(), **facts})
        changes = {column: value for column, value in facts.items() if getattr(known, column) != value}
        has_new_way = bool(told) and self._histories.retrace(known.id, told)
        if not told and changes.keys() & {"stage_id", "counted_from_on", "closed_on"}:
            self._histories.move(known.id, stage.id, changes)
        if client.id != known.party_id:
            changes["party_id"] = self._clients.settle(client).id
        if changes:
            self._changed.set(known.id, changes)
        has_new_words = self._words.set(known.id, row.words)
        return "updated" if changes or has_new_way or has_new_words else "unchanged"

    def write(self) -> None:
        """Write what was noted; clients first, for deals refer to them."""
        self._clients.write()
        for rows in (self._new, self._changed, self._histories, self._words):
            rows.write()

    def finish(self) -> list[str]:
        """Say who was made on the way, and which days of closing the file does not say."""
        closed = [
            f"{count} closed {'deal has' if count == 1 else 'deals have'} no day of closing: counted as closed {day}"
            for day, count in sorted(self._closed.items())
        ]
        return self._clients.notes() + closed

    def understood(self, row: DealIn) -> str:
        """The dates and amounts of a row, in words."""
        stage = self._stage_named(row.stage) if row.stage else self._first
        days = days_by_stage(row, stage.name, is_open=stage.kind == "open")
        parts = [f"{field} {day}" for field, day in days.items()]
        currency = row.facts.get("currency") or self._db.currency
        if (amount := self._terms.cells.minor(row.cells, "amount", currency)) is not None:
            parts.append(f"amount {self._db.notation._replace(currency=currency).format(amount)} {currency}")
        return ", ".join(parts) or "neither date nor amount"
