"""Which book: a path or a URL, from what was typed, the environment or the config file."""

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

from acctmgr.core.errors import NotFound, WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.store import settings

POSTGRES = ("postgresql://", "postgres://")
# from the colon after the user to the last @ of the word, and as a parameter of the URL
_PASSWORD = re.compile(r"(?<=://)(?P<user>[^\s:@/]*:)\S*(?=@)|(?<=[?&])password=[^\s&]*")


class Book(NamedTuple):
    """Where a book is; `is_default` when nobody named it, so that a first write may create it."""

    place: str
    is_default: bool = False

    @property
    def is_postgres(self) -> bool:
        """A PostgreSQL database, else a SQLite file."""
        return self.place.startswith(POSTGRES)

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(self.place)

    @property
    def title(self) -> str:
        """How messages name it: the path, or the URL without its password."""
        return without_password(self.place) if self.is_postgres else self.place

    def exists(self) -> bool:
        """Whether there is something at that place (a database that answers counts as there)."""
        return self.is_postgres or self.path.exists()


class Choice:
    """What was typed on the command line; set once by the entry point."""

    book: str | None = None
    db: str | None = None
    command: str = ""  # the whole line, for the history


def choose(*, book: str | None, db: str | None, command: str) -> None:
    """Remember what was typed; `--book` and `--db` at once make no sense."""
    if book and db:
        raise WrongUsage("--book and --db name two books", hint="give one of them")
    Choice.book, Choice.db, Choice.command = book, db, without_password(command)


def current() -> Book:
    """The book of this command: typed, then the environment, then the config file's default."""
    if Choice.db:
        return at(Choice.db)
    if not Choice.book and (place := os.environ.get("ACCTMGR_DB")):
        return at(place)
    config = settings.load()
    if name := Choice.book or os.environ.get("ACCTMGR_BOOK"):
        return named(name, config)
    default = settings.machine_setting("default_book", config)
    if default in settings.books(config):
        return named(default, config)
    if default != "main":
        raise NotFound(f"the default book {default} is not in the config file", hint="see: acctmgr book list")
    return Book(str(settings.data_dir() / "main.db"), is_default=True)


def at(place: str) -> Book:
    """The book at a path or URL."""
    if place.startswith(POSTGRES):
        return Book(place)
    if "://" in place:
        raise WrongUsage(f"{without_password(place)} is no path and no postgresql:// URL")
    return Book(str(Path(place).expanduser()))


def named(name: str, config: dict[str, Any]) -> Book:
    """A book of the config file by its name; `main` is always there."""
    known = settings.books(config)
    if name in known:
        return at(known[name])
    if name == "main":
        return Book(str(settings.data_dir() / "main.db"), is_default=True)
    raise NotFound(f"no book {name}", hint=did_you_mean(name, [*known, "main"]) or "see: acctmgr book list")


def without_password(text: str) -> str:
    """A URL, or a line that holds some, with the passwords hidden: fit for a message and for the history."""
    return _PASSWORD.sub(lambda match: f"{match['user'] or 'password='}***", text)
