"""`demo`: a made-up book to look at."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import today
from acctmgr.core.errors import WrongUsage
from acctmgr.store import book as books
from acctmgr.store.book import Book, Choice
from acctmgr.ui.options import Given, noun
from acctmgr.ui.output import Card, fact, say, show
from acctmgr.ui.screen import settings

if TYPE_CHECKING:
    from acctmgr.setup.demo_queries import DemoRow

demo = noun("A made-up book to look at.", is_single=True)

NEXT = (
    "today",
    "search harvest",
    "client show moreno",
    "client list --where 'employees > 50 and tier = A'",
    "invoice pdf {paper}",
    "invoice remind",
    "report sales",
    "report cash",
    "db check",
)


@demo.verb("demo", "demo", "demo --keep demo.db", "demo --format json")
def demo_command(
    keep: Annotated[
        str, typer.Option(metavar="PATH", help="Where to make it, for good; nothing may be there yet.")
    ] = "",
) -> None:
    """Make the book of an invented studio to try things on, and show what wants doing in it today.

    It holds 40 clients, their people and deals, what was said and is to do, and eighteen months of money, up to today.

    Without --keep it lies among this machine's temporary files.

    Your own books are not touched.
    """
    from acctmgr.setup import demo_queries
    from acctmgr.store.read import reading

    book = _place(keep)
    _make(book)
    with reading(book) as db:
        row, notation = demo_queries.described(db, book), db.notation
        paper = demo_queries.paper_to_see(db)
    if settings.format == "table":
        _present(book, row)
        for line in _how_to_go_on(book, paper, is_kept=bool(keep)):
            say(line)
    else:
        show(Card(row, notation, ref="path"))


def _place(keep: str) -> Book:
    if Choice.db or Choice.book:
        raise WrongUsage("demo makes a book of its own", hint="say where: acctmgr demo --keep PATH")
    if "://" in keep:
        raise WrongUsage("demo makes a file", hint="say where: acctmgr demo --keep PATH")
    if keep:
        return Book(str(Path(keep).expanduser()))
    from tempfile import mkdtemp

    return Book(str(Path(mkdtemp(prefix="acctmgr-demo-")) / "demo.db"))


def _make(book: Book) -> None:
    """Create and fill it, all or nothing."""
    from acctmgr.setup import demo_service
    from acctmgr.store.create import create
    from acctmgr.store.write import change

    create(book, {"currency": "EUR"})
    is_done = False
    try:
        change(lambda session: demo_service.write(session, today=today()), book)
        is_done = True
    finally:
        if not is_done:
            for left in (book.place, f"{book.place}-wal", f"{book.place}-shm"):
                with suppress(FileNotFoundError):
                    Path(left).unlink()


def _present(book: Book, row: "DemoRow") -> None:
    """Say what this is, and show the day and how things stand."""
    from acctmgr.deals.report_commands import pipeline_command
    from acctmgr.invoices.report_commands import aging_command
    from acctmgr.reports.commands import today_command

    books.choose(book=None, db=book.place, command=Choice.command)  # the reports are of this book
    say(f"{row.company} is invented: {row.clients} clients, {row.deals} deals, {row.invoices} invoices")
    for report in (today_command, pipeline_command, aging_command):
        fact("")
        report()
    sys.stdout.flush()  # in a pipe, what is said would come before it


def _how_to_go_on(book: Book, paper: str, *, is_kept: bool) -> Iterator[str]:
    yield ""
    yield f"The book is {book.place}"
    if not is_kept:
        yield "until this machine clears its temporary files; --keep PATH makes one to keep."
    yield "Look around in it:"
    day = f" --today {today()}" if "today" in Given.values else ""
    for words in NEXT:
        yield f"  acctmgr --db {shlex.quote(book.place)}{day} {words.format(paper=paper)}"
    yield "A book of your own: acctmgr init"
