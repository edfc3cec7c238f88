"""Carry a book from an older schema to the current one: backup first, then one transaction with its guards."""

import os
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from acctmgr.core.dates import now
from acctmgr.core.errors import BookError
from acctmgr.store import drafts, settings, triggers
from acctmgr.store.book import Book, Choice
from acctmgr.store.connection import book_errors, connect_postgres, connect_sqlite, not_ours, opened
from acctmgr.store.create import all_tables
from acctmgr.store.read import newer, older, read_head
from acctmgr.store.schema import SCHEMA_VERSION, SEARCHED
from acctmgr.store.turns import announce, take_turn
from acctmgr.store.write import connection_over

STEPS = Path(__file__).with_name("migrations")


def upgrade_by_itself(book: Book) -> None:
    """Upgrade an older SQLite book, saying so in one line; a PostgreSQL book is a team's to upgrade."""
    if book.is_postgres:
        raise older(book)
    if backup := upgrade(book, steps=STEPS, target=SCHEMA_VERSION):
        Choice.tell(f"upgraded {book.title} to schema {SCHEMA_VERSION}; as it was: {backup}")


def version_of(book: Book) -> str:
    """The schema version of a book; BookError where there is none."""
    with opened(book) as connection:
        version, _ = read_head(connection)
    if not version:
        raise not_ours(book)
    return version


def upgrade(book: Book, *, steps: Path, target: str) -> Path | None:
    """Bring a book to `target`; gives the path of the backup, None on PostgreSQL or when nothing was to do.

    A step that fails leaves the book as it was.
    """
    before = version_of(book)
    if before > target:
        raise newer(book, before)
    if before == target:
        return None
    with book_errors(book):
        if book.is_postgres:
            _upgrade_postgres(book, steps, target)
            return None
        return _upgrade_sqlite(book, steps, target)


def backup_sqlite(book: Book, version: str) -> Path:
    """A copy of the file beside it, private to the user, by SQLite's own backup; it has its name when it is whole."""
    stamp = now().strftime("%Y%m%dT%H%M%S%f")
    path = book.path.with_name(f"{book.path.name}.{version}-{stamp}.bak")
    draft = drafts.draft_of(str(path))
    try:
        os.close(drafts.made(draft))
        with closing(connect_sqlite(book, write=False)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        drafts.kept(draft, str(path))
    except OSError as error:
        raise BookError(
            f"can't back up {book.title} to {path}: {error.strerror}", hint="nothing was changed"
        ) from None
    finally:
        drafts.dropped(draft)
    return path


def _upgrade_sqlite(book: Book, steps: Path, target: str) -> Path | None:
    raw = connect_sqlite(book, write=True)
    raw.execute("PRAGMA foreign_keys = OFF")  # batch mode copies tables; a cascade would empty their children
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=NullPool)
    with engine.connect() as link:
        take_turn(connection_over(link), settings.lock_seconds(settings.load()))
        before = link.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        if before == target:  # somebody else was faster
            return None
        backup = backup_sqlite(book, before)
        _run_steps(link, steps, target, is_postgres=False)
        if dangling := link.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            tables = ", ".join(sorted({row[0] for row in dangling}))
            raise BookError(
                f"the upgrade would leave rows of {tables} without their parent", hint="nothing was changed"
            )
        link.commit()
    return backup


def _upgrade_postgres(book: Book, steps: Path, target: str) -> None:
    engine = create_engine(
        "postgresql+psycopg2://", creator=lambda: connect_postgres(book), poolclass=NullPool
    )
    with engine.connect() as link:
        connection = connection_over(link)
        take_turn(connection, settings.lock_seconds(settings.load()))
        announce(connection)
        _run_steps(link, steps, target, is_postgres=True)
        link.commit()


def _run_steps(link: SqlConnection, steps: Path, target: str, *, is_postgres: bool) -> None:
    from alembic import command
    from alembic.config import Config

    _drop_triggers(link, is_postgres=is_postgres)
    others = [] if is_postgres else link.exec_driver_sql(_SQLITE_TRIGGERS).fetchall()
    config = Config(attributes={"connection": link})
    config.set_main_option("script_location", str(steps))
    command.upgrade(config, target)
    # a table that is copied loses its triggers, those of other programs too
    still = {name for name, _ in link.exec_driver_sql(_SQLITE_TRIGGERS)} if others else set()
    for name, sql in others:
        if name not in still:
            link.exec_driver_sql(sql)
    for statement in triggers.statements(all_tables(), is_postgres=is_postgres):
        link.exec_driver_sql(statement)
    import_module(SEARCHED).rebuild(connection_over(link))  # what is derived is made anew


# a guard is called after its table, in every release
_POSTGRES_GUARDS = """
    SELECT quote_ident(tgname) || ' ON ' || quote_ident(relname)
      FROM pg_trigger
      JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
       AND tgname IN (relname || '_no_update', relname || '_no_delete')
"""
_SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
_SQLITE_GUARDS = """
    SELECT name
      FROM sqlite_master
     WHERE type = 'trigger' AND name IN (tbl_name || '_no_update', tbl_name || '_no_delete')
"""


def _drop_triggers(link: SqlConnection, *, is_postgres: bool) -> None:
    """Let the steps move rows that nobody else may change; triggers of other programs stay."""
    names: Any = link.exec_driver_sql(_POSTGRES_GUARDS if is_postgres else _SQLITE_GUARDS).fetchall()
    for (name,) in names:
        link.exec_driver_sql(f"DROP TRIGGER {name}")
