"""Imports into a SQLite book are made in a copy: the book comes out the same, and others write meanwhile."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acctmgr.core.errors import Refused
from acctmgr.store import aside, audit
from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk, bulk
from acctmgr.store.read import reading
from acctmgr.store.tables import Setting
from acctmgr.store.write import change
from conftest import Run

CLIENTS = "handle,name,email,tags,terms_days\n"
INVOICES = "number,client,issued_on,due_on,total,paid_on\n"
# each brings new rows, changes rows that are there, or both; the last one takes tags away
FILES = (
    ("clients", CLIENTS + "acme,Acme,info@acme.example,vip;north,30\nzeta,Zeta,,,14\n"),
    ("clients", CLIENTS + "acme,Acme Trading,books@acme.example,vip,45\nnova,Nova,,new,\n"),
    (
        "invoices",
        INVOICES + "A-1,acme,2026-01-10,2026-02-10,120.50,\nA-2,zeta,2026-01-11,2026-02-10,80,2026-02-01\n",
    ),
    (
        "invoices",
        INVOICES + "A-1,acme,2026-01-10,2026-02-10,120.50,2026-02-05\nA-3,nova,2026-03-01,2026-03-31,10,\n",
    ),
    ("payments", "client,paid_on,amount,document\nnova,2026-04-01,10,A-3\nacme,2026-04-02,5,\n"),
)


@pytest.fixture(autouse=True)
def _own_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def told(run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs lines on a SQLite book."""
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    return run_plain


def left_behind() -> list[str]:
    """Temporary files of ours."""
    return os.listdir(tempfile.gettempdir())


def under_the_lock(patch: pytest.MonkeyPatch) -> None:
    """Take every book for too large to be copied."""
    patch.setattr(aside, "_BYTES_MAX", 0)


def everything(book: Book) -> dict[str, Any]:
    """All rows of all tables with their places, what the index finds, and the schema."""
    with closing(sqlite3.connect(book.place)) as raw:
        raw.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_index', 'instance')")
        schema = raw.execute("SELECT name, sql FROM main.sqlite_master ORDER BY name").fetchall()
        names = [name for name, sql in schema if sql and sql.startswith("CREATE TABLE")]
        found: dict[str, Any] = {
            name: raw.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall()
            for name in names
            if not name.startswith(("search_index", "sqlite_"))
        }
        found["sequences"] = raw.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
        found["index"] = raw.execute("SELECT term, doc FROM temp.terms ORDER BY term, doc").fetchall()
        found["schema"] = schema
        return found


def test_a_book_is_the_same_whichever_way_it_was_imported_into(
    told: Run, sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "now", lambda: datetime(2026, 7, 15, 10, tzinfo=UTC))
    empty, file = tmp_path / "empty.db", tmp_path / "file.csv"
    shutil.copyfile(sqlite_book.place, empty)

    def imported() -> list[dict[str, Any]]:
        states = []
        for kind, text in FILES:
            file.write_text(text)
            result = told("import", kind, str(file))
            assert (result.code, " 0 rejected" in result.err) == (0, True), result.err
            states.append(everything(sqlite_book))
        assert told("db check").code == 0
        return states

    made_aside = imported()
    assert left_behind() == []
    shutil.copyfile(empty, sqlite_book.place)
    under_the_lock(monkeypatch)
    made_in_place = imported()
    for one, other in zip(made_aside, made_in_place, strict=True):
        assert {name: one[name] for name in one if one[name] != other[name]} == {}
    assert [len(state["operation"]) for state in made_aside] == [2, 3, 4, 5, 6]
    assert len(made_aside[-1]["payment"]) == 4


def add_setting(db: Bulk, key: str) -> None:
    db.add("setting", ("id", "key", "value"), [(db.next_id("setting"), key, "x")])


def settings_of(book: Book) -> list[str]:
    with reading(book) as db:
        return [row[0] for row in db.run("SELECT key FROM setting WHERE value = 'x' ORDER BY id")]


@pytest.mark.parametrize(("others", "times"), [(0, 1), (1, 2), (2, 3), (3, 4)])
def test_what_others_write_meanwhile_stands_and_the_import_is_made_again(
    told: Run, sqlite_book: Book, others: int, times: int
) -> None:
    calls = 0

    def load(db: Bulk) -> None:
        nonlocal calls
        calls += 1
        if calls <= others:  # from the fourth time on the book is locked
            key = f"other{calls}"
            change(lambda session: session.add(Setting(key=key, value="x")), sqlite_book)
        add_setting(db, "imported")

    bulk(load, sqlite_book)
    assert calls == times
    assert settings_of(sqlite_book) == [*(f"other{n + 1}" for n in range(others)), "imported"]
    assert told("db check").code == 0
    assert left_behind() == []


def test_a_dry_run_waits_for_nobody(told: Run, sqlite_book: Book, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text(FILES[0][1])
    assert told("config set lock_timeout 0").code == 0
    with closing(sqlite3.connect(sqlite_book.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        dry = told("import", "clients", str(file), "--dry-run")
        real = told("import", "clients", str(file))
    assert (dry.code, "2 created" in dry.err) == (0, True)
    assert (real.code, "is in use by another program" in real.err) == (5, True)
    assert told("client list --format ids").out == ""
    assert left_behind() == []


def test_guards_of_the_book_fire_on_what_is_brought_over(told: Run, sqlite_book: Book) -> None:
    calls = 0

    def forge(db: Bulk) -> None:
        nonlocal calls
        calls += 1
        if calls <= 3:  # of the copies only: the fourth time it is the book
            db.run("DROP TRIGGER operation_no_update")
        db.run("UPDATE operation SET actor = 'nobody'")

    with pytest.raises(sqlite3.IntegrityError, match="operations never change"):
        bulk(forge, sqlite_book)
    assert calls == 4
    with reading(sqlite_book) as db:
        assert db.value("SELECT actor FROM operation") != "nobody"
    assert told("db check").code == 0


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Refused("no")])
def test_what_stops_half_way_leaves_nothing_anywhere(sqlite_book: Book, error: BaseException) -> None:
    def load(db: Bulk) -> None:
        add_setting(db, "imported")
        assert os.stat(Path(tempfile.gettempdir(), left_behind()[0])).st_mode & 0o777 == 0o700
        raise error

    before = sorted(os.listdir(os.path.dirname(sqlite_book.place)))
    with pytest.raises(type(error)):
        bulk(load, sqlite_book)
    assert sorted(os.listdir(os.path.dirname(sqlite_book.place))) == before
    assert left_behind() == []
    assert settings_of(sqlite_book) == []


def test_without_room_for_a_copy_it_is_done_in_the_book(
    sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "_SPARE_BYTES", 2**70)
    bulk(lambda db: add_setting(db, "imported"), sqlite_book)
    assert settings_of(sqlite_book) == ["imported"]


def test_folders_of_killed_imports_are_swept_after_a_day(sqlite_book: Book) -> None:
    parent = Path(tempfile.gettempdir())
    gone, ours = 2**22 + 1, os.getpid()  # no process has so high a number
    names = [f".acctmgr.{gone}.0a0b0c0d", f".acctmgr.{gone}.00000001", f".acctmgr.{ours}.0a0b0c0d"]
    folders = [parent / f"{name}.acctmgr-draft" for name in names] + [parent / "somebody"]
    for folder in folders:
        folder.mkdir()
        (folder / "book.db").write_text("x")
    for folder in (folders[0], *folders[2:]):
        os.utime(folder, (0, 0))
    bulk(lambda db: add_setting(db, "imported"), sqlite_book)
    assert sorted(left_behind()) == sorted(folder.name for folder in folders[1:])
