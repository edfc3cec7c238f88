"""The SQL that leads from the last released schema to the tables as they are, one file for each store.

To write the next step: python tests/store/step.py. A released step is never written again.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from acctmgr.store.create import all_tables
from acctmgr.store.migrate import STEPS
from acctmgr.store.schema import SCHEMA_VERSION

SCHEMAS = Path(__file__).with_name("schemas")
STORES: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(),  # type: ignore[no-untyped-call]
    "postgresql": psycopg2.dialect(),  # type: ignore[no-untyped-call]
}


def released() -> dict[str, list[str]]:
    """The tables of the release before, with their columns."""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.executescript((SCHEMAS / f"{int(SCHEMA_VERSION) - 1:04}.sql").read_text())
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in raw.execute(f"PRAGMA table_info({name})")] for name in names}


def _spelt(sql: str) -> str:
    return " ".join(sql.split()).replace("( ", "(").replace(" )", ")").replace('"', "")


def _old_sql() -> dict[str, str]:
    lines = (SCHEMAS / f"{int(SCHEMA_VERSION) - 1:04}.sql").read_text().splitlines()
    return {
        line.split()[2].strip('"'): _spelt(line.rstrip(";"))
        for line in lines
        if line.startswith("CREATE TABLE")
    }


def _old_indexes() -> set[str]:
    text = (SCHEMAS / f"{int(SCHEMA_VERSION) - 1:04}.sql").read_text()
    return set(re.findall(r"^CREATE (?:UNIQUE )?INDEX (\w+)", text, re.MULTILINE))


def _whole(table: Table, dialect: Dialect) -> Iterator[str]:
    yield str(CreateTable(table).compile(dialect=dialect))
    yield from (str(CreateIndex(index).compile(dialect=dialect)) for index in _indexes(table))


def _indexes(table: Table) -> list:  # type: ignore[type-arg]
    return sorted(table.indexes, key=lambda index: str(index.name))


def _again(table: Table, before: list[str], dialect: Dialect) -> Iterator[str]:
    """SQLite: a table made anew with the rows that it had."""
    make, *indexes = _whole(table, dialect)
    yield make.replace(f"CREATE TABLE {table.name}", f"CREATE TABLE new_{table.name}", 1)
    new = [column for column in table.columns if column.name not in before and not column.nullable]
    names = ", ".join([*(f'"{name}"' for name in before), *(column.name for column in new)])
    values = ", ".join([*(f'"{name}"' for name in before), *("0" for _ in new)])
    yield f"INSERT INTO new_{table.name} ({names}) SELECT {values} FROM {table.name}"
    yield f"DELETE FROM sqlite_sequence WHERE name = 'new_{table.name}'"  # ids of deleted rows stay used
    yield f"INSERT INTO sqlite_sequence SELECT 'new_{table.name}', seq FROM sqlite_sequence WHERE name = '{table.name}'"
    yield f"DROP TABLE {table.name}"
    yield f"ALTER TABLE new_{table.name} RENAME TO {table.name}"
    yield from indexes


def _altered(table: Table, before: list[str], dialect: Dialect) -> Iterator[str]:
    """PostgreSQL: new columns, and the checks as they are now."""
    for column in table.columns:
        if column.name not in before:
            spec = CreateColumn(column).compile(dialect=dialect)
            yield f"ALTER TABLE {table.name} ADD COLUMN {spec}" + ("" if column.nullable else " DEFAULT 0")
            if not column.nullable:
                yield f"ALTER TABLE {table.name} ALTER COLUMN {column.name} DROP DEFAULT"
            for key in column.foreign_keys:
                there, _, what = key.target_fullname.partition(".")
                yield f"ALTER TABLE {table.name} ADD FOREIGN KEY ({column.name}) REFERENCES {there} ({what})"
    yield (
        f"DO $$ DECLARE rule text; BEGIN FOR rule IN SELECT conname FROM pg_constraint WHERE contype = 'c' "
        f"AND conrelid = '{table.name}'::regclass LOOP "
        f"EXECUTE 'ALTER TABLE {table.name} DROP CONSTRAINT ' || quote_ident(rule); END LOOP; END $$"
    )
    for check in sorted(map(_check, _checks(table))):
        yield f"ALTER TABLE {table.name} ADD {check}"
    yield from _new_indexes(table, dialect)


def _new_indexes(table: Table, dialect: Dialect) -> Iterator[str]:
    there = _old_indexes()
    for index in _indexes(table):
        if index.name not in there:
            yield str(CreateIndex(index).compile(dialect=dialect))


def _checks(table: Table) -> list[CheckConstraint]:
    """Without those that only SQLite needs, to guard its types."""
    found = [rule for rule in table.constraints if isinstance(rule, CheckConstraint)]
    return [rule for rule in found if rule._ddl_if is None]


def _check(rule: CheckConstraint) -> str:
    return (f"CONSTRAINT {rule.name} " if rule.name else "") + f"CHECK ({rule.sqltext})"


def statements(metadata: MetaData, store: str) -> Iterator[str]:
    """Everything that the step does, in order."""
    dialect, old, sql = STORES[store], released(), _old_sql()
    change = _again if store == "sqlite" else _altered
    for table in metadata.sorted_tables:
        now = _spelt(str(CreateTable(table).compile(dialect=STORES["sqlite"])))
        if table.name not in old:
            yield from _whole(table, dialect)
        elif now != sql[table.name]:
            yield from change(table, old[table.name], dialect)
        else:
            yield from _new_indexes(table, dialect)


if __name__ == "__main__":
    for store in STORES:
        text = "".join(f"{' '.join(sql.split())};\n" for sql in statements(all_tables(), store))
        (STEPS / "versions" / f"{SCHEMA_VERSION}.{store}.sql").write_text(text, encoding="utf-8")
