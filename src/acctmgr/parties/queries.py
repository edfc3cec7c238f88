"""Who is meant: a party by its reference, from indexes alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from acctmgr.parties import rules
from acctmgr.store.read import Reader


class PartyRef(NamedTuple):
    """What other features need of a party."""

    id: int
    handle: str
    name: str
    currency: str | None  # None: the book's
    terms_days: int | None  # None: the book's
    archived: bool


class _Candidate(NamedTuple):
    id: int
    handle: str
    name: str
    name_key: str
    email: str | None
    currency: str | None
    terms_days: int | None
    archived_on: date | None
    merged_into_id: int | None


_EXACT = """
    SELECT id, handle, name, name_key, email, currency, terms_days, archived_on, merged_into_id
      FROM party
     WHERE handle = :handle OR id = :id OR email IN (:emails) OR name_key = :name_key
     ORDER BY handle
"""
# no LIKE: a range is answered by the index; one more than an error names
_BEGINNING = """
    SELECT id, handle, name, name_key, email, currency, terms_days, archived_on, merged_into_id
      FROM party
     WHERE (handle >= :handle AND handle < :handle_end)
        OR (name_key >= :name_key AND name_key < :name_key_end)
     ORDER BY merged_into_id IS NOT NULL, handle
     LIMIT 6
"""
# the rows of some ids, and whoever may be meant by what these are named by
_SAME = """
    SELECT id, handle, name, name_key, email, currency, terms_days, archived_on, merged_into_id
      FROM party
     WHERE id IN (:ids) OR handle IN (:words) OR email IN (:words) OR name_key IN (:keys)
     ORDER BY handle
"""
_WAYS = "SELECT id, handle, email FROM party WHERE id IN (:ids) ORDER BY id"
_IN_ONE_GO = 150
_KEPT = """
    SELECT id, handle, name, name_key, email, currency, terms_days, archived_on, merged_into_id
      FROM party
     WHERE id = :id
"""
_HANDLES = "SELECT handle FROM party WHERE merged_into_id IS NULL ORDER BY handle"


def find_party(db: Reader, reference: str) -> PartyRef:
    """The party meant, archived or not, the kept one of those merged; NotFound or Conflict if that is not clear."""
    found = _matched(db, reference)
    if found.merged_into_id:
        (found,) = db.rows(_Candidate, _KEPT, id=found.merged_into_id)
    is_archived = found.archived_on is not None
    return PartyRef(found.id, found.handle, found.name, found.currency, found.terms_days, is_archived)


def matched_id(db: Reader, reference: str) -> int:
    """The id of the row that a reference fits, be it one that was merged away."""
    return _matched(db, reference).id


def sure_references(db: Reader, party_ids: Iterable[int]) -> dict[int, str]:
    """What to type for each of these, so that no other can be meant: its handle, if it is nothing else of another."""
    ids = sorted(set(party_ids))
    sure: dict[int, str] = {}
    for start in range(0, len(ids), _IN_ONE_GO):
        sure |= _sure(db, ids[start : start + _IN_ONE_GO])
    return sure


def _sure(db: Reader, ids: Sequence[int]) -> dict[int, str]:
    named = db.run(_WAYS, {"ids": ids}).fetchall()
    wanted = [rules.wanted_text(word) for _, *words in named for word in words if word]
    same = db.rows(
        _Candidate,
        _SAME,
        ids=ids,
        words=sorted({*map(str, ids), *(word for one in wanted for word in (one.handle, *one.emails))}),
        keys=sorted({*map(str, ids), *(one.name_key for one in wanted)}),
    )
    by_word: dict[str, dict[int, _Candidate]] = {}
    for row in same:
        for word in {row.handle, row.email, row.name_key, str(row.id)}:
            by_word.setdefault(word or "", {})[row.id] = row

    def exact(one: rules.Wanted) -> Iterable[_Candidate]:
        words = (one.handle, one.name_key, *one.emails)
        fits = {row.id: row for word in words for row in by_word.get(word, {}).values()}
        return sorted(fits.values(), key=lambda row: row.handle)

    parties = {row.id: row for row in same}
    return {party_id: rules.sure_way(parties[party_id], exact) or str(party_id) for party_id in ids}


def _matched(db: Reader, reference: str) -> _Candidate:
    wanted = rules.wanted(reference)
    found = rules.find(wanted, partial(_exact, db), partial(_beginning, db))
    if found is None:
        raise rules.unknown(wanted, [row[0] for row in db.run(_HANDLES)])
    return found


def _exact(db: Reader, wanted: rules.Wanted) -> list[_Candidate]:
    values = {"handle": wanted.handle, "id": wanted.id, "emails": wanted.emails, "name_key": wanted.name_key}
    return db.rows(_Candidate, _EXACT, **values)


def _beginning(db: Reader, wanted: rules.Wanted) -> list[_Candidate]:
    return db.rows(
        _Candidate,
        _BEGINNING,
        handle=wanted.handle,
        handle_end=wanted.handle + rules.LAST_SIGN,
        name_key=wanted.name_key,
        name_key_end=wanted.name_key + rules.LAST_SIGN,
    )
