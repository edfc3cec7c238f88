"""Make a new book: tables, triggers, its first settings, the default chart and pipeline."""

import os
import uuid
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import MetaData, text
from sqlmodel import Session, SQLModel

from acctmgr.core.dates import now
from acctmgr.core.errors import BookError, Conflict
from acctmgr.store import drafts, search, triggers
from acctmgr.store.book import Book
from acctmgr.store.connection import book_errors
from acctmgr.store.ready import actor, committed
from acctmgr.store.schema import BOOK_DEFAULTS, SCHEMA_VERSION, SEEDS, TABLE_MODULES
from acctmgr.store.tables import Head, Setting
from acctmgr.store.types import complete
from acctmgr.store.write import connection_over, engine_of, recorded

_ONE_MAKER = 0x61636374  # our number among the locks of a PostgreSQL database


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
    if book.exists():
        raise _taken(path)
    draft = Book(drafts.draft_of(str(path)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(drafts.made(draft.place))
    except OSError as error:
        raise _impossible(path, error) from None
    try:
        with book_errors(book):
            _fill_sqlite(draft, settings)
        _move(draft.path, path)
    finally:
        drafts.dropped(draft.place)


def _fill_sqlite(draft: Book, settings: dict[str, str]) -> None:
    with engine_of(draft) as engine, engine.connect() as link:
        connection_over(link).run("PRAGMA journal_mode = WAL")
        with link.begin():
            link.exec_driver_sql("BEGIN IMMEDIATE")
            _fill(link, settings)


def _taken(path: Path) -> Conflict:
    return Conflict(
        f"there is something at {path} already",
        hint="if it is a book, use it as it is; else name another path with --db",
    )


def _impossible(path: Path, error: OSError) -> BookError:
    return BookError(f"can't make a book at {path}: {error.strerror}", hint="name another path with --db")


def _move(draft: Path, path: Path) -> None:
    """Put the finished file in its place, never over one that came up meanwhile.

    A file system without links can only be asked right before: there, what comes up in that instant is lost.
    """
    try:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:  # no links here, and no way to rename that refuses to replace
            if path.exists():
                raise FileExistsError from None
            draft.rename(path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise _impossible(path, error) from None


def _create_postgres(book: Book, settings: dict[str, str]) -> None:
    with book_errors(book), engine_of(book) as engine, engine.connect() as link:
        with link.begin():
            # of two at once the second waits here, and then finds the book of the first
            link.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_MAKER})")
            if link.exec_driver_sql("SELECT to_regclass('alembic_version') IS NOT NULL").scalar_one():
                raise Conflict(
                    f"there is a book at {book.title} already",
                    hint="use it as it is, or name another database",
                )
            _fill(link, settings)
        committed(connection_over(link), book)


def _fill(link: SqlConnection, settings: dict[str, str]) -> None:
    """Everything a new book holds, inside the transaction of a link."""
    make_schema(link, is_postgres=link.dialect.name == "postgresql")
    recorded(link, lambda session: _seed(session, settings), actor(), {**BOOK_DEFAULTS, **settings})


def make_schema(link: SqlConnection, *, is_postgres: bool) -> None:
    """All tables, indexes and triggers, the head row and the version."""
    metadata = all_tables()
    metadata.create_all(link)
    for statement in triggers.statements(metadata, is_postgres=is_postgres):
        link.exec_driver_sql(statement)
    for statement in search.statements(is_postgres=is_postgres):
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
