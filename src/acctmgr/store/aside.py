"""Long work on a SQLite book is done on a private copy; only what it wrote is brought over under the lock.

Triggers of the copy note every row that is written. When nobody else wrote to the book since it was copied, the book
gets these very rows, which makes the two equal; its own guards fire, and what keeps rows consistent was asked in the
copy. When somebody did, the work is done again, and at last under the lock.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from acctmgr.core.errors import BookError
from acctmgr.store import drafts, search, settings, signals
from acctmgr.store.book import Book
from acctmgr.store.connection import Connection, opened
from acctmgr.store.turns import take_turn

T = TypeVar("T")
Committing = Callable[[], AbstractContextManager[None]]  # what is around a commit
Work = Callable[[Book, Committing], T]

_TRIES = 3
_BYTES_MAX = 2**30
_SPARE_BYTES = 2**28
_CACHE_KIB = 262_144  # pages wait in memory until the commit, so that each is written once
_LOG = "acctmgr_written"  # of the copy: table, row, whether the row was there; of rows up to the last of the book
_NOTE = """
    CREATE TRIGGER acctmgr_{table}_{event} AFTER {event} ON "{table}" WHEN {row}.rowid <= {last} BEGIN
    INSERT INTO {log} SELECT '{table}', {row}.rowid, {was}
     WHERE NOT EXISTS (SELECT 1 FROM {log} WHERE name = '{table}' AND row = {row}.rowid); END
"""
_TABLES = """
    SELECT name
      FROM sqlite_master
     WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE :index AND name <> :log
     ORDER BY rowid
"""
_SEQUENCES = (
    "UPDATE main.sqlite_sequence SET seq = (SELECT seq FROM aside.sqlite_sequence AS ours"
    " WHERE ours.name = sqlite_sequence.name)"
    " WHERE name IN (SELECT name FROM aside.sqlite_sequence)",
    "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM aside.sqlite_sequence"
    " WHERE name NOT IN (SELECT name FROM main.sqlite_sequence)",
)


class _Copy(NamedTuple):
    """A copy of a book, and how the book is known to be still as it was then."""

    book: Book
    version: int
    last: dict[str, int]  # the last row of each table, in the order of their making: parents before children


class _Moves(NamedTuple):
    """What brings a table's rows over, a statement for each kind; empty for none."""

    gone: str
    changed: str
    new: str


def done_aside(book: Book, work: Work[T], *, is_kept: bool) -> T:
    """Do long work on a SQLite book; `work` may run more than once. is_kept: not only to see what would happen."""
    for _ in range(_TRIES):
        with opened(book, write=True) as connection, _copied(connection, is_kept=is_kept) as copy:
            if copy is None:
                break
            try:
                result = work(copy.book, nullcontext)
            except BookError:  # no room, most of all: the book itself has the last word
                break
            if not is_kept or _brought_over(connection, copy):
                return result
    return work(book, signals.committing)


@contextmanager
def _copied(connection: Connection, *, is_kept: bool) -> Iterator[_Copy | None]:
    """A copy that notes what is written to it, for the length of the block; None where there is no room for one."""
    try:
        folder = drafts.folder_made()
    except OSError:
        yield None
        return
    try:
        size = connection.value("PRAGMA page_count") * connection.value("PRAGMA page_size")
        is_small = size * 3 + _SPARE_BYTES <= shutil.disk_usage(folder).free
        if not is_small or (is_kept and size > _BYTES_MAX):
            yield None
            return
        yield _copy(connection.raw, os.path.join(folder, "book.db"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(raw: sqlite3.Connection, place: str) -> _Copy | None:
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as target:
            raw.execute("BEGIN")
            raw.execute("SELECT id FROM head").fetchone()  # from here on one state is seen
            version = raw.execute("PRAGMA data_version").fetchone()[0]
            raw.backup(target)
            raw.rollback()
            return _Copy(Book(place), version, _watched(target))
    except sqlite3.Error:
        raw.rollback()
        return None


def _watched(target: sqlite3.Connection) -> dict[str, int]:
    """Let a copy note what is written to it but for new rows behind the last, which are known by their place."""
    target.execute(
        f"CREATE TABLE {_LOG} (name TEXT, row INTEGER, was INTEGER, PRIMARY KEY (name, row)) WITHOUT ROWID"
    )
    names = [row[0] for row in target.execute(_TABLES, {"index": f"{search.INDEX}%", "log": _LOG})]
    found = {}
    for table in names:
        last = target.execute(f'SELECT COALESCE(MAX(rowid), 0) FROM "{table}"').fetchone()[0]
        for event, row, was in (("INSERT", "NEW", 0), ("UPDATE", "OLD", 1), ("DELETE", "OLD", 1)):
            target.execute(_NOTE.format(table=table, event=event, row=row, was=was, log=_LOG, last=last))
        found[table] = last
    return found


def _brought_over(connection: Connection, copy: _Copy) -> bool:
    """Give the book what was written to the copy; False, and nothing done, where the book is another one by now."""
    raw = connection.raw
    raw.execute("PRAGMA foreign_keys = OFF")  # they were on in the copy, and the book will be its equal
    raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    raw.execute("ATTACH ? AS aside", (f"file:{quote(os.fsencode(copy.book.place))}?mode=ro",))
    statements = list(_statements(connection, copy.last))
    if not statements:
        return True
    take_turn(connection, settings.lock_seconds(settings.load()))
    try:
        if raw.execute("PRAGMA main.data_version").fetchone()[0] != copy.version:
            return False
        for sql in statements:
            raw.execute(sql)
        with signals.committing():
            raw.commit()
        return True
    except sqlite3.IntegrityError:  # a guard or a key that minds the order: the long way knows it
        return False
    finally:
        raw.rollback()


def _statements(connection: Connection, last: dict[str, int]) -> Iterator[str]:
    """What is to be done, worked out before anybody waits: children before parents, new rows the other way."""
    moves = [_moves(connection, table, last[table]) for table in last]
    found = [sql for move in moves for sql in move if sql]
    if not found:
        return
    texts = f"SELECT row FROM aside.{_LOG} WHERE name = 'search_text'"
    yield search.forgotten(f"{texts} AND was = 1")
    yield from (move.gone for move in reversed(moves) if move.gone)
    yield from (move.changed for move in reversed(moves) if move.changed)
    yield from (move.new for move in moves if move.new)
    yield search.learnt(f"{texts} UNION ALL SELECT id FROM main.search_text WHERE id > {last['search_text']}")
    yield from _SEQUENCES


def _moves(connection: Connection, table: str, last: int) -> _Moves:
    columns = connection.run(f'PRAGMA main.table_info("{table}")').fetchall()
    names = [f'"{column[1]}"' for column in columns]
    keys = [column[2] for column in columns if column[5]]
    listed = ", ".join(names if keys == ["INTEGER"] else ["rowid", *names])  # such a key is the rowid
    noted = f"SELECT row FROM aside.{_LOG} WHERE name = '{table}' AND was"
    gone = f'{noted} = 1 AND row NOT IN (SELECT rowid FROM aside."{table}")'
    stays = f'{noted} = 1 AND row IN (SELECT rowid FROM aside."{table}")'
    ours = f'SELECT {listed} FROM aside."{table}" WHERE rowid'
    new = f"{ours} IN ({noted} = 0) UNION ALL {ours} > {last}"
    moves = _Moves("", "", "")
    if connection.value(f"{gone} LIMIT 1"):
        moves = moves._replace(gone=f'DELETE FROM main."{table}" WHERE rowid IN ({gone})')
    if others := ", ".join(_differing(connection, table, names, stays)):
        whole = f'SELECT {others} FROM aside."{table}" AS ours WHERE ours.rowid = "{table}".rowid'
        moves = moves._replace(
            changed=f'UPDATE main."{table}" SET ({others}) = ({whole}) WHERE rowid IN ({stays})'
        )
    if connection.run(f"{new} LIMIT 1").fetchone():
        moves = moves._replace(new=f'INSERT INTO main."{table}" ({listed}) {new}')
    return moves


def _differing(connection: Connection, table: str, names: list[str], stays: str) -> list[str]:
    """Columns that any of the changed rows has changed: an index over others is left alone."""
    if not connection.value(f"{stays} LIMIT 1"):
        return []
    differs = ", ".join(f"MAX(ours.{name} IS NOT theirs.{name})" for name in names)
    found = connection.run(
        f'SELECT {differs} FROM aside."{table}" AS ours JOIN main."{table}" AS theirs ON theirs.rowid = ours.rowid'
        f" WHERE ours.rowid IN ({stays})"
    ).fetchone()
    return [name for name, is_other in zip(names, found, strict=True) if is_other]
