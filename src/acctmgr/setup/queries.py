"""Settings as they hold now, of the machine and of a book, and the books by name."""

import os
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from acctmgr.core.errors import AcctError
from acctmgr.documents.number_rules import format_number
from acctmgr.setup.paper_rules import PATHS, check_path
from acctmgr.setup.rules import Jump, SettingRow, jump_of
from acctmgr.store import book as books
from acctmgr.store import settings
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.read import Reader, read_head
from acctmgr.store.schema import BOOK_DEFAULTS, BOOK_SETTINGS

_SERIES = "SELECT next_seq FROM number_series WHERE kind = :kind AND pattern = :pattern AND year = :year"
_USED = "SELECT 1 FROM document WHERE kind = :kind AND number = :number"

# machine settings that the environment may say instead
_VARIABLES = {"format": "ACCTMGR_FORMAT", "default_book": "ACCTMGR_BOOK"}


class BookRow(NamedTuple):
    """A named book; exists: a book is there and answers."""

    name: str
    place: str
    default: bool
    exists: bool


def machine_settings(config: dict[str, Any]) -> list[SettingRow]:
    """The machine's settings, and where each comes from."""
    return [_machine_row(setting, config) for setting in settings.MACHINE]


def _machine_row(setting: settings.Setting, config: dict[str, Any]) -> SettingRow:
    if value := os.environ.get(_VARIABLES.get(setting.key, "")):
        return SettingRow(setting.key, value, "environment", setting.help)
    value = settings.machine_setting(setting.key, config)
    if setting.key == "user" and not value and (value := settings.user_name(config)) != "unknown":
        return SettingRow(setting.key, value, "environment", setting.help)
    source = "default" if settings.value_of(setting.key, config) is None else "config.toml"
    return SettingRow(setting.key, value, source, setting.help)


def book_settings(db: Reader | None, today: date) -> list[SettingRow]:
    """The book's settings; the defaults where there is no book yet."""
    return [_book_row(db, key, help, today) for key, _, help in BOOK_SETTINGS]


def _book_row(db: Reader | None, key: str, help: str, today: date) -> SettingRow:
    if jump := jump_of(key):
        seq, is_moved = _next(db, jump, today) if db else (1, False)
        return SettingRow(key, str(seq), "book" if is_moved else "default", help)
    value = db.settings[key] if db else BOOK_DEFAULTS[key]
    return SettingRow(key, value, "default" if value == BOOK_DEFAULTS[key] else "book", help)


def _next(db: Reader, jump: Jump, today: date) -> tuple[int, bool]:
    """The place that the next document of a series takes, and whether the series has begun."""
    pattern = db.settings[jump.pattern_key]
    year = today.year if "{year}" in pattern else 0
    begun = db.value(_SERIES, kind=jump.kind, pattern=pattern, year=year)
    seq = begun or 1
    while db.value(_USED, kind=jump.kind, number=format_number(pattern, today.year, seq)):
        seq += 1  # an outside number stands in the way
    return seq, begun is not None


def named_books(config: dict[str, Any]) -> list[BookRow]:
    """`main`, and the books of the config file by name."""
    default = settings.machine_setting("default_book", config)
    known = {"main", *settings.books(config)}
    return [_named(name, books.named(name, config), default) for name in sorted(known)]


def _named(name: str, book: Book, default: str) -> BookRow:
    return BookRow(name, book.title, name == default, is_there(book))


def is_there(book: Book) -> bool:
    """Whether a book is at its place and can be opened."""
    try:
        check_there(book)
    except AcctError:
        return False
    return True


def check_there(book: Book) -> None:
    """Raise a BookError that says what is in the way of opening a book."""
    with opened(book) as connection:
        read_head(connection)


def placed(key: str, value: str) -> str:
    """The value of a setting; a path whole, so that it holds in any folder, and refused if nothing fit is there."""
    if key not in PATHS:
        return value
    path = Path(value).expanduser().absolute()
    check_path(key, str(path), is_file=path.is_file(), is_folder=path.is_dir())
    return str(path)
