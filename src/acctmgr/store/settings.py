"""The machine's own settings: config.toml."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.text import storable
from acctmgr.store import places
from acctmgr.store.input_files import CONFIG_BYTES_MAX, check_regular, read_regular


class Setting(NamedTuple):
    """A setting that `config` knows: its name, its default and what it is for."""

    key: str
    default: str
    help: str


MACHINE = (
    Setting("user", "", "your name in the history; the login name if empty"),
    Setting("format", "table", "output format when none is asked for: table json csv md ids"),
    Setting("rows", "50", "rows of a list on a terminal before it says what it left out; 0 is all"),
    Setting("default_book", "main", "the book that commands use when none is named"),
    Setting(
        "lock_timeout", "30", "seconds that a change waits while another program writes; 0 does not wait"
    ),
    Setting("smtp.host", "", "the server that mails are sent by"),
    Setting("smtp.port", "", "its port; by smtp.security if empty"),
    Setting("smtp.security", "starttls", "starttls, tls or none"),
    Setting("smtp.user", "", "who logs in there; nobody if empty"),
    Setting("smtp.password_command", "", "prints the password, unless ACCTMGR_SMTP_PASSWORD holds it"),
)
_LOCK_SECONDS_MAX = 86_400
MACHINE_KEYS = tuple(setting.key for setting in MACHINE)


def config_path() -> Path:
    """Where config.toml is, whether it exists or not."""
    return Path(places.config_path())


def data_dir() -> Path:
    """The folder of books that were given no path."""
    return Path(places.data_dir())


def load() -> dict[str, Any]:
    """What config.toml says, empty if there is none; Refused when it can't be read."""
    text = _text()
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error) from None


def _text() -> str:
    path = config_path()
    try:
        # editors of Windows begin a file with a mark
        return read_regular(str(path), most=CONFIG_BYTES_MAX).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise Refused(f"can't read {path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise _not_toml(error) from None


def _not_toml(error: Exception) -> Refused:
    return Refused(
        f"{config_path()} is not valid TOML: {error}", hint="mend it in an editor, or move it away"
    )


def change(edit: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Load config.toml, change it by `edit` and save it, which no other process does meanwhile; gives what it says now.

    Comments and order stay, a link stays a link, and a reader never sees half of it. Nothing is written where
    `edit` raises.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from acctmgr.store import lock

    path = os.path.realpath(places.config_path())  # one lock, by whatever link the file is reached
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True, mode=0o700)
        with lock.held(f"{path}.lock"):
            check_regular(path)
            text = _text()
            document = tomlkit.parse(text)
            edit(document)
            values: dict[str, Any] = document.unwrap()
            if tomlkit.dumps(document) == text:
                return values
            mark = places.write_private(path, tomlkit.dumps(document).encode())
            with suppress(OSError):  # TAB then reads config.toml itself
                places.write_books(mark, machine_setting("default_book", values), books(values))
            return values
    except TOMLKitError as error:
        raise _not_toml(error) from None
    except OSError as error:
        raise Refused(f"can't write {path}: {error.strerror}") from None


def machine_setting(key: str, values: dict[str, Any]) -> str:
    """A machine setting as text, its default when config.toml does not have it."""
    known = {setting.key: setting.default for setting in MACHINE}
    if key not in known:
        raise WrongUsage(f"no machine setting {key}")
    value = value_of(key, values)
    return known[key] if value is None else str(value)


def value_of(key: str, values: dict[str, Any]) -> Any:
    """What config.toml says for a key, None if nothing; `smtp.host` is `host` in the table `smtp`."""
    table, dot, name = key.partition(".")
    if not dot:
        return values.get(key)
    inner = values.get(table)
    return inner.get(name) if isinstance(inner, dict) else None


def set_value(key: str, value: Any, values: dict[str, Any]) -> None:
    """Give a key another value; None takes it out."""
    table, dot, name = key.partition(".")
    if dot:
        _set_in_table(table, name, value, values)
    elif value is None:
        values.pop(key, None)
    else:
        values[key] = value


def _set_in_table(table: str, name: str, value: Any, values: dict[str, Any]) -> None:
    """Give a key of a table another value; the table is made for its first key and goes with its last."""
    import tomlkit

    if not isinstance(values.get(table, {}), dict):
        raise Refused(
            f"{table} in {config_path()} is no table of settings", hint="mend it in an editor, or delete it"
        )
    if value is not None:
        values.setdefault(table, {})[name] = value
    elif table in values:
        values[table].pop(name, None)
        if not tomlkit.dumps(values[table]).strip():  # a comment in it stays, and its table with it
            del values[table]


def rows(values: dict[str, Any]) -> int:
    """Rows of a list on a terminal; 0 is all."""
    return _whole("rows", values)


def lock_seconds(values: dict[str, Any]) -> int:
    """How long a change waits for others that write; 0 does not wait."""
    return min(_whole("lock_timeout", values), _LOCK_SECONDS_MAX)


def _whole(key: str, values: dict[str, Any]) -> int:
    text = machine_setting(key, values)
    if not (text.isascii() and text.isdigit()):
        raise Refused(
            f"{key} is {text} in {config_path()}: it is a whole number", hint=f"acctmgr config unset {key}"
        )
    return int(text)


def books(values: dict[str, Any]) -> dict[str, str]:
    """Named books: path or URL by name."""
    table = values.get("books", {})
    return {str(name): str(place) for name, place in table.items()} if isinstance(table, dict) else {}


def user_name(values: dict[str, Any]) -> str:
    """Who is at the keyboard, for the history."""
    named = machine_setting("user", values)
    found = (
        named
        or os.environ.get("USER")
        or os.environ.get("LOGNAME")
        or os.environ.get("USERNAME")
        or "unknown"
    )
    return storable(found)
