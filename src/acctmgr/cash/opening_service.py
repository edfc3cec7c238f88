"""An opening balance as it was typed: read in the account's currency, posted, and put in words."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.core.money import convert_minor, digits_of, parse_minor
from acctmgr.ledger.account_service import find
from acctmgr.ledger.amount_service import note_on, shown, style_of, typed_rate
from acctmgr.ledger.opening_service import Opening, open_with
from acctmgr.ledger.rate_rules import check_rate
from acctmgr.ledger.service import book_currency

_OWED = {"liability": "owed on", "asset": "in", "equity": "in", "income": "earned in", "expense": "spent on"}


class Typed(NamedTuple):
    """An opening balance as the shell gave it."""

    account: str
    amount: str
    rate: str
    on: date
    replace: bool = False


def open_account(session: Session, typed: Typed) -> tuple[str, str]:
    """Post what an account held; gives its code, and a sentence for people."""
    account = find(session, typed.account)
    own = book_currency(session)
    currency = account.currency or own
    minor = parse_minor(typed.amount, style=style_of(session), digits=digits_of(currency))
    rate = typed_rate(session, typed.rate)
    check_rate(rate, currency, own)
    book_minor = convert_minor(minor, rate, digits_of(currency), digits_of(own)) if rate else minor
    is_changed = open_with(session, account, Opening(minor, book_minor, typed.on), replace=typed.replace)
    if not is_changed:
        return account.code, f"{account.name} was opened like that already; nothing was changed"
    said = f"opened: {shown(session, minor, currency)} {_OWED[account.type]} {account.name}"
    return account.code, said + note_on(typed.on, today())
