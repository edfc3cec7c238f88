"""A DB-API connection to either store, spoken to in one dialect: named parameters, plain rows."""

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any, NoReturn
from urllib.parse import quote

from acctmgr.core.errors import BookBusy, BookError, WrongUsage
from acctmgr.store.book import Book, without_password

BUSY_SECONDS = 5  # of SQLite's own waiting, which can't be interrupted; who writes waits in store/turns.py
_NAME = re.compile(r"(?<![:\w]):([a-z_]\w*)")
_BATCH = 5_000
# what no book of ours comes near; one from somebody else must not take all memory
_READ_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 5_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 500),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000),
)
_numbers = count()  # names of the cursors that PostgreSQL keeps on its side


class Connection:
    """One open DB-API connection; `sql` has `:name` parameters, a list expands inside `IN (:name)`."""

    def __init__(self, raw: Any, *, is_postgres: bool) -> None:
        self.raw = raw
        self.is_postgres = is_postgres

    def run(self, sql: str, parameters: dict[str, Any] | None = None) -> Any:
        """Execute one statement and give the cursor."""
        return self._executed(self.raw.cursor(), sql, parameters)

    def _executed(self, cursor: Any, sql: str, parameters: dict[str, Any] | None) -> Any:
        if parameters:
            cursor.execute(*_bound(sql, parameters, is_postgres=self.is_postgres))
        else:
            cursor.execute(sql)
        return cursor

    def value(self, sql: str, **parameters: Any) -> Any:
        """The first column of the first row, None if there is no row."""
        row = self.run(sql, parameters).fetchone()
        return row[0] if row else None

    def stream(self, sql: str, parameters: dict[str, Any] | None = None) -> Iterator[Any]:
        """All rows of a query, a batch at a time: many rows never lie in memory at once."""
        cursor = self.raw.cursor(name=f"stream_{next(_numbers)}") if self.is_postgres else self.raw.cursor()
        self._executed(cursor, sql, parameters)
        while batch := cursor.fetchmany(_BATCH):
            yield from batch
        cursor.close()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many rows at once, by position."""
        names = ", ".join(columns)
        if not self.is_postgres:
            marks = ", ".join("?" * len(columns))
            self.raw.cursor().executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            return
        from psycopg2.extras import execute_values

        execute_values(self.raw.cursor(), f"INSERT INTO {table} ({names}) VALUES %s", rows, page_size=_BATCH)

    def update(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set columns of many rows; each row is (id, value, value, ...)."""
        if self.is_postgres:
            from psycopg2.extras import execute_batch

            assignments = ", ".join(f"{column} = %s" for column in columns)
            turned = ((*row[1:], row[0]) for row in rows)
            execute_batch(
                self.raw.cursor(), f"UPDATE {table} SET {assignments} WHERE id = %s", turned, page_size=500
            )
            return
        assignments = ", ".join(f"{column} = ?{place}" for place, column in enumerate(columns, start=2))
        self.raw.cursor().executemany(f"UPDATE {table} SET {assignments} WHERE id = ?1", rows)

    def close(self) -> None:
        """Give the connection back; what was not committed is gone."""
        self.raw.close()


def _bound(sql: str, parameters: dict[str, Any], *, is_postgres: bool) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}

    def mark(name: str) -> str:
        return f"%({name})s" if is_postgres else f":{name}"

    def place(match: re.Match[str]) -> str:
        name = match[1]
        value = parameters[name]
        if not isinstance(value, list | tuple):
            values[name] = _plain(value, is_postgres=is_postgres)
            return mark(name)
        names = [f"{name}_{number}" for number in range(len(value))]
        values.update({n: _plain(v, is_postgres=is_postgres) for n, v in zip(names, value, strict=True)})
        return ", ".join(mark(n) for n in names) or "NULL"

    if is_postgres:
        sql = sql.replace("%", "%%")
    return _NAME.sub(place, sql), values


def _plain(value: Any, *, is_postgres: bool) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date | datetime) and not is_postgres:
        return value.isoformat()
    return value


def connect_sqlite(book: Book, *, write: bool) -> sqlite3.Connection:
    """The file opened for reading only or for writing, with our pragmas; never creates it."""
    raw = sqlite3.connect(
        _uri(book, write=write), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    raw.execute("PRAGMA trusted_schema = OFF")  # a book may come from somebody else
    if not write:
        for limit, most in _READ_LIMITS:
            raw.setlimit(limit, most)
    if write:
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
    return raw


def _uri(book: Book, *, write: bool) -> str:
    path = quote(os.fsencode(os.path.abspath(book.place)))
    if write:
        return f"file:{path}?mode=rw"
    folder = os.path.dirname(os.path.abspath(book.place))
    # without a -wal file nobody writes, and in a folder we can't write SQLite could not make one to look
    sealed = not os.access(folder, os.W_OK) and not os.path.exists(f"{book.place}-wal")
    return f"file:{path}?mode=ro&immutable=1" if sealed else f"file:{path}?mode=ro"


def connect_postgres(book: Book) -> Any:
    """A psycopg2 connection in explicit transactions, READ COMMITTED."""
    try:
        import psycopg2
    except ModuleNotFoundError:
        raise BookError(
            "this book is on PostgreSQL and its driver is not installed",
            hint="pip install 'acctmgr[postgres]'",
        ) from None
    try:
        raw = psycopg2.connect(book.place, connect_timeout=10, application_name="acctmgr")
    except psycopg2.ProgrammingError:  # its words may hold the password
        raise WrongUsage(f"{book.title} is no valid postgresql:// URL") from None
    except psycopg2.OperationalError:
        if not book.has_odd_password:
            raise
        raise WrongUsage(
            f"can't reach {book.title}: signs of its password mean something in a URL",
            hint="write @ as %40, / as %2F, ? as %3F, # as %23 and a blank as %20",
        ) from None
    raw.set_session(isolation_level="READ COMMITTED")
    return raw


@contextmanager
def opened(book: Book, *, write: bool = False) -> Iterator[Connection]:
    """A connection for the length of a block; trouble with the store becomes a BookError."""
    if not book.exists():
        raise BookError(f"there is no book at {book.title}", hint=_how_to_create(book))
    if not book.is_postgres and not os.path.isfile(book.place):
        kind = "a folder" if os.path.isdir(book.place) else "no file"
        raise BookError(f"{book.title} is {kind}", hint="name the file of a book with --db")
    with book_errors(book):
        raw = connect_postgres(book) if book.is_postgres else connect_sqlite(book, write=write)
        connection = Connection(raw, is_postgres=book.is_postgres)
        try:
            yield connection
        finally:
            connection.close()


def _how_to_create(book: Book) -> str:
    from shlex import quote

    return (
        "create it: acctmgr init" if book.is_default else f"create it: acctmgr --db {quote(book.title)} init"
    )


PROVE = "see what is wrong with it: acctmgr db check"
_SQLITE_WORDS = {
    "SQLITE_BUSY": ("is in use by another program", "wait until that is done and try again"),
    "SQLITE_LOCKED": ("is in use by another program", "wait until that is done and try again"),
    "SQLITE_CORRUPT": ("is damaged", "bring back a backup of it"),
    "SQLITE_NOTADB": ("is not a database", "name another file with --db"),
    "SQLITE_FULL": ("can't grow: the disk is full", "make room; nothing was changed"),
    "SQLITE_READONLY": ("can't be written", "look at the rights of the file and its folder"),
    "SQLITE_CANTOPEN": ("can't be opened", "look at the path and its rights"),
    "SQLITE_IOERR": (
        "can't be read or written: the disk gave an error",
        "look at the disk; bring back a backup",
    ),
    "SQLITE_TOOBIG": ("holds a text that is too long to read", PROVE),
    "SQLITE_INTERRUPT": ("takes too long to read", PROVE),
    "SQLITE_PERM": ("can't be opened", "look at the path and its rights"),
    "SQLITE_AUTH": ("can't be opened", "look at the path and its rights"),
}


_POSTGRES_WORDS = {
    "42501": ("can't be written", "ask for the rights on that database"),
    "25006": ("can't be written", "ask for the rights on that database"),
    "53100": ("can't grow: the disk of its server is full", "make room there; nothing was changed"),
    "55P03": ("is in use by another program", "try again"),
    "57014": (
        "stopped the command: it took too long, or somebody cancelled it",
        "nothing was changed; try again",
    ),
}
_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED", "55P03"}
_NO_BOOK = ("no such table: alembic_version", "no such table: setting")  # what `read_head` asks for


@contextmanager
def book_errors(book: Book) -> Iterator[None]:
    """Turn what the engine says of the store into a BookError; a mistake of ours stays a traceback."""
    try:
        yield
    except engine_errors() as error:
        original = original_of(error)
        if isinstance(original, sqlite3.Error):
            _explain_sqlite(book, original)
        _explain_postgres(book, original)


def original_of(error: BaseException) -> BaseException:
    """What the driver raised, out of SQLAlchemy's wrapping."""
    return getattr(error, "orig", None) or error


def engine_errors() -> tuple[type[Exception], ...]:
    """The base errors of the engines that are loaded; asked for only when something was raised."""
    loaded: list[type[Exception]] = [sqlite3.Error]
    if psycopg2 := sys.modules.get("psycopg2"):
        loaded.append(psycopg2.Error)
    if sqlalchemy := sys.modules.get("sqlalchemy.exc"):
        loaded.append(sqlalchemy.DBAPIError)
    return tuple(loaded)


def _explain_sqlite(book: Book, error: sqlite3.Error) -> NoReturn:
    name = getattr(error, "sqlite_errorname", "") or ""
    for code, (what, hint) in _SQLITE_WORDS.items():
        if name == code or name.startswith(f"{code}_"):
            kind = BookBusy if code in _BUSY else BookError
            raise kind(f"{book.title} {what}", hint=hint) from error
    if str(error) in _NO_BOOK:
        raise not_ours(book) from error
    if str(error).startswith("Could not decode to UTF-8"):
        raise BookError(f"{book.title} is damaged", hint=_SQLITE_WORDS["SQLITE_CORRUPT"][1]) from error
    if str(error) == "integer overflow":
        raise BookError(f"{book.title} holds amounts that are too large to add up", hint=PROVE) from error
    raise error


def _explain_postgres(book: Book, error: BaseException) -> NoReturn:
    code = getattr(error, "pgcode", None) or ""
    if code == "42P01" and any(f'"{name}"' in str(error) for name in ("alembic_version", "setting")):
        raise not_ours(book) from error
    if code in _POSTGRES_WORDS:
        what, hint = _POSTGRES_WORDS[code]
        kind = BookBusy if code in _BUSY else BookError
        raise kind(f"{book.title} {what}", hint=hint) from error
    lost = not code and type(error).__name__ in ("OperationalError", "InterfaceError")
    if lost or code.startswith(("08", "53", "57", "58")):
        first_line = without_password(str(error).strip().partition("\n")[0])
        raise BookError(
            f"can't reach {book.title}: {first_line}", hint="is the server up, and the URL right?"
        ) from error
    raise error


def not_ours(book: Book) -> BookError:
    """The error for a database that holds no book; in an empty PostgreSQL one `init` makes it, never over a file."""
    hint = _how_to_create(book) if book.is_postgres else "name another path with --db"
    return BookError(f"{book.title} is a database but not a book of acctmgr", hint=hint)
