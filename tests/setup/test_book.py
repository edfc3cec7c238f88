"""Books by name."""

import json
import tomllib
from pathlib import Path

import pytest

from acctmgr.store.book import Book
from conftest import Run


@pytest.fixture
def named(run_plain: Run, book: Book) -> Book:
    """A book that goes by the name of team."""
    assert run_plain("book", "add", "team", book.place).code == 0
    return book


def test_a_named_book_is_used_by_its_name(run_plain: Run, named: Book) -> None:
    assert run_plain("--book team db path").out == f"{named.title}\n"
    assert run_plain("--book TEAM db path").code == 3


def test_add_prints_the_name_and_how_to_use_it(run_plain: Run, book: Book) -> None:
    result = run_plain("book", "add", "Team", book.place)
    assert result.out == "team\n"
    assert result.err == "added team: acctmgr --book team ..., or for good: acctmgr book use team\n"


def test_a_relative_path_is_kept_whole(
    run_plain: Run, sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_plain("book add team book.db").code == 0
    assert tomllib.loads((tmp_path / "config.toml").read_text()) == {"books": {"team": sqlite_book.place}}


def test_books_are_listed_with_what_is_there(run_plain: Run, named: Book, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        (tmp_path / "config.toml").read_text() + f'gone = "{tmp_path}/gone.db"\n'
    )
    assert json.loads(run_plain("book list --format json").out) == [
        {"name": "gone", "place": f"{tmp_path}/gone.db", "default": False, "exists": False},
        {"name": "main", "place": f"{tmp_path}/data/acctmgr/main.db", "default": True, "exists": False},
        {"name": "team", "place": named.title, "default": False, "exists": True},
    ]
    assert run_plain("book list --format ids").out == "gone\nmain\nteam\n"


def test_a_password_is_kept_but_not_shown(run_plain: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[books]\nteam = "postgresql://ana:sesame@127.0.0.1:1/b"\n')
    assert "postgresql://ana:***@127.0.0.1:1/b" in run_plain("book list").out
    assert "sesame" not in run_plain("book rm team --yes").err


def test_use_makes_a_book_the_default(run_plain: Run, named: Book) -> None:
    assert run_plain("book use team").err == f"the default book is team: {named.title}\n"
    assert run_plain("db path").out == f"{named.title}\n"
    assert run_plain("config get default_book").out == "team\n"
    assert run_plain("book use main").code == 0
    assert run_plain("db path").out != f"{named.title}\n"


def test_rm_forgets_the_name_and_leaves_the_book(run_plain: Run, named: Book) -> None:
    run_plain("book use team")
    result = run_plain("book rm team")
    assert result.code == 2
    assert "needs a confirmation" in result.err
    result = run_plain("book rm team --yes")
    assert result.err == f"forgot team; its book stays at {named.title}\nthe default book is main again\n"
    assert run_plain("book list --format ids").out == "main\n"
    assert run_plain("--db", named.place, "db", "info").code == 0


@pytest.mark.parametrize("name", ["team", "main"])
def test_a_name_is_given_once(run_plain: Run, named: Book, name: str) -> None:
    result = run_plain("book", "add", name, named.place)
    assert result.code == 4
    assert result.err.startswith(f"error: there is a book {name} already: ")


@pytest.mark.parametrize(("verb", "name"), [("use", "tem"), ("rm", "tem")])
def test_a_mistyped_name_names_the_nearest(run_plain: Run, named: Book, verb: str, name: str) -> None:
    result = run_plain(f"book {verb} {name}")
    assert result.code == 3
    assert result.err == "error: no book tem\nhint: did you mean team?\n"


def test_main_is_never_forgotten(run_plain: Run) -> None:
    result = run_plain("book rm main --yes")
    assert result.code == 1
    assert "error: main is always there" in result.err


def test_only_a_book_that_is_there_gets_a_name(run_plain: Run, tmp_path: Path) -> None:
    result = run_plain("book", "add", "team", tmp_path / "gone.db")
    assert result.code == 5
    assert f"hint: create it: acctmgr --db {tmp_path}/gone.db init" in result.err
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ana, " * 200)
    assert run_plain("book", "add", "team", letter).code == 5
    assert run_plain("book list --format ids").out == "main\n"


@pytest.mark.parametrize("name", ["my book", "-x", "ä", "x" * 41, "a/b"])
def test_a_name_is_short_and_plain(run_plain: Run, sqlite_book: Book, name: str) -> None:
    result = run_plain("book", "add", "--", name, sqlite_book.place)
    assert result.code == 1
    assert result.err == (f"error: {name!r} is no name for a book\nhint: up to 40 letters, digits, - and _\n")
