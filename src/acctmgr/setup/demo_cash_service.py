"""Writes the accounts of the demo and what moved in them besides payments."""

from datetime import date, timedelta

from sqlmodel import Session

from acctmgr.cash import service as cash
from acctmgr.cash.tables import CashEntry
from acctmgr.ledger import account_service as accounts
from acctmgr.ledger import service as ledger
from acctmgr.ledger.opening_service import Opening, open_with
from acctmgr.parties.tables import Party
from acctmgr.setup.demo_cash_rules import NEW_ACCOUNTS, OPENED, Moved, Paid, first_day, planned
from acctmgr.tax import service as taxes


def write(session: Session, vendors: dict[str, Party], *, today: date) -> None:
    """Open the accounts, and book all that came in, went out and moved between them."""
    for wanted in NEW_ACCOUNTS:
        accounts.add(session, wanted)
    known = {account.name: account for account in accounts.all_accounts(session)}
    for name, minor in OPENED.items():
        open_with(session, known[name], Opening(minor, minor, first_day(today)), replace=False)
    currency = ledger.book_currency(session)
    for on, each in planned(today):
        if isinstance(each, Moved):
            between = cash.Between(each.minor, on, known[each.source], known[each.target], memo=each.memo)
            cash.transfer(session, between)
            continue
        move = cash.Move(
            each.is_in,
            each.minor,
            on,
            known[each.account],
            known[each.category],
            currency,
            who=each.who,
            party=vendors.get(each.who),
            tax=taxes.resolve(session, each.tax, on) if each.tax else None,
            memo=each.memo,
        )
        _take_back(session, each, cash.book(session, move), today)


def _take_back(session: Session, each: Paid, row: CashEntry, today: date) -> None:
    if each.void_days is not None:
        cash.void(session, row, on=today - timedelta(days=each.void_days), today=today)
