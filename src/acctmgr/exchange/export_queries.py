"""Every row of a table with all that hangs on it, one after the other, however many there are."""

from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from acctmgr.store.read import Reader

_IN_ONE_GO = 1_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(NamedTuple):
    """What one `export` writes; this declaration is all that a new one needs.

    row_type: its fields are the columns of the file, the first of them `id`, and the columns of `sql` in the same
    order; amounts end in `_minor` and are in the row's `currency`. Lists and custom fields are NULL there and come
    from the two below. sql: all rows, sorted down to a unique key. lists: field to the SQL that gives an owner's id
    and a value, for the owners `:ids`. words: the table whose `_tag` and `_field` hold tags and custom fields.
    """

    name: str
    row_type: Any
    sql: str
    lists: Mapping[str, str] = _NOTHING
    words: str = ""

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
        yield from _completed(db, kind, some)


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
