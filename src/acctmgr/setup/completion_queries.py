"""What TAB offers out of the book: `acctmgr --complete KIND=PREFIX --db=DB --book=BOOK`, as the scripts type it.

It runs whenever the key is pressed: beside sqlite3 it imports nothing that costs anything. It looks and never
makes a file, and whatever is wrong it says nothing.
"""

import os
from collections.abc import Callable, Iterable, Iterator

from acctmgr.setup.completion_source_queries import OTHERWISE, SOURCES, VALUES, Source
from acctmgr.store import places

VALUES_MAX = 50
CACHED_MAX = 1_000  # of each source; what a change to a PostgreSQL book may cost more
_BUSY_SECONDS = 0.05
_LAST_SIGN = "\U0010ffff"  # stands behind every other, so it ends the range of a beginning
_DIGITS_MAX = 18
POSTGRES = ("postgresql://", "postgres://")

Row = tuple[str, str, str | None]  # what a prefix is compared with, the value, what it is
Run = Callable[[str, dict[str, object]], Iterable[Row]]
Look = Callable[[str, str], Iterable[Row]]  # by the name of a source and a prefix


def answer(arguments: list[str]) -> str:
    """The values of KIND=PREFIX in the book of --db= and --book=, one a line, behind a tab what it is."""
    kind, _, prefix = arguments[0].partition("=") if arguments else ("", "", "")
    typed = dict(argument.partition("=")[::2] for argument in arguments[1:])
    try:
        place = place_of(typed.get("--db", ""), typed.get("--book", ""))
        rows = _books(prefix) if kind == "book" else _values(kind, prefix, place)
    except (OSError, ValueError):  # also text that is none, and settings that are no TOML
        return ""
    return "".join(f"{safe(value)}\t{safe(about or '')}\n" for _, value, about in rows[:VALUES_MAX])


def place_of(db: str, book: str) -> str:
    """Where the book is: as `--db` and `--book` say, else the environment, else the settings; empty if nowhere."""
    if typed := db or ("" if book else os.environ.get("ACCTMGR_DB", "")):
        return typed if typed.startswith(POSTGRES) else os.path.expanduser(os.path.expandvars(typed))
    default, books = _named()
    name = book or os.environ.get("ACCTMGR_BOOK") or default
    if name in books:
        return os.path.expanduser(books[name])
    return os.path.join(places.data_dir(), "main.db") if name == "main" else ""


def _named() -> tuple[str, dict[str, str]]:
    if known := places.read_books():
        return known
    if not os.path.exists(places.config_path()):
        return "main", {}
    from acctmgr.core.errors import Refused
    from acctmgr.store import settings  # somebody wrote config.toml by hand: slower, and as right

    try:
        values = settings.load()
    except Refused as error:
        raise ValueError(str(error)) from None
    return settings.machine_setting("default_book", values), settings.books(values)


def _books(prefix: str) -> list[Row]:
    names = {"main": "", **_named()[1]}
    return [(name, name, None) for name in sorted(names) if name.startswith(prefix.lower())]


def _values(kind: str, prefix: str, place: str) -> list[Row]:
    names = VALUES.get(kind, ())
    if place.startswith(POSTGRES):
        return _found(_cached(place), kind, names, prefix)
    import sqlite3

    try:
        connection = sqlite3.connect(_uri(place), uri=True, timeout=_BUSY_SECONDS)
        try:
            return _found(_asked(connection.execute), kind, names, prefix)
        finally:
            connection.close()
    except sqlite3.Error:
        return []


def _uri(place: str) -> str:
    path = os.path.abspath(place)
    # without a -wal file nobody writes, and SQLite would leave one behind only to look
    sealed = "" if os.path.exists(f"{path}-wal") else "&immutable=1"
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")  # urllib would cost 4 ms
    return f"file:{quoted}?mode=ro{sealed}"


def _found(look: Look, kind: str, names: tuple[str, ...], prefix: str) -> list[Row]:
    rows = [row for name in names for row in look(name, prefix)]
    if not rows and prefix and kind in OTHERWISE:
        rows = list(look(OTHERWISE[kind], prefix))
    return rows


def _asked(run: Run) -> Look:
    """Looks into the database, each beginning a range of an index."""

    def look(name: str, prefix: str) -> Iterator[Row]:
        source = SOURCES[name]
        if not prefix or not source.column:
            rows = run(f"{source.whole()} LIMIT :most", {"most": VALUES_MAX})
            yield from (row for row in rows if _begins(row, prefix))
            return
        count = 0
        for low, high in _ranges(source, prefix):
            most = VALUES_MAX - count
            for row in run(f"{source.narrowed()} LIMIT :most", {"low": low, "high": high, "most": most}):
                count += 1
                yield row
            if count and source.letter is None:
                return

    return look


def _ranges(source: Source, prefix: str) -> Iterator[tuple[object, object]]:
    """What begins with a prefix: texts in each way to write it, ids of each length, the longest first."""
    if source.letter is None:
        for text in dict.fromkeys((prefix, fold(prefix), prefix.upper())):
            yield text, text + _LAST_SIGN
    elif prefix.lower() == source.letter:
        yield 0, 10**_DIGITS_MAX
    elif prefix.lower().startswith(source.letter):
        yield from _ids(prefix[len(source.letter) :])


def _ids(digits: str) -> Iterator[tuple[int, int]]:
    if digits.isascii() and digits.isdigit() and digits[0] != "0":
        for more in range(_DIGITS_MAX - len(digits), -1, -1):
            yield int(digits) * 10**more, (int(digits) + 1) * 10**more


def _cached(place: str) -> Look:
    """Looks into what the last change of this machine to a PostgreSQL book left: a server is too far for a key."""
    with open(cache_path(place), encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().split("\n") if line]

    def look(name: str, prefix: str) -> Iterator[Row]:
        for source, key, value, about in rows:
            if source == name and _begins((key, value, about), prefix):
                yield key, value, about

    return look


def cache_path(place: str) -> str:
    """Where the values of a PostgreSQL book are kept; its URL may hold a password, so the name does not tell it."""
    import hashlib

    return os.path.join(places.cache_dir(), f"values-{hashlib.sha256(place.encode()).hexdigest()[:32]}")


def _begins(row: Row, prefix: str) -> bool:
    return fold(row[0]).startswith(fold(prefix))


def fold(text: str) -> str:
    """Text without case and accents."""
    if text.isascii():
        return text.lower()
    from acctmgr.core import text as texts

    return texts.fold(text)


def safe(text: str) -> str:
    """Text that holds on one line and moves nothing."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
