"""A book of an older schema is brought up to date: backed up, whole, or not at all."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from acctmgr.core.errors import BookError
from acctmgr.parties.tables import Party, PartyTag
from acctmgr.store import migrate, read, ready, schema
from acctmgr.store.book import Book
from acctmgr.store.connection import opened
from acctmgr.store.migrate import STEPS, upgrade, version_of
from acctmgr.store.triggers import guards
from acctmgr.store.write import change
from conftest import Run
from store.dump import schema_of

NOW = schema.SCHEMA_VERSION
NEXT = f"{int(NOW) + 1:04}"
HEAD = f"""
import sqlalchemy as sa
from alembic import op
from sqlmodel import SQLModel

revision = "{NEXT}"
down_revision = "{NOW}"
"""
ADDS_A_COLUMN = """
def upgrade():
    whole = SQLModel.metadata.tables["party"]  # what batch mode reads of a table by itself is not all
    with op.batch_alter_table("party", copy_from=whole, recreate="RECREATE") as party:
        party.add_column(sa.Column("motto", sa.Text, server_default="onward"))
"""
FAILS_LATE = """
def upgrade():
    op.add_column("party", sa.Column("motto", sa.Text))
    op.execute("UPDATE party SET name = 'lost'")
    op.execute("INSERT INTO party_tag (nonsense) VALUES (1)")
"""
LOSES_PARENTS = """
def upgrade():
    op.execute("DELETE FROM party")
"""

Steps = Callable[[str], Path]


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    """A folder with the steps there are and one later."""

    def steps(body: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT}_test.py").write_text(HEAD + body)
        return folder

    return steps


@pytest.fixture
def filled(book: Book) -> Book:
    """Two parties with three tags."""

    def fill(session: Session) -> None:
        for number, tags in ((1, ["vip", "late"]), (2, ["vip"])):
            party = Party(handle=f"p{number}", name=f"P {number}", name_key=f"p {number}")
            session.add(party)
            session.flush()
            session.add_all(PartyTag(party_id=party.id, tag=tag) for tag in tags)

    change(fill, book)
    return book


def adding_a_column(book: Book) -> str:
    # on SQLite the hard way, by copying the whole table
    return ADDS_A_COLUMN.replace("RECREATE", "auto" if book.is_postgres else "always")


def guard_names(book: Book) -> list[str]:
    query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    if not book.is_postgres:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with opened(book) as db:
        return sorted(row[0] for row in db.run(query))


def backups(book: Book) -> list[Path]:
    return [] if book.is_postgres else sorted(book.path.parent.glob(f"{book.path.name}.*.bak"))


def test_an_upgrade_keeps_every_row_and_every_guard(filled: Book, steps: Steps) -> None:
    before = guard_names(filled)
    upgrade(filled, steps=steps(adding_a_column(filled)), target=NEXT)
    with opened(filled) as db:
        assert db.run("SELECT id, handle, motto FROM party ORDER BY id").fetchall() == [
            (1, "p1", "onward"),
            (2, "p2", "onward"),
        ]
        tags = db.run("SELECT party_id, tag FROM party_tag ORDER BY id").fetchall()
        assert tags == [(1, "vip"), (1, "late"), (2, "vip")]
        assert db.value("SELECT version_num FROM alembic_version") == NEXT
    assert guard_names(filled) == before
    assert {guard.name for guard in guards(migrate.all_tables())} == set(before)


def _party_of(book: Book) -> str:
    (line,) = [line for line in schema_of(book.path).splitlines() if "TABLE party (" in line]
    return line


def test_a_table_that_is_copied_keeps_its_rules(sqlite_book: Book, steps: Steps) -> None:
    (before,) = [line for line in schema_of(sqlite_book.path).splitlines() if "TABLE party (" in line]
    upgrade(sqlite_book, steps=steps(adding_a_column(sqlite_book)), target=NEXT)
    after = _party_of(sqlite_book)
    assert after.count("CHECK") == before.count("CHECK")
    assert "AUTOINCREMENT" in after


def test_foreign_keys_hold_after_an_upgrade(sqlite_book: Book, steps: Steps) -> None:
    upgrade(sqlite_book, steps=steps(adding_a_column(sqlite_book)), target=NEXT)
    with (
        opened(sqlite_book, write=True) as db,
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"),
    ):
        db.run("INSERT INTO party_tag (party_id, tag) VALUES (99, 'vip')")


def test_the_book_as_it_was_is_kept_beside_it(sqlite_book: Book, steps: Steps) -> None:
    released = schema_of(sqlite_book.path)
    backup = upgrade(sqlite_book, steps=steps(adding_a_column(sqlite_book)), target=NEXT)
    assert backup is not None
    assert backup.parent == sqlite_book.path.parent
    assert backup.stat().st_mode & 0o777 == 0o600
    assert schema_of(backup) == released
    assert version_of(Book(str(backup))) == NOW


@pytest.mark.parametrize("body", [FAILS_LATE, LOSES_PARENTS])
def test_a_step_that_fails_leaves_the_book_as_it_was(filled: Book, steps: Steps, body: str) -> None:
    before = guard_names(filled)
    with pytest.raises(Exception, match=r"nonsense|without their parent|violates foreign key"):
        upgrade(filled, steps=steps(body), target=NEXT)
    with opened(filled) as db:
        assert db.run("SELECT name FROM party ORDER BY id").fetchall() == [("P 1",), ("P 2",)]
        assert db.value("SELECT COUNT(*) FROM party_tag") == 3
        assert db.value("SELECT version_num FROM alembic_version") == NOW
        with pytest.raises(Exception, match="motto"):
            db.run("SELECT motto FROM party")
    assert guard_names(filled) == before


def test_a_book_that_is_current_is_left_alone(book: Book) -> None:
    assert upgrade(book, steps=STEPS, target=NOW) is None
    assert backups(book) == []


def test_somebody_elses_upgrade_meanwhile_is_not_done_again(
    sqlite_book: Book, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = steps(adding_a_column(sqlite_book))
    upgrade(sqlite_book, steps=folder, target=NEXT)
    monkeypatch.setattr(migrate, "version_of", lambda book: NOW)  # what we saw before they began
    assert upgrade(sqlite_book, steps=folder, target=NEXT) is None
    assert len(backups(sqlite_book)) == 1


@pytest.fixture
def later_program(book: Book, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be with schema 0002."""
    for module in (read, ready, migrate, schema):
        monkeypatch.setattr(module, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(migrate, "STEPS", steps(adding_a_column(book)))


@pytest.mark.usefixtures("later_program")
@pytest.mark.parametrize("line", ["config get terms", "config set terms 10"])
def test_a_file_upgrades_by_itself_and_a_server_does_not(run: Run, book: Book, line: str) -> None:
    result = run(line)
    if book.is_postgres:
        assert result.code == 5
        assert "is of an older schema\nhint: upgrade it: acctmgr db upgrade\n" in result.err
        assert version_of(book) == NOW
    else:
        assert result.code == 0
        (backup,) = backups(book)
        told = f"upgraded {book.title} to schema {NEXT}; as it was: {backup}"
        assert result.err.splitlines()[0] == told
        assert run("config get terms").err == ""


@pytest.mark.usefixtures("later_program")
def test_a_file_upgrades_quietly_where_that_is_asked_for(
    run_plain: Run, sqlite_book: Book, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_plain("--quiet", "--db", sqlite_book.place, "config", "get", "terms")
    assert (result.out, result.err) == ("30\n", "")
    assert version_of(sqlite_book) == NEXT


@pytest.mark.usefixtures("later_program")
def test_db_upgrade_upgrades_either_store_and_then_has_nothing_to_do(run: Run, book: Book) -> None:
    result = run("db upgrade")
    assert result.code == 0
    assert result.err.startswith(f"upgraded {book.title} from schema {NOW} to {NEXT}")
    assert len(backups(book)) == (0 if book.is_postgres else 1)
    assert run("db upgrade").err == f"{book.title} is up to date: schema {NEXT}\n"


@pytest.mark.parametrize("line", ["db info", "db upgrade", "config set terms 10"])
def test_a_book_of_a_newer_program_is_refused(run: Run, book: Book, line: str) -> None:
    with opened(book, write=True) as db:
        db.run("UPDATE alembic_version SET version_num = '0099'")
        db.raw.commit()
    result = run(line)
    assert result.code == 5
    assert f"{book.title} is of schema 0099, this program knows up to {NOW}" in result.err
    assert "hint: upgrade acctmgr" in result.err


def test_a_backup_that_can_not_be_written_stops_the_upgrade(
    sqlite_book: Book, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = steps(adding_a_column(sqlite_book))

    really = os.open

    def refuse(path: str, *given: Any, **named: Any) -> int:
        if ".bak" in str(path):
            raise PermissionError(13, "Permission denied")
        return really(path, *given, **named)

    monkeypatch.setattr(migrate.drafts, "made", refuse)
    with pytest.raises(BookError, match=r"can't back up .* Permission denied"):
        upgrade(sqlite_book, steps=folder, target=NEXT)
    monkeypatch.undo()
    assert version_of(sqlite_book) == NOW
    with closing(sqlite3.connect(sqlite_book.place)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_triggers_of_other_programs_stay(book: Book, steps: Steps) -> None:
    """Whatever they are called, on tables of their own and on ours."""
    with opened(book, write=True) as db:
        if book.is_postgres:
            db.run("CREATE SCHEMA other")
            db.run("CREATE TABLE other.party (id INTEGER)")
            db.run("CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
            for name, table in (("party_no_update", "other.party"), ("entry_watch", "entry")):
                db.run(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION stay()")
        else:
            db.run("CREATE TABLE other (id INTEGER)")
            for name, table in (("other_watch", "other"), ("entry_watch", "entry")):
                db.run(f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN SELECT 1; END")
        db.raw.commit()
    before = guard_names(book)
    upgrade(book, steps=steps("def upgrade():\n    pass\n"), target=NEXT)
    assert guard_names(book) == before


def test_a_backup_that_breaks_off_has_no_name(
    sqlite_book: Book, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is called a backup is a whole one."""

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    folder = steps(adding_a_column(sqlite_book))
    monkeypatch.setattr(migrate.drafts, "kept", killed)
    with pytest.raises(KeyboardInterrupt):
        upgrade(sqlite_book, steps=folder, target=NEXT)
    monkeypatch.undo()
    assert backups(sqlite_book) == []
    assert version_of(sqlite_book) == NOW
