"""What an import was asked to do, and its file made ready for it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, NamedTuple

from acctmgr.core.dates import parse_with
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.exchange.csv_rules import Line, Table, read_table
from acctmgr.exchange.flag_rules import ASIDE_COLUMNS
from acctmgr.exchange.header_rules import check_header
from acctmgr.exchange.mapping_rules import Name, Plan, Typed, check_required, picker, places_of, plan, without
from acctmgr.exchange.rules import Cells, check_dates, decimal_style
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.unit_rules import Unit, picked, picked_alone, singly

_LOOKED_AT = 500  # rows whose dates are looked at before any is taken
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


Rows = Sequence[Mapping[str, str]]


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
    header: bool | None = None  # None: found out


class Kind(NamedTuple):
    """What can be imported: its fields, those without which there is nothing, those that are dates.

    also: field to a second name that its column may have, as an export of ours calls it. synonyms: field to names and
    patterns of names of columns that serve it as well, several of them together; each comes to its reader under its
    own name. mark: a column that only `export` writes, which tells its files from others. own: the fields that
    only such a file has. beside: the columns of such a file that follow from others. elsewhere: field to the kind of
    export that says it instead of such a file. look: gives the columns that the first rows show to be something
    else. units: which rows belong together, so that all of them are taken or
    none; its reader then gets them as Picked rows.
    """

    name: str
    fields: Sequence[str]
    required: Sequence[str]
    dates: Sequence[str]
    key_field: str = "key"
    has_custom: bool = True
    also: Mapping[str, str] = MappingProxyType({})
    synonyms: Mapping[str, Sequence[Name]] = MappingProxyType({})
    mark: str = ""
    own: Sequence[str] = ()
    beside: Sequence[str] = ()
    elsewhere: Mapping[str, str] = MappingProxyType({})
    look: Callable[[Rows], Sequence[str]] | None = None
    units: Callable[[Iterator[Line], Iterator[Line], Plan], Iterator[Unit]] | None = None


class File(NamedTuple):
    """A file that is understood so far as its header goes."""

    name: str
    sha256: str
    lines: int
    plan: Plan
    units: Iterator[Unit]
    pick: Callable[[Unit], Any]  # what the reader of a unit gets
    found: str  # encoding and delimiter, where they were found out
    has_header: bool

    def not_used(self, kind: Kind) -> list[str]:
        """The columns nobody uses; an export has some for its readers, as the id that a row had in its own book."""
        if not is_export_of(kind, self.plan.header):
            return self.plan.unmapped
        known = chain.from_iterable(places_of(self.plan.header, name) for name in ("id", *kind.beside))
        of_no_use = {self.plan.header[place] for place in known}
        return [name for name in self.plan.unmapped if name not in of_no_use]


def is_export_of(kind: Kind, header: Sequence[str]) -> bool:
    """Whether a file is an export of ours, by a column that no other has, spelt as columns may be."""
    return bool(kind.mark and places_of(header, kind.mark))


def ready(kind: Kind, data: bytes, asked: Asked) -> File:
    """The file of an import, its columns mapped and the form of its dates known; raises where they are not."""
    if asked.file.lower().endswith(".jsonl") and not data.strip():  # an export of nothing
        return _nothing(kind, asked)
    table = _table(data, asked)
    made = _planned(kind, table, asked)
    rows = table.rows
    first = list(islice(rows, _LOOKED_AT))
    pick = picker(made, len(table.header))
    if kind.look and (dropped := kind.look(_picked(first, pick))):
        made = _planned(kind, table, asked, dropped)
        pick = picker(made, len(table.header))
    if asked.date_format:
        _check_format(asked.date_format)
    else:
        check_dates(_dates_in(_picked(first, pick), kind))
    digest = hashlib.sha256(data).hexdigest()
    lines = data.count(b"\n") + 1
    rows = chain(first, rows)
    units = kind.units(_table(data, asked).rows, rows, made) if kind.units else singly(rows)
    take = picked if kind.units else picked_alone
    has_header = asked.header is not False
    return File(
        asked.file, digest, lines, made, units, partial(take, pick=pick), _found(table, asked), has_header
    )


def _nothing(kind: Kind, asked: Asked) -> File:
    """A file of JSON Lines with none in it."""
    digest = hashlib.sha256(b"").hexdigest()
    made = Plan(list(kind.required), {}, {}, {}, [])
    return File(
        asked.file, digest, 0, made, iter(()), partial(picked, pick=picker(made, 0)), "", has_header=True
    )


def _table(data: bytes, asked: Asked) -> Table:
    return read_table(
        data,
        encoding=asked.encoding or None,
        delimiter=asked.delimiter or None,
        has_header=asked.header is not False,
    )


def _planned(kind: Kind, table: Table, asked: Asked, dropped: Sequence[str] = ()) -> Plan:
    """Which column serves which field; dropped: columns, by the name they come to the row under, that serve none."""
    maps = [*asked.maps, f"{kind.key_field}={asked.key}"] if asked.key else asked.maps
    synonyms = {**ASIDE_COLUMNS, **kind.synonyms}
    fields = (*kind.fields, *(kind.own if is_export_of(kind, table.header) else ()), *ASIDE_COLUMNS)
    made = plan(
        table.header,
        {field: synonyms.get(field, ()) for field in fields},
        maps=maps,
        sets=asked.sets,
        defaults=asked.defaults,
        custom=kind.has_custom,
        also=kind.also,
    )
    if asked.header is None and table.delimiter:
        by_place = [text.partition("=")[2].strip() for text in maps]
        named = {place for place in made.columns.values() if f"#{place + 1}" not in by_place}
        check_header(table.header, made.columns.values(), named)
    made = without(made, dropped)
    if is_export_of(kind, table.header):
        _refuse_elsewhere(kind, made)
        if lacking := [field for field in kind.own if field not in made.columns]:
            raise Refused(
                f"this export of {kind.name} lacks {', '.join(lacking)}",
                hint="an export comes in as it was written: export it again",
            )
    check_required(made, kind.required)
    return made


def _refuse_elsewhere(kind: Kind, made: Plan) -> None:
    """Refused where the line gives a field that an export of ours has in a file of another kind."""
    for field, other in kind.elsewhere.items():
        is_mapped = field in made.columns and made.columns[field] not in places_of(made.header, field)
        if is_mapped or made.constants.get(field) or made.defaults.get(field):
            raise WrongUsage(
                f"an export of {kind.name} does not say {field}: it has its {other} in a file of their own",
                hint=f"import this file without it, then what acctmgr export {other} writes: acctmgr import {other}",
            )


def terms_of(kind: Kind, file: File, asked: Asked, today: date) -> Terms:
    """How the rows are read and what may be done with them."""
    is_export = is_export_of(kind, file.plan.header)
    cells = Cells(date_format=asked.date_format or None, style=decimal_style(asked.decimal))
    return Terms(cells, today, asked.create_missing, bool(asked.key), asked.opening, asked.tax, is_export)


def _picked(lines: Sequence[Line], pick: Callable[[list[str]], dict[str, str]]) -> list[dict[str, str]]:
    """The lines as rows; those that fit no header are rejected one by one, later."""
    rows = []
    for line in lines:
        with suppress(Refused):
            rows.append(pick(line.cells))
    return rows


def _dates_in(rows: Rows, kind: Kind) -> list[str]:
    texts = [row[field] for row in rows for field in kind.dates if field in row]
    return [text for text in texts if not isinstance(text, Typed)]


def _check_format(date_format: str) -> None:
    try:
        parse_with("", date_format)
    except Refused:
        return
    raise WrongUsage(f"--date-format {date_format!r} reads an empty text", hint="write it like %d/%m/%Y")


def _found(table: Table, asked: Asked) -> str:
    """Encoding and delimiter, where they were found out; a guess is called one."""
    guess = f" (a guess, it reads {table.sample}; --encoding NAME says another)" if table.sample else ""
    found = [] if asked.encoding else [table.encoding + guess]
    if not asked.delimiter:
        cells = f"{_NAMES.get(table.delimiter, table.delimiter)} between cells"
        found.append(cells if table.delimiter else "JSON Lines")
    return ", ".join(found)
