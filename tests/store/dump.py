"""The schema of a book as SQL text, for each store, and as `db check` knows it.

To keep those of a new release: python tests/store/dump.py. What was released is never written again.
"""

import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.schema import CreateIndex, CreateTable

from acctmgr.store import search, triggers
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.create import all_tables, create
from acctmgr.store.proof import described
from acctmgr.store.read import reading
from acctmgr.store.schema import SCHEMA_VERSION
from acctmgr.store.types import Exact

SCHEMAS = Path(__file__).with_name("schemas")

_OBJECTS = """
    SELECT sql
      FROM sqlite_master
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'
     ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name
"""


def schema_of(path: Path) -> str:
    """Every table, index and trigger of a SQLite book, in one order and without needless blanks or quotes."""
    with closing(sqlite3.connect(path)) as raw:
        return "".join(f"{_spelt(sql)};\n" for (sql,) in raw.execute(_OBJECTS))


def _spelt(sql: str) -> str:
    """A table that was renamed has its name in quotes."""
    return re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", " ".join(sql.split()))


def postgres_schema() -> str:
    """What makes the tables, indexes and triggers of a PostgreSQL book, in the order of their making."""
    dialect = psycopg2.dialect()  # type: ignore[no-untyped-call]
    tables = all_tables()
    made: list[str] = []
    for table in tables.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    made.append("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    made += triggers.statements(tables, is_postgres=True)
    made += search.statements(is_postgres=True)
    return "".join(f"{' '.join(sql.split())};\n" for sql in made)


def fill_postgres(schema: Path, version: str, book: Book) -> None:
    """Make an empty database into a book as a release made it."""
    with opened(book, write=True) as db:
        db.run(schema.read_text())
        _begin(db.run, version)
        db.raw.commit()


def _begin(run: Callable[[str], object], version: str) -> None:
    run(f"INSERT INTO alembic_version VALUES ('{version}')")
    run("INSERT INTO head VALUES (1, 'b', '2026-01-01T00:00:00+00:00', 0, '')")


def book_from(schema: Path, version: str, path: Path) -> Book:
    """A book as a release made it: its tables, its head and its version."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(schema.read_text())
        _begin(raw.execute, version)
        raw.commit()
    return Book(str(path))


def expected_of(sqlite: Book, postgres: Book) -> dict[str, Any]:
    """What `db check` holds a book to: all that a new one has, on either store."""
    found: dict[str, Any] = {}
    for name, book in (("sqlite", sqlite), ("postgresql", postgres)):
        with reading(book) as db:
            found[name] = described(db)
    found["exact"] = {
        table.name: columns
        for table in all_tables().sorted_tables
        if (columns := [column.name for column in table.columns if isinstance(column.type, Exact)])
    }
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        create(Book(f"{folder}/book.db"), {})
        (SCHEMAS / f"{SCHEMA_VERSION}.sql").write_text(schema_of(Path(folder, "book.db")))
    (SCHEMAS / "postgresql" / f"{SCHEMA_VERSION}.sql").write_text(postgres_schema())
