"""What TAB offers out of the book: `acctmgr --complete KIND=PREFIX --db=DB --book=BOOK`, as the scripts type it.

It runs whenever the key is pressed: beside sqlite3 it imports nothing that costs anything. It looks and never
makes a file, and whatever is wrong it says nothing.
"""

import os
from collections.abc import Callable, Iterable, Iterator

from acctmgr.store import places

VALUES_MAX = 50
CACHED_MAX = 2_000  # of each source
_BUSY_SECONDS = 0.05
_LAST_SIGN = "\U0010ffff"  # stands behind every other, so it ends the range of a beginning
_DIGITS_MAX = 18
POSTGRES = ("postgresql://", "postgres://")

Row = tuple[str, str, str | None]  # what a prefix is compared with, the value, what it is
Run = Callable[[str, dict[str, object]], Iterable[Row]]

_CLIENTS = """
    SELECT handle, handle, name
      FROM party
     WHERE is_client = 1 AND archived_on IS {archived} {range}
     ORDER BY handle
"""
_NAMES = """
    SELECT name_key, name, handle
      FROM party
     WHERE is_client = 1 AND archived_on IS NULL {range}
     ORDER BY name_key, handle
"""
_DOCUMENTS = """
    SELECT {value}, {value}, (SELECT name FROM party WHERE party.id = document.party_id)
      FROM document
     WHERE {wanted} {range}
     ORDER BY {order}
"""
# the words of the partial index number_once, so that it serves
_SERIES = "kind IN ('invoice', 'credit_note') AND (is_outside = 0 OR status <> 'void')"
# and those of document_unsettled: it holds few rows, however long the history is
_UNSETTLED = "settled_on IS NULL AND status <> 'draft'"
_PAYMENTS = """
    SELECT 'p' || id, 'p' || id,
           (SELECT name FROM party WHERE party.id = payment.party_id) || ', ' || CAST(paid_on AS TEXT)
      FROM payment
     WHERE {wanted} {range}
     ORDER BY {order}
"""
_DEALS = """
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), name
      FROM deal
     WHERE {wanted} {range}
     ORDER BY id DESC
"""
_STAGES = "SELECT name_key, name, kind FROM stage ORDER BY position"
_ACCOUNTS = "SELECT name, name, code FROM account WHERE is_money = 1 AND closed_on IS NULL ORDER BY code"
_TAX_CODES = "SELECT code, code, MAX(name) FROM tax_code GROUP BY code ORDER BY code"


class Source:
    """A query of values; `column` narrows it to a beginning: of a text, or of an id behind a letter."""

    def __init__(self, sql: str, column: str = "", *, letter: str | None = None, **words: str) -> None:
        self.sql = sql.format(range="{range}", **words) if words else sql
        self.column = column
        self.letter = letter

    def narrowed(self) -> str:
        """The query of a range from :low up to :high, that one not included."""
        return self.sql.format(range=f"AND {self.column} >= :low AND {self.column} < :high")

    def whole(self) -> str:
        """The query of everything."""
        return self.sql.format(range="")


def _numbers(kind: str) -> Source:
    wanted = f"{_SERIES} AND kind = '{kind}' AND number IS NOT NULL"
    return Source(_DOCUMENTS, "number", value="number", wanted=wanted, order="number DESC")


def _unsettled(kind: str) -> Source:
    wanted, order = f"{_UNSETTLED} AND kind = '{kind}'", "posted_on DESC, number DESC"
    return Source(_DOCUMENTS, "+number", value="number", wanted=wanted, order=order)  # + keeps off its index


def _drafts() -> Source:
    wanted = f"{_SERIES} AND kind = 'invoice' AND number IS NULL"
    return Source(_DOCUMENTS, "id", letter="d", value="'d' || id", wanted=wanted, order="id DESC")


SOURCES = {
    "clients": Source(_CLIENTS, "handle", archived="NULL"),
    "archived clients": Source(_CLIENTS, "handle", archived="NOT NULL"),
    "names": Source(_NAMES, "name_key"),
    "invoices": _numbers("invoice"),
    "open invoices": _unsettled("invoice"),
    "credit notes": _numbers("credit_note"),
    "open credit notes": _unsettled("credit_note"),
    "drafts": _drafts(),
    "payments": Source(_PAYMENTS, "id", letter="p", wanted="1 = 1", order="id DESC"),
    "free payments": Source(
        _PAYMENTS,
        "id",
        letter="p",
        wanted="applied_on IS NULL AND voided_on IS NULL",
        order="paid_on DESC, id DESC",
    ),
    "deals": Source(_DEALS, "id", letter="", wanted="1 = 1"),
    "open deals": Source(_DEALS, "id", letter="", wanted="closed_on IS NULL"),
    "stages": Source(_STAGES),
    "accounts": Source(_ACCOUNTS),
    "tax codes": Source(_TAX_CODES),
}

# what a word of the command line may be; of several sources the first come first
VALUES: dict[str, tuple[str, ...]] = {
    "client": ("clients",),
    "archived_client": ("archived clients",),
    "invoice": ("invoices",),
    "open_invoice": ("open invoices",),
    "document": ("invoices", "credit notes", "drafts"),
    "draft": ("drafts",),
    "payment": ("payments",),
    "credit": ("payments", "credit notes"),
    "free_credit": ("free payments", "open credit notes"),
    "deal": ("deals",),
    "open_deal": ("open deals",),
    "stage": ("stages",),
    "account": ("accounts",),
    "tax": ("tax codes",),
}
_OTHERWISE = {"client": "names"}  # looked at for a prefix that nothing else begins with


def answer(arguments: list[str]) -> str:
    """The values of KIND=PREFIX in the book of --db= and --book=, one a line, behind a tab what it is."""
    kind, _, prefix = arguments[0].partition("=") if arguments else ("", "", "")
    typed = dict(argument.partition("=")[::2] for argument in arguments[1:])
    try:
        place = place_of(typed.get("--db", ""), typed.get("--book", ""))
        rows = _books(prefix) if kind == "book" else _values(kind, prefix, place)
    except (OSError, ValueError):  # also text that is none, and settings that are no TOML
        return ""
    return "".join(f"{_safe(value)}\t{_safe(about or '')}\n" for _, value, about in rows[:VALUES_MAX])


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
        return _found(_asked(connection.execute), kind, names, prefix)
    except sqlite3.Error:
        return []


def _uri(place: str) -> str:
    path = os.path.abspath(place)
    # without a -wal file nobody writes, and SQLite would leave one behind only to look
    sealed = "" if os.path.exists(f"{path}-wal") else "&immutable=1"
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")  # urllib would cost 4 ms
    return f"file:{quoted}?mode=ro{sealed}"


Look = Callable[[str, str], Iterable[Row]]  # by the name of a source and a prefix


def _found(look: Look, kind: str, names: tuple[str, ...], prefix: str) -> list[Row]:
    rows = [row for name in names for row in look(name, prefix)]
    if not rows and prefix and kind in _OTHERWISE:
        rows = list(look(_OTHERWISE[kind], prefix))
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
        return
    digits = prefix.lower().removeprefix(source.letter)
    if prefix.lower() == source.letter:
        yield 0, 10**_DIGITS_MAX
    elif (
        digits.isascii()
        and digits.isdigit()
        and digits[0] != "0"
        and prefix.lower() == source.letter + digits
    ):
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


def _safe(text: str) -> str:
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
