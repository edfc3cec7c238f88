"""The schema is what the tables say, and what was released stays as it was."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from acctmgr.store import search
from acctmgr.store.book import Book
from acctmgr.store.connection import connect_postgres, connect_sqlite, opened
from acctmgr.store.create import all_tables
from acctmgr.store.migrate import STEPS, upgrade
from acctmgr.store.proof import EXPECTED
from acctmgr.store.read import reading
from acctmgr.store.schema import SCHEMA_VERSION
from store.dump import book_from, expected_of, fill_postgres, postgres_schema, schema_of

_IN_ANOTHER_ORDER = """
    SELECT table_name, column_name
      FROM information_schema.columns
     WHERE table_schema = 'public'
       AND data_type IN ('text', 'character varying')
       AND collation_name IS DISTINCT FROM 'C'
     ORDER BY table_name, column_name
"""
# every rule, column and index of a PostgreSQL book, as the server tells it
_RULES = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
     UNION ALL
    SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL
    SELECT table_name, concat_ws(' ', column_name, data_type, is_nullable, column_default, collation_name)
      FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL
    SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     ORDER BY 1, 2
"""
SCHEMAS = sorted(Path(__file__).with_name("schemas").glob("*.sql"))


@contextmanager
def linked(book: Book) -> Iterator[Connection]:
    if book.is_postgres:
        engine = create_engine("postgresql+psycopg2://", creator=lambda: connect_postgres(book))
    else:
        engine = create_engine("sqlite://", creator=lambda: connect_sqlite(book, write=True))
    with engine.connect() as link:
        yield link
    engine.dispose()


def _is_ours(name: str | None, *_: object) -> bool:
    """The index of search text is made beside the tables, and differs from store to store."""
    return not (name or "").startswith(search.INDEX)


def test_a_new_book_is_exactly_what_the_tables_say(book: Book) -> None:
    with linked(book) as link:
        context = MigrationContext.configure(link, opts={"include_name": _is_ours})
        assert compare_metadata(context, all_tables()) == []


def test_a_new_book_is_exactly_of_the_released_schema(sqlite_book: Book) -> None:
    released = Path(__file__).with_name("schemas") / f"{SCHEMA_VERSION}.sql"
    assert schema_of(sqlite_book.path) == released.read_text()


def test_a_check_knows_all_that_a_new_book_has(sqlite_book: Book, postgres_book: Book) -> None:
    """After a change of the schema: ACCTMGR_WRITE_EXPECTED=1 pytest tests/store/test_schema.py."""
    found = expected_of(sqlite_book, postgres_book)
    if os.environ.get("ACCTMGR_WRITE_EXPECTED"):
        EXPECTED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(EXPECTED.read_text(encoding="utf-8")) == found


def test_text_is_sorted_by_its_bytes_whatever_language_a_server_speaks(postgres_book: Book) -> None:
    with reading(postgres_book) as db:
        found = db.run(_IN_ANOTHER_ORDER).fetchall()
    assert found == [("alembic_version", "version_num")]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_a_book_of_every_release_comes_up_to_date(schema: Path, sqlite_book: Book, tmp_path: Path) -> None:
    old = book_from(schema, schema.stem, tmp_path / "old.db")
    upgrade(old, steps=STEPS, target=SCHEMA_VERSION)
    assert sorted(schema_of(old.path).splitlines()) == sorted(schema_of(sqlite_book.path).splitlines())


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_a_server_of_every_release_comes_up_to_date(
    schema: Path, postgres_empty: Book, postgres_book: Book
) -> None:
    fill_postgres(schema.with_name("postgresql") / schema.name, schema.stem, postgres_empty)
    upgrade(postgres_empty, steps=STEPS, target=SCHEMA_VERSION)
    with reading(postgres_empty) as old, reading(postgres_book) as new:
        assert old.run(_RULES).fetchall() == new.run(_RULES).fetchall()


def test_a_new_book_on_a_server_is_exactly_of_the_released_schema() -> None:
    released = Path(__file__).with_name("schemas") / "postgresql" / f"{SCHEMA_VERSION}.sql"
    assert postgres_schema() == released.read_text()


def test_an_upgrade_keeps_ids_that_were_used_from_being_used_again(tmp_path: Path) -> None:
    old = book_from(SCHEMAS[0], "0001", tmp_path / "old.db")
    party = (
        "INSERT INTO party (handle, name, name_key, is_client, is_vendor, status) "
        "VALUES ('{0}', 'A', 'a', 1, 0, 'active')"
    )
    with opened(old, write=True) as db:
        db.run(party.format("first"))
        db.run(party.format("gone"))
        db.run("DELETE FROM party WHERE handle = 'gone'")
        db.raw.commit()
    upgrade(old, steps=STEPS, target=SCHEMA_VERSION)
    with opened(old, write=True) as db:
        db.run(party.format("next"))
        assert db.run("SELECT id, handle FROM party ORDER BY id").fetchall() == [(1, "first"), (3, "next")]


def test_the_newest_step_is_the_current_version() -> None:
    assert ScriptDirectory(str(STEPS)).get_current_head() == SCHEMA_VERSION


def test_every_released_step_has_its_schema() -> None:
    steps = {script.revision for script in ScriptDirectory(str(STEPS)).walk_revisions()}
    assert {schema.stem for schema in SCHEMAS} == steps
