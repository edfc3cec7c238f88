"""Cash entries with their tax and receipts; each is a journal entry underneath."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.ledger.tables import Account, Entry
from acctmgr.parties.tables import Party
from acctmgr.store.types import Partial, exact, minor, one_of
from acctmgr.tax.tables import TaxCode

_ACCOUNT = f"{Account.__tablename__}.id"
_ENTRY = f"{Entry.__tablename__}.id"


class CashEntry(SQLModel, table=True):
    """Money in, out or between; the amount is what moved, with its tax inside."""

    __tablename__ = "cash_entry"
    __table_args__ = (
        one_of("direction", "in", "out", "transfer"),
        CheckConstraint("amount_minor > 0"),
        CheckConstraint("account_id <> other_id"),
        Index("cash_entry_by_day", "moved_on"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen_when": "TRUE",
                "frozen_columns": (
                    "direction moved_on account_id other_id party_id amount_minor currency rate "
                    "amount_book_minor tax_code_id tax_minor entry_id"
                ).split(),
                "frozen": "what moved never changes; void it",
                "partial": (Partial("cash_entry_voided", ("voided_on",), "voided_on IS NOT NULL"),),
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    direction: str
    moved_on: date
    account_id: int = Field(foreign_key=_ACCOUNT)  # bank, cash or card; a transfer leaves it
    other_id: int = Field(foreign_key=_ACCOUNT)  # the category, or where a transfer arrives
    party_id: int | None = Field(default=None, foreign_key=f"{Party.__tablename__}.id", index=True)
    party: str = ""  # from whom or to whom, as typed
    memo: str | None = Field(default=None, sa_type=Text)
    amount_minor: int = minor()
    currency: str
    rate: Decimal = exact(default=Decimal(1))  # book currency for one unit of `currency`
    amount_book_minor: int = minor()
    tax_code_id: int | None = Field(default=None, foreign_key=f"{TaxCode.__tablename__}.id")
    tax_minor: int = minor(default=0)  # added tax inside it, in `currency`, be it cost or not
    voided_on: date | None = None
    import_id: int | None = Field(default=None, index=True)
    outside_key: str | None = Field(default=None, unique=True)  # the id in the system it came from
    entry_id: int = Field(foreign_key=_ENTRY, index=True)
    void_entry_id: int | None = Field(default=None, foreign_key=_ENTRY, index=True)


class CashTax(SQLModel, table=True):
    """What one component of the tax code came to on a cash entry."""

    __tablename__ = "cash_tax"
    __table_args__ = (
        one_of("kind", "added", "withheld", "self_assessed"),
        UniqueConstraint("cash_entry_id", "position"),
        {"sqlite_autoincrement": True, "info": {"frozen": "what moved never changes; void it"}},
    )

    id: int | None = Field(default=None, primary_key=True)
    cash_entry_id: int = Field(foreign_key="cash_entry.id")
    tax_code_id: int = Field(foreign_key=f"{TaxCode.__tablename__}.id")
    position: int  # of the component in its code
    name: str
    kind: str
    rate: Decimal = exact()
    base_minor: int = minor()
    tax_minor: int = minor()
    tax_book_minor: int = minor()
    cost_minor: int = minor(default=0)  # of it nobody gives back: it is in the category
    cost_book_minor: int = minor(default=0)
    account_id: int = Field(foreign_key=_ACCOUNT)


class Receipt(SQLModel, table=True):
    """A file that proves a cash entry, kept beside the book under its hash."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("cash_entry_id", "sha256"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    cash_entry_id: int = Field(foreign_key="cash_entry.id")
    sha256: str
    name: str  # as the file was called
    size: int
    machine: str = ""  # where the file of a book on a server lies; empty: beside the book
