"""Clients that look like one, as people look at them."""

from typing import Any, NamedTuple

from acctmgr.parties.dupe_rules import PartyFacts, pairs
from acctmgr.parties.queries import sure_references
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class DupeRow(NamedTuple):
    """Two clients that look like one: the one to keep, the other, why, and the command that merges them."""

    client: str
    name: str
    other: str
    other_name: str
    reasons: list[str]
    command: str


DUPE_FACTS = Facts(DupeRow, key="client")


class _Party(NamedTuple):
    id: int
    handle: str
    name: str
    legal_name: str | None
    tax_id: str | None
    email: str | None
    phone: str | None
    website: str | None
    documents: int
    is_archived: bool


_PARTIES = """
    SELECT party.id, party.handle, party.name, party.legal_name, party.tax_id, party.email, party.phone,
           party.website,
           (SELECT COUNT(*) FROM document
             WHERE party_id IN (SELECT id FROM party AS own WHERE own.id = party.id OR own.merged_into_id = party.id)
           ) AS documents,
           CASE WHEN party.archived_on IS NULL THEN 0 ELSE 1 END AS is_archived
      FROM party
     WHERE party.merged_into_id IS NULL
     ORDER BY party.id
"""
# of what was merged into a party, then of its contacts
_EMAILS = """
    SELECT merged_into_id AS party_id, email, 1 AS place, id FROM party
     WHERE merged_into_id IS NOT NULL AND email IS NOT NULL
     UNION ALL
    SELECT contact.party_id, contact_email.email, 2 AS place, contact_email.id
      FROM contact_email
      JOIN contact ON contact.id = contact_email.contact_id
     ORDER BY 1, 3, 4
"""
_PHONES = """
    SELECT merged_into_id AS party_id, phone, 1 AS place, id FROM party
     WHERE merged_into_id IS NOT NULL AND phone IS NOT NULL
     UNION ALL
    SELECT contact.party_id, contact_phone.phone, 2 AS place, contact_phone.id
      FROM contact_phone
      JOIN contact ON contact.id = contact_phone.contact_id
     ORDER BY 1, 3, 4
"""
_NAMES = """
    SELECT merged_into_id AS party_id, name, 1 AS place, id FROM party WHERE merged_into_id IS NOT NULL
     UNION ALL
    SELECT merged_into_id AS party_id, legal_name, 2 AS place, id FROM party
     WHERE merged_into_id IS NOT NULL AND legal_name IS NOT NULL
     ORDER BY 1, 4, 3
"""


def dupes(db: Reader, *, limit: int = 0) -> Page[DupeRow]:
    """Every two clients that look like one, best first."""
    emails, phones, names = (_by_party(db, sql) for sql in (_EMAILS, _PHONES, _NAMES))
    parties = [
        PartyFacts(
            *row[:5],
            row.website,
            [*([row.email] if row.email else []), *emails.get(row.id, [])],
            [*([row.phone] if row.phone else []), *phones.get(row.id, [])],
            row.documents,
            row.is_archived,
            names.get(row.id, []),
        )
        for row in db.rows(_Party, _PARTIES)
    ]
    found = pairs(parties)
    kept = found[:limit] if limit else found
    sure = sure_references(db, (party.id for pair in kept for party in (pair.keep, pair.other)))
    rows = [
        DupeRow(
            *(pair.keep.handle, pair.keep.name, pair.other.handle, pair.other.name, pair.reasons),
            f"acctmgr client merge {sure[pair.keep.id]} {sure[pair.other.id]}",
        )
        for pair in kept
    ]
    return Page(rows, len(found) - len(kept))


def _by_party(db: Reader, sql: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for party_id, value, *_ in db.run(sql):
        found.setdefault(party_id, []).append(value)
    return found
