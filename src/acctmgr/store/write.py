"""The write lane: one command, one transaction, one operation in the audit trail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from acctmgr.store import book as books
from acctmgr.store import signals
from acctmgr.store.aside import Committing, done_aside
from acctmgr.store.audit import Actor, Trail
from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk
from acctmgr.store.connection import Connection, book_errors, connect_postgres, connect_sqlite
from acctmgr.store.ready import actor, begin, committed, finish, ready_to_write, retried
from acctmgr.store.turns import announce

T = TypeVar("T")


def change(fn: Callable[[Session], T], book: Book | None = None) -> T:
    """Run `fn` in one transaction and record it as one operation; what it raises leaves the book as it was.

    `fn` may run more than once: the database can ask for the whole transaction again.
    """
    book = book or books.current()
    ready_to_write(book)
    who = actor()
    return _changed(fn, who, book, signals.committing)


def _changed(fn: Callable[[Session], T], who: Actor, book: Book, committing: Committing) -> T:
    with book_errors(book), engine_of(book) as engine:
        return retried(book, lambda: _once(engine, fn, who, book, committing))


def _once(engine: Engine, fn: Callable[[Session], T], who: Actor, book: Book, committing: Committing) -> T:
    with engine.connect() as link:
        connection = connection_over(link)
        with link.begin() as transaction:
            settings = begin(connection, book)
            result = recorded(link, fn, who, settings)
            with committing():
                transaction.commit()
        committed(connection, book)
        return result


def connection_over(link: SqlConnection) -> Connection:
    """The same connection for plain SQL."""
    raw: Any = link.connection.driver_connection
    return Connection(raw, is_postgres=link.dialect.name == "postgresql")


def recorded(link: SqlConnection, fn: Callable[[Session], T], who: Actor, settings: dict[str, str]) -> T:
    """Run `fn` as one operation inside the transaction of a link; the caller ends that."""
    connection = connection_over(link)
    with Session(bind=link, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
        trail = Trail(connection)
        _follow(session, trail)
        session.info.update(connection=connection, settings=settings, trail=trail)
        result = fn(session)
        session.flush()
        finish(trail, who)
        session.commit()
        return result


class SessionBulk(Bulk):
    """The bulk lane inside a session's transaction, for imports whose rows go through services."""

    session: Session


class _DryRun(Exception):
    """Takes everything back that was only to be looked at."""


def change_in_bulk(fn: Callable[[SessionBulk], T], *, dry_run: bool = False) -> T:
    """Run `fn` in one transaction and record it as one operation; a dry run takes everything back."""
    found: list[T] = []

    def work(session: Session) -> T:
        connection = connection_of(session)
        announce(connection)
        db = SessionBulk(connection.raw, is_postgres=connection.is_postgres)
        db.session, db.settings, db.trail = session, session.info["settings"], session.info["trail"]
        found[:] = [fn(db)]
        if dry_run:
            raise _DryRun
        return found[0]

    def whole(place: Book, committing: Committing) -> T:
        try:
            return _changed(work, who, place, committing)
        except _DryRun:
            return found[0]

    book = books.current()
    ready_to_write(book)
    who = actor()
    if book.is_postgres:
        return whole(book, signals.committing)
    return done_aside(book, whole, is_kept=not dry_run)


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


_book: ContextVar[Book] = ContextVar("book")  # that the next connection is to


@contextmanager
def engine_of(book: Book) -> Iterator[Engine]:
    """An engine over connections of ours to a book, each closed when it is given back."""
    token = _book.set(book)
    try:
        yield _engine(is_postgres=book.is_postgres)
    finally:
        _book.reset(token)


@cache
def _engine(*, is_postgres: bool) -> Engine:
    """One for all books of a store: what it compiled for one change it need not compile for the next."""
    if is_postgres:
        url, creator = "postgresql+psycopg2://", lambda: connect_postgres(_book.get())
    else:
        url, creator = "sqlite://", lambda: connect_sqlite(_book.get(), write=True)
    return create_engine(url, creator=creator, poolclass=NullPool)


def connection_of(session: Session) -> Connection:
    """The session's own connection for plain SQL in the same transaction; flush first to see its rows."""
    connection: Connection = session.info["connection"]
    return connection
