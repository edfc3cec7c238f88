"""Checks of the two accounts of tax that is withheld: what others owe us of it, and what we owe."""

from collections.abc import Iterator

from acctmgr.cash.rules import BUYING
from acctmgr.core.money import format_minor
from acctmgr.store.read import Reader

# only documents, what settles them, money with a tax code, openings and the upgrade that parted the two post there
_BY_HAND = """
    SELECT account.name, posting.posted_on, posting.entry_id
      FROM posting
      JOIN account ON account.id = posting.account_id
      JOIN entry ON entry.id = posting.entry_id
      LEFT JOIN entry AS undone ON undone.id = entry.reverses_id
     WHERE posting.account_id IN (SELECT id FROM account WHERE key IN ('withheld_tax', 'withheld_payable'))
       AND COALESCE(undone.kind, entry.kind) NOT IN ('opening', 'account_closed', 'withheld')
       AND posting.entry_id NOT IN (SELECT entry_id FROM document WHERE entry_id IS NOT NULL
                                     UNION
                                    SELECT void_entry_id FROM document WHERE void_entry_id IS NOT NULL
                                     UNION
                                    SELECT entry_id FROM allocation
                                     UNION
                                    SELECT entry_id FROM cash_entry
                                     UNION
                                    SELECT void_entry_id FROM cash_entry WHERE void_entry_id IS NOT NULL)
     ORDER BY posting.posted_on, posting.entry_id, account.name
"""
# what we withheld before it had an account of its own must have left the other one, whoever it was withheld from
_NOT_PARTED = """
    SELECT account.name, CAST(SUM(posting.amount_minor) AS BIGINT) AS off_minor
      FROM (SELECT entry.id AS entry_id
              FROM entry
             WHERE entry.kind = 'withheld'
             UNION
            SELECT cash.entry_id FROM ({ours}) AS cash
             UNION
            SELECT cash.void_entry_id FROM ({ours}) AS cash) AS moved
      JOIN posting ON posting.entry_id = moved.entry_id
      JOIN account ON account.id = posting.account_id AND account.key = 'withheld_tax'
     GROUP BY account.name
    HAVING SUM(posting.amount_minor) <> 0
""".replace(
    "{ours}",
    f"""
            SELECT cash.entry_id, cash.void_entry_id
              FROM cash_tax
              JOIN cash_entry AS cash ON cash.id = cash_tax.cash_entry_id
              JOIN account AS category ON category.id = cash.other_id
              JOIN account AS claim ON claim.id = cash_tax.account_id AND claim.key = 'withheld_tax'
             WHERE cash_tax.kind = 'withheld' AND {BUYING}
    """,
)


def mixed_withheld(db: Reader) -> Iterator[str]:
    """Entries that move an account of withheld tax and come from nothing that withholds; what is on the wrong one."""
    for account, day, entry_id in db.stream(_BY_HAND):
        yield f"entry {entry_id} of {day} moves {account}, and nothing that withholds made it"
    for account, off_minor in db.stream(_NOT_PARTED):
        amount = format_minor(off_minor, style=db.notation.style, digits=db.notation.digits)
        yield f"{account} is {amount} off by what we withheld from others"
