"""What a book has beside what it must have: its schema, its head, and values that no column of its kind takes."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from acctmgr.core.money import MAX_MINOR
from acctmgr.store.connection import Connection
from acctmgr.store.schema import SCHEMA_VERSION
from acctmgr.store.search import INDEX

# made by tests/store/dump.py of what a new book has: tables, indexes and triggers of each store by kind and name,
# and which columns hold exact decimals
EXPECTED = Path(__file__).with_name("expected.json")

_LENGTH_MAX = 4_000_000  # of a text; the longest that we write is a command line
_DIGITS_MAX = 60  # of an exact decimal
_ENGINE_OWNED = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
_INDEX_OWNED = tuple(f"{INDEX}_{part}" for part in ("config", "content", "data", "docsize", "idx"))

_SQLITE_OBJECTS = (
    "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
)
# other programs may have tables there; on ours nobody else has triggers
_POSTGRES_OBJECTS = """
    SELECT 'table ' || table_name AS name,
           string_agg(column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END,
                      ', ' ORDER BY column_name COLLATE "C") AS words
      FROM information_schema.columns
     WHERE table_schema = current_schema()
     GROUP BY table_name
     UNION ALL
    SELECT 'index ' || relation.relname, owner.relname || CASE WHEN indisvalid THEN '' ELSE ' (not valid)' END
      FROM pg_index
      JOIN pg_class AS relation ON relation.oid = indexrelid
      JOIN pg_class AS owner ON owner.oid = indrelid
     WHERE relation.relnamespace = current_schema()::regnamespace
     UNION ALL
    SELECT 'trigger ' || tgname, relation.relname || ' ' || CAST(tgenabled AS TEXT) || ' ' || prosrc
      FROM pg_trigger
      JOIN pg_class AS relation ON relation.oid = tgrelid
      JOIN pg_proc ON pg_proc.oid = tgfoid
     WHERE relation.relnamespace = current_schema()::regnamespace AND NOT tgisinternal
     ORDER BY 1
"""
_HEADS = "SELECT COUNT(*) FROM head"
_VERSIONS = "SELECT COUNT(*), MIN(version_num) FROM alembic_version"
_SEQUENCES = (
    "SELECT name, COUNT(*), MIN(typeof(seq)), MAX(seq) FROM sqlite_sequence GROUP BY name ORDER BY name"
)


def first_problem(db: Connection) -> str:
    """The first thing in a book that no acctmgr made or wrote; empty where there is none."""
    return next(chain(wrong_schema(db), wrong_heads(db), wrong_values(db)), "")


def described(db: Connection) -> dict[str, str]:
    """Every table, index, trigger and view by kind and name, with what it is made of, as far as it may be ours."""
    found = db.run(_POSTGRES_OBJECTS if db.is_postgres else _SQLITE_OBJECTS).fetchall()
    if db.is_postgres:
        return dict(found)
    skipped = {f"table {name}" for name in (*_ENGINE_OWNED, *_INDEX_OWNED)}
    return {name: _spelt(sql) for name, sql in found if name not in skipped}


def _spelt(sql: str) -> str:
    """Without needless blanks; a table that was renamed has its name in quotes."""
    words = " ".join(sql.split())
    head, quote, rest = words.partition('CREATE TABLE "')
    return f"CREATE TABLE {rest.replace(chr(34), '', 1)}" if quote and not head else words


def wrong_schema(db: Connection) -> Iterator[str]:
    """What is missing, what is not as we make it and what is none of ours."""
    wanted, found = _expected()["postgresql" if db.is_postgres else "sqlite"], described(db)
    for name, words in wanted.items():
        if name not in found:
            yield f"the {name} is missing"
        elif found[name] != words:
            yield f"the {name} is not as it must be{_lost_columns(name, words, found[name])}"
    for name in found:
        if name not in wanted and (not db.is_postgres or _is_on_ours(name, found[name], wanted)):
            yield f"the {name} is none of ours"


def _expected() -> Any:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def _lost_columns(name: str, wanted: str, found: str) -> str:
    """The first column that is not there, for the words of a table; a column stands behind ( or a comma."""
    if not name.startswith("table "):
        return ""
    found = found.replace('"', "")
    words = (piece.split() for piece in wanted.partition("(")[2].replace('"', "").split(", "))
    lost = [
        word[0]
        for word in words
        if len(word) > 1 and word[0].islower() and f" {word[0]} " not in f" {found} "
    ]
    return f": its column {lost[0]} is missing" if lost else ""


def _is_on_ours(name: str, words: str, wanted: dict[str, str]) -> bool:
    return name.startswith("trigger ") and f"table {words.split(maxsplit=1)[0]}" in wanted


def wrong_heads(db: Connection) -> Iterator[str]:
    """Whether there is exactly one head row and one version, and whether ids go on where they ended."""
    if (heads := db.value(_HEADS)) != 1:
        yield f"there are {heads} head rows, and there must be one"
    versions, version = db.run(_VERSIONS).fetchone()
    if versions != 1 or version != SCHEMA_VERSION:
        yield f"there are {versions} version rows, the first of them {version}; there must be one, {SCHEMA_VERSION}"
    if db.is_postgres:
        return
    for table, count, kind, last in db.run(_SEQUENCES):
        known = f"table {table}" in _expected()["sqlite"]
        if not known or count != 1 or kind != "integer":
            yield f"the sequence of {table} is not as the engine keeps it"
        elif (highest := db.value(f'SELECT MAX(id) FROM "{table}"')) is not None and highest > last:
            yield f"the sequence of {table} stands at {last}, before its last id {highest}"


def wrong_values(db: Connection) -> Iterator[str]:
    """Values of another type than their column's, or of a size that nobody typed; PostgreSQL takes no other types."""
    expected = _expected()
    for name in expected["sqlite"]:
        kind, _, table = name.partition(" ")
        if kind == "table" and table != INDEX:
            exact = expected["exact"].get(table, [])
            yield from _of_postgres(db, table, exact) if db.is_postgres else _of_sqlite(db, table, exact)


def _of_sqlite(db: Connection, table: str, exact: list[str]) -> Iterator[str]:
    cases: list[tuple[str, str, str]] = []
    most = MAX_MINOR * (
        900 if table == "account_month" else 10
    )  # sums of a month may be larger than any amount
    for _, column, declared, is_required, _, is_key in db.run(f"PRAGMA table_info({table})"):
        if is_key and declared == "INTEGER":  # the engine's own row id
            continue
        spelt = f'"{column}"'
        none = "" if is_required else ", 'null'"
        if declared in ("INTEGER", "BIGINT"):
            cases.append((column, f"typeof({spelt}) NOT IN ('integer'{none})", "holds no whole number"))
            cases.append((column, f"{spelt} NOT BETWEEN -{most} AND {most}", "is too large"))
        else:
            cases.append((column, f"typeof({spelt}) NOT IN ('text'{none})", "holds no text"))
            if declared == "DATE":
                cases.append((column, f"{spelt} IS NOT date({spelt}, '+0 days')", "is no day"))
            cases.append((column, f"length({spelt}) > {_LENGTH_MAX}", "is too long"))
        if column in exact:
            cases.append((column, _no_decimal(spelt), "holds no plain number"))
    yield from _named(db, table, cases)


def _no_decimal(spelt: str) -> str:
    return f"({spelt} GLOB '*[^0-9.-]*' OR length({spelt}) > {_DIGITS_MAX})"


def _of_postgres(db: Connection, table: str, exact: list[str]) -> Iterator[str]:
    yield from _named(
        db,
        table,
        [
            (
                column,
                f"({column} !~ '^-?[0-9.]+$' OR length({column}) > {_DIGITS_MAX})",
                "holds no plain number",
            )
            for column in exact
        ],
    )


def _named(db: Connection, table: str, cases: list[tuple[str, str, str]]) -> Iterator[str]:
    """Of each row the first case that is true, in one walk through the table."""
    if not cases:
        return
    whens = " ".join(f"WHEN {condition} THEN {place}" for place, (_, condition, _) in enumerate(cases))
    key = "id" if db.is_postgres else "rowid"
    looked = f"SELECT {key} AS row_id, CASE {whens} END AS wrong FROM {table}"
    for row_id, place in db.stream(f"SELECT row_id, wrong FROM ({looked}) AS told WHERE wrong IS NOT NULL"):
        column, _, words = cases[place]
        yield f"{column} of {table.replace('_', ' ')} {row_id} {words}"
