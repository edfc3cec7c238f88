"""Operations: every change leaves the images of its rows, chained by hash to the change before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from acctmgr.core.dates import now, today
from acctmgr.store.connection import Connection

_IN_ONE_GO = 500
_CHANGE = ("operation_id", "table_name", "row_id", "before", "after")
_OPERATION = ("id", "at", "today", "actor", "command", "previous_hash", "hash")
# what somebody forged may be of any type; its hash is wrong, and that is all there is to say
_as_json = json.JSONEncoder(ensure_ascii=False, default=repr).encode


class Actor(NamedTuple):
    """Who acts and with which words."""

    name: str
    command: str


class Trail:
    """What one operation touched so far: images before, and which rows to take images of after."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.before: dict[tuple[str, int], str] = {}
        self.touched: dict[str, set[int]] = {}
        self.ranges: dict[str, list[tuple[int, int]]] = {}

    def remember(self, table: str, ids: Iterable[int]) -> None:
        """Take the images of rows that are about to change; the first image of a row is the one that counts."""
        touched = self.touched.setdefault(table, set())
        wanted = [row_id for row_id in ids if row_id not in touched]
        for row_id, image in self._images(table, wanted):
            self.before[table, row_id] = image
        touched.update(wanted)

    def created(self, table: str, row_id: int) -> None:
        """Note a new row."""
        self.touched.setdefault(table, set()).add(row_id)

    def created_range(self, table: str, first_id: int, last_id: int) -> None:
        """Note rows that the bulk lane made, ids without gaps, both ends included."""
        if first_id <= last_id:
            self.ranges.setdefault(table, []).append((first_id, last_id))

    def _images(self, table: str, ids: list[int]) -> Iterator[tuple[int, str]]:
        image = row_image(self.connection, table)
        for start in range(0, len(ids), _IN_ONE_GO):
            some = sorted(ids[start : start + _IN_ONE_GO])
            yield from self.connection.run(
                f"SELECT id, {image} FROM {table} WHERE id IN (:ids)", {"ids": some}
            )

    def close(self, actor: Actor) -> int | None:
        """Write the operation with its images and move the chain's end; None when nothing changed."""
        head = self.connection.run("SELECT operations, last_hash FROM head").fetchone()
        operation_id, previous = int(head[0]) + 1, head[1]
        moment, day = now().isoformat(timespec="microseconds"), today().isoformat()
        operation = (operation_id, moment, day, actor.name, actor.command, previous)
        changes = list(self._changed_rows())
        if not changes and not self.ranges:
            return None
        self.connection.insert("change", _CHANGE, [(operation_id, *change) for change in changes])
        for table, spans in self.ranges.items():
            self._copy_images(operation_id, table, spans)
        digest = operation_hash(self.connection, operation)
        self.connection.insert("operation", _OPERATION, [(*operation, digest)])
        self.connection.run(
            "UPDATE head SET operations = :id, last_hash = :hash", {"id": operation_id, "hash": digest}
        )
        return operation_id

    def _changed_rows(self) -> Iterator[tuple[str, int, str | None, str | None]]:
        for table in sorted(self.touched):
            after = dict(self._images(table, list(self.touched[table])))
            for row_id in sorted(self.touched[table]):
                before = self.before.get((table, row_id))
                if before != after.get(row_id):
                    yield table, row_id, before, after.get(row_id)

    def _copy_images(self, operation_id: int, table: str, spans: list[tuple[int, int]]) -> None:
        image = row_image(self.connection, table)
        for first_id, last_id in spans:
            self.connection.run(
                f"INSERT INTO change (operation_id, table_name, row_id, before, after) "
                f"SELECT :operation, '{table}', id, NULL, {image} FROM {table} "
                f"WHERE id BETWEEN :first AND :last ORDER BY id",
                {"operation": operation_id, "first": first_id, "last": last_id},
            )


def row_image(connection: Connection, table: str) -> str:
    """SQL for the JSON text of a whole row, by the store's own function."""
    if connection.is_postgres:
        return f"row_to_json({table})::text"
    columns = [row[1] for row in connection.run(f"PRAGMA table_info({table})")]
    return "json_object(" + ", ".join(f"'{column}', {column}" for column in columns) + ")"


def operation_hash(connection: Connection, operation: tuple[Any, ...]) -> str:
    """The hash of an operation whose changes are written already."""
    images = connection.run(
        "SELECT id, table_name, row_id, before, after FROM change WHERE operation_id = :id ORDER BY id",
        {"id": operation[0]},
    )
    return hash_of(operation, images)


def hash_of(operation: tuple[Any, ...], images: Iterable[Iterable[Any]]) -> str:
    """SHA-256 over the operation's facts, the hash before it and the images of its rows, in order.

    operation: as in the table, without its hash. images: id, table_name, row_id, before, after.
    """
    digest = hashlib.sha256(_words(operation))
    for image in images:
        digest.update(_words(image))
    return digest.hexdigest()


def _words(values: Iterable[Any]) -> bytes:
    return _as_json(tuple(values)).encode()
