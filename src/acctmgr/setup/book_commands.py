"""`book`: named books of this machine."""

import os
from typing import Annotated, Any

import typer

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.money import DOT, Notation
from acctmgr.core.text import did_you_mean, is_whole
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
    name = check_book_name(name)
    _check_new(name, settings.load())
    book = books.at(place)
    queries.check_there(book)
    if not is_whole(place):
        raise Refused(
            f"{place} is not in UTF-8, as the config file is", hint="rename it, or use it with --db"
        )
    kept = book.place if book.is_postgres else os.path.abspath(book.place)

    def edit(config: dict[str, Any]) -> None:
        _check_new(name, config)
        settings.set_value(f"books.{name}", kept, config)

    settings.change(edit)
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

    def edit(config: dict[str, Any]) -> None:
        config["default_book"] = _known(name, config)

    config = settings.change(edit)
    default = settings.machine_setting("default_book", config)
    say(f"the default book is {default}: {books.named(default, config).title}")


@app.verb("rm", "book rm studio", "book rm studio --yes")
def rm_command(name: Name) -> None:
    """Forget a name. The book itself stays where it is."""
    before = settings.load()
    name = _known(name, before)
    if name == "main":
        raise Refused("main is always there", hint="make another book the default: acctmgr book use NAME")
    book = books.named(name, before)
    confirm(f"forget the name {name}? The book at {book.title} stays.", yes=confirmed())
    was_default = False

    def edit(config: dict[str, Any]) -> None:
        nonlocal was_default
        if books.named(name, config) != book:
            raise Conflict(f"{name} is the name of another book since the question was asked")
        was_default = settings.machine_setting("default_book", config) == name
        settings.set_value(f"books.{name}", None, config)
        if was_default:
            settings.set_value("default_book", None, config)

    settings.change(edit)
    say(f"forgot {name}; its book stays at {book.title}")
    if was_default:
        say("the default book is main again")


def _check_new(name: str, config: dict[str, Any]) -> None:
    if name in {"main", *settings.books(config)}:
        known = books.named(name, config).title
        raise Conflict(f"there is a book {name} already: {known}", hint="choose another name")


def _known(typed: str, config: dict[str, Any]) -> str:
    """A name of the config file, typed in any case; NotFound with the nearest."""
    names = {"main", *settings.books(config)}
    name = typed.strip().lower()
    if name not in names:
        raise NotFound(f"no book {typed}", hint=did_you_mean(name, sorted(names)) or "see: acctmgr book list")
    return name
