"""The ledger. One signed column, debit positive; the postings of an entry sum to zero.

Entries and postings are never changed or deleted; a mistake is reversed by another entry.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from acctmgr.store.types import Partial, minor, one_of, truth

# entries that move income by no document are few, and looked for in every proof of sales
_BESIDE_DOCUMENTS = Partial("entry_beside", ("kind", "posted_on"), "kind IN ('opening', 'account_closed')")


class Account(SQLModel, table=True):
    """An account of the ledger."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("type", "asset", "liability", "equity", "income", "expense"),
        one_of("cash_flow", "cash", "operating", "investing", "financing"),
        truth("is_control"),
        truth("is_money"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, unique=True)  # our name for an account that rules post to
    code: str = Field(unique=True)
    name: str = Field(unique=True)
    type: str
    cash_flow: str = "operating"  # the section of the cash-flow report
    currency: str | None = None  # a bank account in one currency; None takes all
    is_control: int = 0  # only documents and payments post here
    is_money: int = 0  # bank, cash or card: payments go in and out here
    closed_on: date | None = None


class Entry(SQLModel, table=True):
    """A dated journal entry."""

    __tablename__ = "entry"
    __table_args__ = (
        truth("is_closing"),
        {"info": {"frozen": "posted entries never change", "partial": (_BESIDE_DOCUMENTS,)}},
    )

    id: int | None = Field(default=None, primary_key=True)
    posted_on: date = Field(index=True)
    kind: str  # what made it: invoice, credit_note, payment, allocation, void, opening, ...
    text: str
    reverses_id: int | None = Field(default=None, foreign_key="entry.id", unique=True)
    is_closing: int = 0


class Posting(SQLModel, table=True):
    """One side of an entry."""

    __tablename__ = "posting"
    __table_args__ = (
        # the date is on the posting so that this index alone answers balances; never (account, amount)
        Index("posting_by_account", "account_id", "posted_on", "amount_minor"),
        Index("posting_by_party", "party_id", "account_id", "posted_on", "amount_minor"),
        {"info": {"frozen": "posted entries never change"}},
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="entry.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    posted_on: date
    amount_minor: int = minor()  # the book's currency, debit positive
    currency: str
    foreign_minor: int = minor()  # the same in `currency`
    party_id: int | None = None  # no foreign key: parties are to the right; `db check` proves it


class AccountMonth(SQLModel, table=True):
    """What an account moved in a month: a trial balance adds these up instead of all postings."""

    __tablename__ = "account_month"
    __table_args__ = (CheckConstraint("length(month) = 7"), {"info": {"audit": False}})

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    currency: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # 2026-07
    amount_minor: int = minor()
    foreign_minor: int = minor()
