"""`db`: the book as a whole."""

from typing import Annotated, NamedTuple

import typer

from acctmgr.core.errors import BookError
from acctmgr.core.money import DOT, Notation
from acctmgr.store import book as books
from acctmgr.ui.options import noun
from acctmgr.ui.output import Card, Listing, fact, say, show
from acctmgr.ui.progress import bar

app = noun("The book as a whole: where it is, whether it is sound.")

_NO_AMOUNTS = Notation("EUR", DOT)


class PlaceRow(NamedTuple):
    """Where the book of this command is."""

    place: str


@app.verb("path", "db path", "--book team db path")
def path_command() -> None:
    """Where the book is: its file, or its URL without the password."""
    place = books.current().title
    fact(place, Card(PlaceRow(place), _NO_AMOUNTS, ref="place"))


@app.verb("info", "db info", "db info --format json")
def info_command() -> None:
    """What the book holds: its schema, size, currency and how many rows of each kind."""
    from acctmgr.store.read import reading
    from acctmgr.upkeep import queries

    book = books.current()
    with reading(book) as db:
        info = queries.info(db, book.title)
    show(Card(info, db.notation, ref="place"))


@app.verb("check", "db check", "db check --quick", "db check --quiet && echo sound")
def check_command(
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Only what can be known in a second, and say what was not looked at."),
    ] = False,
) -> None:
    """Prove the book: the file, the history and every figure; exit code 5 when something is wrong."""
    from acctmgr.store.read import reading
    from acctmgr.upkeep import queries
    from acctmgr.upkeep.rules import way_back

    book = books.current()
    with reading(book) as db, bar("checking", len(queries.QUICK if quick else queries.CHECKS)) as advance:
        rows = list(queries.findings(db, book, advance, quick=quick))
    show(Listing(rows, queries.CheckRow, _NO_AMOUNTS, ref="check"))
    failed = [row.check for row in rows if not row.ok]
    if failed:
        raise BookError(f"{book.title} is not sound: {', '.join(failed)}", hint=way_back(failed))
    say(queries.NOT_LOOKED_AT if quick else f"{book.title} is sound")


@app.verb("reindex", "db reindex")
def reindex_command() -> None:
    """Make anew what `search` looks through; `db check` says when that is needed. Nothing else changes."""
    from acctmgr.store.bulk import bulk
    from acctmgr.upkeep.search_text_queries import rebuild

    bulk(rebuild, is_in_place=True)
    say(f"{books.current().title} is searched by what it says now")


@app.verb("upgrade", "db upgrade", "--db postgresql://ledger@db.example/books db upgrade")
def upgrade_command() -> None:
    """Bring a book of an older acctmgr up to date; a file is copied before.

    A book in a file does this by itself on first use; a PostgreSQL book only here.
    """
    from acctmgr.store import migrate, schema

    book, target = books.current(), schema.SCHEMA_VERSION
    before = migrate.version_of(book)
    backup = migrate.upgrade(book, steps=migrate.STEPS, target=target)
    if before == target:
        say(f"{book.title} is up to date: schema {target}")
        return
    kept = f"; as it was: {backup}" if backup else ""
    say(f"upgraded {book.title} from schema {before} to {target}{kept}")
