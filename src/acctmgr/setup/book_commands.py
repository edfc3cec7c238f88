"""`book`: named books of this machine."""

import os
from typing import Annotated

import typer

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.money import DOT, Notation
from acctmgr.core.text import did_you_mean
from acctmgr.setup import queries
from acctmgr.setup.rules import check_book_name
from acctmgr.store import book as books
from acctmgr.store import settings
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import Card, Listing, added, say, show
from acctmgr.ui.prompts import confirm

app = noun("Named books of this machine.")

_NO_AMOUNTS = Notation("EUR", DOT)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The book's name, as after --book.")]


@app.verb("add", "book add studio ~/books/studio.db", "book add team postgresql://ana@db.example/books")
def add_command(
    name: Name,
    place: Annotated[str, typer.Argument(metavar="PATH|URL", help="Where the book is; it must be there.")],
) -> None:
    """Give a book a name to type after --book. The name is kept on this machine only."""
    name, config = check_book_name(name), settings.load()
    if name in {"main", *settings.books(config)}:
        known = books.named(name, config).title
        raise Conflict(f"there is a book {name} already: {known}", hint="choose another name")
    book = books.at(place)
    queries.check_there(book)
    kept = book.place if book.is_postgres else os.path.abspath(book.place)
    settings.save({**config, "books": {**settings.books(config), name: kept}})
    row = queries.BookRow(name, books.at(kept).title, default=False, exists=True)
    sentence = f"added {name}: acctmgr --book {name} ..., or for good: acctmgr book use {name}"
    added(name, sentence, Card(row, _NO_AMOUNTS, ref="name"))


@app.verb("list", "book list", "book list --format ids")
def list_command() -> None:
    """The named books, which one is the default, and whether each is there."""
    rows = queries.named_books(settings.load())
    show(Listing(rows, queries.BookRow, _NO_AMOUNTS, ref="name"))


@app.verb("use", "book use studio")
def use_command(name: Name) -> None:
    """Make a book the default: the one that commands use when none is named."""
    name, config = _known(name)
    settings.save({**config, "default_book": name})
    say(f"the default book is {name}: {books.named(name, config).title}")


@app.verb("rm", "book rm studio", "book rm studio --yes")
def rm_command(name: Name) -> None:
    """Forget a name. The book itself stays where it is."""
    name, config = _known(name)
    if name == "main":
        raise Refused("main is always there", hint="make another book the default: acctmgr book use NAME")
    place = books.named(name, config).title
    confirm(f"forget the name {name}? The book at {place} stays.", yes=confirmed())
    rest = {other: where for other, where in settings.books(config).items() if other != name}
    was_default = settings.machine_setting("default_book", config) == name
    gone = {"books", "default_book"} if was_default else {"books"}
    settings.save({**{key: value for key, value in config.items() if key not in gone}, "books": rest})
    say(f"forgot {name}; its book stays at {place}")
    if was_default:
        say("the default book is main again")


def _known(typed: str) -> tuple[str, dict[str, object]]:
    """A name of the config file, in any case, with the file's values; NotFound with the nearest."""
    config = settings.load()
    names = {"main", *settings.books(config)}
    name = typed.strip().lower()
    if name not in names:
        raise NotFound(f"no book {typed}", hint=did_you_mean(name, sorted(names)) or "see: acctmgr book list")
    return name, config
