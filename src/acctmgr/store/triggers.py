"""Triggers that refuse what must never happen, made from what the tables say of themselves."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import MetaData, Table


class Guard(NamedTuple):
    """A trigger: on which table and event, when it fires and what it says."""

    name: str
    table: str
    event: str  # UPDATE or DELETE
    condition: str  # over OLD and NEW, in both dialects but for {differs}
    message: str


def guards(metadata: MetaData) -> Iterator[Guard]:
    """The guards of every table whose `info` has `frozen`."""
    for table in metadata.sorted_tables:
        if message := table.info.get("frozen"):
            when = table.info.get("frozen_when", "TRUE")
            yield Guard(f"{table.name}_no_update", table.name, "UPDATE", _changed(table, when), message)
            yield Guard(f"{table.name}_no_delete", table.name, "DELETE", when, message)


def _changed(table: Table, when: str) -> str:
    columns = table.info.get("frozen_columns")
    if not columns:
        return when
    differences = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns)
    return f"({when}) AND ({differences})"


def statements(metadata: MetaData, *, is_postgres: bool) -> Iterator[str]:
    """The SQL that makes the triggers, in the store's dialect."""
    for guard in guards(metadata):
        yield from _postgres(guard) if is_postgres else _sqlite(guard)


def _sqlite(guard: Guard) -> Iterator[str]:
    condition = guard.condition.format(differs="IS NOT")
    yield f"DROP TRIGGER IF EXISTS {guard.name}"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {condition} "
        f"BEGIN SELECT raise(abort, '{guard.message}'); END"
    )


def _postgres(guard: Guard) -> Iterator[str]:
    condition = guard.condition.format(differs="IS DISTINCT FROM")
    row = "NEW" if guard.event == "UPDATE" else "OLD"
    yield (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition} THEN RAISE EXCEPTION '{guard.message}'; END IF; RETURN {row}; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}"
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )
