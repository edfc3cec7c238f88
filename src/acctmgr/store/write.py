"""The write lane: one command, one transaction, one operation in the audit trail."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from acctmgr.store import book as books
from acctmgr.store.audit import Actor, Trail
from acctmgr.store.book import Book
from acctmgr.store.connection import Connection, book_errors, connect_postgres, connect_sqlite
from acctmgr.store.ready import actor, begin, committed, ready_to_write

T = TypeVar("T")

_TRIES = 5
_AGAIN = {"40001", "40P01"}  # serialisation failure, deadlock: engines that are always serialisable say so


def change(fn: Callable[[Session], T], book: Book | None = None) -> T:
    """Run `fn` in one transaction and record it as one operation; what it raises leaves the book as it was."""
    book = book or books.current()
    ready_to_write(book)
    who = actor()
    engine = _engine(book)
    try:
        with book_errors(book):
            return _tried(engine, fn, who, book)
    finally:
        engine.dispose()  # the last connection to close takes the -wal file with it


def _tried(engine: Engine, fn: Callable[[Session], T], who: Actor, book: Book) -> T:
    for attempt in range(1, _TRIES + 1):
        try:
            return _once(engine, fn, who, book)
        except DBAPIError as error:
            if getattr(error.orig, "pgcode", None) not in _AGAIN or attempt == _TRIES:
                raise
            time.sleep(0.02 * attempt)
    raise AssertionError("the loop returns or raises")


def _once(engine: Engine, fn: Callable[[Session], T], who: Actor, book: Book) -> T:
    with engine.connect() as link, Session(bind=link, expire_on_commit=False) as session:
        raw: Any = link.connection.driver_connection
        connection = Connection(raw, is_postgres=engine.dialect.name == "postgresql")
        begin(connection)
        trail = Trail(connection)
        _follow(session, trail)
        session.info["connection"] = connection
        result = fn(session)
        session.flush()
        trail.close(who)
        session.commit()
        committed(connection, book)
        return result


def _follow(session: Session, trail: Trail) -> None:
    """Tell the trail of every row that the session is about to change, and of every new one."""

    @event.listens_for(session, "before_flush")
    def _before(session: Session, *_: Any) -> None:
        for row in (*session.dirty, *session.deleted):
            if _is_audited(row) and (row in session.deleted or session.is_modified(row)):
                trail.remember(row.__tablename__, [row.id])

    @event.listens_for(session, "after_flush")
    def _after(session: Session, *_: Any) -> None:
        for row in session.new:
            if _is_audited(row):
                trail.created(row.__tablename__, row.id)


def _is_audited(row: Any) -> bool:
    return bool(row.__table__.info.get("audit", True))


def _engine(book: Book) -> Engine:
    if book.is_postgres:
        url, creator = "postgresql+psycopg2://", lambda: connect_postgres(book)
    else:
        url, creator = "sqlite://", lambda: connect_sqlite(book, write=True)
    return create_engine(url, creator=creator, poolclass=NullPool)


def connection_of(session: Session) -> Connection:
    """The session's own connection for plain SQL in the same transaction; flush first to see its rows."""
    connection: Connection = session.info["connection"]
    return connection
