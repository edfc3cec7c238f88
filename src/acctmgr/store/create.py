"""Make a new book: tables, triggers, its first settings, the default chart and pipeline."""

import os
import uuid
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.pool import NullPool
from sqlmodel import Session, SQLModel

from acctmgr.core.dates import now
from acctmgr.core.errors import BookError, Conflict
from acctmgr.store import triggers
from acctmgr.store.book import Book
from acctmgr.store.connection import book_errors, connect_postgres, connect_sqlite
from acctmgr.store.schema import BOOK_DEFAULTS, SCHEMA_VERSION, SEEDS, TABLE_MODULES
from acctmgr.store.tables import Head, Setting
from acctmgr.store.types import complete
from acctmgr.store.write import change


def create(book: Book, chosen: Mapping[str, str]) -> dict[str, str]:
    """Create a book with these settings over the defaults; Conflict if there is one already."""
    settings = {key: value for key, value in chosen.items() if value != BOOK_DEFAULTS[key]}
    if book.is_postgres:
        _create_postgres(book, settings)
    else:
        _create_sqlite(book, settings)
    return {**BOOK_DEFAULTS, **settings}


def _create_sqlite(book: Book, settings: dict[str, str]) -> None:
    path = book.path
    if path.exists():
        raise Conflict(f"there is something at {path} already", hint="use it as it is, or name another path")
    draft = Book(str(path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(draft.path, os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BookError(
            f"can't make a book at {path}: {error.strerror}", hint="name another path with --db"
        ) from None
    try:
        with book_errors(book):
            raw = connect_sqlite(draft, write=True)
            raw.execute("PRAGMA journal_mode = WAL")
            raw.close()
            _fill(draft, settings)
        _move(draft.path, path)
    finally:
        for leftover in (draft.place, f"{draft.place}-wal", f"{draft.place}-shm"):
            with suppress(FileNotFoundError):
                os.unlink(leftover)


def _move(draft: Path, path: Path) -> None:
    """Put the finished file in its place, never over one that came up meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise Conflict(
            f"there is something at {path} already", hint="use it as it is, or name another path"
        ) from None
    except OSError:  # a file system without links
        draft.rename(path)


def _create_postgres(book: Book, settings: dict[str, str]) -> None:
    with book_errors(book):
        raw = connect_postgres(book)
        cursor = raw.cursor()
        cursor.execute("SELECT to_regclass('alembic_version') IS NOT NULL")
        (exists,) = cursor.fetchone()
        raw.close()
        if exists:
            raise Conflict(
                f"there is a book at {book.title} already", hint="use it as it is, or name another database"
            )
        _fill(book, settings)


def _fill(book: Book, settings: dict[str, str]) -> None:
    if book.is_postgres:
        engine = create_engine(
            "postgresql+psycopg2://", creator=lambda: connect_postgres(book), poolclass=NullPool
        )
    else:
        engine = create_engine(
            "sqlite://", creator=lambda: connect_sqlite(book, write=True), poolclass=NullPool
        )
    with engine.connect() as link:
        if not book.is_postgres:
            link.exec_driver_sql("BEGIN IMMEDIATE")
        make_schema(link, is_postgres=book.is_postgres)
        link.commit()
    engine.dispose()
    change(lambda session: _seed(session, settings), book)


def make_schema(link: SqlConnection, *, is_postgres: bool) -> None:
    """All tables, indexes and triggers, the head row and the version."""
    metadata = all_tables()
    metadata.create_all(link)
    for statement in triggers.statements(metadata, is_postgres=is_postgres):
        link.exec_driver_sql(statement)
    link.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    link.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA_VERSION})
    head = Head(book_id=str(uuid.uuid4()), created_at=now().isoformat(timespec="microseconds"))
    link.execute(metadata.tables["head"].insert(), head.model_dump())


def all_tables() -> MetaData:
    """The metadata of every table there is."""
    for name in TABLE_MODULES:
        import_module(name)
    metadata = SQLModel.metadata
    if "complete" not in metadata.info:  # once per process: what is added stays on the tables
        complete(metadata)
        metadata.info["complete"] = True
    return metadata


def _seed(session: Session, settings: dict[str, str]) -> None:
    session.add_all(Setting(key=key, value=value) for key, value in settings.items())
    for name in SEEDS:
        import_module(name).seed(session)
