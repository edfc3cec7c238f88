"""What an account held on the day the book begins: an entry against Opening balances."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, Refused, WrongUsage
from acctmgr.ledger.account_rules import NATURAL_SIGN, OPENED_BY_HAND
from acctmgr.ledger.account_service import check_usable
from acctmgr.ledger.rules import Line
from acctmgr.ledger.service import account_id, book_currency, first_open_day, post, reverse
from acctmgr.ledger.tables import Account, Entry, Posting


class Opening(NamedTuple):
    """What an account held, in its own sense: own_minor in its currency, book_minor in the book's."""

    own_minor: int
    book_minor: int
    on: date


def open_with(session: Session, account: Account, wanted: Opening, *, replace: bool) -> bool:
    """Post the opening balance; gives whether anything is different now.

    A second one for the same account is a Conflict, unless it replaces the first: then that is taken back.
    """
    _check_account(session, account)
    before = _standing(session, account)
    if before and _says(session, account, before, wanted):
        return False
    if before and not replace:
        raise Conflict(
            f"{account.name} has an opening balance of {before.posted_on} already",
            hint="to put this one in its place: --replace",
        )
    if not before and not wanted.own_minor:
        raise WrongUsage("an opening balance of 0 says nothing", hint="an account starts at 0 by itself")
    if before:
        day = first_open_day(session, before.posted_on)
        reverse(session, before, on=day, text=f"Opening balance of {account.name} taken back")
    if wanted.own_minor:
        lines = _lines(session, account, wanted)
        post(session, on=wanted.on, kind="opening", text=f"Opening balance of {account.name}", lines=lines)
    return True


def _check_account(session: Session, account: Account) -> None:
    if account.id == account_id(session, "opening"):
        raise Refused(f"{account.name} is what every opening balance is posted against")
    if account.is_control and account.key not in OPENED_BY_HAND:
        raise Refused(
            f"{account.name} is kept by documents and payments alone",
            hint="what is open is moved in by: acctmgr import invoices FILE --opening DATE",
        )
    check_usable(account)


def _standing(session: Session, account: Account) -> Entry | None:
    """The opening entry of an account that was not taken back."""
    undone = select(Entry.reverses_id).where(col(Entry.reverses_id).is_not(None))
    query = (
        select(Entry)
        .join(Posting, col(Posting.entry_id) == col(Entry.id))
        .where(Entry.kind == "opening", Posting.account_id == account.id, col(Entry.id).not_in(undone))
    )
    return session.exec(query.order_by(col(Entry.id))).first()


def _says(session: Session, account: Account, entry: Entry, wanted: Opening) -> bool:
    """Whether an entry is the opening that is wanted."""
    query = select(Posting).where(Posting.entry_id == entry.id, Posting.account_id == account.id)
    row = session.exec(query).one()
    sign = NATURAL_SIGN[account.type]
    is_same = (row.foreign_minor, row.amount_minor) == (sign * wanted.own_minor, sign * wanted.book_minor)
    return is_same and entry.posted_on == wanted.on


def _lines(session: Session, account: Account, wanted: Opening) -> list[Line]:
    assert account.id is not None
    own = book_currency(session)
    book_minor = NATURAL_SIGN[account.type] * wanted.book_minor
    own_minor = NATURAL_SIGN[account.type] * wanted.own_minor
    against = account_id(session, "opening")
    return [
        Line(account.id, book_minor, account.currency or own, own_minor),
        Line(against, -book_minor, own, -book_minor),
    ]
