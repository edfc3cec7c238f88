"""What is in a demo book."""

from typing import NamedTuple

from acctmgr.store.book import Book
from acctmgr.store.read import Reader


class DemoRow(NamedTuple):
    """A demo book: where it is and how much is in it."""

    path: str
    company: str
    currency: str
    clients: int
    contacts: int
    vendors: int
    deals: int
    invoices: int
    credit_notes: int
    payments: int
    cash_entries: int


class _Counts(NamedTuple):
    clients: int
    contacts: int
    vendors: int
    deals: int
    invoices: int
    credit_notes: int
    payments: int
    cash_entries: int


_COUNTS = """
    SELECT (SELECT COUNT(*) FROM party WHERE is_client = 1 AND merged_into_id IS NULL) AS clients,
           (SELECT COUNT(*) FROM contact) AS contacts,
           (SELECT COUNT(*) FROM party WHERE is_vendor = 1) AS vendors,
           (SELECT COUNT(*) FROM deal) AS deals,
           (SELECT COUNT(*) FROM document WHERE kind = 'invoice') AS invoices,
           (SELECT COUNT(*) FROM document WHERE kind = 'credit_note') AS credit_notes,
           (SELECT COUNT(*) FROM payment) AS payments,
           (SELECT COUNT(*) FROM cash_entry) AS cash_entries
"""

_PAPER = """
    SELECT number
      FROM document
     WHERE id IN (SELECT document_id FROM document_line WHERE deducts_id IS NOT NULL)
       AND kind = 'invoice' AND number IS NOT NULL
     ORDER BY number
     LIMIT 1
"""


def described(db: Reader, book: Book) -> DemoRow:
    """The book's place, whose it is and what was counted in it."""
    counts = db.row(_Counts, _COUNTS)
    assert counts is not None
    return DemoRow(book.title, db.settings["company.name"], db.currency, *counts)


def paper_to_see(db: Reader) -> str:
    """The number of an invoice that takes a deposit off."""
    return str(db.value(_PAPER))
