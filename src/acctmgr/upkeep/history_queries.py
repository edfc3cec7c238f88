"""Checks of the history: the chain of operations, and the rows that it left."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from acctmgr.store.audit import hash_of, row_image
from acctmgr.store.read import Reader
from acctmgr.upkeep.rules import is_as_left

# every table whose rows leave images; a test holds them to the tables there are
AUDITED = (
    "account",
    "activity",
    "allocation",
    "allocation_tax",
    "cash_entry",
    "cash_tax",
    "contact",
    "contact_email",
    "contact_field",
    "contact_phone",
    "contact_tag",
    "deal",
    "deal_activity",
    "deal_field",
    "deal_follow_up",
    "deal_tag",
    "document",
    "document_line",
    "document_tax",
    "entry",
    "follow_up",
    "import_run",
    "mailing",
    "number_series",
    "party",
    "party_field",
    "party_tag",
    "payment",
    "posting",
    "receipt",
    "recurring",
    "recurring_line",
    "recurring_run",
    "setting",
    "stage",
    "stage_change",
    "tax_code",
    "tax_component",
)

_OPERATIONS = "SELECT id, at, today, actor, command, previous_hash, hash FROM operation ORDER BY id"
_CHANGES = """
    SELECT operation_id, id, table_name, row_id, before, after
      FROM change
     ORDER BY operation_id, id
"""
_HEAD = "SELECT operations, last_hash FROM head"

# each row beside its last image, sorted alike: a look-up of every row's images would read them three times over;
# rows whose text is the image's need no closer look, and that is nearly all of them
_STRAYED = """
    SELECT id, image, image_left
      FROM (SELECT last.row_id AS id, now.image, change.after AS image_left, now.id IS NULL AS is_gone
              FROM (SELECT row_id, MAX(id) AS change_id
                      FROM change
                     WHERE table_name = '{table}'
                     GROUP BY row_id) AS last
             CROSS JOIN change
              LEFT JOIN (SELECT id, {image} AS image FROM {table}) AS now ON now.id = last.row_id
             WHERE change.id = last.change_id
               AND ((change.after IS NULL AND now.id IS NOT NULL)
                    OR (change.after IS NOT NULL AND now.id IS NULL)
                    OR change.after <> now.image)
             UNION ALL
            SELECT now.id, now.image, NULL, FALSE
              FROM (SELECT id, {image} AS image FROM {table}) AS now
             WHERE NOT EXISTS (SELECT 1
                                 FROM change
                                WHERE change.table_name = '{table}' AND change.row_id = now.id)) AS pair
     ORDER BY is_gone, id
"""
_STRANGE = "SELECT DISTINCT table_name FROM change WHERE table_name NOT IN (:known) ORDER BY table_name"


class _Pair(NamedTuple):
    id: int
    image: str | None  # None: it is gone
    image_left: str | None


def broken_links(db: Reader) -> Iterator[str]:
    """Operations whose hash, place or predecessor is not what it was when they were written."""
    by_operation = groupby(db.stream(_CHANGES), key=itemgetter(0))
    waiting = next(by_operation, None)
    last_id, last_hash = 0, ""
    for operation_id, *facts, previous_hash, written_hash in db.stream(_OPERATIONS):
        while waiting and waiting[0] < operation_id:
            yield f"changes of operation {waiting[0]}, which is not there"
            waiting = next(by_operation, None)
        images: Iterator[Any] = iter(())
        if waiting and waiting[0] == operation_id:
            images = (row[1:] for row in waiting[1])
        if operation_id != last_id + 1:
            yield f"operation {last_id + 1} is not there"
        elif previous_hash != last_hash:
            yield f"operation {operation_id} does not follow the one before it"
        if hash_of((operation_id, *facts, previous_hash), images) != written_hash:
            yield f"operation {operation_id} was changed after it was written"
        if waiting and waiting[0] == operation_id:
            waiting = next(by_operation, None)
        last_id, last_hash = operation_id, written_hash
    if waiting:
        yield f"changes of operation {waiting[0]}, which is not there"
    if (last_id, last_hash) != tuple(db.run(_HEAD).fetchone() or ()):
        yield f"the history ends at operation {last_id}, and the book's head says otherwise"


def strayed_rows(db: Reader) -> Iterator[str]:
    """Rows that are not what the last operation on them left, and rows that it left and are gone."""
    for table in AUDITED:
        words = table.replace("_", " ")
        strayed = _STRAYED.format(table=table, image=row_image(db, table))
        for row in db.each(_Pair, strayed):
            if row.image is None:
                yield f"{words} {row.id} is gone, and no operation deleted it"
            elif row.image_left is None:
                yield f"{words} {row.id} is in no operation"
            elif not is_as_left(row.image_left, row.image):
                yield f"{words} {row.id} is not as its last operation left it"
    for (table,) in db.run(_STRANGE, {"known": AUDITED}):
        yield f"the history tells of {table}, which is no table of the book"
