"""Clients that look like one, as people look at them."""

from typing import Any, NamedTuple

from acctmgr.parties.dupe_rules import PartyFacts, pairs
from acctmgr.parties.queries import sure_reference
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
           party.website, (SELECT COUNT(*) FROM document WHERE document.party_id = party.id) AS documents,
           CASE WHEN party.archived_on IS NULL THEN 0 ELSE 1 END AS is_archived
      FROM party
     WHERE party.merged_into_id IS NULL
     ORDER BY party.id
"""
_EMAILS = """
    SELECT contact.party_id, contact_email.email
      FROM contact_email
      JOIN contact ON contact.id = contact_email.contact_id
     ORDER BY contact.party_id, contact_email.id
"""
_PHONES = """
    SELECT contact.party_id, contact_phone.phone
      FROM contact_phone
      JOIN contact ON contact.id = contact_phone.contact_id
     ORDER BY contact.party_id, contact_phone.id
"""


def dupes(db: Reader, *, limit: int = 0) -> Page[DupeRow]:
    """Every two clients that look like one, best first."""
    emails, phones = _by_party(db, _EMAILS), _by_party(db, _PHONES)
    parties = [
        PartyFacts(
            *row[:5],
            row.website,
            [*([row.email] if row.email else []), *emails.get(row.id, [])],
            [*([row.phone] if row.phone else []), *phones.get(row.id, [])],
            row.documents,
            row.is_archived,
        )
        for row in db.rows(_Party, _PARTIES)
    ]
    found = pairs(parties)
    kept = found[:limit] if limit else found
    rows = [
        DupeRow(
            *(pair.keep.handle, pair.keep.name, pair.other.handle, pair.other.name, pair.reasons),
            f"acctmgr client merge {sure_reference(db, pair.keep.id)} {sure_reference(db, pair.other.id)}",
        )
        for pair in kept
    ]
    return Page(rows, len(found) - len(kept))


def _by_party(db: Reader, sql: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for party_id, value in db.run(sql):
        found.setdefault(party_id, []).append(value)
    return found
