"""What each bank, cash and card account held, took in, paid out and holds, in the book's currency."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from acctmgr.ledger.account_queries import AccountRef, held
from acctmgr.store.read import Reader


class AccountFlow(NamedTuple):
    """An account over a period: opening + in + out = closing, what went out being negative.

    An opening balance entered within the period is part of the opening. Transfers are in and out here.
    """

    account: str
    opening_minor: int
    in_minor: int
    out_minor: int
    closing_minor: int


class Balance(NamedTuple):
    """What the ledger says that an account holds at the end."""

    account: str
    balance_minor: int


class _Side(NamedTuple):
    account_id: int
    opened_minor: int
    in_minor: int
    out_minor: int


# the entry of an opening balance, or what takes one back
IS_OPENING = """
    (entry.kind = 'opening'
     OR EXISTS (SELECT 1 FROM entry AS undone WHERE undone.id = entry.reverses_id AND undone.kind = 'opening'))
"""
# what takes a cash entry back stands on the side of that; all else on the side that the bank would tell
IS_IN = """
    ((posting.amount_minor > 0)
     <> EXISTS (SELECT 1 FROM cash_entry AS gone WHERE gone.void_entry_id = posting.entry_id))
"""
_SIDES = f"""
    SELECT account_id, CAST(SUM(CASE WHEN is_opening = 1 THEN amount_minor ELSE 0 END) AS BIGINT) AS opened_minor,
           CAST(SUM(CASE WHEN is_opening = 0 AND is_in = 1 THEN amount_minor ELSE 0 END) AS BIGINT) AS in_minor,
           CAST(SUM(CASE WHEN is_opening = 0 AND is_in = 0 THEN amount_minor ELSE 0 END) AS BIGINT) AS out_minor
      FROM (SELECT posting.account_id, posting.amount_minor,
                   CASE WHEN {IS_OPENING} THEN 1 ELSE 0 END AS is_opening,
                   CASE WHEN {IS_IN} THEN 1 ELSE 0 END AS is_in
              FROM posting
              JOIN entry ON entry.id = posting.entry_id
             WHERE posting.account_id IN (:accounts)
               AND posting.posted_on >= :first AND posting.posted_on <= :last) AS moved
     GROUP BY account_id
     ORDER BY account_id
"""


def account_flows(
    db: Reader, chosen: Sequence[AccountRef], *, first: date, last: date
) -> tuple[list[AccountFlow], list[Balance]]:
    """The accounts over these days, and what the ledger says of them at the end; those with nothing are left out."""
    asked: dict[str, Any] = {"accounts": [account.id for account in chosen], "first": first, "last": last}
    sides = {row.account_id: row for row in db.rows(_Side, _SIDES, **asked)}
    before, after = held(db, first - timedelta(days=1)), held(db, last)
    flows, balances = [], []
    for account in chosen:
        side = sides.get(account.id, _Side(account.id, 0, 0, 0))
        was, now = before.get(account.id), after.get(account.id)
        opening = side.opened_minor + (was.book_minor if was else 0)
        closing = opening + side.in_minor + side.out_minor
        ledger = now.book_minor if now else 0
        if any((opening, side.in_minor, side.out_minor, ledger)):
            flows.append(AccountFlow(account.name, opening, side.in_minor, side.out_minor, closing))
            balances.append(Balance(account.name, ledger))
    return flows, balances
