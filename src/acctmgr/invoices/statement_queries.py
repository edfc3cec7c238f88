"""A client's account: what is open on a day, and every movement with the balance that it leaves.

Amounts are in the currency of each document or payment, `book_minor` is what it is carried at in the book's.
What we are owed is positive, the client's credits are negative.
"""

from datetime import date
from typing import NamedTuple

from acctmgr.store.read import Reader


class OpenItem(NamedTuple):
    """A document or payment of which something is open on the day."""

    party_id: int
    document_id: int | None
    kind: str
    ref: str
    on: date
    due_on: date | None
    reference: str | None
    currency: str
    total_minor: int
    open_minor: int
    book_minor: int


class Event(NamedTuple):
    """Something that changes what a client owes, from a day on; the kinds are those of statement_rules."""

    on: date
    kind: str
    ref: str
    reference: str | None
    due_on: date | None
    currency: str
    amount_minor: int


# of one client with those merged into it, or of all
_OF_CLIENT = """
    party_id IN (SELECT id FROM party WHERE id = :party_id OR merged_into_id = :party_id)
"""

# Two branches each, since one OR would use neither partial index: what nothing is known to settle, and what is
# settled only after the day.
_OPEN = """
    SELECT COALESCE(party.merged_into_id, party.id) AS party_id, item.document_id, item.kind, item.ref, item.on_day,
           item.due_on, item.reference, item.currency, item.total_minor, item.open_minor, item.book_minor
      FROM (
        SELECT party_id, id AS document_id, 'invoice' AS kind, number AS ref, posted_on AS on_day,
               COALESCE(due_on, issued_on) AS due_on, reference, currency, total_minor,
               total_minor - CAST(COALESCE((
                 SELECT SUM(amount_minor) FROM allocation
                  WHERE document_id = invoice.id AND effective_on <= :as_of), 0) AS BIGINT) AS open_minor,
               total_book_minor - CAST(COALESCE((
                 SELECT SUM(book_minor) FROM allocation
                  WHERE document_id = invoice.id AND effective_on <= :as_of), 0) AS BIGINT) AS book_minor,
               0 AS place, id
          FROM ({invoices}) AS invoice
        UNION ALL
        SELECT party_id, id AS document_id, 'credit_note' AS kind, number AS ref, posted_on AS on_day,
               NULL AS due_on, reference, currency, -total_minor AS total_minor,
               CAST(COALESCE((
                 SELECT SUM(amount_minor) FROM allocation
                  WHERE credit_id = note.id AND effective_on <= :as_of), 0) AS BIGINT) - total_minor AS open_minor,
               CAST(COALESCE((
                 SELECT SUM(source_book_minor) FROM allocation
                  WHERE credit_id = note.id AND effective_on <= :as_of), 0) AS BIGINT) - total_book_minor
                 AS book_minor,
               1 AS place, id
          FROM ({notes}) AS note
        UNION ALL
        SELECT party_id, NULL AS document_id, 'payment' AS kind, 'p' || CAST(id AS TEXT) AS ref,
               paid_on AS on_day, NULL AS due_on, reference, currency, -amount_minor AS total_minor,
               CAST(COALESCE((
                 SELECT SUM(amount_minor) FROM allocation
                  WHERE payment_id = money.id AND effective_on <= :as_of), 0) AS BIGINT) - amount_minor
                 AS open_minor,
               CAST(COALESCE((
                 SELECT SUM(source_book_minor) FROM allocation
                  WHERE payment_id = money.id AND effective_on <= :as_of), 0) AS BIGINT) - amount_book_minor
                 AS book_minor,
               2 AS place, id
          FROM ({payments}) AS money
      ) AS item
      JOIN party ON party.id = item.party_id
     WHERE item.open_minor <> 0 OR item.book_minor <> 0
     ORDER BY item.currency, item.on_day, item.place, item.id
"""
_DOCUMENT_COLUMNS = """
    id, party_id, number, issued_on, posted_on, due_on, reference, currency, total_minor, total_book_minor
"""
_UNSETTLED = """
        SELECT {columns} FROM document
         WHERE kind = '{kind}' AND settled_on IS NULL AND status <> 'draft' AND posted_on <= :as_of AND {of}
        UNION ALL
        SELECT {columns} FROM document
         WHERE kind = '{kind}' AND settled_on > :as_of AND posted_on <= :as_of AND {of}
"""
_UNAPPLIED = """
        SELECT id, party_id, paid_on, reference, currency, amount_minor, amount_book_minor FROM payment
         WHERE direction = 'in' AND applied_on IS NULL AND paid_on <= :as_of AND {of}
        UNION ALL
        SELECT id, party_id, paid_on, reference, currency, amount_minor, amount_book_minor FROM payment
         WHERE direction = 'in' AND applied_on > :as_of AND paid_on <= :as_of AND {of}
"""

# What goes from a client's credit to its invoice changes nothing between us; what leaves only one side does:
# a void, a write-off, a refund.
_EVENTS = """
    SELECT posted_on AS on_day, kind, number AS ref, reference, CASE kind WHEN 'invoice' THEN due_on END AS due_on,
           currency, CASE kind WHEN 'invoice' THEN total_minor ELSE -total_minor END AS amount_minor,
           CASE kind WHEN 'invoice' THEN 0 ELSE 1 END AS place, id
      FROM document
     WHERE kind IN ('invoice', 'credit_note') AND status <> 'draft' AND posted_on <= :last AND {of}
    UNION ALL
    SELECT paid_on AS on_day, 'payment' AS kind, 'p' || CAST(id AS TEXT) AS ref, reference, NULL AS due_on,
           currency, -amount_minor AS amount_minor, 2 AS place, id
      FROM payment
     WHERE direction = 'in' AND paid_on <= :last AND {of}
    UNION ALL
    SELECT allocation.effective_on AS on_day, allocation.kind, document.number AS ref, NULL AS reference,
           NULL AS due_on, document.currency, -allocation.amount_minor AS amount_minor, 3 AS place, allocation.id
      FROM allocation
      JOIN document ON document.id = allocation.document_id
     WHERE document.kind = 'invoice' AND allocation.payment_id IS NULL AND allocation.credit_id IS NULL
       AND allocation.amount_minor <> 0 AND allocation.effective_on <= :last AND document.{of}
    UNION ALL
    SELECT allocation.effective_on AS on_day, allocation.kind, document.number AS ref, NULL AS reference,
           NULL AS due_on, document.currency, allocation.amount_minor, 3 AS place, allocation.id
      FROM allocation
      JOIN document ON document.id = allocation.credit_id
     WHERE allocation.document_id IS NULL AND allocation.amount_minor <> 0
       AND allocation.effective_on <= :last AND document.{of}
    UNION ALL
    SELECT allocation.effective_on AS on_day,
           CASE allocation.kind WHEN 'void' THEN 'bounce' ELSE allocation.kind END AS kind,
           'p' || CAST(payment.id AS TEXT) AS ref,
           NULL AS reference, NULL AS due_on, payment.currency, allocation.amount_minor, 3 AS place, allocation.id
      FROM allocation
      JOIN payment ON payment.id = allocation.payment_id
     WHERE allocation.document_id IS NULL AND allocation.amount_minor <> 0 AND payment.direction = 'in'
       AND allocation.effective_on <= :last AND payment.{of}
"""
_IN_ORDER = """
    SELECT on_day, kind, ref, reference, due_on, currency, amount_minor
      FROM ({events}) AS event
     ORDER BY currency, on_day, place, id
"""


def open_items(db: Reader, as_of: date, party_id: int | None = None) -> list[OpenItem]:
    """What is open at the end of a day, of one client or of all: by currency, then day."""
    of = "1 = 1" if party_id is None else _OF_CLIENT
    pieces = {
        "invoices": _UNSETTLED.replace("{kind}", "invoice"),
        "notes": _UNSETTLED.replace("{kind}", "credit_note"),
        "payments": _UNAPPLIED,
        "columns": _DOCUMENT_COLUMNS,
        "of": of,
    }
    sql = _OPEN
    for name, piece in pieces.items():
        sql = sql.replace("{" + name + "}", piece)
    return db.rows(OpenItem, sql, as_of=as_of, party_id=party_id)


def events(db: Reader, party_id: int, *, last: date) -> list[Event]:
    """Everything up to a day that changed what a client owes: by currency, then day."""
    sql = _IN_ORDER.replace("{events}", _EVENTS).replace("{of}", _OF_CLIENT.strip())
    return db.rows(Event, sql, party_id=party_id, last=last)
