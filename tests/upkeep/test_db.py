"""Where a book is and what it holds."""

import json

from acctmgr.store.book import Book
from conftest import Run
from upkeep.histories import trade


def test_info_counts_what_the_book_holds(run: Run, book: Book) -> None:
    trade(book)
    info = json.loads(run("db info --format json").out)
    assert list(info) == [
        "place",
        "engine",
        "schema_version",
        "size_bytes",
        "currency",
        "created_at",
        "operations",
        "clients",
        "deals",
        "documents",
        "payments",
        "entries",
        "postings",
    ]
    engine = info.pop("engine")
    assert engine.startswith("PostgreSQL " if book.is_postgres else "SQLite ")
    assert info.pop("size_bytes") > 100_000
    assert info.pop("created_at").endswith("+00:00")
    assert info == {
        "place": book.title,
        "schema_version": "0003",
        "currency": "EUR",
        "operations": 3,
        "clients": 2,
        "deals": 0,
        "documents": 4,
        "payments": 4,
        "entries": 10,
        "postings": 23,
    }


def test_path_works_without_a_book(run_plain: Run) -> None:
    assert run_plain("--db /nowhere/book.db db path").out == "/nowhere/book.db\n"
    assert json.loads(run_plain("--db /nowhere/book.db db path --format json").out) == {
        "place": "/nowhere/book.db"
    }
    assert run_plain("--db postgresql://ana:sesame@db/books db path").out == "postgresql://ana:***@db/books\n"
