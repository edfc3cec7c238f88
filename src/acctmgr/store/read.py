"""The read lane: SQL in, typed rows out, and nothing heavy imported on the way."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, get_origin, get_type_hints

from acctmgr.core.errors import BookError, Refused
from acctmgr.core.money import Notation, style_named
from acctmgr.store import book as books
from acctmgr.store.book import Book
from acctmgr.store.connection import PROVE, Connection, book_errors, engine_errors, not_ours, opened
from acctmgr.store.schema import BOOK_DEFAULTS, SCHEMA_VERSION

R = TypeVar("R", bound=tuple[Any, ...])

_BATCH = 5_000
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
# what odd values end in
_STUMBLES: tuple[type[Exception], ...] = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
SECONDS = 60  # that a list or a card may take
_STEPS = 100_000  # of the engine, between two looks at the clock
_PATIENT = ("acctmgr report ", "acctmgr export ", "acctmgr db ")  # as long as they need
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
        try:
            return Notation(self.currency, style_named(self.settings["number_style"]))
        except Refused as error:
            raise _strange(str(error)) from None

    def rows(self, row_type: type[R], sql: str, **parameters: Any) -> list[R]:
        """All rows of the query as `row_type`."""
        return _shaped(row_type, self.run(sql, parameters), trusted=self.is_postgres)

    def each(self, row_type: type[R], sql: str, **parameters: Any) -> Iterator[R]:
        """The rows of the query one by one, for more of them than memory should hold."""
        raw = self.stream(sql, parameters)
        while batch := list(islice(raw, _BATCH)):
            yield from _shaped(row_type, batch, trusted=self.is_postgres)

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
            with _explained(book, reader):
                yield reader
            return
    from acctmgr.store.migrate import upgrade_by_itself

    upgrade_by_itself(book)
    with opened(book) as connection:
        reader = _reader(book, connection)
        assert reader is not None
        with _explained(book, reader):
            yield reader


@contextmanager
def _explained(book: Book, reader: Reader) -> Iterator[None]:
    """Where a book makes a command stumble, say what is in it that does not belong; a mistake of ours stays one."""
    try:
        with book_errors(book):
            yield
    except engine_errors() + _STUMBLES as error:
        from acctmgr.store.proof import first_problem

        if book.is_postgres:
            reader.raw.rollback()
        with book_errors(book):
            problem = first_problem(reader)
        if not problem:
            raise
        raise _strange(problem) from error


def _reader(book: Book, connection: Connection) -> Reader | None:
    """The reader of a book at the current version, None when the book is older."""
    _stand_still(connection)
    reader = Reader(connection.raw, is_postgres=connection.is_postgres)
    version, reader.settings = read_head(connection)
    if not version:
        raise not_ours(book)
    if version > SCHEMA_VERSION:
        raise newer(book, version)
    if not book.is_postgres:
        _bound(reader)
    return reader if version == SCHEMA_VERSION else None


def _bound(reader: Reader) -> None:
    """Keep a book of somebody else from holding a command up: no views, and an end to what only looks."""
    if view := reader.value("SELECT name FROM sqlite_master WHERE type = 'view' LIMIT 1"):
        raise _strange(f"the view {view}")
    if not books.Choice.path.startswith(_PATIENT):
        until = time.monotonic() + SECONDS
        reader.raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)


def _stand_still(connection: Connection) -> None:
    """Every SELECT sees the same state, so that figures agree; on PostgreSQL nothing can be written either."""
    if connection.is_postgres:
        connection.raw.set_session(isolation_level="REPEATABLE READ", readonly=True)
    else:
        connection.run("BEGIN")


def read_head(connection: Connection) -> tuple[str, dict[str, str]]:
    """The schema version and the book's settings over their defaults, in one SELECT."""
    found = connection.run(_HEAD).fetchall()
    if not all(type(piece) is str for row in found for piece in row):
        raise _strange("a version or a setting that is no text")
    version = max(
        (value for key, value in found if not key), default=""
    )  # a second one is for `db check` to tell
    stored = dict(found)
    stored.pop("", None)
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


def _strange(what: str) -> BookError:
    return BookError(f"the book holds what no acctmgr wrote: {what}", hint=PROVE)


def _exact(value: str | int) -> Decimal:
    """A decimal of the size that people type: one of a billion digits would take all memory."""
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise _strange(f"{value[:40]!r} for a number")
    return Decimal(value)


def _moment(kind: type[date] | type[datetime]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return kind.fromisoformat(value)
        except ValueError:
            raise _strange(f"{value[:40]!r} for a day") from None

    return read


class _Shape(NamedTuple):
    """How the columns of a row type are read: what turns them, and which types they may come as; empty: any."""

    turns: tuple[tuple[int, Callable[[Any], Any]], ...]
    kinds: tuple[frozenset[type], ...]
    seen: set[tuple[type, ...]]  # what was found to be right already


_SHAPES: dict[type, _Shape] = {}
_READERS: dict[Any, Callable[[Any], Any]] = {
    date: _moment(date),
    datetime: _moment(datetime),
    Decimal: _exact,
    bool: bool,
}
_STORED: dict[Any, frozenset[type]] = {
    date: frozenset((str, date)),
    datetime: frozenset((str, datetime)),
    Decimal: frozenset((str, Decimal, int)),
    bool: frozenset((int, bool)),
    int: frozenset((int,)),
    str: frozenset((str,)),
}
_NONE = type(None)
_WORDS: dict[type, str] = {_NONE: "nothing", str: "text", bytes: "bytes"}


def _shape(row_type: type) -> _Shape:
    """Which columns of a row need turning, and how, and what they may be."""
    if row_type not in _SHAPES:
        hints = get_type_hints(row_type)
        turns, kinds = [], []
        for place, name in enumerate(_named(row_type)._fields):
            either = getattr(hints[name], "__args__", ()) if _is_union(hints[name]) else (hints[name],)
            if wanted := [kind for kind in either if kind in _READERS]:
                turns.append((place, _READERS[wanted[0]]))
            is_known = all(kind in _STORED or kind is _NONE for kind in either)
            kinds.append(frozenset().union(*(_STORED.get(kind, {kind}) for kind in either if is_known)))
        _SHAPES[row_type] = _Shape(tuple(turns), tuple(kinds), set())
    return _SHAPES[row_type]


def _is_union(hint: Any) -> bool:
    return isinstance(hint, UnionType) or get_origin(hint) is Union


def _named(row_type: type) -> Any:
    """The row type as the NamedTuple class that it is; typing has no word for that."""
    return row_type


def _shaped(row_type: type[R], cursor: Iterable[Any], *, trusted: bool) -> list[R]:
    """Rows of the type; trusted: the engine itself lets no value of another type into a column."""
    turns, kinds, seen = _shape(row_type)
    make = _named(row_type)._make
    rows = []
    for raw in cursor:
        if not trusted and (found := tuple(map(type, raw))) not in seen:
            _check_kinds(row_type, kinds, found)
            seen.add(found)
        row = list(raw)
        for place, turn in turns:
            if row[place] is not None:
                row[place] = turn(row[place])
        rows.append(make(row))
    return rows


def _check_kinds(row_type: type, kinds: tuple[frozenset[type], ...], found: tuple[type, ...]) -> None:
    """Refuse what a column can't hold, which only a forger gets into it."""
    for name, wanted, kind in zip(_named(row_type)._fields, kinds, found, strict=True):
        if wanted and kind not in wanted:
            what = _WORDS.get(kind, "another number")
            raise _strange(f"{what} for {name.replace('_', ' ')}")
