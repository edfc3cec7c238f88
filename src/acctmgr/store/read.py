"""The read lane: SQL in, typed rows out, and nothing heavy imported on the way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar, get_type_hints

from acctmgr.core.errors import BookError
from acctmgr.core.money import Notation, style_named
from acctmgr.store import book as books
from acctmgr.store.book import Book
from acctmgr.store.connection import Connection, not_ours, opened
from acctmgr.store.schema import BOOK_DEFAULTS, SCHEMA_VERSION

R = TypeVar("R", bound=tuple[Any, ...])

_BATCH = 5_000
_HEAD = "SELECT '' AS key, version_num AS value FROM alembic_version UNION ALL SELECT key, value FROM setting"


class Page(NamedTuple, Generic[R]):
    """The rows that were asked for, and how many more there are."""

    rows: list[R]
    left_out: int


class Reader(Connection):
    """A connection that turns columns into what the row type's annotations say."""

    settings: dict[str, str]

    @property
    def currency(self) -> str:
        """The book's currency."""
        return self.settings["currency"]

    @property
    def notation(self) -> Notation:
        """How this book writes amounts."""
        return Notation(self.currency, style_named(self.settings["number_style"]))

    def rows(self, row_type: type[R], sql: str, **parameters: Any) -> list[R]:
        """All rows of the query as `row_type`."""
        return _shaped(row_type, self.run(sql, parameters))

    def each(self, row_type: type[R], sql: str, **parameters: Any) -> Iterator[R]:
        """The rows of the query one by one, for more of them than memory should hold."""
        raw = self.stream(sql, parameters)
        while batch := list(islice(raw, _BATCH)):
            yield from _shaped(row_type, batch)

    def row(self, row_type: type[R], sql: str, **parameters: Any) -> R | None:
        """The first row, or None."""
        found = self.rows(row_type, sql, **parameters)
        return found[0] if found else None

    def page(self, row_type: type[R], sql: str, *, limit: int, **parameters: Any) -> Page[R]:
        """The first `limit` rows (0: all) and the count of those left out."""
        if not limit:
            return Page(self.rows(row_type, sql, **parameters), 0)
        rows = self.rows(row_type, f"{sql} LIMIT {limit + 1:d}", **parameters)
        if len(rows) <= limit:
            return Page(rows, 0)
        unsorted = sql.rpartition("ORDER BY")[0] or sql  # sorting what is only counted takes longest
        total = self.run(f"SELECT COUNT(*) FROM ({unsorted}) AS counted", parameters).fetchone()[0]
        return Page(rows[:limit], total - limit)


@contextmanager
def reading(book: Book | None = None) -> Iterator[Reader]:
    """Open a book to look at one state of it, whatever others write; an older SQLite book is upgraded first."""
    book = book or books.current()
    with opened(book) as connection:
        reader = _reader(book, connection)
        if reader is not None:
            yield reader
            return
    from acctmgr.store.migrate import upgrade_by_itself

    upgrade_by_itself(book)
    with opened(book) as connection:
        reader = _reader(book, connection)
        assert reader is not None
        yield reader


def _reader(book: Book, connection: Connection) -> Reader | None:
    """The reader of a book at the current version, None when the book is older."""
    _stand_still(connection)
    reader = Reader(connection.raw, is_postgres=connection.is_postgres)
    version, reader.settings = read_head(connection)
    if not version:
        raise not_ours(book)
    if version > SCHEMA_VERSION:
        raise newer(book, version)
    return reader if version == SCHEMA_VERSION else None


def _stand_still(connection: Connection) -> None:
    """Every SELECT sees the same state, so that figures agree; on PostgreSQL nothing can be written either."""
    if connection.is_postgres:
        connection.raw.set_session(isolation_level="REPEATABLE READ", readonly=True)
    else:
        connection.run("BEGIN")


def read_head(connection: Connection) -> tuple[str, dict[str, str]]:
    """The schema version and the book's settings over their defaults, in one SELECT."""
    stored = dict(connection.run(_HEAD).fetchall())
    version = stored.pop("", "")
    return version, {**BOOK_DEFAULTS, **stored}


def older(book: Book) -> BookError:
    """The error for a book that has to be brought up to date, and not in passing."""
    return BookError(f"{book.title} is of an older schema", hint="upgrade it: acctmgr db upgrade")


def newer(book: Book, version: str) -> BookError:
    """The error for a book that a later program wrote."""
    return BookError(
        f"{book.title} is of schema {version}, this program knows up to {SCHEMA_VERSION}",
        hint="upgrade acctmgr: pip install -U acctmgr",
    )


_SHAPES: dict[type, tuple[tuple[int, Callable[[Any], Any]], ...]] = {}
_READERS: dict[Any, Callable[[Any], Any]] = {
    date: lambda value: date.fromisoformat(value) if isinstance(value, str) else value,
    datetime: lambda value: datetime.fromisoformat(value) if isinstance(value, str) else value,
    Decimal: Decimal,
    bool: bool,
}


def _shape(row_type: type) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which columns of a row need turning, and how."""
    if row_type not in _SHAPES:
        hints = get_type_hints(row_type)
        found = []
        for place, name in enumerate(_named(row_type)._fields):
            wanted = [
                kind for kind in (hints[name], *getattr(hints[name], "__args__", ())) if kind in _READERS
            ]
            if wanted:
                found.append((place, _READERS[wanted[0]]))
        _SHAPES[row_type] = tuple(found)
    return _SHAPES[row_type]


def _named(row_type: type) -> Any:
    """The row type as the NamedTuple class that it is; typing has no word for that."""
    return row_type


def _shaped(row_type: type[R], cursor: Iterable[Any]) -> list[R]:
    turns = _shape(row_type)
    make = _named(row_type)._make
    if not turns:
        return [make(row) for row in cursor]
    rows = []
    for raw in cursor:
        row = list(raw)
        for place, turn in turns:
            if row[place] is not None:
                row[place] = turn(row[place])
        rows.append(make(row))
    return rows
