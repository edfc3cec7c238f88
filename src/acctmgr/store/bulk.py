"""The bulk lane: many rows in one transaction without SQLModel, one operation with all their images."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from acctmgr.store import book as books
from acctmgr.store import signals
from acctmgr.store.aside import Committing, done_aside
from acctmgr.store.audit import Actor, Trail
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.read import Reader
from acctmgr.store.ready import actor, begin, committed, finish, ready_to_write, retried
from acctmgr.store.turns import announce

T = TypeVar("T")


class Bulk(Reader):
    """A reader that can also write many rows; what it writes is followed for the audit trail."""

    trail: Trail

    def next_id(self, table: str) -> int:
        """The id that the next new row of a table gets; ids of deleted rows are not used again."""
        if self.is_postgres:
            sequence = self.value("SELECT pg_get_serial_sequence(:table, 'id')", table=table)
            used = self.value(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")
        else:
            used = self.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table)
        return int(max(used or 0, self.value(f"SELECT MAX(id) FROM {table}") or 0)) + 1

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows whose first column is the id, counted up from `next_id` without gaps."""
        if not rows:
            return
        assert columns[0] == "id" and rows[-1][0] - rows[0][0] == len(rows) - 1
        self.insert(table, columns, rows)
        self.trail.created_range(table, rows[0][0], rows[-1][0])
        if self.is_postgres:
            self.run(
                "SELECT setval(pg_get_serial_sequence(:t, 'id'), :last)", {"t": table, "last": rows[-1][0]}
            )

    def alter(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Update rows, each (id, value, value, ...)."""
        if not rows:
            return
        self.trail.remember(table, [row[0] for row in rows])
        self.update(table, columns, rows)

    def drop(self, table: str, ids: Iterable[int]) -> None:
        """Delete rows by id."""
        gone = sorted(ids)
        if not gone:
            return
        self.trail.remember(table, gone)
        for start in range(0, len(gone), 500):
            self.run(f"DELETE FROM {table} WHERE id IN (:ids)", {"ids": gone[start : start + 500]})


class NewRows:
    """New rows of one table that wait to be written; each has its id already."""

    def __init__(self, db: Bulk, table: str, *columns: str) -> None:
        self._db, self._table, self._columns = db, table, ("id", *columns)
        self.next_id = db.next_id(table)
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Note a row by its values, in the order of the columns; gives its id."""
        row_id = self.next_id
        self.next_id += 1
        self._rows.append((row_id, *_stored(values)))
        return row_id

    def write(self) -> None:
        """Insert what waits."""
        self._db.add(self._table, self._columns, self._rows)
        self._rows = []


class ChangedRows:
    """Changes to rows of one table that wait to be written; of two values for one column the later counts."""

    def __init__(self, db: Bulk, table: str) -> None:
        self._db, self._table = db, table
        self._rows: dict[int, dict[str, Any]] = {}

    def set(self, row_id: int, values: Mapping[str, Any]) -> None:
        """Note the new values of a row, by column."""
        self._rows.setdefault(row_id, {}).update(zip(values, _stored(values.values()), strict=True))

    def write(self) -> None:
        """Update what waits."""
        by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row_id, values in self._rows.items():
            by_columns.setdefault(tuple(values), []).append((row_id, *values.values()))
        for columns, rows in by_columns.items():
            self._db.alter(self._table, columns, rows)
        self._rows = {}


def _stored(values: Iterable[Any]) -> list[Any]:
    return [value.isoformat() if type(value) is date else value for value in values]


def bulk(
    fn: Callable[[Bulk], T], book: Book | None = None, *, dry_run: bool = False, is_in_place: bool = False
) -> T:
    """Run `fn` in one transaction and record it as one operation; a dry run takes everything back.

    `fn` may run more than once: somebody else may write meanwhile, the database ask for the whole transaction again.
    is_in_place: what is done can't be brought over from a copy.
    """
    book = book or books.current()
    if book.exists() or not dry_run:  # a look at what would happen makes no book
        ready_to_write(book)
    who = None if dry_run else actor()

    def work(place: Book, committing: Committing) -> T:
        return retried(place, lambda: _once(fn, place, who, committing))

    if book.is_postgres or is_in_place:
        return work(book, signals.committing)
    return done_aside(book, work, is_kept=not dry_run)


def _once(fn: Callable[[Bulk], T], book: Book, who: Actor | None, committing: Committing) -> T:
    """One try, taken back where nobody does it."""
    with opened(book, write=True) as connection:
        writer = Bulk(connection.raw, is_postgres=connection.is_postgres)
        try:
            writer.settings = begin(writer, book)
            announce(writer)
            writer.trail = Trail(writer)
            result = fn(writer)
            if who:
                finish(writer.trail, who)
                with committing():
                    connection.raw.commit()
                committed(connection, book)
            return result
        finally:  # what was not committed goes now: a half-read cursor would keep the lock beyond the closing
            connection.raw.rollback()
