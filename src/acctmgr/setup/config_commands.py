"""`config`: settings of this machine and of the book."""

from typing import Annotated, Any

import typer

from acctmgr.core.dates import today
from acctmgr.core.errors import NotFound
from acctmgr.core.money import DOT, Notation
from acctmgr.setup import queries, rules
from acctmgr.setup.rules import SettingRow
from acctmgr.store import book as books
from acctmgr.store import settings
from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import Card, Listing, fact, say, show
from acctmgr.ui.prompts import confirm

app = noun("Settings of this machine and of the book.")

_MACHINE = settings.MACHINE_KEYS
_NO_AMOUNTS = Notation("EUR", DOT)

Key = Annotated[str, typer.Argument(metavar="KEY", help="A setting, as in: acctmgr config list.")]


@app.verb("list", "config list", "config list --format json")
def list_command() -> None:
    """Every setting: its value, where that comes from, and what it is for."""
    rows = [*queries.machine_settings(settings.load()), *_book_rows()]
    show(Listing(rows, SettingRow, _NO_AMOUNTS, ref="key"))


@app.verb("get", "config get currency", "config get series.invoice.next")
def get_command(key: Key) -> None:
    """The value of one setting, bare."""
    row = _row(_known(key))
    fact(row.value, Card(row, _NO_AMOUNTS, ref="value"))


@app.verb(
    "set",
    'config set company.name "Acme Studio"',
    "config set series.invoice.next 41",
    "config set locked_until 2026-06-30",
    "config set format json",
)
def set_command(
    key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value.")]
) -> None:
    """Set one, for this machine or in the book; what makes no sense is refused.

    Moving locked_until back opens days that were closed, and asks; past today it wants --yes.
    """
    key = _known(key)
    checked = queries.placed(key, rules.checked(key, value, today()))
    if key in _MACHINE:
        _set_machine(key, checked)
    else:
        _check_lock(key, checked)
        checked = _set_in_book(key, checked)
    say(f"{key} is {checked}")


@app.verb("unset", "config unset format", "config unset tax.default")
def unset_command(key: Key) -> None:
    """Bring back a setting's default."""
    key = _known(key)
    if key in _MACHINE:
        settings.change(lambda config: settings.set_value(key, None, config))
        value = settings.machine_setting(key, {})
    else:
        _check_lock(key, "")
        value = _unset_in_book(key)
    say(f"{key} is {value or 'empty'}")


@app.verb("path", "config path")
def path_command() -> None:
    """Where the machine's settings are kept, whether the file is there or not."""
    fact(str(settings.config_path()))


def _known(typed: str) -> str:
    return rules.known_key(typed, [*_MACHINE, *BOOK_DEFAULTS])


def _row(key: str) -> SettingRow:
    rows = queries.machine_settings(settings.load()) if key in _MACHINE else _book_rows()
    return next(row for row in rows if row.key == key)


def _book_rows() -> list[SettingRow]:
    """Of the book, or its defaults where the default book is not made yet: looking makes none."""
    from acctmgr.store.read import reading

    book = books.current()
    if book.is_default and not book.exists():
        return queries.book_settings(None, today())
    with reading(book) as db:
        return queries.book_settings(db, today())


def _check_lock(key: str, after: str) -> None:
    """Closing days to come needs --yes, and opening closed ones an answer."""
    if key != "locked_until":
        return
    rules.check_lock(after, today(), yes=confirmed())
    if rules.is_unlocking(before := _row(key).value, after):
        since = f"after {after}" if after else "whatever their date"
        confirm(f"days up to {before} are closed: open those {since} again?", yes=confirmed())


def _set_machine(key: str, value: str) -> None:
    kept: Any = int(value) if key in {"rows", "smtp.port"} else value

    def edit(config: dict[str, Any]) -> None:
        if key == "default_book" and value not in {"main", *settings.books(config)}:
            raise NotFound(f"no book {value}", hint=f"add it first: acctmgr book add {value} PATH")
        settings.set_value(key, kept, config)

    settings.change(edit)


def _set_in_book(key: str, value: str) -> str:
    from acctmgr.setup import service
    from acctmgr.store.write import change

    return change(lambda session: service.set_setting(session, key=key, value=value, today=today()))


def _unset_in_book(key: str) -> str:
    from acctmgr.setup import service
    from acctmgr.store.write import change

    return change(lambda session: service.unset(session, key=key, today=today()))
