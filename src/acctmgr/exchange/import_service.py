"""The way of every import: read, look up, take or reject, write, chunk by chunk in one transaction."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from acctmgr.exchange.run_rules import ROW_ERRORS, NothingTaken, Outcome, Tally, aside_notes, chunks
from acctmgr.exchange.unit_rules import Unit, reject, why_unit_aside
from acctmgr.store.bulk import Bulk, NewRows


class Importer(Protocol):
    """What each kind of thing does with a row."""

    def read(self, fields: Any) -> Any:
        """The row as values, or all rows of a unit as one; raises for what can't be read."""

    def look_up(self, rows: list[Any]) -> None:
        """Fetch what the book knows of these rows."""

    def take(self, row: Any, line: int) -> str:
        """Note what to write; gives created, updated, unchanged or left aside, or raises for what can't be."""

    def write(self) -> None:
        """Write what was noted."""

    def finish(self) -> list[str]:
        """After the last row; gives what people should know besides the figures."""

    def understood(self, row: Any) -> str:
        """The dates and amounts of a row, in words."""


class Source(NamedTuple):
    """A file that is read already."""

    kind: str
    name: str
    sha256: str
    units: Iterator[Unit]
    pick: Callable[[Unit], Any]


def run(
    db: Bulk,
    make: Callable[[Bulk, int], Importer],
    source: Source,
    *,
    strict: bool,
    advance: Callable[[int], None],
) -> tuple[Outcome, Tally]:
    """Import all rows; `make` gives the importer for the number of this run. NothingTaken if strict and one is bad."""
    runs = NewRows(
        db, "import_run", "kind", "source", "sha256", "created", "updated", "unchanged", "rejected"
    )
    run_id = db.next_id("import_run")
    importer, tally = make(db, run_id), Tally()
    for chunk in chunks(source.units):
        _take_chunk(importer, source, chunk, tally)
        advance(sum(map(len, chunk)))
    tally.rejects.sort(key=lambda reject: reject.line)
    if strict and tally.rejects:
        raise NothingTaken(tally)
    tally.notes = [*importer.finish(), *aside_notes(tally.aside)]
    outcome = tally.outcome(run_id)
    if tally.is_changing:
        runs.add(source.kind, source.name, source.sha256, *outcome.kept())
        runs.write()
    return outcome, tally


def _take_chunk(importer: Importer, source: Source, chunk: list[Unit], tally: Tally) -> None:
    rows = []
    for unit in chunk:
        try:
            fields = source.pick(unit)
            if why := why_unit_aside(fields):
                tally.leave_aside(why)
            else:
                rows.append((unit, importer.read(fields)))
        except ROW_ERRORS as wrong:
            reject(tally, unit, wrong)
    importer.look_up([row for _, row in rows])
    for unit, row in rows:
        line = unit[0].number
        try:
            result = importer.take(row, line)
        except ROW_ERRORS as wrong:
            reject(tally, unit, wrong)
            continue
        tally.counts[result] += 1
        if not tally.first:
            tally.first = _in_words(importer, row, line)
    importer.write()


def _in_words(importer: Importer, row: Any, line: int) -> str:
    try:
        return f"line {line} is understood as {importer.understood(row)}"
    except ROW_ERRORS:  # it was left aside, so nobody has read all of it: the next one will do
        return ""
