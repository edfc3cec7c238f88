"""What both writing lanes do first and last: the book is there, current and locked; TAB knows what is new."""

import sys
from importlib import import_module

from acctmgr.core.errors import BookError
from acctmgr.store import settings
from acctmgr.store.audit import Actor
from acctmgr.store.book import Book, Choice
from acctmgr.store.connection import Connection, not_ours, opened
from acctmgr.store.read import newer, read_head
from acctmgr.store.schema import AFTERWARDS, SCHEMA_VERSION


def actor() -> Actor:
    """Who writes: the configured user and the command typed."""
    return Actor(settings.user_name(settings.load()), Choice.command)


def begin(connection: Connection) -> None:
    """Start the transaction that writes: others queue behind it instead of failing."""
    if connection.is_postgres:
        connection.run("SELECT id FROM head FOR UPDATE")
    else:
        connection.run("BEGIN IMMEDIATE")


def ready_to_write(book: Book) -> None:
    """Create the default book on its first write, bring an older one up to date, refuse a newer one."""
    if not book.exists():
        if not book.is_default:
            raise BookError(
                f"there is no book at {book.title}", hint=f"create it: acctmgr --db {book.title} init"
            )
        from acctmgr.store.create import create

        made = create(book, {})
        sys.stderr.write(
            f"made a new book at {book.title} in {made['currency']} "
            f"(another currency: acctmgr config set currency USD, before anything is posted)\n"
        )
        return
    with opened(book) as connection:
        version, _ = read_head(connection)
    if not version:
        raise not_ours(book)
    if version > SCHEMA_VERSION:
        raise newer(book, version)
    if version < SCHEMA_VERSION:
        from acctmgr.store.migrate import upgrade_by_itself

        upgrade_by_itself(book)


def committed(connection: Connection, book: Book) -> None:
    """Let TAB know what is new; it asks a SQLite book itself."""
    if book.is_postgres:
        import_module(AFTERWARDS).remember(connection, book.place)
