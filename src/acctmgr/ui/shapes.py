"""The three shapes that every command shows: a list, one thing, a report."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from acctmgr.core.money import Notation

_NOTHING: Mapping[str, object] = MappingProxyType({})
_NO_HEADS: Mapping[str, str] = MappingProxyType({})


class Listing(NamedTuple):
    """Rows of one kind; in JSON an array of objects."""

    rows: Sequence[tuple[Any, ...]]  # NamedTuple instances
    row_type: type[tuple[Any, ...]]  # so that an empty CSV still has its header
    notation: Notation  # currency of rows that carry none; number style for people
    table: tuple[str, ...] = ()  # keys that a person's table shows, in this order; all if empty
    ref: str = "id"  # key that --format ids prints
    left_out: int = 0  # rows not fetched because of the limit
    empty: str = ""  # sentence for people when there are no rows
    optional: tuple[str, ...] = ()  # keys that a narrow terminal goes without, the first of them first
    heads: Mapping[str, str] = _NO_HEADS  # what people see above a key, where it is not the key in words


class Card(NamedTuple):
    """One thing; in JSON one object."""

    thing: tuple[Any, ...]  # a NamedTuple instance
    notation: Notation
    ref: str = "id"
    title: str = ""
    hidden: tuple[str, ...] = ()  # keys that people do not see
    heads: Mapping[str, str] = _NO_HEADS  # what people see before a key, where it is not the key in words


class Part(NamedTuple):
    """A further table of a report, for people."""

    title: str
    listing: Listing


class Report(NamedTuple):
    """Rows with their totals, as of a day or over a period."""

    name: str
    notation: Notation
    rows: Sequence[tuple[Any, ...]]
    row_type: type[tuple[Any, ...]]
    totals: Mapping[str, object]
    as_of: date | None = None
    period: tuple[date, date] | None = None  # first and last day
    table: tuple[str, ...] = ()
    extra: Mapping[str, object] = _NOTHING  # further JSON keys, such as a proof
    bars: str = ""  # key of an amount drawn as a bar on a terminal
    beyond: str = ""  # key of what a bar leaves out; where there is any, the bar ends in +
    title: str = ""
    note: str = ""  # sentence under the table
    rare: tuple[str, ...] = ()  # keys of totals that people see only where they are not 0
    ref: str = ""  # the first key if empty
    optional: tuple[str, ...] = ()  # keys that a narrow terminal goes without, the first of them first
    sections: Sequence[str] = ()  # a heading for each row: people see those of one heading under it
    below: str = ""  # key that stands on a line of its own where a terminal is too narrow for it
    parts: tuple[Part, ...] = ()  # further tables; JSON has them in `extra`
    heads: Mapping[str, str] = _NO_HEADS  # what people see above a key, where it is not the key in words


Rows = Listing | Report
Result = Listing | Card | Report


def rows_of(result: Result) -> tuple[Sequence[Any], Any]:
    """The rows of any shape, and their type."""
    if isinstance(result, Card):
        return [result.thing], type(result.thing)
    return result.rows, result.row_type
