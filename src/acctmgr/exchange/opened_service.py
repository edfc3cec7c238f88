"""Opening balances of accounts out of an export, with those that were taken back."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.exchange.cash_book_service import AccountRow, CashBook, check_kept, check_usable
from acctmgr.exchange.own_cash_rules import OwnCash
from acctmgr.ledger.account_rules import OPENED_BY_HAND, kept_elsewhere
from acctmgr.ledger.rules import Line, turned
from acctmgr.store.bulk import Bulk

_OPENED = """
    SELECT posting.account_id, entry.posted_on, posting.foreign_minor, posting.amount_minor,
           back.posted_on AS voided_on
      FROM entry
      JOIN posting ON posting.entry_id = entry.id
      LEFT JOIN entry AS back ON back.reverses_id = entry.id
     WHERE entry.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM document WHERE document.entry_id = entry.id)
     ORDER BY posting.id
"""


class _Opened(NamedTuple):
    account_id: int
    posted_on: date
    foreign_minor: int
    amount_minor: int
    voided_on: date | None


class Openings:
    """Takes opening balances: an account has one that stands."""

    def __init__(self, db: Bulk, book: CashBook) -> None:
        self._db, self._book = db, book
        rows = db.rows(_Opened, _OPENED)
        self._there = Counter(row[:4] for row in rows)
        self._standing = {row.account_id: row.posted_on for row in rows if row.voided_on is None}

    def take(self, row: OwnCash) -> str:
        """Post what an account held, unless the book has it."""
        account = self._book.account(row.account, is_money=False)
        same = (account.id, row.on, row.amount_minor, row.moved_minor)
        if self._there[same]:
            self._there[same] -= 1
            return "unchanged"
        self._check(row, account)
        poster = self._book.poster
        lines = [
            Line(account.id, row.moved_minor, row.currency, row.amount_minor),
            Line(poster.accounts["opening"], -row.moved_minor, self._db.currency, -row.moved_minor),
        ]
        text = f"Opening balance of {account.name}"
        entry_id = poster.post(row.on, "opening", text, lines)
        if row.voided_on:
            back = list(map(turned, lines))
            poster.post(row.voided_on, "void", f"{text} taken back", back, reverses_id=entry_id)
        else:
            self._standing[account.id] = row.on
        return "created"

    def _check(self, row: OwnCash, account: AccountRow) -> None:
        self._book.poster.check_open(row.on, *([row.voided_on] if row.voided_on else []))
        check_usable(account)
        check_kept(account, row.currency, self._db.currency)
        if account.key == "opening" or (account.is_control and account.key not in OPENED_BY_HAND):
            raise kept_elsewhere(account)
        if not row.voided_on and account.id in self._standing:
            raise Refused(
                f"{account.name} has an opening balance of {self._standing[account.id]} already",
                hint="to put another in its place: acctmgr account opening --replace",
            )
