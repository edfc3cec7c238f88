"""Checks of what discounts, write-offs, refunds and deposits leave in the books."""

from collections.abc import Iterator

from acctmgr.core.money import digits_of, format_minor
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

# what moves a deposit, in the document's currency: deposits and their credit notes by all their net, the invoices
# that take them off and the credit notes of those by the lines that say so
_DEPOSIT_NETS = """
    SELECT document.id, document.id AS deposit_id, document.net_minor
      FROM document
     WHERE document.is_deposit = 1 AND document.kind = 'invoice'
     UNION ALL
    SELECT document.id, document.credits_id, document.net_minor
      FROM document
     WHERE document.is_deposit = 1 AND document.kind = 'credit_note'
     UNION ALL
    SELECT document_line.document_id, document_line.deducts_id, document_line.net_minor
      FROM document_line
     WHERE document_line.deducts_id IS NOT NULL
"""
_DEPOSIT_DAYS = """
    SELECT account.name, moved.party_id, moved.day, moved.currency, CAST(SUM(moved.minor) AS BIGINT) AS off_minor
      FROM (SELECT posting.party_id, posting.posted_on AS day, posting.currency, posting.foreign_minor AS minor
              FROM posting
             WHERE posting.account_id = (SELECT id FROM account WHERE key = 'deposits')
             UNION ALL
            SELECT document.party_id, document.posted_on, document.currency, nets.net_minor * {side}
              FROM ({nets}) AS nets
              JOIN document ON document.id = nets.id
             WHERE document.number IS NOT NULL
             UNION ALL
            SELECT document.party_id, document.voided_on, document.currency, -nets.net_minor * {side}
              FROM ({nets}) AS nets
              JOIN document ON document.id = nets.id
             WHERE document.voided_on IS NOT NULL) AS moved
      JOIN account ON account.key = 'deposits'
     GROUP BY account.name, moved.party_id, moved.day, moved.currency
    HAVING SUM(moved.minor) <> 0
     ORDER BY moved.day, moved.party_id, moved.currency
"""
_OVER_TAKEN = """
    SELECT deposit.number
      FROM ({nets}) AS nets
      JOIN document ON document.id = nets.id
      JOIN document AS deposit ON deposit.id = nets.deposit_id
     WHERE document.number IS NOT NULL AND document.voided_on IS NULL
     GROUP BY deposit.id, deposit.number
    HAVING SUM(nets.net_minor * {side}) < 0
     ORDER BY deposit.number, deposit.id
"""
# where nothing of a currency waits, nothing is left of it in the book's; it may be taken off by the party that it
# was merged into
_DEPOSIT_RESTS = """
    SELECT account.name, COALESCE(party.merged_into_id, posting.party_id) AS kept_id,
           CAST(SUM(posting.amount_minor) AS BIGINT) AS off_minor
      FROM posting
      JOIN account ON account.id = posting.account_id AND account.key = 'deposits'
      LEFT JOIN party ON party.id = posting.party_id
     GROUP BY account.name, COALESCE(party.merged_into_id, posting.party_id), posting.currency
    HAVING SUM(posting.foreign_minor) = 0 AND SUM(posting.amount_minor) <> 0
     ORDER BY 1, 2, 3
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
    for account, party_id, day, currency, off_minor in db.stream(_filled(_DEPOSIT_DAYS)):
        off = format_minor(off_minor, style=db.notation.style, digits=digits_of(currency))
        yield f"on {day} {account} moves {off} {currency} more than the deposits of party {party_id}"
    for (number,) in db.stream(_filled(_OVER_TAKEN)):
        yield f"more of {number} is taken off or credited than it has"
    for account, party_id, off_minor in db.stream(_DEPOSIT_RESTS):
        yield f"{account} of party {party_id} keeps {_amount(db, off_minor)} where no deposit waits"


def _filled(sql: str) -> str:
    pieces = {
        "nets": _DEPOSIT_NETS,
        "tax": _effect("document_tax"),
        "corrected": _effect("allocation_tax"),
        "side": f"({_SIDE})",
    }
    for name, piece in pieces.items():
        sql = sql.replace("{" + name + "}", piece)
    return sql


def _amount(db: Reader, minor: int) -> str:
    return format_minor(minor, style=db.notation.style, digits=db.notation.digits)


def _effect(table: str) -> str:
    return f"({TAX_EFFECT.format(kind=f'{table}.kind', minor=f'{table}.tax_book_minor')})"
