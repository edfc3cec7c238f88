"""Checks of what discounts, write-offs, refunds and deposits leave in the books."""

from collections.abc import Iterator

from acctmgr.core.money import format_minor
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
_SIGNED = """
    CASE {table}.kind WHEN 'added' THEN {table}.tax_book_minor WHEN 'withheld' THEN -{table}.tax_book_minor ELSE 0 END
"""
_SIDE = "CASE document.kind WHEN 'invoice' THEN 1 ELSE -1 END"

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

# what a deposit was booked at, less what was given back of it, waits in Client deposits until an invoice takes it off;
# that may be one of the party it was merged into
_DEPOSITS = """
    SELECT account.name, COALESCE(party.merged_into_id, moved.party_id) AS kept_id,
           CAST(SUM(moved.minor) AS BIGINT) AS off_minor
      FROM (SELECT posting.party_id, posting.amount_minor AS minor
              FROM posting
             WHERE posting.account_id = (SELECT id FROM account WHERE key = 'deposits')
             UNION ALL
            SELECT waiting.party_id, waiting.total_book_minor - COALESCE((
                     SELECT SUM({tax}) FROM document_tax WHERE document_tax.document_id = waiting.id), 0)
              FROM ({waiting}) AS waiting
             UNION ALL
            SELECT waiting.party_id, COALESCE((
                     SELECT SUM({tax}) FROM document_tax WHERE document_tax.document_id = note.id), 0)
                   - note.total_book_minor
              FROM ({waiting}) AS waiting
              JOIN document AS note ON note.credits_id = waiting.id
             WHERE note.number IS NOT NULL AND note.voided_on IS NULL) AS moved
      JOIN account ON account.key = 'deposits'
      LEFT JOIN party ON party.id = moved.party_id
     GROUP BY account.name, COALESCE(party.merged_into_id, moved.party_id)
    HAVING SUM(moved.minor) <> 0
     ORDER BY 1, 2
"""
_WAITING = """
    SELECT id, party_id, total_book_minor
      FROM document AS deposit
     WHERE is_deposit = 1 AND kind = 'invoice' AND number IS NOT NULL AND voided_on IS NULL
       AND NOT EXISTS (SELECT 1
                         FROM document_line
                         JOIN document AS final ON final.id = document_line.document_id
                        WHERE document_line.deducts_id = deposit.id
                          AND final.number IS NOT NULL AND final.voided_on IS NULL)
"""


def stray_taxes(db: Reader) -> Iterator[str]:
    """Entries that move a tax account by something else than their documents and corrections say."""
    query = _filled(_STRAY_TAXES)
    for account, day, off_minor in db.stream(query):
        yield f"on {day} {account} moves {_amount(db, off_minor)} more than documents and corrections say"


def wrong_refunds(db: Reader) -> Iterator[str]:
    """Refunds that are not what left the credits they paid out, and deposits that are not what waits."""
    for (payment_id,) in db.stream(_REFUNDS):
        yield f"p{payment_id} is not what was paid out of a credit by it"
    for account, party_id, off_minor in db.stream(_filled(_DEPOSITS)):
        yield f"{account} of party {party_id} is {_amount(db, off_minor)} off what was not taken off yet"


def _filled(sql: str) -> str:
    pieces = {
        "waiting": _WAITING,
        "tax": f"({_SIGNED.format(table='document_tax').strip()})",
        "corrected": f"({_SIGNED.format(table='allocation_tax').strip()})",
        "side": f"({_SIDE})",
    }
    for name, piece in pieces.items():
        sql = sql.replace("{" + name + "}", piece)
    return sql


def _amount(db: Reader, minor: int) -> str:
    return format_minor(minor, style=db.notation.style, digits=db.notation.digits)
