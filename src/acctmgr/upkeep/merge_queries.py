"""Two parties before they are merged, and the check that merged ones hold together."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.text import listed
from acctmgr.parties.merged_row_rules import LeftRow, counts_in_words
from acctmgr.parties.merged_rules import SAME_PARTY
from acctmgr.parties.queries import find_party, matched_id
from acctmgr.store.read import Reader
from acctmgr.upkeep.merge_rules import Side, WholeParty, check_merge, plan


class _Party(NamedTuple):
    id: int
    handle: str
    name: str
    is_client: int
    is_vendor: int
    legal_name: str | None
    tax_id: str | None
    email: str | None
    phone: str | None
    website: str | None
    industry: str | None
    address: str | None
    country: str | None
    language: str | None
    currency: str | None
    terms_days: int | None
    status: str
    tier: str | None
    owner: str | None
    source: str | None
    since_on: date | None
    note: str | None
    dispute: str | None
    archived_on: date | None


class Question(NamedTuple):
    """What is asked before two parties are merged; left: what the kept one would not take over."""

    text: str
    kept: str
    gone: str
    left: Sequence[LeftRow]


class _Counts(NamedTuple):
    documents: int
    payments: int
    deals: int
    contacts: int


_PARTY = f"SELECT {', '.join(_Party._fields)} FROM party WHERE id = :id"
_TAGS = "SELECT tag FROM party_tag WHERE party_id = :id ORDER BY tag"
_FIELDS = "SELECT name, value FROM party_field WHERE party_id = :id ORDER BY name"
_DOCUMENTS = f"SELECT COUNT(*) FROM document WHERE party_id IN ({SAME_PARTY})"
_COUNTS = f"""
    SELECT (SELECT COUNT(*) FROM document WHERE party_id IN ({SAME_PARTY})) AS documents,
           (SELECT COUNT(*) FROM payment WHERE party_id IN ({SAME_PARTY})) AS payments,
           (SELECT COUNT(*) FROM deal WHERE party_id = :party_id) AS deals,
           (SELECT COUNT(*) FROM contact WHERE party_id = :party_id) AS contacts
"""
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


def question(db: Reader, keep: str, other: str) -> Question:
    """What is asked before two parties are merged; refused if they can't be."""
    kept, gone = _side(db, keep), _side(db, other)
    check_merge(kept, gone)
    (counts,) = db.rows(_Counts, _COUNTS, party_id=gone.party.id)
    facts = counts_in_words(counts._asdict())
    what = f" with {listed(facts, 'and')}" if facts else ""
    there, here = gone.party, kept.party
    text = f"merge {there.name} ({there.handle}){what} into {here.name} ({here.handle}) for good?"
    has_documents = db.value(_DOCUMENTS, party_id=here.id) > 0
    done = plan(_facts(db, here.id), _facts(db, there.id), currency=db.currency, has_documents=has_documents)
    return Question(text, here.handle, there.handle, done.left)


def _facts(db: Reader, party_id: int | None) -> WholeParty:
    (party,) = db.rows(_Party, _PARTY, id=party_id)
    tags = [tag for (tag,) in db.run(_TAGS, {"id": party_id})]
    return WholeParty(party._asdict(), tags, dict(db.run(_FIELDS, {"id": party_id}).fetchall()))


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
