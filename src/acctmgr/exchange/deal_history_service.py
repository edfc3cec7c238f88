"""The way of imported deals through the stages."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.exchange.run_rules import chunks
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows

_STRETCHES = """
    SELECT id, deal_id, stage_id, from_on, until_on
      FROM stage_change
     WHERE deal_id IN (:ids)
     ORDER BY deal_id, from_on, id
"""

Told = list[tuple[int, date, date | None]]  # a stage, the first day in it and the day after the last


class _Stretch(NamedTuple):
    id: int
    deal_id: int
    stage_id: int
    from_on: date
    until_on: date | None


class Histories:
    """The stage changes of deals; what is changed of them waits for `write`."""

    def __init__(self, db: Bulk, today: date) -> None:
        self._db, self._today = db, today
        self._new = NewRows(db, "stage_change", "deal_id", "stage_id", "from_on", "until_on")
        self._changed = ChangedRows(db, "stage_change")
        self._gone: list[int] = []
        self._known: dict[int, list[_Stretch]] = {}

    def look_up(self, deal_ids: list[int]) -> None:
        """Fetch the stage changes of these deals."""
        self._known = {}
        for some in chunks(iter(deal_ids), 500):
            for stretch in self._db.rows(_Stretch, _STRETCHES, ids=some):
                self._known.setdefault(stretch.deal_id, []).append(stretch)

    def add(self, deal_id: int, told: Iterable[tuple[int, date, date | None]]) -> None:
        """The way of a new deal."""
        for stretch in told:
            self._new.add(deal_id, *stretch)

    def retrace(self, deal_id: int, told: Told) -> bool:
        """Put the way that a row tells in place of the one that is there; whether that changes anything."""
        there = self._known[deal_id]
        if [stretch[2:] for stretch in there] == told:
            return False
        for old, (stage_id, from_on, until_on) in zip(there, told, strict=False):
            self._changed.set(old.id, {"stage_id": stage_id, "from_on": from_on, "until_on": until_on})
        self.add(deal_id, told[len(there) :])
        self._gone += [old.id for old in there[len(told) :]]
        return True

    def move(self, deal_id: int, stage_id: int, changes: dict[str, Any]) -> None:
        """Let a way begin earlier or later, go on into another stage, or end on another day."""
        history = self._known[deal_id]
        first, last = history[0], history[-1]
        begins = changes.get("counted_from_on") or first.from_on
        if first.until_on and begins > first.until_on:
            raise Refused(f"opened_on {begins} is after the deal changed its stage on {first.until_on}")
        ends = changes.get("closed_on") or self._today
        spans: dict[int, dict[str, date | None]] = {}
        if begins != first.from_on:
            spans.setdefault(first.id, {})["from_on"] = begins
        if "stage_id" in changes:
            on = max(ends, begins if last is first else last.from_on)
            spans.setdefault(last.id, {})["until_on"] = on
            self._new.add(last.deal_id, stage_id, on, None)
        elif changes.get("closed_on") and len(history) > 1:
            before = history[-2]
            on = max(ends, begins if before is first else before.from_on)
            spans.setdefault(before.id, {})["until_on"] = on
            spans.setdefault(last.id, {})["from_on"] = on
        for row_id, values in spans.items():
            self._changed.set(row_id, values)

    def write(self) -> None:
        """Write what was noted; the deals are there."""
        self._db.drop("stage_change", self._gone)
        self._gone = []
        for rows in (self._new, self._changed):
            rows.write()
