"""What an import was asked to do, the tally of what it did, and the rows that it did not take."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from itertools import islice
from typing import NamedTuple, TypeVar

from acctmgr.core.dates import check_coming
from acctmgr.core.errors import AcctError, Conflict, NotFound, Refused, WrongUsage
from acctmgr.core.money import NumberStyle
from acctmgr.core.text import defuse, undefuse
from acctmgr.exchange.csv_rules import Line
from acctmgr.exchange.mapping_rules import is_wrapped
from acctmgr.exchange.rules import Cells

T = TypeVar("T")

LEFT_ASIDE = "left aside"  # what became of a row that is not taken and need not be
CHUNK = 2_000  # rows that are looked up and written together
ROW_ERRORS = (Refused, WrongUsage, NotFound, Conflict)  # what may be wrong with a row; a BookError is not
_OWN = ["line", "reason"]
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*", re.ASCII)


class Reject(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    reason: str
    cells: Sequence[str]


def rejects_csv(header: Sequence[str], rejects: Iterable[Reject], *, has_header: bool = True) -> str:
    """Rows to mend and import again: their columns, line and reason; those of an earlier such file are replaced.

    A file without a header is written without one, to be read by the same command.
    """
    width = len(header) - 2 if list(header[-2:]) == _OWN else len(header)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if has_header:
        writer.writerow([*header[:width], *_OWN])
    for reject in rejects:
        cells = [_harmless(cell) for cell in reject.cells[:width]]
        writer.writerow([*cells, *[""] * (width - len(cells)), reject.line, defuse(reject.reason)])
    return text.getvalue()


def is_rejects(beginning: bytes) -> bool:
    """Whether a file begins as rejects with a header do; others can't be told from files of somebody's own."""
    return beginning.splitlines()[0].endswith(f",{','.join(_OWN)}".encode())


def _harmless(cell: str) -> str:
    """What a spreadsheet can't run; import takes the sign off again, and numbers need none."""
    cell = cell.replace("\0", "\ufffd")
    is_harmless = _NUMBER.fullmatch(cell) or is_wrapped(cell)
    return cell if is_harmless else defuse(undefuse(cell))  # once, also where the file had it


class Terms(NamedTuple):
    """How the rows are read and what may be done with them."""

    cells: Cells
    today: date
    create_missing: bool = False
    is_key_needed: bool = False  # --key names a column, so every row has one
    opening: date | None = None
    tax: str = ""
    is_export: bool = (
        False  # the file is an export of ours: clients go by their handles, and what is empty is empty
    )
    is_sure: bool = False  # --yes: what looks like a mistake is meant

    def in_book(self, style: NumberStyle) -> "Terms":
        """The same for a book whose numbers are typed in this style."""
        return self._replace(cells=self.cells.in_book(style))


def check_moved(on: date, terms: Terms) -> None:
    """Refuse money of a day that is still to come: most likely its date was misread, or it is only planned."""
    if not terms.is_sure:
        check_coming(on, terms.today)


class Outcome(NamedTuple):
    """An import in figures; `import_` is None where nothing changed, so that nothing was kept."""

    import_: int | None
    created: int
    updated: int
    unchanged: int
    rejected: int
    left_aside: int

    def kept(self) -> tuple[int, ...]:
        """What the book keeps of it."""
        return self.created, self.updated, self.unchanged, self.rejected


class Tally:
    """Counts what became of the rows."""

    def __init__(self) -> None:
        self.counts = {"created": 0, "updated": 0, "unchanged": 0, LEFT_ASIDE: 0}
        self.rejects: list[Reject] = []
        self.first = ""  # how the first row was understood
        self.notes: list[str] = []
        self.aside: Counter[str] = Counter()  # rows left aside, by why

    def leave_aside(self, why: str) -> None:
        """Note a row that is not taken, and need not be."""
        self.aside[why] += 1

    def reject(self, line: Line, wrong: AcctError) -> None:
        """Note a row that is not taken."""
        self.rejects.append(Reject(line.number, wrong.in_one_line(), line.cells))

    @property
    def is_changing(self) -> bool:
        """Whether anything is different now."""
        return bool(self.counts["created"] or self.counts["updated"])

    def outcome(self, import_id: int) -> Outcome:
        """The figures."""
        created, updated, unchanged, left_aside = self.counts.values()
        return Outcome(
            import_id if self.is_changing else None,
            created,
            updated,
            unchanged,
            len(self.rejects),
            left_aside + self.aside.total(),
        )


def aside_notes(aside: Mapping[str, int]) -> list[str]:
    """A sentence for each reason why rows were left aside."""
    return [
        f"{count} {why} {'row' if count == 1 else 'rows'} left aside" for why, count in sorted(aside.items())
    ]


class NothingTaken(Refused):
    """One bad row, and nothing may be in but all of it."""

    def __init__(self, tally: Tally) -> None:
        bad = len(tally.rejects)
        super().__init__(
            f"{bad} {'row is' if bad == 1 else 'rows are'} bad, so nothing was imported",
            hint="mend the file, or leave out --strict",
        )
        self.tally = tally


class Once:
    """Refuses the second row of a file that means the same thing: which of the two is right?

    A row counts from the moment it is known what it means, taken or not: so a file says the same every time.
    """

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def claim(self, line: int, claims: Mapping[object, str], takes: Iterable[object] = ()) -> None:
        """Refused if an earlier row took one of the claims; takes what this row means for its line all the same.

        claims: identity to what the two rows have in common.
        """
        clash = next((identity for identity in claims if identity in self._lines), None)
        earlier = self._lines[clash] if clash else 0
        for identity in takes or claims:
            self._lines.setdefault(identity, line)
        if clash:
            raise Refused(f"has the same {claims[clash]} as line {earlier}")


def chunks(items: Iterator[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items by so many at a time."""
    while chunk := list(islice(items, size)):
        yield chunk
