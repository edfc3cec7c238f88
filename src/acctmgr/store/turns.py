"""Whose turn it is to write: one at a time. Others wait as long as the user has patience, and say that they do."""

import sqlite3
import sys
import time
from functools import partial
from select import select
from typing import Any

from acctmgr.store.book import Choice
from acctmgr.store.connection import BUSY_SECONDS, Connection

_ASK_AGAIN_SECONDS = 0.005
_LOOK_UP_SECONDS = 0.5  # PostgreSQL wakes us as soon as it is our turn
_TELL_AFTER_SECONDS = 2
_ANNOUNCED = 0x61636375  # our number among the locks of a PostgreSQL database; store/create.py has another


class Wait:
    """One wait for others, from now on; seconds: 0 does not wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.is_stopped = False
        self._began = time.monotonic()
        self._is_told = False

    @property
    def is_over(self) -> bool:
        """Whether the user's patience is at its end."""
        return time.monotonic() - self._began >= self.seconds

    def tell(self) -> None:
        """Say once, to somebody who sits at a terminal, what takes so long."""
        if self._is_told or time.monotonic() - self._began < _TELL_AFTER_SECONDS:
            return
        self._is_told = True
        if sys.stderr.isatty():
            Choice.tell("another program is writing to this book: waiting until it is done (Ctrl-C gives up)")


def take_turn(connection: Connection, seconds: int) -> None:
    """Start the transaction that writes, as soon as nobody else does; what the engine says when that takes too long."""
    wait = Wait(seconds)
    if connection.is_postgres:
        _queue_on_postgres(connection, wait)
    else:
        begin_immediate(connection.raw, wait)


def begin_immediate(raw: sqlite3.Connection, wait: Wait) -> None:
    """Lock a SQLite book for writing.

    SQLite's own waiting asks ever less often, so that under many writers whoever waits longest is passed by all who
    come later; here everybody asks as often. Nor does its own waiting hear Ctrl-C.
    """
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or wait.is_over:
                    raise
            wait.tell()
            time.sleep(_ASK_AGAIN_SECONDS)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def announce(connection: Connection) -> None:
    """Tell writers that wait for us that this is long work, to the end of the transaction; SQLite has no such sign."""
    if connection.is_postgres:
        connection.run(f"SELECT pg_advisory_xact_lock({_ANNOUNCED})")


def _queue_on_postgres(connection: Connection, wait: Wait) -> None:
    """Lock the book's head, where the server lets those who wait in by their order; behind long work without limit."""
    from psycopg2.errors import LockNotAvailable

    most = max(1, wait.seconds * 1000)  # 0 would be no limit there
    while True:
        try:
            _asked(connection, wait, f"SET LOCAL lock_timeout = {most}; SELECT id FROM head FOR UPDATE")
            return
        except LockNotAvailable:
            connection.raw.rollback()
            if not wait.seconds or not _outlasted_long_work(connection, wait):
                raise


def _outlasted_long_work(connection: Connection, wait: Wait) -> bool:
    """Wait for the end of an announced work; False at once where none is announced."""
    free = _asked(connection, wait, f"SELECT pg_try_advisory_xact_lock_shared({_ANNOUNCED})").fetchone()[0]
    if not free:
        _asked(connection, wait, f"SELECT pg_advisory_xact_lock_shared({_ANNOUNCED})")
    connection.raw.rollback()  # what we hold of it would keep the next one from announcing itself
    return not free


def _asked(connection: Connection, wait: Wait, sql: str) -> Any:
    """Run a statement that may take long on PostgreSQL; Ctrl-C ends it at once, and leaves the connection whole."""
    from psycopg2 import Error
    from psycopg2.extensions import set_wait_callback

    set_wait_callback(partial(_answered, wait))
    try:
        return connection.run(sql)
    except Error:
        if wait.is_stopped:
            raise KeyboardInterrupt from None
        raise
    finally:
        set_wait_callback(None)


def _answered(wait: Wait, raw: Any) -> None:
    """What psycopg2 does until the server has answered; its own way would not hear Ctrl-C."""
    from psycopg2.extensions import POLL_OK, POLL_READ

    while (state := raw.poll()) != POLL_OK:
        sides = ([raw], []) if state == POLL_READ else ([], [raw])
        try:
            select(*sides, [], _LOOK_UP_SECONDS)
        except KeyboardInterrupt:
            wait.is_stopped = True
            raw.cancel()
        wait.tell()
