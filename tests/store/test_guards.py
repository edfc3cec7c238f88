"""The database itself refuses what must never happen."""

from collections.abc import Iterator

import pytest

from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from upkeep.histories import own_database, trade


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def traded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("guards") / "book.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        trade(Book(str(path)))
        yield Book(str(path))
        return
    server, template = (request.getfixturevalue(f"postgres_{name}") for name in ("server", "template"))
    with own_database(server, template) as book:
        trade(book)
        yield book


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE entry SET text = 'x' WHERE id = 1", "posted entries never change"),
        ("DELETE FROM entry WHERE id = 1", "posted entries never change"),
        ("UPDATE posting SET amount_minor = 1 WHERE id = 1", "posted entries never change"),
        ("DELETE FROM posting WHERE id = 1", "posted entries never change"),
        ("UPDATE operation SET actor = 'eve' WHERE id = 1", "operations never change"),
        ("DELETE FROM operation WHERE id = 1", "operations never change"),
        ("UPDATE change SET after = '{}' WHERE id = 1", "the history never changes"),
        ("DELETE FROM change WHERE id = 1", "the history never changes"),
        ("UPDATE allocation SET amount_minor = 1 WHERE id = 1", "allocations never change"),
        ("DELETE FROM allocation WHERE id = 1", "allocations never change"),
        ("UPDATE document SET total_minor = 1 WHERE id = 1", "what was issued never changes"),
        ("UPDATE document SET number = NULL WHERE id = 1", "what was issued never changes"),
        ("UPDATE document SET seller = '{}' WHERE id = 1", "what was issued never changes"),
        ("UPDATE document SET issued_on = '2026-03-03' WHERE id = 1", "what was issued never changes"),
        ("DELETE FROM document WHERE id = 1", "what was issued never changes"),
        ("UPDATE document_line SET net_minor = 1 WHERE id = 1", "what was issued never changes"),
        ("DELETE FROM document_line WHERE id = 1", "what was issued never changes"),
        ("UPDATE payment SET amount_minor = 1 WHERE id = 1", "what was paid never changes"),
        ("UPDATE document SET open_minor = -1 WHERE id = 2", "(?i)check constraint"),
        ("UPDATE document SET open_minor = total_minor + 1 WHERE id = 2", "(?i)check constraint"),
        ("UPDATE document SET status = 'lovely' WHERE id = 2", "(?i)check constraint"),
        ("UPDATE party SET tier = 'D' WHERE id = 1", "(?i)check constraint"),
    ],
)
def test_the_database_refuses(traded: Book, statement: str, message: str) -> None:
    with opened(traded, write=True) as db:
        with pytest.raises(Exception, match=message):
            db.run(statement)
        db.raw.rollback()


def test_what_may_change_of_an_issued_document_may_change(traded: Book) -> None:
    with opened(traded, write=True) as db:
        if not traded.is_postgres:
            db.run("BEGIN")
        db.run("UPDATE document SET due_on = '2026-08-01', note = 'called' WHERE id = 1")
        assert db.value("SELECT note FROM document WHERE id = 1") == "called"
        db.raw.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account_month SET amount_minor = 'much'",
        "UPDATE party SET since_on = '2026-02-30'",
        "UPDATE party SET since_on = 'soon'",
    ],
)
def test_sqlite_is_as_strict_about_types_as_postgres(traded: Book, statement: str) -> None:
    with opened(traded, write=True) as db:
        with pytest.raises(Exception, match=r"(?i)constraint|invalid|out of range"):
            db.run(statement)
        db.raw.rollback()
