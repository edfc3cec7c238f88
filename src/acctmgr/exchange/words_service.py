"""Tags and custom fields of imported clients and deals."""

from collections.abc import Iterable
from typing import Any

from acctmgr.exchange.rules import Words
from acctmgr.exchange.run_rules import chunks
from acctmgr.store.bulk import Bulk, ChangedRows, NewRows


class WordRows:
    """The rows of tags and fields of one kind of owner, `party` or `deal`; changes wait for `write`."""

    def __init__(self, db: Bulk, owner: str) -> None:
        self._db, self._owner = db, owner
        self._new_tags = NewRows(db, f"{owner}_tag", f"{owner}_id", "tag")
        self._new_fields = NewRows(db, f"{owner}_field", f"{owner}_id", "name", "value")
        self._changed_fields = ChangedRows(db, f"{owner}_field")
        self._gone: list[int] = []
        self._tags: dict[int, dict[str, int]] = {}
        self._fields: dict[int, dict[str, tuple[int, str]]] = {}

    def look_up(self, owner_ids: Iterable[int]) -> None:
        """Fetch the words of these owners."""
        self._tags, self._fields = {}, {}
        for some in chunks(iter(owner_ids), 500):
            for owner_id, tag, row_id in self._rows_of(f"{self._owner}_tag", "tag, id", some):
                self._tags.setdefault(owner_id, {})[tag] = row_id
            for owner_id, name, row_id, value in self._rows_of(
                f"{self._owner}_field", "name, id, value", some
            ):
                self._fields.setdefault(owner_id, {})[name] = (row_id, value)

    def _rows_of(self, table: str, columns: str, ids: list[int]) -> list[Any]:
        sql = f"SELECT {self._owner}_id, {columns} FROM {table} WHERE {self._owner}_id IN (:ids) ORDER BY id"
        return list(self._db.run(sql, {"ids": ids}))  # the names are ours

    def add(self, owner_id: int, words: Words) -> None:
        """The words of a new owner."""
        for tag in words.tags or ():
            self._new_tags.add(owner_id, tag)
        for name, value in words.fields.items():
            self._new_fields.add(owner_id, name, value)

    def set(self, owner_id: int, words: Words) -> bool:
        """Put these words in place of those of an owner that was looked up; whether that changes anything."""
        fields = self._fields.get(owner_id, {})
        changed = False
        for name, value in words.fields.items():
            row_id, now = fields.get(name, (0, ""))
            if row_id and now != value:
                self._changed_fields.set(row_id, {"value": value})
            elif not row_id:
                new_id = self._new_fields.add(owner_id, name, value)
                self._fields.setdefault(owner_id, {})[name] = (new_id, value)
            changed = changed or now != value
        return self._set_tags(owner_id, words.tags) or changed

    def fill(self, owner_id: int, words: Words) -> bool:
        """Add the custom fields that an owner has not yet; its tags stay. Whether that changes anything."""
        there = self._fields.get(owner_id, {})
        missing = {name: value for name, value in words.fields.items() if name not in there}
        return self.set(owner_id, Words(None, missing))

    def _set_tags(self, owner_id: int, wanted: list[str] | None) -> bool:
        if wanted is None:
            return False
        there = self._tags.get(owner_id, {})
        gone = [row_id for tag, row_id in there.items() if tag not in wanted]
        new = [tag for tag in wanted if tag not in there]
        self._gone += gone
        for tag in new:
            self._new_tags.add(owner_id, tag)
        return bool(gone or new)

    def write(self) -> None:
        """Write what waits."""
        self._db.drop(f"{self._owner}_tag", self._gone)
        self._gone = []
        for rows in (self._new_tags, self._new_fields, self._changed_fields):
            rows.write()
