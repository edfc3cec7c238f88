"""Clients and vendors as `export` writes them."""

from datetime import date
from typing import NamedTuple

from acctmgr.exchange.export_queries import Kind


class PartyRow(NamedTuple):
    """A party with all its facts; currency, terms and language are empty where they are the book's."""

    id: int
    key: str | None
    handle: str
    name: str
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
    terms: int | None  # days to pay
    status: str
    tier: str | None
    owner: str | None
    source: str | None
    since: date | None
    note: str | None
    dispute: str | None
    archived_on: date | None
    merged_into: str | None  # the handle of the party that this one is an alias of
    tags: list[str] | None
    fields: dict[str, str] | None


# those that others were merged into come first, so that an import knows them
_PARTIES = """
    SELECT party.id, party.outside_key AS key, party.handle, party.name, party.legal_name, party.tax_id, party.email,
           party.phone, party.website, party.industry, party.address, party.country, party.language, party.currency,
           party.terms_days AS terms, party.status, party.tier, party.owner, party.source, party.since_on AS since,
           party.note, party.dispute, party.archived_on, kept.handle AS merged_into, NULL AS tags, NULL AS fields
      FROM party
      LEFT JOIN party AS kept ON kept.id = party.merged_into_id
     WHERE {role} = 1
     ORDER BY CASE WHEN party.merged_into_id IS NULL THEN 0 ELSE 1 END, party.id
"""
CLIENTS = Kind("clients", PartyRow, _PARTIES.format(role="party.is_client"), words="party")
VENDORS = Kind("vendors", PartyRow, _PARTIES.format(role="party.is_vendor"), words="party")
