"""Books as old releases wrote them, row by row, on either store; `books/` holds their rows, written once."""

from pathlib import Path

import pytest

from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from store.dump import SCHEMAS, book_from, fill_postgres

BOOKS = Path(__file__).with_name("books")
_SEQUENCES = """
    SELECT table_name
      FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'id' AND column_default LIKE 'nextval%'
"""


def old_book(request: pytest.FixtureRequest, store: str, version: str) -> Book:
    """A book of a release with all its rows, not upgraded yet."""
    schema = SCHEMAS / f"{version}.sql"
    if store == "sqlite":
        book = book_from(schema, version, request.getfixturevalue("tmp_path") / "old.db")
    else:
        book = request.getfixturevalue("postgres_empty")
        fill_postgres(SCHEMAS / "postgresql" / schema.name, version, book)
    with opened(book, write=True) as db:
        for statement in (BOOKS / f"{version}.sql").read_text(encoding="utf-8").split(";\n"):
            if statement:
                db.run(statement)
        for (table,) in db.run(_SEQUENCES).fetchall() if book.is_postgres else ():
            db.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}")
        db.raw.commit()
    return book
