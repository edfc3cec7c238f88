"""Checks of what discounts, write-offs and refunds leave in the books."""

from collections.abc import Iterator

from acctmgr.core.money import format_minor
from acctmgr.documents.total_rules import TAX_EFFECT
from acctmgr.store.read import Reader

# each entry moves each tax account by what its documents and corrections say: a document and its void, a discount,
# a write-off with relief and what was taken back of them
_STRAY_TAXES = """
    SELECT account.name, entry.posted_on, CAST(SUM(moved.minor) AS BIGINT) AS off_minor
      FROM (SELECT posting.entry_id, posting.account_id, posting.amount_minor AS minor
              FROM posting
             WHERE posting.account_id IN (SELECT account_id FROM document_tax
                                           UNION
                                          SELECT account_id FROM allocation_tax)
               AND posting.entry_id IN (SELECT entry_id FROM document WHERE kind IN ('invoice', 'credit_note')
                                         UNION
                                        SELECT void_entry_id FROM document WHERE kind IN ('invoice', 'credit_note')
                                         UNION
                                        SELECT entry_id FROM allocation)
             UNION ALL
            SELECT document.entry_id, document_tax.account_id, {tax} * {side}
              FROM document_tax
              JOIN document ON document.id = document_tax.document_id
             WHERE document.entry_id IS NOT NULL AND document.kind IN ('invoice', 'credit_note')
             UNION ALL
            SELECT document.void_entry_id, document_tax.account_id, -{tax} * {side}
              FROM document_tax
              JOIN document ON document.id = document_tax.document_id
             WHERE document.void_entry_id IS NOT NULL AND document.kind IN ('invoice', 'credit_note')
             UNION ALL
            SELECT allocation.entry_id, allocation_tax.account_id, -{corrected}
              FROM allocation_tax
              JOIN allocation ON allocation.id = allocation_tax.allocation_id) AS moved
      JOIN account ON account.id = moved.account_id
      JOIN entry ON entry.id = moved.entry_id
     GROUP BY account.name, entry.id, entry.posted_on
    HAVING SUM(moved.minor) <> 0
     ORDER BY entry.posted_on, entry.id, account.name
"""
SIDE = "CASE document.kind WHEN 'invoice' THEN 1 ELSE -1 END"

_REFUNDS = """
    SELECT payment.id
      FROM payment
      LEFT JOIN allocation ON allocation.through_id = payment.id AND allocation.kind = 'refund'
     WHERE payment.direction = 'out'
     GROUP BY payment.id, payment.amount_minor, payment.amount_book_minor, payment.voided_on
    HAVING COALESCE(SUM(allocation.amount_minor), 0)
           <> CASE WHEN payment.voided_on IS NULL THEN payment.amount_minor ELSE 0 END
        OR COALESCE(SUM(allocation.book_minor), 0)
           <> CASE WHEN payment.voided_on IS NULL THEN payment.amount_book_minor ELSE 0 END
     ORDER BY payment.id
"""

# what moves a deposit, in the document's currency: deposits and their credit notes by all their net, the invoices
# that take them off and the credit notes of those by the lines that say so


def stray_taxes(db: Reader) -> Iterator[str]:
    """Entries that move a tax account by something else than their documents and corrections say."""
    query = _filled(_STRAY_TAXES)
    for account, day, off_minor in db.stream(query):
        yield f"on {day} {account} moves {amount(db, off_minor)} more than documents and corrections say"


def wrong_refunds(db: Reader) -> Iterator[str]:
    """Refunds that are not what left the credits they paid out."""
    for (payment_id,) in db.stream(_REFUNDS):
        yield f"p{payment_id} is not what was paid out of a credit by it"


def _filled(sql: str) -> str:
    pieces = {
        "tax": _effect("document_tax"),
        "corrected": _effect("allocation_tax"),
        "side": f"({SIDE})",
    }
    for name, piece in pieces.items():
        sql = sql.replace("{" + name + "}", piece)
    return sql


def amount(db: Reader, minor: int) -> str:
    """An amount in the book's currency, for a sentence."""
    return format_minor(minor, style=db.notation.style, digits=db.notation.digits)


def _effect(table: str) -> str:
    return f"({TAX_EFFECT.format(kind=f'{table}.kind', minor=f'{table}.tax_book_minor')})"
