"""Balances of the ledger on any day: whole months from the monthly rows, the rest from postings."""

from datetime import date

from acctmgr.core.dates import month_key, unfinished_month
from acctmgr.store.read import Reader

_BALANCE = """
    SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT)
      FROM (
        SELECT amount_minor
          FROM account_month
         WHERE account_id = (SELECT id FROM account WHERE key = :key) AND month < :month
        UNION ALL
        SELECT amount_minor
          FROM posting
         WHERE account_id = (SELECT id FROM account WHERE key = :key)
           AND posted_on >= :first AND posted_on <= :day
      ) AS moved
"""

_PARTY_BALANCE = """
    SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT)
      FROM posting
     WHERE party_id IN (SELECT id FROM party WHERE id = :party_id OR merged_into_id = :party_id)
       AND account_id = (SELECT id FROM account WHERE key = :key)
       AND posted_on <= :day
"""


def balance_on(db: Reader, account_key: str, day: date) -> int:
    """The balance of an account of the default chart at the end of a day; debit positive."""
    first = unfinished_month(day)
    return int(db.value(_BALANCE, key=account_key, month=month_key(first), first=first, day=day))


def party_balance_on(db: Reader, account_key: str, party_id: int, day: date) -> int:
    """What of that balance is one party's, with those merged into it; debit positive."""
    return int(db.value(_PARTY_BALANCE, key=account_key, party_id=party_id, day=day))
