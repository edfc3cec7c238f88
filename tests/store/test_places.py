"""Where books and settings lie, who may read them, and when the default book is made."""

import shutil
import tomllib
from pathlib import Path

import pytest

from acctmgr.core.errors import WrongUsage
from acctmgr.store import create, settings
from acctmgr.store.book import Book, Choice, at, choose, without_password
from conftest import Run


@pytest.fixture
def default(tmp_path: Path) -> Path:
    return tmp_path / "data" / "acctmgr" / "main.db"


@pytest.mark.parametrize(
    "line",
    ["config list", "config get currency", "book list", "db path", "db info", "db check", "db upgrade"],
)
def test_looking_never_makes_the_default_book(run_plain: Run, default: Path, line: str) -> None:
    run_plain(line)
    assert not default.parent.exists()


def test_the_first_write_makes_the_default_book_and_says_so(run_plain: Run, default: Path) -> None:
    result = run_plain("config set company.name Acme")
    assert result.code == 0
    assert result.err.splitlines()[0] == (
        f"made a new book at {default} in EUR "
        "(another currency: acctmgr config set currency USD, before anything is posted)"
    )
    assert default.exists()
    assert run_plain("config set terms 10").err == "terms is 10\n"


def test_of_two_first_writes_the_second_goes_on_in_the_book_of_the_first(
    run_plain: Run, default: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = create._move

    def overtaken(draft: Path, path: Path) -> None:
        shutil.copyfile(draft, path)  # the other was faster
        move(draft, path)

    monkeypatch.setattr(create, "_move", overtaken)
    result = run_plain("config set terms 10")
    assert (result.code, result.err) == (0, "terms is 10\n")
    assert [path.name for path in default.parent.iterdir()] == ["main.db"]
    assert run_plain("config get terms").out == "10\n"


def test_a_new_default_book_is_made_quietly_where_that_is_asked_for(run_plain: Run, default: Path) -> None:
    assert run_plain("--quiet config set terms 10").err == ""
    assert default.exists()


def test_an_odd_path_does_not_play_with_the_terminal(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "red\x1b[31m"))
    result = run_plain("config set terms 10")
    assert result.code == 0
    assert "made a new book at " in result.err
    assert "\x1b" not in result.err


def test_a_missing_default_book_says_how_to_make_it(run_plain: Run, default: Path) -> None:
    result = run_plain("db info")
    assert result.code == 5
    assert result.err == f"error: there is no book at {default}\nhint: create it: acctmgr init\n"


def test_books_and_settings_are_private(run_plain: Run, default: Path, tmp_path: Path) -> None:
    run_plain("config set company.name Acme")
    run_plain("config set rows 20")
    assert default.stat().st_mode & 0o777 == 0o600
    assert default.parent.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in default.parent.iterdir()) == ["main.db"]


def test_settings_in_a_new_folder_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCTMGR_CONFIG", str(tmp_path / "new" / "config.toml"))
    settings.change(lambda config: config.update({"rows": 20}))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert tomllib.loads((tmp_path / "new" / "config.toml").read_text()) == {"rows": 20}
    beside = [path.name for path in (tmp_path / "new").iterdir()]
    assert sorted(beside) == ["config.toml", "config.toml.books", "config.toml.lock"]


def test_settings_that_are_no_toml_are_refused(run_plain: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("rows = = 3")
    result = run_plain("config list")
    assert result.code == 1
    assert f"error: {tmp_path / 'config.toml'} is not valid TOML" in result.err


def test_what_is_typed_goes_before_the_environment_and_the_settings(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('default_book = "c"\n[books]\nb = "/b.db"\nc = "/c.db"\n')
    assert run_plain("db path").out == "/c.db\n"
    monkeypatch.setenv("ACCTMGR_BOOK", "b")
    assert run_plain("db path").out == "/b.db\n"
    monkeypatch.setenv("ACCTMGR_DB", "/e.db")
    assert run_plain("db path").out == "/e.db\n"
    assert run_plain("db path --book c").out == "/c.db\n"
    assert run_plain("db path --db /t.db").out == "/t.db\n"


def test_two_books_at_once_make_no_sense() -> None:
    with pytest.raises(WrongUsage, match="name two books"):
        choose(book="a", db="b", command="")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ana:sesame@db/books", "postgresql://ana:***@db/books"),
        ("postgresql://ana:ses@me@db/books", "postgresql://ana:***@db/books"),
        ("postgresql://:sesame@db/books", "postgresql://:***@db/books"),
        ("postgresql://ana@db/books", "postgresql://ana@db/books"),
        (
            "postgresql://db/books?user=ana&password=sesame&x=1",
            "postgresql://db/books?user=ana&password=***&x=1",
        ),
        ("postgresql://db/books?password=sesame", "postgresql://db/books?password=***"),
        (
            "postgresql://ana:se?sa me@db/books?x=1&sslpassword=se@same&y=2",
            "postgresql://ana:***@db/books?x=1&sslpassword=***&y=2",
        ),
        ("postgresql://ana ruiz:s'e\"s$a\nme@db/books", "postgresql://ana ruiz:***@db/books"),
        ("/home/ana:x@y/book.db", "/home/ana:x@y/book.db"),
    ],
)
def test_a_password_is_never_shown(text: str, shown: str) -> None:
    assert without_password(text) == shown
    assert Book(text).title == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql:/ana:sesame@db/books", "postgresql:/ana:***@db/books"),
        ("postgresql:ana:sesame@db/books", "postgresql:ana:***@db/books"),
        ("postgresql//ana:sesame@db/books", "postgresql//ana:***@db/books"),
        ("PostgreSQL://ana:ses@me@db/books", "PostgreSQL://ana:***@db/books"),
        ("mysql://ana:sesame@db/books", "mysql://ana:***@db/books"),
        ("host=db user=ana password=sesame", "host=db user=ana password=***"),
        ("password = 'open sesame' host=db", "password = *** host=db"),
        ("host=db", "host=db"),
        ("dbname=books", "dbname=books"),
    ],
)
def test_what_is_meant_for_a_server_is_no_file_and_shows_no_password(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in (["client", "list"], ["init"], ["client", "add", "Acme"]):
        result = run_plain("--db", typed, *line)
        assert (result.code, result.err) == (
            2,
            f"error: {shown} is no path and no postgresql:// URL\n"
            "hint: write it like postgresql://ana@db.example/books\n",
        )
    monkeypatch.setenv("ACCTMGR_DB", typed)
    assert "sesame" not in run_plain("client list").err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["postgresql.db", "postgres/books.db", "user.db", "a=b.db"])
def test_a_file_may_be_called_like_this(name: str) -> None:
    assert at(name).place == name


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            "client add --db=postgresql:/ana:sesame@db/books Acme",
            "client add '--db=postgresql:/ana:***@db/books' Acme",
        ),
        ("--db 'host=db password=sesame' today", "--db 'host=db password=***' today"),
    ],
)
def test_the_history_keeps_no_password(line: str, kept: str) -> None:
    choose(book=None, db=None, command=line)
    assert Choice.command == kept
