"""Which book: a path or a URL, from what was typed, the environment or the config file."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from acctmgr.core.errors import BookError, NotFound, WrongUsage
from acctmgr.core.text import did_you_mean, storable
from acctmgr.store import settings

POSTGRES = ("postgresql://", "postgres://")
# rather too much than too little: a parameter up to the next one, from the colon after the user to the last @
_PARAMETER = re.compile(r"([?&](?:ssl)?password=)[^&]*", re.I)
_WORD = re.compile(r"((?:^|\s)(?:ssl)?password\s*=\s*)(?:'[^']*'|[^\s&]*)", re.I)
_BEHIND_USER = re.compile(r"((?:://|postgres(?:ql)?(?::/?(?!/)|//))[^:@/]*:).*(?=@)", re.DOTALL | re.I)
_MAY_HOLD_PASSWORD = re.compile(r"://|postgres|password", re.I)
# meant for PostgreSQL, and wrong: a slash too few, a word of libpq's own; never the name of a file
_LIKE_POSTGRES = re.compile(
    r"postgres(ql)?(:|//|\S*@)|(host|hostaddr|port|dbname|user|password|service|sslmode)\s*=", re.I
)


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

    @property
    def has_odd_password(self) -> bool:
        """Whether signs stand in the password that end it for libpq, whose words then show the rest."""
        found = _BEHIND_USER.search(self.place)
        return bool(found and re.search(r"[@/?#\s]", found[0][len(found[1]) :]))

    def exists(self) -> bool:
        """Whether there is something at that place (a database counts as there); BookError if nobody can tell."""
        try:
            return self.is_postgres or self.path.exists()
        except OSError as error:  # a folder that can't be looked into, a name that no file can have
            raise BookError(
                f"{self.title} can't be opened: {error.strerror}", hint="look at the path and its rights"
            ) from None


def _tell_nobody(_: str) -> None:
    """Where nobody set a teller, what the store has to say is lost."""


class Choice:
    """What was typed on the command line, and who tells people something; set once by the entry point."""

    book: str | None = None
    db: str | None = None
    command: str = ""  # the whole line, for the history
    path: str = ""  # the words of the command alone
    tell: ClassVar[Callable[[str], None]] = _tell_nobody  # a sentence for people, of a book made or upgraded


def choose(*, book: str | None, db: str | None, command: str, path: str = "") -> None:
    """Remember what was typed; `--book` and `--db` at once make no sense."""
    if book and db:
        raise WrongUsage("--book and --db name two books", hint="give one of them")
    Choice.path = path
    Choice.book, Choice.db, Choice.command = book, db, _line_without_password(storable(command))


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
    if "://" in place or _LIKE_POSTGRES.match(place):
        raise WrongUsage(
            f"{without_password(place)} is no path and no postgresql:// URL",
            hint="write it like postgresql://ana@db.example/books",
        )
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
    """A URL, or a text that holds one, with the passwords hidden, fit for a message."""
    for pattern in (_PARAMETER, _WORD):
        text = pattern.sub(r"\1***", text)
    last = text.rfind("@") + 1  # without one behind it, each colon would be looked at to the end of the text
    return _BEHIND_USER.sub(r"\1***", text[:last]) + text[last:]


def _line_without_password(line: str) -> str:
    """A command line as the shell quotes it, fit for the history; word by word, for a password may hold a blank."""
    if not _MAY_HOLD_PASSWORD.search(line):
        return line
    import shlex

    return shlex.join(without_password(word) for word in shlex.split(line))
