"""The chart of accounts with its balances, and which account is meant."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.dates import month_key, unfinished_month
from acctmgr.ledger.account_rules import NATURAL_SIGN, pick
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class AccountRef(NamedTuple):
    """An account as other features need it; currency None takes all."""

    id: int
    key: str | None
    code: str
    name: str
    type: str
    currency: str | None
    is_control: bool
    is_money: bool
    closed_on: date | None


class AccountRow(NamedTuple):
    """An account with what it holds in its own sense: what is owned, owed, earned or spent."""

    code: str
    name: str
    type: str
    balance_minor: int
    currency: str
    is_money: bool
    is_control: bool
    closed_on: date | None


ACCOUNT_FACTS = Facts(AccountRow, key="code")


class AccountCard(NamedTuple):
    """An account, and how much happened on it."""

    code: str
    name: str
    type: str
    balance_minor: int
    currency: str
    is_money: bool
    is_control: bool
    closed_on: date | None
    postings: int
    first_on: date | None
    last_on: date | None


class Held(NamedTuple):
    """A balance at the end of a day, debit positive: in the book's currency, and in the account's own."""

    account_id: int
    book_minor: int
    own_minor: int


class _Used(NamedTuple):
    postings: int
    first_on: date | None
    last_on: date | None


_ACCOUNTS = """
    SELECT id, key, code, name, type, currency, is_control, is_money, closed_on
      FROM account
     ORDER BY code
"""
# whole months from their rows, the rest from postings; `own` is what an account in one currency holds of it
_HELD = """
    SELECT account_id, CAST(SUM(minor) AS BIGINT) AS book_minor, CAST(SUM(own) AS BIGINT) AS own_minor
      FROM (SELECT month.account_id, month.amount_minor AS minor, month.foreign_minor AS own
              FROM account_month AS month
             WHERE month.month < :month
            UNION ALL
            SELECT posting.account_id, posting.amount_minor, posting.foreign_minor
              FROM posting
             WHERE posting.account_id IN (SELECT id FROM account)
               AND posting.posted_on >= :first AND posting.posted_on <= :day) AS moved
     GROUP BY account_id
     ORDER BY account_id
"""
_USED = """
    SELECT COUNT(*) AS postings, MIN(posted_on) AS first_on, MAX(posted_on) AS last_on
      FROM posting
     WHERE account_id = :id
"""


def all_accounts(db: Reader) -> list[AccountRef]:
    """The whole chart, by code."""
    return db.rows(AccountRef, _ACCOUNTS)


def find_account(db: Reader, reference: str) -> AccountRef:
    """The account meant by code, name or beginning."""
    return pick(reference, all_accounts(db))


def find_money(db: Reader, reference: str) -> AccountRef:
    """The bank, cash or card account meant."""
    return pick(reference, money_accounts(db), what="bank, cash or card account")


def money_accounts(db: Reader) -> list[AccountRef]:
    """Bank, cash and card accounts, closed ones too."""
    return [row for row in all_accounts(db) if row.is_money]


def held(db: Reader, day: date) -> dict[int, Held]:
    """What every account that ever moved holds at the end of a day."""
    first = unfinished_month(day)
    rows = db.rows(Held, _HELD, month=month_key(first), first=first, day=day)
    return {row.account_id: row for row in rows}


def in_own(db: Reader, account: AccountRef, balance: Held | None) -> int:
    """A balance in the currency that the account is told in, debit positive."""
    if balance is None:
        return 0
    return balance.own_minor if account.currency not in (None, db.currency) else balance.book_minor


def accounts(db: Reader, chosen: Sequence[AccountRef], *, as_of: date, limit: int = 0) -> Page[AccountRow]:
    """Accounts with their balances at the end of a day."""
    balances = held(db, as_of)
    shown = chosen[: limit or None]
    return Page([_row(db, row, balances.get(row.id), as_of) for row in shown], len(chosen) - len(shown))


def account_card(db: Reader, account: AccountRef, *, as_of: date) -> AccountCard:
    """One account with its balance and how much was posted to it."""
    used = db.row(_Used, _USED, id=account.id)
    assert used is not None
    return AccountCard(*_row(db, account, held(db, as_of).get(account.id), as_of), *used)


def _row(db: Reader, account: AccountRef, balance: Held | None, as_of: date) -> AccountRow:
    return AccountRow(
        account.code,
        account.name,
        account.type,
        NATURAL_SIGN[account.type] * in_own(db, account, balance),
        account.currency or db.currency,
        account.is_money,
        account.is_control,
        account.closed_on if account.closed_on and account.closed_on <= as_of else None,
    )
