"""What both writing lanes share: the book is there, current and locked; tried again when the database asks for it."""

import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TypeVar

from acctmgr.core.errors import BookError, Conflict
from acctmgr.store import settings
from acctmgr.store.audit import Actor, Trail
from acctmgr.store.book import Book, Choice
from acctmgr.store.connection import (
    Connection,
    engine_errors,
    not_ours,
    opened,
    original_of,
)
from acctmgr.store.read import newer, older, read_head
from acctmgr.store.schema import AFTERWARDS, SCHEMA_VERSION, SEARCHED
from acctmgr.store.turns import take_turn

T = TypeVar("T")

_TRIES = 5
_AGAIN = {"40001", "40P01"}  # serialisation failure, deadlock: engines that are always serialisable say so


def actor() -> Actor:
    """Who writes: the configured user and the command typed."""
    return Actor(settings.user_name(settings.load()), Choice.command)


def begin(connection: Connection, book: Book) -> dict[str, str]:
    """Start the transaction that writes, others queue behind it instead of failing; gives the book's settings.

    BookBusy when they take longer than the user waits; refused when somebody upgraded the book since we looked.
    """
    take_turn(connection, settings.lock_seconds(settings.load()))
    version, found = read_head(connection)
    _check_version(book, version)
    if version < SCHEMA_VERSION:
        raise older(book)
    return found


def ready_to_write(book: Book) -> None:
    """Create the default book on its first write, bring an older one up to date, refuse a newer one.

    What ends an operation is imported now: others wait as soon as the transaction has begun.
    """
    import_module(SEARCHED)
    if not book.exists():
        if not book.is_default:
            from shlex import quote

            raise BookError(
                f"there is no book at {book.title}", hint=f"create it: acctmgr --db {quote(book.title)} init"
            )
        with suppress(Conflict):  # another first write was faster: its book serves us too
            _make(book)
            return
    with opened(book) as connection:
        version, _ = read_head(connection)
    _check_version(book, version)
    if version < SCHEMA_VERSION:
        from acctmgr.store.migrate import upgrade_by_itself

        upgrade_by_itself(book)


def _make(book: Book) -> None:
    from acctmgr.store.create import create

    made = create(book, {})
    Choice.tell(
        f"made a new book at {book.title} in {made['currency']} "
        f"(another currency: acctmgr config set currency USD, before anything is posted)"
    )


def _check_version(book: Book, version: str) -> None:
    if not version:
        raise not_ours(book)
    if version > SCHEMA_VERSION:
        raise newer(book, version)


def retried(book: Book, once: Callable[[], T]) -> T:
    """Run a whole transaction, and again when the database asks for that; BookError when it keeps asking."""
    for attempt in range(1, _TRIES + 1):
        try:
            return once()
        except engine_errors() as error:
            if getattr(original_of(error), "pgcode", None) not in _AGAIN:
                raise
            time.sleep(0.02 * attempt)
    raise BookError(f"{book.title} is in use by too many others", hint="nothing was changed; try again")


def finish(trail: Trail, who: Actor) -> None:
    """End what an operation writes: its images, and what a search finds its rows by."""
    if trail.close(who) is not None:
        import_module(SEARCHED).refresh(trail.connection, trail)


def committed(connection: Connection, book: Book) -> None:
    """Let TAB know what is new; it asks a SQLite book itself."""
    if book.is_postgres:
        import_module(AFTERWARDS).remember(connection, book.place)
