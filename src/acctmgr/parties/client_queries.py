"""Clients as lists and cards show them, with what they owe today in the book's currency."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, fold
from acctmgr.parties.currency_rules import ByCurrency
from acctmgr.parties.owed_queries import UNSETTLED, with_currencies
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts

IN_ONE_GO = 500


class ClientRow(NamedTuple):
    """A client in a list."""

    id: int
    handle: str
    name: str
    email: str | None
    phone: str | None
    website: str | None
    industry: str | None
    status: str
    tier: str | None
    owner: str | None
    tags: list[str]
    fields: dict[str, str]
    currency_: str  # what it is invoiced in
    open_minor: int  # in the book's currency, as it is carried
    overdue_minor: int
    open_by_currency_minor: ByCurrency  # what is open in each currency; the book's own is always there
    overdue_by_currency_minor: ByCurrency


class _Handle(NamedTuple):
    handle: str


class _PartyFacts(NamedTuple):
    """What is known of a party, by its handle and the names of the options that say it."""

    handle: str
    id: int
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
    currency_: str
    terms_days: int | None
    status: str
    tier: str | None
    owner: str | None
    source: str | None
    since_on: date | None
    note: str | None
    dispute: str | None
    archived_on: date | None


PARTY_FACTS = Facts(  # of rows that have the handle of a party alone
    _Handle,
    key="handle",
    more_type=_PartyFacts,
    more="""
    SELECT handle, id, name, legal_name, tax_id, email, phone, website, industry, address, country, language,
           COALESCE(currency, :currency) AS currency_, terms_days, status, tier, owner, source, since_on, note,
           dispute, archived_on
      FROM party
     WHERE merged_into_id IS NULL
     ORDER BY handle
""",
    tags="SELECT handle, tag FROM party_tag JOIN party ON party.id = party_id ORDER BY handle, tag",
    fields="""
    SELECT party.handle, party_field.name, party_field.value
      FROM party_field
      JOIN party ON party.id = party_field.party_id
     ORDER BY party.handle, party_field.name
""",
)
CLIENT_FACTS = PARTY_FACTS._replace(row_type=ClientRow)


class Filters(NamedTuple):
    """Which clients a list shows; empty texts let all through."""

    status: str = ""
    tier: str = ""
    tag: str = ""
    owner: str = ""
    industry: str = ""
    with_archived: bool = False


_CLIENTS = f"""
    SELECT party.id, party.handle, party.name, party.email, party.phone, party.website, party.industry,
           party.status, party.tier, party.owner, NULL AS tags, NULL AS fields,
           COALESCE(party.currency, :currency) AS currency_,
           COALESCE(owed.open_minor, 0) AS open_minor, COALESCE(owed.overdue_minor, 0) AS overdue_minor,
           NULL AS open_by_currency_minor, NULL AS overdue_by_currency_minor
      FROM party
      LEFT JOIN (
           SELECT party_id, CAST(SUM(carried_minor) AS BIGINT) AS open_minor,
                  CAST(SUM(CASE WHEN due_on < :today THEN carried_minor ELSE 0 END) AS BIGINT) AS overdue_minor
             FROM (SELECT COALESCE(billed.merged_into_id, billed.id) AS party_id, due_on,
                          total_book_minor
                          - COALESCE((SELECT SUM(book_minor) FROM allocation
                                       WHERE document_id = unsettled.id AND effective_on <= :today), 0)
                          AS carried_minor
                     FROM ({UNSETTLED.replace("{of}", "")}) AS unsettled
                     JOIN party AS billed ON billed.id = unsettled.party_id) AS carried
            GROUP BY party_id) AS owed ON owed.party_id = party.id
     WHERE party.is_client = 1 AND party.merged_into_id IS NULL
       AND (:with_archived = 1 OR party.archived_on IS NULL)
       AND (:status = '' OR party.status = :status)
       AND (:tier = '' OR party.tier = :tier)
       AND (:owner = '' OR party.owner IN (:owners))
       AND (:industry = '' OR party.industry IN (:industries))
       AND (:tag = '' OR EXISTS (SELECT 1 FROM party_tag WHERE party_id = party.id AND tag = :tag))
"""
_ORDERS = {  # key of --sort: what it sorts by, empty values last
    "name": "party.name_key",
    "handle": "party.handle",
    "open": "open_minor",
    "overdue": "overdue_minor",
    "tier": "party.tier IS NULL, party.tier",
    "status": "CASE party.status WHEN 'lead' THEN 1 WHEN 'prospect' THEN 2 WHEN 'active' THEN 3 "
    "WHEN 'dormant' THEN 4 ELSE 5 END",
    "since": "party.since_on IS NULL, party.since_on",
}
_TAGS = "SELECT party_id, tag FROM party_tag WHERE party_id IN (:ids) ORDER BY party_id, tag"
_FIELDS = "SELECT party_id, name, value FROM party_field WHERE party_id IN (:ids) ORDER BY party_id, name"
_OWNERS = "SELECT DISTINCT owner FROM party WHERE owner IS NOT NULL"
_INDUSTRIES = "SELECT DISTINCT industry FROM party WHERE industry IS NOT NULL"


def clients(db: Reader, filters: Filters, *, today: date, sort: str, limit: int) -> Page[ClientRow]:
    """Clients with what they owe; `sort` is a key of the list, with - in front the other way round."""
    page = db.page(
        ClientRow,
        f"{_CLIENTS} ORDER BY {order_of(sort)}",
        limit=limit,
        today=today,
        currency=db.currency,
        **filters._asdict(),
        owners=_spellings(db, _OWNERS, filters.owner),
        industries=_spellings(db, _INDUSTRIES, filters.industry),
    )
    return page._replace(rows=with_currencies(db, with_words(db, page.rows), today=today))


def order_of(sort: str) -> str:
    """The SQL of a sort key."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"clients can't be sorted by {key}", hint=hint)
    direction = " DESC" if sort.startswith("-") else ""
    return f"{_ORDERS[key]}{direction}, party.name_key, party.handle"


def _spellings(db: Reader, sql: str, typed: str) -> list[str]:
    """Every way in which a text stands in the book, in whatever case and accents."""
    return [text for (text,) in db.run(sql) if fold(text) == fold(typed)] if typed else []


def with_words(db: Reader, rows: Sequence[Any]) -> list[Any]:
    """The rows with their tags and custom fields."""
    tags: dict[int, list[str]] = {}
    fields: dict[int, dict[str, str]] = {}
    for start in range(0, len(rows), IN_ONE_GO):
        ids = [row.id for row in rows[start : start + IN_ONE_GO]]
        for party_id, tag in db.run(_TAGS, {"ids": ids}):
            tags.setdefault(party_id, []).append(tag)
        for party_id, name, value in db.run(_FIELDS, {"ids": ids}):
            fields.setdefault(party_id, {})[name] = value
    return [row._replace(tags=tags.get(row.id, []), fields=fields.get(row.id, {})) for row in rows]
