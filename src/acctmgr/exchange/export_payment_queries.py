"""Payments as `export` writes them, with all that they settled, and what settled documents without a payment."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.money import digits_of, plain_minor
from acctmgr.exchange.export_queries import Kind
from acctmgr.store.read import Reader


class BackOut(NamedTuple):
    """A tax that a discount or a write-off took back."""

    code: str
    position: int
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str


class EventOut(NamedTuple):
    """Something that settles, or takes that back with a negative amount; in the order in which it was entered.

    source: the payment that a refund comes from. through: the payment that a fee, a discount, a refund or the return of
    a write-off came with. entry: what was posted together has one number.
    """

    event: int
    kind: str
    document: str | None
    document_voided_on: date | None
    credit_note: str | None
    credit_note_voided_on: date | None
    source: str | None
    through: str | None
    effective_on: date
    settled_minor: int
    settled_book: str
    reverses: int | None
    reason: str | None
    posted_as: str
    entry: int
    taxes: Sequence[BackOut]


class PaymentOut(NamedTuple):
    """A payment with what it settled; without a payment: a credit note that settles, or a write-off.

    paid_entry: what was posted together with the money has this number as its entry.
    """

    id: int
    payment: str | None
    direction: str | None
    client: str
    paid_on: date | None
    account: str | None
    currency: str
    rate: Decimal | None
    amount_minor: int | None
    amount_book: str | None
    open_minor: int | None
    paid_entry: int | None
    voided_on: date | None
    reference: str | None
    note: str | None
    settles: Sequence[EventOut]


# what settles, and what only puts a unit of withheld tax right
_TOLD = "(event.amount_minor <> 0 OR EXISTS (SELECT 1 FROM allocation_tax WHERE allocation_id = event.id))"
# what stands in the row of the payment that it came with, else of the one that it comes from; a void of a document
# stands with the document, and what only puts a unit of rounding on its day is worked out again
_HOME = "COALESCE(event.through_id, event.payment_id)"
_EVENTS = f"""
      FROM allocation AS event
     WHERE {_TOLD} AND (event.kind <> 'void' OR event.payment_id IS NOT NULL)
       AND {_HOME} IS NULL
"""
_PAYMENTS = f"""
    SELECT id, payment, direction, client, paid_on, account, currency, rate, amount_minor, amount_book, open_minor,
           paid_entry, voided_on, reference, note, settles
      FROM (SELECT 0 AS place, payment.id, 'p' || payment.id AS payment, payment.direction, party.handle AS client,
                   payment.paid_on, account.name AS account, payment.currency, payment.rate, payment.amount_minor,
                   CAST(payment.amount_book_minor AS TEXT) AS amount_book, payment.open_minor,
                   payment.entry_id AS paid_entry, payment.voided_on,
                   payment.reference, payment.note, NULL AS settles
              FROM payment
              JOIN party ON party.id = payment.party_id
              JOIN account ON account.id = payment.account_id
             UNION ALL
            SELECT 1 AS place, alone.id, NULL, NULL, party.handle, NULL, NULL, document.currency, NULL, NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL, NULL
              FROM (SELECT event.id, COALESCE(event.document_id, event.credit_id) AS document_id
                      {_EVENTS}) AS alone
              JOIN document ON document.id = alone.document_id
              JOIN party ON party.id = document.party_id) AS told
     ORDER BY place, id
"""
_SETTLES = f"""
    SELECT {_HOME} AS payment_id, event.id AS event, event.kind, document.number AS document,
           document.voided_on AS document_voided_on, note.number AS credit_note,
           note.voided_on AS credit_note_voided_on,
           CASE WHEN event.kind = 'refund' AND event.payment_id IS NOT NULL THEN 'p' || event.payment_id END AS source,
           'p' || event.through_id AS through, event.effective_on, event.amount_minor AS settled_minor,
           CAST(event.book_minor AS TEXT) AS settled_book, event.reverses_id AS reverses, event.note AS reason,
           entry.kind AS posted_as, event.entry_id AS entry, NULL AS taxes
      FROM allocation AS event
      JOIN entry ON entry.id = event.entry_id
      LEFT JOIN document ON document.id = event.document_id
      LEFT JOIN document AS note ON note.id = event.credit_id
     WHERE {_TOLD} AND (event.kind <> 'void' OR event.payment_id IS NOT NULL)
       AND ({_HOME} IN (:payments) OR ({_HOME} IS NULL AND event.id IN (:events)))
     ORDER BY event.id
"""
_TAXES = """
    SELECT back.allocation_id, tax_code.code, back.position, tax.rate, back.base_minor, back.tax_minor,
           CAST(back.tax_book_minor AS TEXT) AS tax_book
      FROM allocation_tax AS back
      JOIN allocation AS event ON event.id = back.allocation_id
      JOIN tax_code ON tax_code.id = back.tax_code_id
      JOIN document_tax AS tax ON tax.document_id = event.document_id AND tax.tax_code_id = back.tax_code_id
                              AND tax.position = back.position
     WHERE back.allocation_id IN (:events)
     ORDER BY back.id
"""


class _Event(NamedTuple):
    payment_id: int | None
    event: int
    kind: str
    document: str | None
    document_voided_on: date | None
    credit_note: str | None
    credit_note_voided_on: date | None
    source: str | None
    through: str | None
    effective_on: date
    settled_minor: int
    settled_book: str
    reverses: int | None
    reason: str | None
    posted_as: str
    entry: int
    taxes: None


class _Back(NamedTuple):
    allocation_id: int
    code: str
    position: int
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str


def _completed(db: Reader, rows: Sequence[PaymentOut]) -> Iterator[PaymentOut]:
    """The payments with what they settled, and what is text in its final form."""
    digits = digits_of(db.currency)
    payments = [row.id for row in rows if row.payment]
    alone = [row.id for row in rows if not row.payment]
    events = db.rows(_Event, _SETTLES, payments=payments, events=alone)
    taxes: dict[int, list[BackOut]] = {}
    for tax in db.rows(_Back, _TAXES, events=[event.event for event in events]):
        in_book = plain_minor(int(tax.tax_book), digits)
        taxes.setdefault(tax.allocation_id, []).append(BackOut(*tax[1:-1], in_book))
    settles: dict[tuple[bool, int], list[EventOut]] = {}
    for event in events:
        in_book = plain_minor(int(event.settled_book), digits)
        told = EventOut(*event[1:-1], taxes.get(event.event, []))._replace(settled_book=in_book)
        home = (True, event.payment_id) if event.payment_id is not None else (False, event.event)
        settles.setdefault(home, []).append(told)
    for row in rows:
        yield row._replace(
            amount_book=plain_minor(int(row.amount_book), digits) if row.amount_book else None,
            settles=settles.get((bool(row.payment), row.id), []),
        )


PAYMENTS = Kind("payments", PaymentOut, _PAYMENTS, completed=_completed, nested="settles", inner=EventOut)
