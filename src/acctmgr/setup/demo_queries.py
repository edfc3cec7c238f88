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
    deals: int
    invoices: int
    credit_notes: int
    payments: int


class _Counts(NamedTuple):
    clients: int
    deals: int
    invoices: int
    credit_notes: int
    payments: int


_COUNTS = """
    SELECT (SELECT COUNT(*) FROM party) AS clients,
           (SELECT COUNT(*) FROM deal) AS deals,
           (SELECT COUNT(*) FROM document WHERE kind = 'invoice') AS invoices,
           (SELECT COUNT(*) FROM document WHERE kind = 'credit_note') AS credit_notes,
           (SELECT COUNT(*) FROM payment) AS payments
"""


def described(db: Reader, book: Book) -> DemoRow:
    """The book's place, whose it is and what was counted in it."""
    counts = db.row(_Counts, _COUNTS)
    assert counts is not None
    return DemoRow(book.title, db.settings["company.name"], db.currency, *counts)
