"""A new book comes up whole or not at all, and never over something that is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acctmgr.core.errors import BookError, Conflict, Refused
from acctmgr.store import create
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.read import reading


@pytest.fixture
def empty(postgres_book: Book) -> Book:
    """A database that holds nothing yet."""
    with opened(postgres_book) as db:
        db.run("DROP SCHEMA public CASCADE")
        db.run("CREATE SCHEMA public")
        db.raw.commit()
    return postgres_book


def tables(book: Book) -> int:
    with opened(book) as db:
        return int(db.value("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'"))


def refuse(*_: object) -> None:
    raise Refused("no seeds today")


def test_a_database_whose_seeding_fails_is_as_empty_as_before(
    empty: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(create, "_seed", refuse)
        with pytest.raises(Refused):
            create.create(empty, {"currency": "USD"})
    assert tables(empty) == 0
    create.create(empty, {"currency": "USD"})
    with reading(empty) as db:
        assert db.currency == "USD"
        assert db.value("SELECT operations FROM head") == 1


def test_a_file_whose_seeding_fails_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create, "_seed", refuse)
    with pytest.raises(Refused):
        create.create(Book(str(tmp_path / "a.db")), {})
    assert list(tmp_path.iterdir()) == []


def test_of_two_that_make_a_book_at_once_one_is_told_that_it_is_there(empty: Book) -> None:
    line = [sys.executable, "-m", "acctmgr", "--db", empty.place, "init"]
    both = [subprocess.Popen(line, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = sorted((maker.communicate(timeout=60)[1], maker.returncode) for maker in both)
    assert told == [
        (
            f"error: there is a book at {empty.title} already\n"
            "hint: use it as it is, or name another database\n",
            4,
        ),
        (f"made a book at {empty.title} in EUR\n", 0),
    ]


@pytest.fixture
def _no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without links."""

    def link(source: object, target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.usefixtures("_no_links")
def test_a_book_is_made_where_there_are_no_links(tmp_path: Path) -> None:
    book = Book(str(tmp_path / "a.db"))
    create.create(book, {"currency": "USD"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    with reading(book) as db:
        assert db.currency == "USD"


@pytest.mark.usefixtures("_no_links")
def test_what_came_up_meanwhile_is_left_alone_also_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    monkeypatch.setattr(create, "_seed", lambda *_: path.write_text("precious"))
    with pytest.raises(Conflict, match="something at"):
        create.create(Book(str(path)), {})
    assert path.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.usefixtures("_no_links")
def test_a_book_that_can_not_be_put_in_its_place_is_an_error_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(BookError, match=r"can't make a book at .*: No space left on device"):
        create.create(Book(str(tmp_path / "a.db")), {})
    assert list(tmp_path.iterdir()) == []
