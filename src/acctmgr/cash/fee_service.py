"""What the bank takes for a payment that bounced: a cash entry of its own, out of the account that it came into."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.cash import service
from acctmgr.cash.tables import CashEntry
from acctmgr.core.dates import today
from acctmgr.ledger import account_service as accounts
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import note_on, shown, typed_amount
from acctmgr.ledger.tables import Account


class Bounced(NamedTuple):
    """A payment that bounced: its reference, the account it came into, and its rate."""

    reference: str
    account_id: int
    rate: Decimal


def charge(session: Session, payment: Bounced, fee_minor: int, *, on: date) -> CashEntry:
    """Book a fee, in the currency of the account that it leaves.

    An account kept in a foreign currency gives it at what that is carried at; where it holds too little, the fee is
    worth what the payment's rate says.
    """
    account = _account(session, payment)
    is_held = account.currency is None or service.held(session, account, on)[0] >= fee_minor
    move = service.Move(
        is_in=False,
        amount_minor=fee_minor,
        on=on,
        account=account,
        category=session.get_one(Account, ledger.account_id(session, "bank_fees")),
        currency=account.currency or ledger.book_currency(session),
        rate=None if is_held else payment.rate,
        who=account.name,
        memo=f"{payment.reference} bounced",
    )
    return service.book(session, move)


def charge_typed(session: Session, payment: Bounced, fee: str, *, on: date) -> str:
    """Book a fee as it was typed; gives a sentence for people."""
    account = _account(session, payment)
    minor = typed_amount(session, fee, account.currency or ledger.book_currency(session))
    assert minor is not None
    row = charge(session, payment, minor, on=on)
    said = f"cash {row.id}: the bank took {shown(session, minor, row.currency)} out of {account.name}"
    return said + note_on(on, today())


def _account(session: Session, payment: Bounced) -> Account:
    """The account of a payment; refused where it is closed."""
    return accounts.find_money(session, session.get_one(Account, payment.account_id).code)
