"""One client, whole: facts, money, open deals and the latest invoices."""

from datetime import date
from typing import Any, NamedTuple

from acctmgr.parties.client_queries import with_words
from acctmgr.parties.contact_queries import Filters, contacts
from acctmgr.parties.currency_rules import ByCurrency
from acctmgr.parties.owed_queries import amounts_of
from acctmgr.store.read import Reader


class PersonRow(NamedTuple):
    """A contact on the card."""

    id: int
    name: str
    role: str | None
    influence: str | None
    emails: list[str]
    phones: list[str]

    @classmethod
    def of(cls, row: Any) -> "PersonRow":
        """The columns of a listed contact that the card shows."""
        return cls(*(getattr(row, name) for name in cls._fields))


class DealRow(NamedTuple):
    """An open deal on the card."""

    id: int
    name: str
    stage: str
    amount_minor: int | None
    currency: str
    expected_on: date | None


class InvoiceRow(NamedTuple):
    """An issued invoice on the card."""

    number: str
    status: str
    issued_on: date
    due_on: date | None
    currency: str
    total_minor: int
    open_minor: int

    @classmethod
    def of(cls, row: Any) -> "InvoiceRow":
        """The columns of a listed invoice that the card shows."""
        return cls(*(getattr(row, name) for name in cls._fields))


class ClientCard(NamedTuple):
    """All that is known of a client."""

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
    language: str | None  # None: the book's
    industry: str | None
    status: str
    tier: str | None
    owner: str | None
    source: str | None
    since_on: date | None
    tags: list[str]
    fields: dict[str, str]
    currency_: str  # what it is invoiced in
    terms_days: int | None  # None: the book's
    open_minor: int  # in the book's currency, as it is carried; overdue and credit too
    overdue_minor: int
    credit_minor: int
    open_by_currency_minor: ByCurrency  # in each currency; the book's own is always there
    overdue_by_currency_minor: ByCurrency
    credit_by_currency_minor: ByCurrency
    note: str | None
    dispute: str | None  # nobody is reminded while it stands
    archived_on: date | None
    aliases: list[str]  # handles of what was merged into it
    contacts: list[PersonRow]
    deals: list[DealRow]
    invoices: list[InvoiceRow]
    follow_ups: list[Any]  # rows of followups.card_queries, and these too
    activities: list[Any]


_CARD = """
    SELECT id, handle, name, legal_name, tax_id, email, phone, website, address, country, language, industry,
           status, tier, owner, source, since_on, NULL AS tags, NULL AS fields,
           COALESCE(currency, :currency) AS currency_, terms_days, 0 AS open_minor, 0 AS overdue_minor,
           0 AS credit_minor, NULL AS open_by_currency_minor, NULL AS overdue_by_currency_minor,
           NULL AS credit_by_currency_minor, note, dispute, archived_on, NULL AS aliases, NULL AS contacts,
           NULL AS deals, NULL AS invoices, NULL AS follow_ups, NULL AS activities
      FROM party
     WHERE id = :id
"""


_ALIASES = "SELECT handle FROM party WHERE merged_into_id = :id ORDER BY handle"


_DEALS = """
    SELECT deal.id, deal.name, stage.name AS stage, deal.amount_minor, deal.currency, deal.expected_on
      FROM deal
      JOIN stage ON stage.id = deal.stage_id
     WHERE deal.party_id = :id AND stage.kind = 'open'
     ORDER BY deal.expected_on IS NULL, deal.expected_on, deal.id
"""


def client_card(db: Reader, party_id: int, *, today: date) -> ClientCard:
    """The card of a client as of today, but for invoices, follow-ups and activities.

    Their features know how to read them.
    """
    (card,) = with_words(db, db.rows(ClientCard, _CARD, id=party_id, currency=db.currency))
    people = contacts(db, Filters(party_id=party_id, with_archived=True), today=today, sort="name", limit=0)
    filled: ClientCard = card._replace(
        aliases=[handle for (handle,) in db.run(_ALIASES, {"id": party_id})],
        contacts=[PersonRow.of(row) for row in people.rows],
        deals=db.rows(DealRow, _DEALS, id=party_id),
        **amounts_of(db, party_id, today=today),
    )
    return filled
