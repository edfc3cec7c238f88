"""Looking at a book changes nothing, works where nothing can be written, and says what is in the way."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from acctmgr.core.errors import BookError
from acctmgr.store import connection
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.read import reading
from acctmgr.store.tables import Setting
from acctmgr.store.write import change
from conftest import Run
from store.dump import book_from

SCHEMA = Path(__file__).with_name("schemas") / "0001.sql"


def test_a_book_opened_for_looking_can_not_be_written(book: Book) -> None:
    with pytest.raises(BookError, match="can't be written"), reading(book) as db:
        db.run("INSERT INTO setting (key, value) VALUES ('terms', '10')")


def test_what_others_write_meanwhile_is_not_seen(book: Book) -> None:
    with reading(book) as db:
        change(lambda session: session.add(Setting(key="terms", value="10")), book)
        assert db.value("SELECT COUNT(*) FROM setting") == 0
    with reading(book) as db:
        assert db.value("SELECT COUNT(*) FROM setting") == 1


def test_a_listing_comes_a_batch_at_a_time(book: Book) -> None:
    with reading(book) as db:
        codes = [
            code
            for (code,) in db.stream("SELECT code FROM account WHERE is_money = :m ORDER BY code", {"m": 1})
        ]
    assert codes == ["1000", "1010", "2100"]


@pytest.fixture
def sealed(sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book in a folder that can't be written, also not by a test that runs as root."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    sqlite_book.path.rename(folder / "book.db")
    folder.chmod(0o555)
    monkeypatch.setattr(
        os, "access", lambda path, mode: bool(os.stat(path).st_mode & 0o200) or mode != os.W_OK
    )
    return Book(str(folder / "book.db"))


def test_a_book_in_a_folder_that_can_not_be_written_can_be_read(sealed: Book) -> None:
    with reading(sealed) as db:
        assert db.value("SELECT COUNT(*) FROM operation") == 1
        assert os.listdir(sealed.path.parent) == ["book.db"]


def test_a_book_that_somebody_writes_is_not_taken_for_sealed(sealed: Book) -> None:
    Path(f"{sealed.place}-wal").touch()
    assert connection._uri(sealed, write=False).endswith("?mode=ro")


def test_a_book_in_a_folder_of_ours_is_not_taken_for_sealed(sqlite_book: Book) -> None:
    assert connection._uri(sqlite_book, write=False).endswith("?mode=ro")


def test_a_path_with_odd_signs_is_a_path(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "a b?mode=memory&c#%41é.db"
    assert run_plain("--db", place, "init").code == 0
    assert run_plain("--db", place, "db", "path").out == f"{place}\n"
    assert run_plain("--db", place, "db", "info").code == 0
    assert all(name.startswith(place.name) for name in os.listdir(tmp_path))


def test_a_missing_file_says_how_to_make_it(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "gone.db"
    for line in ("db info", "config list", "config set terms 10"):
        result = run_plain("--db", place, *line.split())
        assert result.code == 5
        assert result.err == (
            f"error: there is no book at {place}\nhint: create it: acctmgr --db {place} init\n"
        )
    assert not place.exists()


def test_a_file_that_is_no_database_is_named(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "letter.txt"
    place.write_text("Dear Ana, " * 200)
    result = run_plain("--db", place, "db", "info")
    assert result.code == 5
    assert f"error: {place} is not a database\n" in result.err


def test_an_empty_file_is_no_book(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "empty.db"
    place.touch()
    for line in ("db info", "config set terms 10"):
        result = run_plain("--db", place, *line.split())
        assert result.code == 5
        assert f"error: {place} is a database but not a book of acctmgr\n" in result.err
    assert place.stat().st_size == 0


def test_a_folder_is_no_book(run_plain: Run, tmp_path: Path) -> None:
    result = run_plain("--db", tmp_path, "db", "info")
    assert result.code == 5
    assert f"error: {tmp_path} is a folder\n" in result.err


def test_a_truncated_book_is_damaged(run_plain: Run, sqlite_book: Book) -> None:
    whole = sqlite_book.path.read_bytes()
    sqlite_book.path.write_bytes(whole[:20_000])
    result = run_plain("--db", sqlite_book.place, "db", "check")
    assert result.code == 5
    assert "is damaged" in result.err


@pytest.mark.parametrize(
    "tables", ["CREATE TABLE other (id INTEGER)", "CREATE TABLE alembic_version (version_num TEXT)"]
)
def test_somebody_elses_database_is_no_book(run: Run, book: Book, tables: str) -> None:
    if book.is_postgres:
        with opened(book) as db:
            db.run("DROP SCHEMA public CASCADE")
            db.run("CREATE SCHEMA public")
            db.run(tables)
            db.raw.commit()
    else:
        book.path.unlink()
        with closing(sqlite3.connect(book.place)) as raw:
            raw.execute(tables)
    for line in ("db info", "db upgrade", "config set terms 10"):
        result = run(line)
        assert result.code == 5
        assert f"error: {book.title} is a database but not a book of acctmgr\n" in result.err


def test_a_book_that_another_program_holds_is_in_use(
    run: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("config set lock_timeout 0").code == 0
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    with closing(sqlite3.connect(sqlite_book.place, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = run("config set terms 10")
        assert run("config get terms").out == "30\n"  # looking needs no lock
    assert result.code == 5
    assert result.err == (
        f"error: {sqlite_book.title} is in use by another program\n"
        "hint: wait until that is done and try again\n"
    )


@pytest.mark.parametrize("line", ["db info", "config set terms 10", "init"])
def test_a_name_that_no_file_can_have_is_an_error_of_the_book(
    run_plain: Run, tmp_path: Path, line: str
) -> None:
    result = run_plain("--db", tmp_path / ("x" * 300), *line.split())
    assert result.code == 5
    assert "can't be opened: File name too long\nhint: look at the path and its rights\n" in result.err


def test_a_folder_that_can_not_be_looked_into_is_an_error_of_the_book(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    result = run_plain("--db", tmp_path / "a.db", "db", "info")
    assert result.code == 5
    assert f"error: {tmp_path / 'a.db'} can't be opened: Permission denied\n" in result.err


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("53100", "can't grow: the disk of its server is full"),
        ("57014", "stopped the command: it took too long, or somebody cancelled it"),
        ("55P03", "is in use by another program"),
        ("57P01", "can't reach"),
        ("53300", "can't reach"),
    ],
)
def test_trouble_on_the_server_has_its_own_words(postgres_book: Book, code: str, words: str) -> None:
    with pytest.raises(BookError, match=words), reading(postgres_book) as db:
        db.run(f"DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{code}'; END $$")


def test_what_is_no_trouble_of_the_store_stays_what_it_is(postgres_book: Book) -> None:
    with pytest.raises(psycopg2.errors.UndefinedColumn), reading(postgres_book) as db:
        db.run("SELECT nonsense FROM party")


@pytest.mark.parametrize("password", ["se@same", "se/same", "se?same", "se#same", "se same"])
def test_a_password_that_tears_the_url_apart_is_not_shown(run_plain: Run, password: str) -> None:
    result = run_plain("--db", f"postgresql://ana:{password}@127.0.0.1:1/books", "db", "info")
    assert result.code == 2
    assert "same" not in result.err
    assert "postgresql://ana:***@127.0.0.1:1/books" in result.err


def test_a_server_that_is_not_there_is_named_without_the_password(run_plain: Run) -> None:
    result = run_plain("--db", "postgresql://ana:sesame@127.0.0.1:1/books", "db", "info")
    assert result.code == 5
    assert "error: can't reach postgresql://ana:***@127.0.0.1:1/books: " in result.err
    assert "sesame" not in result.err


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://ana:se%zzsame@127.0.0.1:1/books",
        "postgresql://127.0.0.1:1/books?user=ana&password=se%zzsame",
        "mysql://ana:sesame@db/books",
    ],
)
def test_an_url_that_makes_no_sense_is_refused_without_the_password(run_plain: Run, place: str) -> None:
    result = run_plain("--db", place, "db", "info")
    assert result.code == 2
    assert "sesame" not in result.err
    assert "zz" not in result.err


def test_a_driver_that_is_not_installed_says_how_to_get_it(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg2", None)
    result = run_plain("--db", "postgresql://127.0.0.1:1/books", "db", "info")
    assert result.code == 5
    assert "hint: pip install 'acctmgr[postgres]'" in result.err


def test_a_book_whose_version_is_empty_is_no_book(run_plain: Run, tmp_path: Path) -> None:
    book = book_from(SCHEMA, "0001", tmp_path / "old.db")
    with closing(sqlite3.connect(book.place)) as raw:
        raw.execute("DELETE FROM alembic_version")
        raw.commit()
    result = run_plain("--db", book.place, "db", "upgrade")
    assert result.code == 5
    assert "is a database but not a book" in result.err


def test_the_drivers_words_for_a_bad_url_do_hold_the_password() -> None:
    with pytest.raises(psycopg2.ProgrammingError, match="se%zzsame"):
        psycopg2.connect("postgresql://ana:se%zzsame@127.0.0.1:1/books")
