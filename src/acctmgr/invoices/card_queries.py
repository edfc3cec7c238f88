"""One invoice or credit note with everything known of it."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.documents.reference_rules import DocumentRef, document_ref
from acctmgr.invoices import queries
from acctmgr.invoices.line_queries import LineRow
from acctmgr.invoices.mail_queries import MailingRow, mailings
from acctmgr.parties.merged_rules import joined_party
from acctmgr.store.read import Reader


class TaxRow(NamedTuple):
    """What one component of a tax code came to; withheld amounts are positive."""

    code: str
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int


class SettlementRow(NamedTuple):
    """What settles an invoice, or what a credit note settles; negative where it was taken back.

    ref: the payment, credit note or invoice on the other side; of a refund the payment that it went out by.
    """

    effective_on: date
    kind: str
    amount_minor: int
    ref: str | None
    note: str | None


class CreditRow(NamedTuple):
    """A credit note of an invoice."""

    number: str
    issued_on: date
    total_minor: int
    voided_on: date | None


class InvoiceCard(NamedTuple):
    """An invoice or credit note; amounts in its own currency, rate: book currency for one unit of that.

    recurring: the id of what made it, where it came again by itself.
    deposit: asked for in advance; taken_off: the invoice that holds it, or a part of it.
    """

    id: int
    number: str | None
    status: str
    client: str
    issued_on: date
    due_on: date | None
    currency: str
    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int
    open_minor: int
    late_days: int
    reference: str | None
    lines: list[LineRow]
    kind: str
    client_name: str
    credits: str | None
    supplied_on: date | None
    posted_on: date | None
    voided_on: date | None
    rate: Decimal
    tax_included: bool
    discount_percent: Decimal | None
    discount_minor: int
    note: str | None
    recurring: int | None
    deposit: bool
    taken_off: str | None
    taxes: list[TaxRow]
    settlements: list[SettlementRow]
    credit_notes: list[CreditRow]
    seller: Mapping[str, str | None] | None
    buyer: Mapping[str, str | None] | None
    mailings: list[MailingRow]

    @property
    def document(self) -> str:
        """How people type it."""
        return document_ref(self.number, self.id)


class _Facts(NamedTuple):
    kind: str
    client_name: str
    credits: str | None
    supplied_on: date | None
    posted_on: date | None
    voided_on: date | None
    rate: Decimal
    tax_included: bool
    discount_percent: Decimal | None
    discount_minor: int
    note: str | None
    recurring: int | None
    deposit: bool
    taken_off: str | None
    seller: str | None
    buyer: str | None


_FACTS = f"""
    SELECT document.kind, party.name AS client_name, credited.number AS credits, document.supplied_on,
           document.posted_on, document.voided_on, document.rate, document.is_tax_included AS tax_included,
           document.discount_percent, document.discount_minor, document.note,
           (SELECT recurring_id FROM recurring_run WHERE document_id = document.id) AS recurring,
           document.is_deposit AS deposit,
           (SELECT MIN(final.number)
              FROM document_line
              JOIN document AS final ON final.id = document_line.document_id
             WHERE document_line.deducts_id = document.id AND final.number IS NOT NULL AND final.kind = 'invoice'
               AND (final.voided_on IS NULL OR final.voided_on > :today)
               AND (SELECT SUM(line.net_minor)
                      FROM document_line AS line
                     WHERE line.document_id = final.id AND line.deducts_id = document.id)
                   <> COALESCE((SELECT SUM(back.net_minor)
                                  FROM document_line AS back
                                  JOIN document AS note ON note.id = back.document_id
                                 WHERE back.deducts_id = document.id AND note.credits_id = final.id
                                   AND note.posted_on <= :today
                                   AND (note.voided_on IS NULL OR note.voided_on > :today)), 0)) AS taken_off,
           document.seller, document.buyer
      FROM document
      {joined_party("document.party_id")}
      LEFT JOIN document AS credited ON credited.id = document.credits_id
     WHERE document.id = :id
"""

_TAXES = """
    SELECT tax_code.code, document_tax.name, document_tax.kind, document_tax.rate, document_tax.base_minor,
           document_tax.tax_minor
      FROM document_tax
      JOIN tax_code ON tax_code.id = document_tax.tax_code_id
     WHERE document_tax.document_id = :id
     ORDER BY document_tax.id
"""

# an allocation of 0 only puts a unit of rounding in the books: nothing that was settled
_SETTLEMENTS = """
    SELECT allocation.effective_on, allocation.kind, allocation.amount_minor,
           COALESCE(credit.number, 'p' || CAST(COALESCE(allocation.payment_id, allocation.through_id) AS TEXT))
           AS ref, allocation.note
      FROM allocation
      LEFT JOIN document AS credit ON credit.id = allocation.credit_id
     WHERE allocation.document_id = :id AND allocation.amount_minor <> 0
     ORDER BY allocation.effective_on, allocation.id
"""

_GIVEN = """
    SELECT allocation.effective_on, allocation.kind, allocation.amount_minor,
           COALESCE(settled.number, 'p' || CAST(allocation.through_id AS TEXT)) AS ref, allocation.note
      FROM allocation
      LEFT JOIN document AS settled ON settled.id = allocation.document_id
     WHERE allocation.credit_id = :id AND allocation.amount_minor <> 0
     ORDER BY allocation.effective_on, allocation.id
"""

_CREDIT_NOTES = """
    SELECT number, issued_on, total_minor, voided_on
      FROM document
     WHERE credits_id = :id AND number IS NOT NULL
     ORDER BY issued_on, id
"""


def card(db: Reader, found: DocumentRef, *, today: date) -> InvoiceCard:
    """Everything known of one document, as it stands today."""
    row = queries.one(db, found, today=today)
    facts = db.row(_Facts, _FACTS, id=found.id, today=today)
    assert facts is not None
    return InvoiceCard(
        *row,
        *facts[:-2],
        db.rows(TaxRow, _TAXES, id=found.id),
        db.rows(SettlementRow, _SETTLEMENTS if found.kind == "invoice" else _GIVEN, id=found.id),
        db.rows(CreditRow, _CREDIT_NOTES, id=found.id),
        json.loads(facts.seller) if facts.seller else None,
        json.loads(facts.buyer) if facts.buyer else None,
        mailings(db, found.id),
    )
