"""What a search finds things by: read from their rows, and kept the same at the end of every operation."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from acctmgr.core.text import indexed_words, typed_words
from acctmgr.parties.phone_rules import forms_of, spelt_phones
from acctmgr.store import search
from acctmgr.store.audit import Trail
from acctmgr.store.connection import Connection

_IN_ONE_GO = 500
_MOST = 200_000  # characters of words of one thing: a tsvector takes a megabyte


class Source(NamedTuple):
    """A table whose rows are found, with the rows that belong to them.

    things: SQL for id, kind, day, then its names, then its other texts; pieces: SQL for id and text of what
    belongs to it.
    """

    table: str
    kinds: tuple[str, ...]
    names: int  # how many of the texts are names
    things: str
    pieces: str
    parents: Mapping[str, str]  # table of what belongs to it: the column that says to which


class Thing(NamedTuple):
    """A thing with its texts, as they were typed."""

    id: int
    kind: str
    dated_on: Any
    names: list[str]
    texts: list[str]
    pieces: list[str]  # the texts of what belongs to it

    @property
    def all_texts(self) -> list[str]:
        """Whatever it is found by."""
        return [*self.names, *self.texts, *self.pieces]

    @property
    def stored(self) -> tuple[Any, ...]:
        """Its row of search text, without the row's id; empty where it has no word."""
        heads = [" ".join(typed_words(name)) for name in self.names]
        words = " ".join(sorted({word for text in self.all_texts for word in _words(text)}))
        if len(words) > _MOST:
            words = words[:_MOST].rpartition(" ")[0]
        head = f"|{'|'.join(heads)}|" if heads else ""
        return (self.kind, self.id, self.dated_on, head, words) if words else ()


def _words(text: str) -> Iterator[str]:
    """What a text is found by: its words, and a phone in it however it is spaced."""
    yield from indexed_words(text)
    for phone in spelt_phones(text):
        yield from forms_of(phone)


# who was merged is found under the one it was merged into
PARTY = Source(
    "party",
    ("client", "vendor"),
    3,
    """
    SELECT kept.id, CASE WHEN kept.is_client = 1 THEN 'client' ELSE 'vendor' END AS kind, kept.since_on,
           party.handle, party.name, party.legal_name, party.tax_id, party.email, party.phone, party.website,
           party.industry, party.address, party.source, party.note, party.dispute
      FROM party
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     WHERE (party.merged_into_id IS NULL AND party.id IN (:ids)) OR party.merged_into_id IN (:ids)
     ORDER BY kept.id, party.merged_into_id IS NOT NULL, party.id
    """,
    """
    SELECT party_id, tag, 1 AS place, id FROM party_tag WHERE party_id IN (:ids)
     UNION ALL
    SELECT party_id, value, 2 AS place, id FROM party_field WHERE party_id IN (:ids)
     ORDER BY 1, 3, 4
    """,
    {"party_tag": "party_id", "party_field": "party_id", "party": "merged_into_id"},
)
CONTACT = Source(
    "contact",
    ("contact",),
    1,
    "SELECT id, 'contact' AS kind, NULL AS day, name, role, note FROM contact WHERE id IN (:ids) ORDER BY id",
    """
    SELECT contact_id, email, 1 AS place, id FROM contact_email WHERE contact_id IN (:ids)
     UNION ALL
    SELECT contact_id, phone, 2 AS place, id FROM contact_phone WHERE contact_id IN (:ids)
     UNION ALL
    SELECT contact_id, digits, 3 AS place, id FROM contact_phone WHERE contact_id IN (:ids)
     UNION ALL
    SELECT contact_id, tag, 4 AS place, id FROM contact_tag WHERE contact_id IN (:ids)
     UNION ALL
    SELECT contact_id, value, 5 AS place, id FROM contact_field WHERE contact_id IN (:ids)
     ORDER BY 1, 3, 4
    """,
    dict.fromkeys(("contact_email", "contact_phone", "contact_tag", "contact_field"), "contact_id"),
)
DEAL = Source(
    "deal",
    ("deal",),
    1,
    """
    SELECT id, 'deal' AS kind, counted_from_on, name, key, source, competitor, note, lost_reason
      FROM deal
     WHERE id IN (:ids)
     ORDER BY id
    """,
    """
    SELECT deal_id, tag, 1 AS place, id FROM deal_tag WHERE deal_id IN (:ids)
     UNION ALL
    SELECT deal_id, value, 2 AS place, id FROM deal_field WHERE deal_id IN (:ids)
     ORDER BY 1, 3, 4
    """,
    {"deal_tag": "deal_id", "deal_field": "deal_id"},
)
DOCUMENT = Source(
    "document",
    ("invoice", "credit_note", "bill", "vendor_credit", "quote"),
    2,
    "SELECT id, kind, issued_on, number, reference, note FROM document WHERE id IN (:ids) ORDER BY id",
    "SELECT document_id, description FROM document_line WHERE document_id IN (:ids) ORDER BY document_id, position",
    {"document_line": "document_id"},
)
FOLLOW_UP = Source(
    "follow_up",
    ("followup",),
    0,
    "SELECT id, 'followup' AS kind, due_on, text FROM follow_up WHERE id IN (:ids) ORDER BY id",
    "",
    {},
)
ACTIVITY = Source(
    "activity",
    ("activity",),
    0,
    "SELECT id, 'activity' AS kind, happened_on, text FROM activity WHERE id IN (:ids) ORDER BY id",
    "",
    {},
)
SOURCES = (PARTY, CONTACT, DEAL, DOCUMENT, FOLLOW_UP, ACTIVITY)
KINDS = tuple(kind for source in SOURCES for kind in source.kinds)

_STORED = """
    SELECT id, kind, thing_id, dated_on, heads, words
      FROM search_text
     WHERE kind IN (:kinds) AND thing_id IN (:ids)
     ORDER BY id
"""
_ORPHANS = """
    SELECT kind, thing_id
      FROM search_text
     WHERE kind IN (:kinds) AND NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.id = search_text.thing_id)
     ORDER BY kind, thing_id
"""


def things(connection: Connection, source: Source, ids: Sequence[int]) -> list[Thing]:
    """The things of these ids with their texts as they are now; an alias is part of the one it was merged into."""
    found: dict[int, Thing] = {}
    for thing_id, kind, day, *texts in connection.run(source.things, {"ids": ids}):
        thing = found.setdefault(thing_id, Thing(thing_id, kind, day, [], [], []))
        thing.names.extend(text for text in texts[: source.names] if text)
        thing.texts.extend(text for text in texts[source.names :] if text)
    if source.pieces:
        for thing_id, text, *_ in connection.run(source.pieces, {"ids": ids}):
            if text and thing_id in found:
                found[thing_id].pieces.append(text)
    return list(found.values())


def refresh(connection: Connection, trail: Trail) -> None:
    """Make search text say what the rows do that an operation touched."""
    for source in SOURCES:
        for ids in _chunks(sorted(_touched(connection, trail, source))):
            _refill(connection, source, ids)


def rebuild(connection: Connection) -> None:
    """Make all search text anew, and its index."""
    search.empty(connection)
    for source in SOURCES:
        for ids in _all_ids(connection, source):
            search.add(connection, _wanted(connection, source, ids))


def wrong_search_text(connection: Connection) -> Iterator[str]:
    """Things whose search text, or the index over it, is not what their rows say."""
    for source in SOURCES:
        for ids in _all_ids(connection, source):
            stale, missing = _differences(connection, source, ids)
            wrong = {*stale.values(), *((row[0], row[1]) for row in missing)}
            yield from (
                f"{kind} {thing_id} is not searched by what it says" for kind, thing_id in sorted(wrong)
            )
        for kind, thing_id in connection.run(_ORPHANS.format(table=source.table), {"kinds": source.kinds}):
            yield f"{kind} {thing_id} is searched and is not there"
    yield from (f"search text {text_id} is indexed wrongly" for text_id in search.misindexed(connection))


def _refill(connection: Connection, source: Source, ids: Sequence[int]) -> None:
    stale, missing = _differences(connection, source, ids)
    if stale:
        search.drop(connection, list(stale))
    search.add(connection, missing)


def _differences(
    connection: Connection, source: Source, ids: Sequence[int]
) -> tuple[dict[int, tuple[str, int]], list[tuple[Any, ...]]]:
    """Rows of search text that should not be, by id, and those that are missing."""
    wanted = {row[:2]: row for row in _wanted(connection, source, ids)}
    stale = {}
    for row_id, *stored in connection.run(_STORED, {"kinds": source.kinds, "ids": ids}):
        key = (stored[0], stored[1])
        if wanted.get(key) == tuple(stored):
            del wanted[key]
        else:
            stale[row_id] = key
    return stale, list(wanted.values())


def _wanted(connection: Connection, source: Source, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return [row for thing in things(connection, source, ids) if (row := thing.stored)]


def _touched(connection: Connection, trail: Trail, source: Source) -> set[int]:
    """Ids of the things that an operation touched, by themselves or by what belongs to them."""
    found = set(_rows_of(trail, source.table))
    for table, column in source.parents.items():
        for ids in _chunks(_rows_of(trail, table)):
            rows = connection.run(f"SELECT {column} FROM {table} WHERE id IN (:ids)", {"ids": ids})
            found.update(row[0] for row in rows)
            images = (trail.before.get((table, row_id)) for row_id in ids)
            found.update(json.loads(image)[column] for image in images if image)
    found.discard(None)
    return found


def _rows_of(trail: Trail, table: str) -> list[int]:
    spans = (range(first, last + 1) for first, last in trail.ranges.get(table, ()))
    return sorted({*trail.touched.get(table, ()), *(row_id for span in spans for row_id in span)})


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _IN_ONE_GO] for start in range(0, len(ids), _IN_ONE_GO))


def _all_ids(connection: Connection, source: Source) -> Iterator[list[int]]:
    last = 0
    query = f"SELECT id FROM {source.table} WHERE id > :last ORDER BY id LIMIT {_IN_ONE_GO}"
    while ids := [row[0] for row in connection.run(query, {"last": last})]:
        yield ids
        last = ids[-1]
