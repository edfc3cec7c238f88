"""What an import was asked to do, and its file made ready for it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from types import MappingProxyType
from typing import NamedTuple

from acctmgr.core.dates import parse_with
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.exchange.csv_rules import Line, Table, read_table
from acctmgr.exchange.mapping_rules import Plan, picker, plan
from acctmgr.exchange.rules import Cells, check_dates, decimal_style
from acctmgr.exchange.run_rules import Terms

_LOOKED_AT = 500  # rows whose dates are looked at before any is taken
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


class Asked(NamedTuple):
    """The options as typed."""

    file: str
    maps: Sequence[str] = ()
    sets: Sequence[str] = ()
    defaults: Sequence[str] = ()
    date_format: str = ""
    decimal: str = "."
    encoding: str = ""
    delimiter: str = ""
    key: str = ""
    create_missing: bool = False
    dry_run: bool = False
    strict: bool = False
    rejects: str = ""
    opening: date | None = None
    tax: str = ""


class Kind(NamedTuple):
    """What can be imported: its fields, those without which there is nothing, those that are dates.

    also: field to a second name that its column may have, as an export of ours calls it. synonyms: field to names of
    columns that serve it as well, several of them together; each comes to its reader under its own name. mark: a column
    that only `export` writes, which tells its files from others.
    """

    name: str
    fields: Sequence[str]
    required: Sequence[str]
    dates: Sequence[str]
    key_field: str = "key"
    has_custom: bool = True
    also: Mapping[str, str] = MappingProxyType({})
    synonyms: Mapping[str, Sequence[str]] = MappingProxyType({})
    mark: str = ""


class File(NamedTuple):
    """A file that is understood so far as its header goes."""

    name: str
    sha256: str
    lines: int
    plan: Plan
    rows: Iterator[Line]
    pick: Callable[[list[str]], dict[str, str]]
    found: str  # encoding and delimiter, where they were found out

    def not_used(self, kind: Kind) -> list[str]:
        """The columns nobody uses; the id that a row of an export had in its own book is of no use elsewhere."""
        is_export = kind.mark in self.plan.columns
        return [name for name in self.plan.unmapped if not (is_export and name == "id")]


def ready(kind: Kind, data: bytes, asked: Asked) -> File:
    """The file of an import, its columns mapped and the form of its dates known; raises where they are not."""
    table = read_table(data, encoding=asked.encoding or None, delimiter=asked.delimiter or None)
    maps = [*asked.maps, f"{kind.key_field}={asked.key}"] if asked.key else asked.maps
    made = plan(
        table.header,
        {field: kind.synonyms.get(field, ()) for field in kind.fields},
        maps=maps,
        sets=asked.sets,
        defaults=asked.defaults,
        required=kind.required,
        custom=kind.has_custom,
        also=kind.also,
    )
    pick = picker(made, len(table.header))
    rows = _with_dates(kind, table, asked.date_format, pick)
    digest = hashlib.sha256(data).hexdigest()
    return File(asked.file, digest, data.count(b"\n") + 1, made, rows, pick, _found(table, asked))


def terms_of(kind: Kind, file: File, asked: Asked, today: date) -> Terms:
    """How the rows are read and what may be done with them."""
    is_export = kind.mark in file.plan.columns
    cells = Cells(date_format=asked.date_format or None, style=decimal_style(asked.decimal))
    return Terms(cells, today, asked.create_missing, bool(asked.key), asked.opening, asked.tax, is_export)


def _with_dates(
    kind: Kind, table: Table, date_format: str, pick: Callable[[list[str]], dict[str, str]]
) -> Iterator[Line]:
    """The rows, after a look at the dates of the first of them."""
    if date_format:
        _check_format(date_format)
        return table.rows
    first = list(islice(table.rows, _LOOKED_AT))
    check_dates([text for line in first for text in _dates_in(line, kind, pick)])
    return chain(first, table.rows)


def _dates_in(line: Line, kind: Kind, pick: Callable[[list[str]], dict[str, str]]) -> list[str]:
    try:
        row = pick(line.cells)
    except Refused:
        return []
    return [row[field] for field in kind.dates if field in row]


def _check_format(date_format: str) -> None:
    try:
        parse_with("", date_format)
    except Refused:
        return
    raise WrongUsage(f"--date-format {date_format!r} reads an empty text", hint="write it like %d/%m/%Y")


def _found(table: Table, asked: Asked) -> str:
    found = [] if asked.encoding else [table.encoding]
    if not asked.delimiter:
        cells = f"{_NAMES.get(table.delimiter, table.delimiter)} between cells"
        found.append(cells if table.delimiter else "JSON Lines")
    return ", ".join(found)
