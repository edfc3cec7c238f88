"""Vendors as lists and cards show them, with what went out to them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import NotFound, WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.parties.client_queries import IN_ONE_GO, PARTY_FACTS, with_words
from acctmgr.parties.currency_rules import ByCurrency, by_currency
from acctmgr.parties.queries import PartyRef, find_party
from acctmgr.store.read import Page, Reader


class VendorRow(NamedTuple):
    """A vendor in a list; paid: what went out to it, less what came back, in the book's currency, and in each."""

    id: int
    handle: str
    name: str
    email: str | None
    phone: str | None
    website: str | None
    industry: str | None
    tags: list[str]
    fields: dict[str, str]
    is_client: bool
    paid_minor: int
    paid_by_currency_minor: ByCurrency
    last_on: date | None


class MovementRow(NamedTuple):
    """Money that went out to a vendor, or came back."""

    id: int
    on: date
    category: str
    memo: str | None
    amount_minor: int
    currency: str


class VendorCard(NamedTuple):
    """All that is known of a vendor."""

    id: int
    handle: str
    name: str
    legal_name: str | None
    tax_id: str | None
    email: str | None
    phone: str | None
    website: str | None
    address: str | None
    country: str | None
    industry: str | None
    owner: str | None
    source: str | None
    since_on: date | None
    tags: list[str]
    fields: dict[str, str]
    currency_: str
    terms_days: int | None
    is_client: bool
    paid_minor: int
    paid_by_currency_minor: ByCurrency
    last_on: date | None
    note: str | None
    archived_on: date | None
    movements: list[MovementRow]


class _Moved(NamedTuple):
    party_id: int
    currency: str
    paid_minor: int


VENDOR_FACTS = PARTY_FACTS._replace(row_type=VendorRow)

_PAID = """
    SELECT COALESCE(party.merged_into_id, party.id) AS party_id, MAX(cash.moved_on) AS last_on,
           CAST(SUM(CASE cash.direction WHEN 'in' THEN -1 ELSE 1 END * cash.amount_book_minor) AS BIGINT) AS paid_minor
      FROM cash_entry AS cash
      JOIN party ON party.id = cash.party_id
      JOIN account ON account.id = cash.other_id AND account.type <> 'income'
     WHERE cash.moved_on <= :today AND (cash.voided_on IS NULL OR cash.voided_on > :today) {of_one}
     GROUP BY COALESCE(party.merged_into_id, party.id)
"""
# what moved in each currency
_MOVED = """
    SELECT COALESCE(party.merged_into_id, party.id) AS party_id, cash.currency,
           CAST(SUM(CASE cash.direction WHEN 'in' THEN -1 ELSE 1 END * cash.amount_minor) AS BIGINT) AS paid_minor
      FROM cash_entry AS cash
      JOIN party ON party.id = cash.party_id
      JOIN account ON account.id = cash.other_id AND account.type <> 'income'
     WHERE cash.moved_on <= :today AND (cash.voided_on IS NULL OR cash.voided_on > :today)
       AND COALESCE(party.merged_into_id, party.id) IN (:ids)
     GROUP BY COALESCE(party.merged_into_id, party.id), cash.currency
     ORDER BY 1, 2
"""
_VENDORS = f"""
    SELECT party.id, party.handle, party.name, party.email, party.phone, party.website, party.industry,
           NULL AS tags, NULL AS fields, party.is_client, COALESCE(paid.paid_minor, 0) AS paid_minor,
           NULL AS paid_by_currency_minor, paid.last_on
      FROM party
      LEFT JOIN ({_PAID.format(of_one="")}) AS paid ON paid.party_id = party.id
     WHERE party.is_vendor = 1 AND party.merged_into_id IS NULL
       AND (:with_archived = 1 OR party.archived_on IS NULL)
"""
_CARD = f"""
    SELECT party.id, handle, name, legal_name, tax_id, email, phone, website, address, country, industry, owner,
           source, since_on, NULL AS tags, NULL AS fields, COALESCE(currency, :currency) AS currency_, terms_days,
           is_client, COALESCE(paid.paid_minor, 0) AS paid_minor, NULL AS paid_by_currency_minor,
           paid.last_on, note, archived_on, NULL AS movements
      FROM party
      LEFT JOIN ({_PAID.format(of_one="AND (party.id = :id OR party.merged_into_id = :id)")}) AS paid
        ON paid.party_id = party.id
     WHERE party.id = :id
"""
_MOVEMENTS = """
    SELECT cash.id, cash.moved_on, account.name AS category, cash.memo,
           CASE cash.direction WHEN 'in' THEN cash.amount_minor ELSE -cash.amount_minor END AS amount_minor,
           cash.currency
      FROM cash_entry AS cash
      JOIN account ON account.id = cash.other_id AND account.type <> 'income'
     WHERE cash.party_id IN (SELECT id FROM party WHERE id = :id OR merged_into_id = :id)
       AND cash.moved_on <= :today AND (cash.voided_on IS NULL OR cash.voided_on > :today)
     ORDER BY cash.moved_on DESC, cash.id DESC
     LIMIT 5
"""
_ORDERS = {
    "name": "party.name_key",
    "handle": "party.handle",
    "paid": "paid_minor",
    "last": "last_on IS NULL, last_on",
}
_HANDLES = "SELECT handle FROM party WHERE is_vendor = 1 ORDER BY handle"


def vendors(db: Reader, *, with_archived: bool, today: date, sort: str, limit: int) -> Page[VendorRow]:
    """Vendors with what went out to them up to today; `sort` with - in front goes the other way round."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"vendors can't be sorted by {key}", hint=hint)
    order = f"{_ORDERS[key]}{' DESC' if sort.startswith('-') else ''}, party.name_key, party.handle"
    page = db.page(
        VendorRow, f"{_VENDORS} ORDER BY {order}", limit=limit, today=today, with_archived=with_archived
    )
    return page._replace(rows=_with_currencies(db, with_words(db, page.rows), today))


def _with_currencies(db: Reader, rows: Sequence[Any], today: date) -> list[Any]:
    """The rows with what was paid in each currency; the book's own is always there."""
    paid: dict[int, list[tuple[str, int]]] = {row.id: [] for row in rows}
    for start in range(0, len(rows), IN_ONE_GO):
        ids = [row.id for row in rows[start : start + IN_ONE_GO]]
        for moved in db.rows(_Moved, _MOVED, ids=ids, today=today):
            paid[moved.party_id].append((moved.currency, moved.paid_minor))
    return [row._replace(paid_by_currency_minor=by_currency(paid[row.id], db.currency)) for row in rows]


def find_vendor(db: Reader, reference: str) -> PartyRef:
    """The vendor meant, archived or not; a client that is none is not found."""
    try:
        party = find_party(db, reference)
    except NotFound:
        handles = [row[0] for row in db.run(_HANDLES)]
        hint = did_you_mean(reference, handles) or "see: acctmgr vendor list"
        raise NotFound(f"there is no vendor {reference}", hint=hint) from None
    if not db.value("SELECT is_vendor FROM party WHERE id = :id", id=party.id):
        raise NotFound(f"{party.handle} is no vendor", hint=f"make it one: acctmgr vendor add {party.handle}")
    return party


def vendor_card(db: Reader, party_id: int, *, today: date) -> VendorCard:
    """The card of a vendor as of today."""
    found = db.rows(VendorCard, _CARD, id=party_id, currency=db.currency, today=today)
    (card,) = _with_currencies(db, with_words(db, found), today)
    filled: VendorCard = card._replace(movements=db.rows(MovementRow, _MOVEMENTS, id=party_id, today=today))
    return filled
