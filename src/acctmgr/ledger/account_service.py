"""Changes to the chart of accounts: new ones, other names, closed ones, opening balances."""

from datetime import date

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, Refused, WrongUsage
from acctmgr.core.money import digits_of, format_minor, style_named
from acctmgr.core.text import fold
from acctmgr.ledger.account_rules import (
    ALWAYS_OPEN,
    NewAccount,
    check_code,
    check_name,
    free_code,
    kept_elsewhere,
    pick,
)
from acctmgr.ledger.rules import Line, check_open
from acctmgr.ledger.service import book_currency, locked_until, post
from acctmgr.ledger.tables import Account, Entry
from acctmgr.store.settings_service import book_setting
from acctmgr.store.write import connection_of

_SUMS = """
    SELECT currency, CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(foreign_minor) AS BIGINT)
      FROM account_month
     WHERE account_id = :id
     GROUP BY currency
     ORDER BY currency
"""
_LAST = "SELECT MAX(posted_on) FROM posting WHERE account_id = :id"


def all_accounts(session: Session) -> list[Account]:
    """The whole chart, by code."""
    return list(session.exec(select(Account).order_by(col(Account.code))))


def find(session: Session, reference: str) -> Account:
    """The account meant by code, name or beginning."""
    return pick(reference, all_accounts(session))


def find_money(session: Session, reference: str | None) -> Account:
    """The bank, cash or card account meant, the bank when none is named; it must be open."""
    rows = [row for row in all_accounts(session) if row.is_money]
    account = pick(reference or "bank", rows, what="bank, cash or card account")
    check_usable(account)
    return account


def find_category(session: Session, reference: str) -> Account:
    """What money was for: any open account that documents do not keep and no money lies in."""
    account = find(session, reference)
    if account.is_control:
        raise kept_elsewhere(account)
    if account.is_money:
        raise Refused(
            f"{account.name} is where money lies, not what it was for",
            hint="between your own accounts: acctmgr cash transfer AMOUNT --from ACCOUNT --to ACCOUNT",
        )
    check_usable(account)
    return account


def check_usable(account: Account) -> None:
    """Nothing is posted to a closed account."""
    if account.closed_on:
        raise Refused(
            f"{account.name} is closed since {account.closed_on}",
            hint=f"take another, or open it again: acctmgr account edit {account.code} --reopen",
        )


def add(session: Session, wanted: NewAccount) -> Account:
    """A new account of the chart."""
    rows = all_accounts(session)
    _check_free(rows, name=wanted.name, code=wanted.code)
    account = Account(
        code=wanted.code or free_code(wanted.type, {row.code for row in rows}, is_money=wanted.is_money),
        name=wanted.name,
        type=wanted.type,
        cash_flow="cash" if wanted.is_money else "operating",
        currency=wanted.currency,
        is_money=int(wanted.is_money),
    )
    session.add(account)
    session.flush()
    return account


def _check_free(rows: list[Account], *, name: str = "", code: str = "") -> None:
    for row in rows:
        if name and fold(row.name) == fold(name):
            raise Conflict(f"there is an account {row.name} already: {row.code}", hint="choose another name")
        if code and row.code.casefold() == code.casefold():
            raise Conflict(f"the code {row.code} belongs to {row.name}", hint="choose another: --code")


def edit(session: Session, reference: str, *, name: str, code: str, reopen: bool) -> tuple[Account, bool]:
    """Another name or code, or open again; gives the account, and whether anything is different now."""
    if not (name or code or reopen):
        raise WrongUsage("nothing to change was named", hint="see: acctmgr account edit --help")
    account = find(session, reference)
    others = [row for row in all_accounts(session) if row.id != account.id]
    _check_free(others, name=name, code=code)
    before = (account.name, account.code, account.closed_on)
    account.name = check_name(name) if name else account.name
    account.code = check_code(code) if code else account.code
    account.closed_on = None if reopen else account.closed_on
    return account, before != (account.name, account.code, account.closed_on)


def close(session: Session, reference: str, *, into: str, on: date) -> tuple[Account, Entry | None]:
    """Let nothing more be posted to an account; what it holds moves to another one first."""
    account = find(session, reference)
    if account.closed_on:
        raise Refused(f"{account.name} is closed since {account.closed_on}")
    if account.key in ALWAYS_OPEN or account.is_control:
        raise Refused(f"{account.name} stays open: the books themselves post to it")
    check_open(on, locked_until(session))
    _check_nothing_later(session, account, on)
    sums = [tuple(row) for row in connection_of(session).run(_SUMS, {"id": account.id}).fetchall()]
    left = [row for row in sums if row[1] or row[2]]
    entry = _moved(session, account, left, into=into, on=on) if left else None
    account.closed_on = on
    session.add(account)
    return account, entry


def _check_nothing_later(session: Session, account: Account, on: date) -> None:
    session.flush()
    last = connection_of(session).value(_LAST, id=account.id)
    if last and str(last) > on.isoformat():
        raise Refused(f"{account.name} still moves on {last}", hint=f"close it later: --on {last}")


def _moved(
    session: Session, account: Account, left: list[tuple[str, int, int]], *, into: str, on: date
) -> Entry:
    """The entry that leaves the account at 0."""
    total = sum(row[1] for row in left)
    if not into:
        style = style_named(book_setting(session, "number_style"))
        digits = digits_of(book_currency(session))
        raise Refused(
            f"{account.name} still holds {format_minor(total, style=style, digits=digits)}",
            hint=f"say where it goes: acctmgr account close {account.code} --into ACCOUNT",
        )
    target = find(session, into)
    if target.id == account.id or target.is_control:
        raise Refused(f"what {account.name} holds can't go to {target.name}", hint="name another account")
    check_usable(target)
    _check_same_currency(session, account, target)
    assert account.id is not None and target.id is not None
    lines = [Line(account.id, -minor, currency, -foreign) for currency, minor, foreign in left]
    lines += [Line(target.id, minor, currency, foreign) for currency, minor, foreign in left]
    return post(
        session, on=on, kind="account_closed", text=f"{account.name} closed into {target.name}", lines=lines
    )


def _check_same_currency(session: Session, account: Account, target: Account) -> None:
    own = book_currency(session)
    if target.is_money and (account.currency or own) != (target.currency or own):
        raise Refused(
            f"{account.name} and {target.name} have different currencies",
            hint="exchange it first: acctmgr cash transfer AMOUNT --from ACCOUNT --to ACCOUNT --received AMOUNT",
        )
