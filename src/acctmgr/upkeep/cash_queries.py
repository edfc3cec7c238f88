"""Checks of cash entries: against what they posted, their taxes, and the receipts beside the book."""

from collections.abc import Iterator
from typing import NamedTuple

from acctmgr.cash.rules import BUYING
from acctmgr.documents.total_rules import TAX_EFFECT
from acctmgr.store.files import folder_of, is_kept, machine_of, place_of
from acctmgr.store.read import Reader

# the account must have moved by the amount, the other side the other way, and a void must leave nothing
_UNPOSTED = """
    SELECT cash.id
      FROM cash_entry AS cash
      LEFT JOIN (SELECT entry_id, account_id, posted_on, CAST(SUM(foreign_minor) AS BIGINT) AS own_minor
                   FROM posting
                  GROUP BY entry_id, account_id, posted_on) AS moved
        ON moved.entry_id = cash.entry_id AND moved.account_id = cash.account_id
     WHERE moved.own_minor IS NULL OR moved.posted_on <> cash.moved_on
        OR moved.own_minor <> CASE cash.direction WHEN 'in' THEN cash.amount_minor ELSE -cash.amount_minor END
     ORDER BY cash.id
"""
# what we withheld before it had an account of its own was moved there, and is void there
_UNMIRRORED = f"""
    SELECT DISTINCT cash.id
      FROM cash_entry AS cash
      JOIN posting ON posting.entry_id IN (cash.entry_id, cash.void_entry_id)
      JOIN account ON account.id = posting.account_id
      JOIN account AS category ON category.id = cash.other_id
      LEFT JOIN account AS claim ON claim.key = 'withheld_tax' AND account.key = 'withheld_payable' AND {BUYING}
       AND EXISTS (SELECT 1 FROM cash_tax AS tax
                    WHERE tax.cash_entry_id = cash.id AND tax.kind = 'withheld' AND tax.account_id = claim.id)
     WHERE cash.void_entry_id IS NOT NULL
     GROUP BY cash.id, COALESCE(claim.id, posting.account_id)
    HAVING SUM(posting.amount_minor) <> 0 OR SUM(posting.foreign_minor) <> 0
     ORDER BY cash.id
"""
_HALF_VOID = """
    SELECT id
      FROM cash_entry
     WHERE (voided_on IS NULL AND void_entry_id IS NOT NULL) OR (voided_on IS NOT NULL AND void_entry_id IS NULL)
     ORDER BY id
"""
# amount = base + added - withheld, for every component of its code
_WRONG_TAX = """
    SELECT cash.id
      FROM cash_entry AS cash
      JOIN cash_tax AS tax ON tax.cash_entry_id = cash.id
     GROUP BY cash.id, cash.amount_minor, cash.tax_minor
    HAVING MIN(tax.base_minor) <> MAX(tax.base_minor)
        OR MIN(tax.base_minor) + SUM({effect}) <> cash.amount_minor
        OR SUM(CASE tax.kind WHEN 'added' THEN tax.tax_minor ELSE 0 END) <> cash.tax_minor
     ORDER BY cash.id
""".format(effect=TAX_EFFECT.format(kind="tax.kind", minor="tax.tax_minor"))
# what the tax accounts moved by is what the components say; the category itself is never one of them
_UNTAXED = """
    SELECT id
      FROM (SELECT cash.id, tax.account_id,
                   CASE cash.direction WHEN 'in' THEN -1 ELSE 1 END
                   * CASE tax.kind WHEN 'added' THEN tax.tax_book_minor - tax.cost_book_minor
                                   WHEN 'withheld' THEN -tax.tax_book_minor ELSE 0 END
                   - CASE tax.kind WHEN 'self_assessed' THEN tax.cost_book_minor ELSE 0 END AS minor
              FROM cash_entry AS cash
              JOIN cash_tax AS tax ON tax.cash_entry_id = cash.id
            UNION ALL
            SELECT cash.id, posting.account_id, -posting.amount_minor
              FROM cash_entry AS cash
              JOIN posting ON posting.entry_id = cash.entry_id AND posting.account_id <> cash.other_id
             WHERE EXISTS (SELECT 1 FROM cash_tax AS tax
                            WHERE tax.cash_entry_id = cash.id AND tax.account_id = posting.account_id)) AS sides
     GROUP BY id, account_id
    HAVING SUM(minor) <> 0
     ORDER BY id
"""
_RECEIPTS = (
    "SELECT cash_entry_id, name, sha256 FROM receipt WHERE machine = :machine ORDER BY cash_entry_id, id"
)


class _Receipt(NamedTuple):
    cash_entry_id: int
    name: str
    sha256: str


def wrong_cash(db: Reader) -> Iterator[str]:
    """Cash entries that are not what they posted, and taxes that do not add up to what moved."""
    for sql, words in (
        (_UNPOSTED, "is not what its account moved by"),
        (_UNMIRRORED, "is void and leaves something behind"),
        (_HALF_VOID, "is void by half"),
        (_WRONG_TAX, "has taxes that do not add up to its amount"),
        (_UNTAXED, "posted another tax than it says"),
    ):
        for (cash_id,) in db.stream(sql):
            yield f"cash {cash_id} {words}"


def lost_receipts(db: Reader) -> Iterator[str]:
    """Receipts of this machine that are not in their place any more, or not as they were kept."""
    rows = db.rows(_Receipt, _RECEIPTS, machine=machine_of(db))
    folder = folder_of(db) if rows else ""
    for row in rows:
        place = place_of(folder, row.sha256, row.name)
        try:
            problem = "" if is_kept(place, row.sha256) else "is not there, or not as it was"
        except OSError as error:
            problem = f"can't be read: {error.strerror}"
        if problem:
            yield f"the receipt {row.name} of cash {row.cash_entry_id} {problem}: {place}"
