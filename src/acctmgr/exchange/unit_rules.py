"""Rows of a file that belong together: the lines of one document."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from acctmgr.core.errors import AcctError, Refused
from acctmgr.core.text import listed
from acctmgr.exchange.csv_rules import Line
from acctmgr.exchange.flag_rules import why_aside
from acctmgr.exchange.mapping_rules import Plan
from acctmgr.exchange.run_rules import ROW_ERRORS, Tally

Unit = list[Line]
Pick = Callable[[list[str]], dict[str, str]]
Key = tuple[str, ...]

T = TypeVar("T")

_HEAD = ("number", "client", "issued_on")  # a row without all of these continues the one above


class Picked(NamedTuple):
    """A row as {field: text}, with the line that it begins on."""

    line: int
    fields: dict[str, str]


class LineRefused(Refused):
    """One of several rows that belong together is wrong: none of them is taken."""

    def __init__(self, line: int, wrong: Exception) -> None:
        super().__init__(str(wrong), hint=getattr(wrong, "hint", ""))
        self.line = line


def singly(rows: Iterator[Line]) -> Iterator[Unit]:
    """Each row by itself."""
    return ([row] for row in rows)


def picked_alone(unit: Unit, pick: Pick) -> dict[str, str]:
    """The fields of a row that stands by itself."""
    return pick(unit[0].cells)


def picked(unit: Unit, pick: Pick) -> list[Picked]:
    """The rows of a unit with their fields; one that does not fit the header spoils all."""
    if len(unit) == 1:
        return [Picked(unit[0].number, pick(unit[0].cells))]
    found = []
    for line in unit:
        try:
            found.append(Picked(line.number, pick(line.cells)))
        except Refused as wrong:
            raise LineRefused(line.number, wrong) from None
    return found


def why_unit_aside(fields: dict[str, str] | list[Picked]) -> str:
    """Why a unit is left aside, empty if it is not; Refused where only some of its rows are to be."""
    if isinstance(fields, dict):
        return why_aside(fields)
    reasons = [why_aside(row.fields) for row in fields]
    if any(reasons) and not all(reasons):
        place = next(place for place, why in enumerate(reasons) if why)
        wrong = Refused(f"is {reasons[place]}, and other lines of its document are not")
        raise LineRefused(fields[place].line, wrong)
    return reasons[0]


def reject(tally: Tally, unit: Unit, wrong: AcctError) -> None:
    """Note all rows of a unit as not taken: the one that is wrong with its reason, the others with its line."""
    line = wrong.line if isinstance(wrong, LineRefused) else unit[0].number
    for row in unit:
        tally.reject(
            row, wrong if row.number == line else Refused(f"goes with line {line}, which is rejected")
        )


def by_document(first: Iterator[Line], again: Iterator[Line], plan: Plan) -> Iterator[Unit]:
    """The rows by the document that they are lines of, each document where its last row stands.

    Rows of one number belong together wherever they stand. first, again: the rows of the file, twice.
    """
    count_key, key_of = _document_key(plan), _document_key(plan)
    counts = Counter(filter(None, (count_key(row.cells) for row in first)))
    waiting: dict[Key, Unit] = {}
    for row in again:
        key = key_of(row.cells)
        if key is None or counts[key] == 1:
            yield [row]
            continue
        unit = waiting.setdefault(key, [])
        unit.append(row)
        if len(unit) == counts[key]:
            yield waiting.pop(key)


def _document_key(plan: Plan) -> Callable[[list[str]], Key | None]:
    """What names the document of a row; None: the row stands alone. Rows must come in the file's order."""
    number = plan.columns.get("number")
    others = [plan.columns[field] for field in ("kind", "voided_on") if field in plan.columns]
    head = [plan.columns[field] for field in _HEAD if field in plan.columns]
    above: list[Key] = []

    def key_of(cells: list[str]) -> Key | None:
        if number is None or number >= len(cells):
            return None
        text = " ".join(cells[number].split())
        if text:
            above[:] = [(text, *(cells[place].strip() for place in others if place < len(cells)))]
            return above[0]
        if above and not any(cells[place].strip() for place in head if place < len(cells)):
            return above[0]
        above.clear()
        return None

    return key_of


def shared(rows: Sequence[Picked], own: frozenset[str]) -> dict[str, str]:
    """What rows say of their document together; own: the fields that each row has for itself.

    Refused where two rows contradict each other.
    """
    facts: dict[str, Picked] = {}
    for row in rows:
        for field, text in row.fields.items():
            if field in own:
                continue
            known = facts.setdefault(field, row)
            if known.fields[field] != text:
                raise Refused(
                    f"lines {known.line} and {row.line} are one document and differ in {field}:"
                    f" {known.fields[field]} and {text}",
                    hint=_HINTS.get(field, f"--set {field}= leaves it out"),
                )
    return {field: row.fields[field] for field, row in facts.items()}


_HINTS = {
    **dict.fromkeys(
        ("total", "net", "tax"), "if each row is a line of its document: --map line_total=COLUMN"
    ),
    **dict.fromkeys(
        ("paid_on", "paid"),
        "import it unpaid (--set paid_on= --set paid=), then its payments: acctmgr import payments",
    ),
    **dict.fromkeys(("number", "client", "issued_on"), "one number is one document"),
}


def each_row(rows: Sequence[Picked], read: Callable[[dict[str, str]], T]) -> list[T]:
    """All rows read; what is wrong with one of several names its line."""
    found = []
    for row in rows:
        try:
            found.append(read(row.fields))
        except ROW_ERRORS as wrong:
            raise (LineRefused(row.line, wrong) if len(rows) > 1 else wrong) from None
    return found


def no_amounts(rows: Sequence[Picked]) -> Refused:
    """The error for several rows of one number that say nothing of their amounts."""
    lines = listed([str(row.line) for row in rows], "and")
    return Refused(
        f"lines {lines} have the same number, and no column gives the amount of each",
        hint="if each row is a line of its document: --map line_total=COLUMN",
    )
