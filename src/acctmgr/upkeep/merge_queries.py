"""Two parties before they are merged, and the check that merged ones hold together."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from acctmgr.core.text import listed
from acctmgr.parties.merged_rules import SAME_PARTY
from acctmgr.parties.queries import find_party, matched_id
from acctmgr.store.read import Reader
from acctmgr.upkeep.merge_rules import OWN, Facts, Side, check_merge, counted, not_taken_over


class _Party(NamedTuple):
    id: int
    handle: str
    name: str
    tax_id: str | None
    archived_on: date | None


class _Counts(NamedTuple):
    documents: int
    payments: int
    deals: int
    contacts: int


_PARTY = "SELECT id, handle, name, tax_id, archived_on FROM party WHERE id = :id"
_COUNTS = f"""
    SELECT (SELECT COUNT(*) FROM document WHERE party_id IN ({SAME_PARTY})) AS documents,
           (SELECT COUNT(*) FROM payment WHERE party_id IN ({SAME_PARTY})) AS payments,
           (SELECT COUNT(*) FROM deal WHERE party_id = :party_id) AS deals,
           (SELECT COUNT(*) FROM contact WHERE party_id = :party_id) AS contacts
"""
# what is compared by the rules of a merge
_COLUMNS = ("handle", "note", "tax_id", *OWN)
_FACTS = f"SELECT {', '.join(_COLUMNS)} FROM party WHERE id = :id"
_FIELDS = "SELECT name, value FROM party_field WHERE party_id = :id ORDER BY name"
_HAS_DOCUMENTS = "SELECT CASE WHEN EXISTS (SELECT 1 FROM document WHERE party_id = :id) THEN 1 ELSE 0 END"
_CHAINS = """
    SELECT party.handle, kept.handle
      FROM party
      JOIN party AS kept ON kept.id = party.merged_into_id
     WHERE kept.merged_into_id IS NOT NULL
     ORDER BY party.handle
"""
_LEFT = """
    SELECT party.handle, moving.kind
      FROM (SELECT party_id, 'a contact' AS kind FROM contact
            UNION SELECT party_id, 'a deal' FROM deal
            UNION SELECT party_id, 'a follow-up' FROM follow_up
            UNION SELECT party_id, 'an activity' FROM activity
            UNION SELECT party_id, 'a recurring invoice' FROM recurring
            UNION SELECT party_id, 'a draft' FROM document WHERE number IS NULL
            UNION SELECT party_id, 'a tag' FROM party_tag
            UNION SELECT party_id, 'a field' FROM party_field) AS moving
      JOIN party ON party.id = moving.party_id
     WHERE party.merged_into_id IS NOT NULL
     ORDER BY party.handle, moving.kind
"""


class Question(NamedTuple):
    """What is asked before two parties are merged, and what of the other is not taken over, in sentences."""

    text: str
    told: list[str]


def question(db: Reader, keep: str, other: str) -> Question:
    """What is asked before two parties are merged; refused if they can't be."""
    kept, gone = _side(db, keep), _side(db, other)
    check_merge(kept, gone)
    (counts,) = db.rows(_Counts, _COUNTS, party_id=gone.party.id)
    facts = counted(counts._asdict())
    what = f" with {listed(facts, 'and')}" if facts else ""
    there, here = gone.party, kept.party
    told = not_taken_over(
        _facts(db, here.id),
        _facts(db, there.id),
        has_documents=bool(db.value(_HAS_DOCUMENTS, id=here.id)),
        currency=db.currency,
    )
    return Question(
        f"merge {there.name} ({there.handle}){what} into {here.name} ({here.handle}) for good?", told
    )


def _facts(db: Reader, party_id: int | None) -> Facts:
    (row,) = db.run(_FACTS, {"id": party_id})
    return Facts(dict(zip(_COLUMNS, row, strict=True)), dict(db.run(_FIELDS, {"id": party_id}).fetchall()))


def _side(db: Reader, reference: str) -> Side:
    found = find_party(db, reference)
    (matched,) = db.rows(_Party, _PARTY, id=matched_id(db, reference))
    (party,) = db.rows(_Party, _PARTY, id=found.id)
    return Side(reference, matched, party)


def broken_merges(db: Reader) -> Iterator[str]:
    """Aliases of an alias, and what should have moved away from one."""
    for alias, kept in db.stream(_CHAINS):
        yield f"{alias} is merged into {kept}, which is merged away itself"
    for alias, kind in db.stream(_LEFT):
        yield f"{alias} is merged away and still has {kind}"
