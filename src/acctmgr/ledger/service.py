"""The one function that posts, and the accounts it posts to."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from acctmgr.core.dates import month_key
from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.text import did_you_mean
from acctmgr.ledger.rules import CHART, Line, check_balance, check_open, merged
from acctmgr.ledger.tables import Account, Entry, Posting
from acctmgr.store.settings_service import book_setting
from acctmgr.store.write import connection_of

_ADD_TO_MONTH = """
    INSERT INTO account_month (account_id, currency, month, amount_minor, foreign_minor)
    VALUES (:account_id, :currency, :month, :amount, :foreign_minor)
        ON CONFLICT (account_id, currency, month) DO UPDATE
       SET amount_minor = account_month.amount_minor + excluded.amount_minor,
           foreign_minor = account_month.foreign_minor + excluded.foreign_minor
"""


def seed(session: Session) -> None:
    """The default chart of a new book."""
    session.add_all(Account(**row._asdict()) for row in CHART)


def post(
    session: Session, *, on: date, kind: str, text: str, lines: list[Line], reverses: Entry | None = None
) -> Entry:
    """Post one entry and its monthly balances; the only way into the ledger.

    Lines of the same account, party and currency are merged. Refused when the day is locked.
    """
    check_open(on, locked_until(session))
    lines = merged(lines)
    check_balance(lines)
    entry = Entry(posted_on=on, kind=kind, text=text, reverses_id=reverses.id if reverses else None)
    session.add(entry)
    session.flush()
    assert entry.id is not None
    entry_id = entry.id
    session.add_all(
        Posting(
            entry_id=entry_id,
            account_id=line.account_id,
            posted_on=on,
            amount_minor=line.amount_minor,
            currency=line.currency,
            foreign_minor=line.foreign_minor,
            party_id=line.party_id,
        )
        for line in lines
    )
    for line in lines:
        _add_to_month(session, line, on)
    return entry


def _add_to_month(session: Session, line: Line, on: date) -> None:
    values = {
        "account_id": line.account_id,
        "currency": line.currency,
        "month": month_key(on),
        "amount": line.amount_minor,
        "foreign_minor": line.foreign_minor,
    }
    connection_of(session).run(_ADD_TO_MONTH, values)


def mirrored(session: Session, entry_id: int | None, *, without: Sequence[str]) -> list[Line]:
    """The postings of an entry with their signs turned, but for accounts of these keys."""
    session.flush()
    left_out = [account_id(session, key) for key in without]
    query = select(Posting).where(Posting.entry_id == entry_id, col(Posting.account_id).not_in(left_out))
    return [
        Line(row.account_id, -row.amount_minor, row.currency, -row.foreign_minor, row.party_id)
        for row in session.exec(query.order_by(col(Posting.id)))
    ]


def account_id(session: Session, key: str) -> int:
    """The account that rules post to under this key; the chart is read once a transaction."""
    known: dict[str, int] | None = session.info.get("accounts")
    if known is None:
        rows = connection_of(session).run("SELECT key, id FROM account WHERE key IS NOT NULL")
        known = session.info["accounts"] = dict(rows.fetchall())
    if key not in known:
        known[key] = _late_account(session, key)
    return known[key]


def _late_account(session: Session, key: str) -> int:
    """An account of the chart that an older book has not got yet, under the next free code and name."""
    row = next(row for row in CHART if row.key == key)
    taken = {text for pair in session.exec(select(Account.code, Account.name)) for text in pair}
    code, name, place = int(row.code), row.name, 1
    while str(code) in taken:
        code += 1
    while name in taken:
        place += 1
        name = f"{row.name} {place}"
    account = Account(**row._replace(code=str(code), name=name)._asdict())
    session.add(account)
    session.flush()
    assert account.id is not None
    return account.id


def money_account(session: Session, reference: str | None) -> Account:
    """A bank, cash or card account by code, name or key; the bank when none is named."""
    accounts = list(session.exec(select(Account).where(Account.is_money == 1).order_by(Account.code)))
    wanted = (reference or "bank").casefold()
    for account in accounts:
        if wanted in (account.code, account.name.casefold(), account.key):
            if account.closed_on:
                raise Refused(f"{account.name} is closed since {account.closed_on}")
            return account
    names = [account.name for account in accounts]
    raise NotFound(
        f"no bank, cash or card account {reference}",
        hint=did_you_mean(wanted, names) or f"there is: {', '.join(names)}",
    )


def first_open_day(session: Session, wanted: date) -> date:
    """The day wanted, or the first one after the lock where that is locked."""
    locked = locked_until(session)
    return max(wanted, locked + timedelta(days=1)) if locked else wanted


def reverse(session: Session, entry: Entry, *, on: date, text: str, kind: str = "void") -> Entry:
    """Take an entry back on a day: its postings with their signs turned."""
    return post(
        session, on=on, kind=kind, text=text, lines=mirrored(session, entry.id, without=()), reverses=entry
    )


def locked_until(session: Session) -> date | None:
    """The last locked day, None when nothing is locked."""
    text = book_setting(session, "locked_until")
    return date.fromisoformat(text) if text else None


def book_currency(session: Session) -> str:
    """The currency that the books are kept in."""
    return book_setting(session, "currency")
