"""The bulk lane: many rows in one transaction without SQLModel, one operation with all their images."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from acctmgr.store import book as books
from acctmgr.store.audit import Trail
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.read import Reader, read_head
from acctmgr.store.ready import actor, begin, ready_to_write

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
            self.run("SELECT setval(pg_get_serial_sequence(:t, 'id'), :last)", {"t": table, "last": rows[-1][0]})

    def alter(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Update rows, each (id, value, value, ...)."""
        self.trail.remember(table, [row[0] for row in rows])
        self.update(table, columns, rows)

    def drop(self, table: str, ids: Iterable[int]) -> None:
        """Delete rows by id."""
        gone = sorted(ids)
        self.trail.remember(table, gone)
        for start in range(0, len(gone), 500):
            self.run(f"DELETE FROM {table} WHERE id IN (:ids)", {"ids": gone[start : start + 500]})


def bulk(fn: Callable[[Bulk], T], book: Book | None = None, *, dry_run: bool = False) -> T:
    """Run `fn` in one transaction and record it as one operation; a dry run takes everything back."""
    book = book or books.current()
    ready_to_write(book)
    who = actor()
    with opened(book, write=True) as connection:
        writer = Bulk(connection.raw, is_postgres=connection.is_postgres)
        begin(writer)
        writer.settings = read_head(writer)[1]
        writer.trail = Trail(writer)
        result = fn(writer)
        if dry_run:
            writer.run("ROLLBACK")
            return result
        writer.trail.close(who)
        writer.run("COMMIT")
        return result
