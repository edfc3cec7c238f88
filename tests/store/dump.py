"""The schema of a book as SQL text. To keep the one of a new release: python tests/store/dump.py > FILE."""

import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from acctmgr.store.book import Book
from acctmgr.store.create import create

_OBJECTS = """
    SELECT sql
      FROM sqlite_master
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
     ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name
"""


def schema_of(path: Path) -> str:
    """Every table, index and trigger of a SQLite book, in one order and without needless blanks or quotes."""
    with closing(sqlite3.connect(path)) as raw:
        return "".join(f"{_spelt(sql)};\n" for (sql,) in raw.execute(_OBJECTS))


def _spelt(sql: str) -> str:
    """A table that was renamed has its name in quotes."""
    return re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", " ".join(sql.split()))


def book_from(schema: Path, version: str, path: Path) -> Book:
    """A book as a release made it: its tables, its head and its version."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(schema.read_text())
        raw.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        raw.execute("INSERT INTO head VALUES (1, 'b', '2026-01-01T00:00:00+00:00', 0, '')")
        raw.commit()
    return Book(str(path))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        create(Book(f"{folder}/book.db"), {})
        sys.stdout.write(schema_of(Path(folder, "book.db")))
