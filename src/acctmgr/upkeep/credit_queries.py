"""The check that credit notes and voids take back what was posted, and never more."""

from collections.abc import Iterator

from acctmgr.store.read import Reader

# a credit note that counts while its invoice is void would take the income back twice; what a discount gave back, or
# a write-off lost, no credit note gives back too
_OVER_CREDITED = """
    SELECT invoice.number, CASE WHEN invoice.voided_on IS NULL THEN 0 ELSE 1 END AS is_void
      FROM (SELECT credits_id AS invoice_id, total_minor AS minor, 1 AS notes
              FROM document
             WHERE credits_id IS NOT NULL AND number IS NOT NULL AND voided_on IS NULL
             UNION ALL
            SELECT document_id, amount_minor, 0
              FROM allocation
             WHERE kind IN ('discount', 'write_off')) AS given
      JOIN document AS invoice ON invoice.id = given.invoice_id
     GROUP BY invoice.id, invoice.number, invoice.voided_on, invoice.total_minor
    HAVING (invoice.voided_on IS NOT NULL AND SUM(given.notes) > 0) OR SUM(given.minor) > invoice.total_minor
     ORDER BY invoice.number, invoice.id
"""
# the entry of a credit note may also bring a write-off back, which is no part of it
_UNMIRRORED = """
    SELECT DISTINCT document.number, account.name
      FROM document
      JOIN posting ON posting.entry_id IN (document.entry_id, document.void_entry_id)
      JOIN account ON account.id = posting.account_id
     WHERE document.void_entry_id IS NOT NULL
       AND COALESCE(account.key, '') NOT IN ('receivable', 'client_credits', 'currency_gain', 'currency_loss',
                                             'bad_debts')
     GROUP BY document.id, document.number, account.name
    HAVING SUM(posting.amount_minor) <> 0
     ORDER BY document.number, account.name
"""


def wrong_take_backs(db: Reader) -> Iterator[str]:
    """Invoices credited past their total or under a void, and voids that leave something in an account."""
    for number, is_void in db.stream(_OVER_CREDITED):
        yield f"{number} is {'void and credited too' if is_void else 'credited past its total'}"
    for number, account in db.stream(_UNMIRRORED):
        yield f"the void of {number} leaves something in {account}"
