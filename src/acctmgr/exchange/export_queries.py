"""Every row of a table with all that hangs on it, one after the other, however many there are."""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from acctmgr.store.read import Reader

_made: Any = namedtuple  # of fields that are known only when it runs
_KEY = re.compile(rb'[{,] ?"([a-z_]+)": ')
_IN_ONE_GO = 1_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(NamedTuple):
    """What one `export` writes; this declaration is all that a new one needs.

    row_type: its fields are the columns of the file, the first of them `id`, and the columns of `sql` in the same
    order; amounts end in `_minor` and are in the row's `currency`. Lists and custom fields are NULL there and come
    from the two below. sql: all rows, sorted down to a unique key. lists: field to the SQL that gives an owner's id
    and a value, for the owners `:ids`. words: the table whose `_tag` and `_field` hold tags and custom fields.
    completed: gives rows with what only their owner knows how to fetch. nested: a field that holds rows of the type
    `inner`; JSON nests them, CSV has one row for each and repeats what is around it.
    """

    name: str
    row_type: Any
    sql: str
    lists: Mapping[str, str] = _NOTHING
    words: str = ""
    completed: Callable[[Reader, Sequence[Any]], Iterable[Any]] | None = None
    nested: str = ""
    inner: Any = None

    def all_lists(self) -> dict[str, str]:
        """The lists, with the tags of its words."""
        if not self.words:
            return dict(self.lists)
        owner, table = f"{self.words}_id", f"{self.words}_tag"
        tags = f"SELECT {owner}, tag FROM {table} WHERE {owner} IN (:ids) ORDER BY {owner}, tag"
        return {**self.lists, "tags": tags}


def field_names(db: Reader, kind: Kind) -> list[str]:
    """The names of all custom fields that the rows have, for the header."""
    if not kind.words:
        return []
    names = f"""
        SELECT DISTINCT name FROM {kind.words}_field
         WHERE {kind.words}_id IN (SELECT id FROM ({kind.sql}) AS exported)
    """
    return sorted(name for (name,) in db.run(names))


def rows(db: Reader, kind: Kind) -> Iterator[Any]:
    """The rows with their lists and custom fields, few of them in memory at a time."""
    raw = db.each(kind.row_type, kind.sql)
    while some := list(islice(raw, _IN_ONE_GO)):
        yield from kind.completed(db, some) if kind.completed else _completed(db, kind, some)


class Counted:
    """Rows that are counted as they pass."""

    def __init__(self, found: Iterable[Any]) -> None:
        self._found, self.count = found, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._found:
            self.count += 1
            yield row


def flat_type(kind: Kind) -> Any:
    """The type of the rows of a CSV file."""
    if not kind.nested:
        return kind.row_type
    around = [name for name in kind.row_type._fields if name != kind.nested]
    return _made(f"Flat{kind.row_type.__name__}", [*around, *kind.inner._fields])


_TELLING = 5  # columns that tell the kinds from each other, whatever later versions add behind them


def is_of(kind: Kind, beginning: bytes, *, is_jsonl: bool) -> bool:
    """Whether a file begins as an export of a kind does."""
    if is_jsonl:
        names = [name.decode() for name in _KEY.findall(beginning)][:_TELLING]
        return names == list(kind.row_type._fields[:_TELLING])
    line = beginning.partition(b"\n")[0].decode("utf-8", "replace")
    return line.split(",")[:_TELLING] == list(flat_type(kind)._fields[:_TELLING])


def flat(kind: Kind, found: Iterable[Any]) -> Iterator[Any]:
    """The rows of a CSV file."""
    if not kind.nested:
        yield from found
        return
    row_type, place = flat_type(kind), kind.row_type._fields.index(kind.nested)
    empty = (None,) * len(kind.inner._fields)
    for row in found:
        around = (*row[:place], *row[place + 1 :])
        for inner in row[place] or [empty]:
            yield row_type._make((*around, *inner))


def _completed(db: Reader, kind: Kind, some: list[Any]) -> Iterator[Any]:
    ids = [row.id for row in some]
    lists = {field: _grouped(db, sql, ids) for field, sql in kind.all_lists().items()}
    fields = _fields(db, kind.words, ids) if kind.words else {}
    for row in some:
        more: dict[str, Any] = {field: found.get(row.id, []) for field, found in lists.items()}
        if kind.words:
            more["fields"] = fields.get(row.id, {})
        yield row._replace(**more) if more else row


def _grouped(db: Reader, sql: str, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for owner_id, value in db.run(sql, {"ids": ids}):
        found.setdefault(owner_id, []).append(str(value))
    return found


def _fields(db: Reader, words: str, ids: list[int]) -> dict[int, dict[str, str]]:
    owner, table = f"{words}_id", f"{words}_field"
    sql = f"SELECT {owner}, name, value FROM {table} WHERE {owner} IN (:ids) ORDER BY {owner}, name"
    found: dict[int, dict[str, str]] = {}
    for owner_id, name, value in db.run(sql, {"ids": ids}):
        found.setdefault(owner_id, {})[name] = value
    return found
