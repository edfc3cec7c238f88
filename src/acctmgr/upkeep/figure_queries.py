"""Checks of the figures: the ledger against itself, and the documents against the ledger."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from acctmgr.core.money import format_minor
from acctmgr.store.read import Reader
from acctmgr.upkeep.rules import Kept, Settled, open_problems

_UNBALANCED = """
    SELECT entry_id, CAST(SUM(amount_minor) AS BIGINT) AS off_minor
      FROM posting
     GROUP BY entry_id
    HAVING SUM(amount_minor) <> 0
     ORDER BY entry_id
"""
_MISDATED = """
    SELECT posting.id
      FROM posting
      LEFT JOIN entry ON entry.id = posting.entry_id
     WHERE entry.id IS NULL OR entry.posted_on <> posting.posted_on
     ORDER BY posting.id
"""
_UNKNOWN_PARTY = """
    SELECT posting.id, posting.party_id
      FROM posting
      LEFT JOIN party ON party.id = posting.party_id
     WHERE posting.party_id IS NOT NULL AND party.id IS NULL
     ORDER BY posting.id
"""
_WRONG_MONTH = """
    SELECT account.name, month, both_sides.currency, CAST(SUM(minor) AS BIGINT) AS off_minor
      FROM (SELECT account_id, currency, substr(CAST(posted_on AS TEXT), 1, 7) AS month,
                   amount_minor AS minor, foreign_minor
              FROM posting
             UNION ALL
            SELECT account_id, currency, month, -amount_minor, -foreign_minor
              FROM account_month) AS both_sides
      JOIN account ON account.id = both_sides.account_id
     GROUP BY account.name, month, both_sides.currency
    HAVING SUM(minor) <> 0 OR SUM(foreign_minor) <> 0
     ORDER BY account.name, month, both_sides.currency
"""

# what settles a document, and what a credit note gave away; a draft is in no figure
_DOCUMENTS = """
    SELECT document.id, document.number AS name, document.posted_on AS since, document.total_minor,
           document.total_book_minor, document.open_minor, document.open_book_minor,
           document.settled_on AS closed_on, moved.effective_on, moved.amount_minor, moved.book_minor
      FROM document
      LEFT JOIN (SELECT document_id AS thing_id, effective_on, amount_minor, book_minor
                   FROM allocation
                  WHERE document_id IS NOT NULL
                  UNION ALL
                 SELECT credit_id, effective_on, amount_minor, source_book_minor
                   FROM allocation
                  WHERE credit_id IS NOT NULL) AS moved
        ON moved.thing_id = document.id
     WHERE document.number IS NOT NULL
     ORDER BY document.id, moved.effective_on
"""
_PAYMENTS = """
    SELECT payment.id, 'p' || payment.id AS name, payment.paid_on AS since, payment.amount_minor AS total_minor,
           payment.amount_book_minor AS total_book_minor, payment.open_minor, payment.open_book_minor,
           payment.applied_on AS closed_on, moved.effective_on, moved.amount_minor,
           moved.source_book_minor AS book_minor
      FROM payment
      LEFT JOIN allocation AS moved ON moved.payment_id = payment.id
     WHERE payment.direction = 'in'
     ORDER BY payment.id, moved.effective_on
"""

# Receivable moves on each day, for each party, by what its invoices move, and Client credits by what its payments
# and credit notes do: then aging and ledger agree as of every day, for each party and in total
_UNPROVED = """
    SELECT account.name AS account, party_id, day, CAST(SUM(minor) AS BIGINT) AS off_minor
      FROM (SELECT account.key, posting.party_id, posting.posted_on AS day, posting.amount_minor AS minor
              FROM posting
              JOIN account ON account.id = posting.account_id
             WHERE account.key IN ('receivable', 'client_credits')
             UNION ALL
            SELECT 'receivable', party_id, posted_on, -total_book_minor
              FROM document
             WHERE number IS NOT NULL AND kind = 'invoice'
             UNION ALL
            SELECT 'receivable', document.party_id, allocation.effective_on, allocation.book_minor
              FROM allocation
              JOIN document ON document.id = allocation.document_id
             WHERE document.kind = 'invoice'
             UNION ALL
            SELECT 'client_credits', party_id, posted_on, total_book_minor
              FROM document
             WHERE number IS NOT NULL AND kind = 'credit_note'
             UNION ALL
            SELECT 'client_credits', document.party_id, allocation.effective_on, -allocation.source_book_minor
              FROM allocation
              JOIN document ON document.id = allocation.credit_id
             WHERE document.kind = 'credit_note'
             UNION ALL
            SELECT 'client_credits', party_id, paid_on, amount_book_minor
              FROM payment
             WHERE direction = 'in'
             UNION ALL
            SELECT 'client_credits', payment.party_id, allocation.effective_on, -allocation.source_book_minor
              FROM allocation
              JOIN payment ON payment.id = allocation.payment_id
             WHERE payment.direction = 'in') AS moved
      JOIN account ON account.key = moved.key
     GROUP BY account.name, party_id, day
    HAVING SUM(minor) <> 0
     ORDER BY day, party_id IS NULL, party_id, account.name
"""


class _Moved(NamedTuple):
    id: int
    name: str
    since: date
    total_minor: int
    total_book_minor: int
    open_minor: int
    open_book_minor: int
    closed_on: date | None
    effective_on: date | None
    amount_minor: int | None
    book_minor: int | None


class _Unproved(NamedTuple):
    account: str
    party_id: int | None
    day: date
    off_minor: int


def _amount(db: Reader, minor: int) -> str:
    return format_minor(minor, style=db.notation.style, digits=db.notation.digits)


def unbalanced_entries(db: Reader) -> Iterator[str]:
    """Entries that do not sum to zero, and postings that lost their entry or its date."""
    for entry_id, off_minor in db.stream(_UNBALANCED):
        yield f"entry {entry_id} is off by {_amount(db, off_minor)}"
    for (posting_id,) in db.stream(_MISDATED):
        yield f"posting {posting_id} is not dated like its entry"


def unknown_parties(db: Reader) -> Iterator[str]:
    """Postings for a party that is not there."""
    for posting_id, party_id in db.stream(_UNKNOWN_PARTY):
        yield f"posting {posting_id} is for party {party_id}, which is not there"


def wrong_months(db: Reader) -> Iterator[str]:
    """Balances of an account, month and currency that are not the sum of their postings."""
    for account, month, currency, off_minor in db.stream(_WRONG_MONTH):
        yield f"{account} in {month}, {currency}: the postings come to {_amount(db, off_minor)} more"


def wrong_open_amounts(db: Reader) -> Iterator[str]:
    """Documents and payments whose open amount, or the day it became 0, is not what their allocations say."""
    for query in (_DOCUMENTS, _PAYMENTS):
        for _, rows in groupby(db.each(_Moved, query), key=lambda row: row.id):
            yield from _of_one(list(rows))


def _of_one(rows: list[_Moved]) -> Iterator[str]:
    first = rows[0]
    kept = Kept(first.name, first.since, *first[3:8])
    moved = [
        Settled(row.effective_on, row.amount_minor, row.book_minor)
        for row in rows
        if row.effective_on is not None and row.amount_minor is not None and row.book_minor is not None
    ]
    return open_problems(kept, moved)


def unproved_days(db: Reader) -> Iterator[str]:
    """Days on which the control accounts moved by something else than a party's documents and credits."""
    for row in db.each(_Unproved, _UNPROVED):
        whose = f"party {row.party_id}" if row.party_id else "no party"
        moved = _amount(db, row.off_minor)
        yield f"on {row.day} {row.account} moves {moved} more than the documents of {whose}"
