"""Things found by words: which, in which order, and what of them is shown."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from acctmgr.store import search
from acctmgr.store.read import Page, Reader
from acctmgr.upkeep.search_rules import Look, excerpt
from acctmgr.upkeep.search_text_queries import (
    ACTIVITY,
    CONTACT,
    DEAL,
    DOCUMENT,
    FOLLOW_UP,
    PARTY,
    SOURCES,
    Source,
    Thing,
    things,
)

# a name that is just this, one that begins with it, one that has all the words, any other text; then the newer
_FOUND = """
    SELECT kind, thing_id, dated_on
      FROM search_text
     WHERE kind IN (:kinds) AND {condition}
     ORDER BY CASE WHEN heads LIKE :exact THEN 0 WHEN heads LIKE :begin THEN 1 WHEN {in_heads} THEN 2 ELSE 3 END,
              dated_on IS NULL, dated_on DESC, kind, thing_id DESC
"""
_OF_PARTY = """
    SELECT item.id, {ref} AS ref, kept.handle AS client
      FROM {table} AS item
      JOIN party ON party.id = item.party_id
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     WHERE item.id IN (:ids)
     ORDER BY item.id
"""
_NUMBER = "COALESCE(item.number, 'd' || CAST(item.id AS TEXT))"
_ID = "CAST(item.id AS TEXT)"
_WHOSE = {
    PARTY.table: "SELECT id, handle AS ref, handle AS client FROM party WHERE id IN (:ids) ORDER BY id",
    DOCUMENT.table: _OF_PARTY.format(ref=_NUMBER, table=DOCUMENT.table),
    **{
        source.table: _OF_PARTY.format(ref=_ID, table=source.table)
        for source in (CONTACT, DEAL, FOLLOW_UP, ACTIVITY)
    },
}
_IN_ONE_GO = 500


class FoundRow(NamedTuple):
    """A thing that was found; ref: how commands name it, text: its title and what was found in it."""

    kind: str
    ref: str
    client: str
    text: str
    on: date | None


class _Hit(NamedTuple):
    kind: str
    thing_id: int
    dated_on: date | None


class _Whose(NamedTuple):
    id: int
    ref: str
    client: str


def found(db: Reader, look: Look, *, limit: int) -> Page[FoundRow]:
    """The things that have all words, the best first."""
    in_heads = " AND ".join(
        f"(heads LIKE :at_name_{n} OR heads LIKE :in_name_{n})" for n in range(len(look.words))
    )
    frame = _FOUND.replace("{condition}", search.condition(is_postgres=db.is_postgres))
    page = db.page(
        _Hit,
        frame.replace("{in_heads}", in_heads),
        limit=limit,
        kinds=look.kinds,
        pattern=search.pattern(look.terms, is_postgres=db.is_postgres),
        exact=f"%|{look.phrase}|%",
        begin=f"%|{look.phrase}%",
        **{f"at_name_{n}": f"%|{word}%" for n, word in enumerate(look.words)},
        **{f"in_name_{n}": f"% {word}%" for n, word in enumerate(look.words)},
    )
    return Page(list(_rows(db, look, page.rows)), page.left_out)


def _rows(db: Reader, look: Look, hits: list[_Hit]) -> Iterator[FoundRow]:
    """What is shown of the hits, in their order."""
    for start in range(0, len(hits), _IN_ONE_GO):
        some = hits[start : start + _IN_ONE_GO]
        known = dict(_shown(db, look, some))
        yield from (known[hit.kind, hit.thing_id]._replace(on=hit.dated_on) for hit in some)


def _shown(db: Reader, look: Look, hits: Iterable[_Hit]) -> Iterator[tuple[tuple[str, int], FoundRow]]:
    for source in SOURCES:
        ids = [hit.thing_id for hit in hits if hit.kind in source.kinds]
        if not ids:
            continue
        whose = {row.id: row for row in db.rows(_Whose, _WHOSE[source.table], ids=ids)}
        for thing in things(db, source, ids):
            _, ref, client = whose[thing.id]
            text = excerpt(look, _title(source, thing), ref, thing.all_texts)
            yield (thing.kind, thing.id), FoundRow(thing.kind, ref, client, text, None)


def _title(source: Source, thing: Thing) -> str:
    """A thing in a line: a party by its name, a document by its first line, the rest by what they begin with."""
    if source is DOCUMENT:
        texts = [*thing.pieces, *thing.names[1:], *thing.texts]
    else:
        texts = [*thing.names[source is PARTY :], *thing.texts]
    return texts[0].split("\n")[0] if texts else ""
