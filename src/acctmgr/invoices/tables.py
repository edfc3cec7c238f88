"""What was mailed of documents, and invoices that come again and again."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.documents.tables import Document
from acctmgr.ledger.tables import Account
from acctmgr.parties.tables import Party
from acctmgr.store.types import Partial, exact, minor, one_of, truth

_DOCUMENT = f"{Document.__tablename__}.id"


class Mailing(SQLModel, table=True):
    """A document went out by mail; at level 1 and above it was a reminder, once for each level."""

    __tablename__ = "mailing"
    __table_args__ = (
        one_of("way", "draft", "smtp", "attempt"),
        CheckConstraint("level >= 0"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "partial": (Partial("reminded_once", ("document_id", "level"), "level > 0", is_unique=True),)
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key=_DOCUMENT, index=True)
    level: int = 0  # 0: the document itself
    mailed_on: date
    way: (
        str  # a draft was written, it was handed to a server, or that was begun and nobody knows how it ended
    )
    recipient: str


class Recurring(SQLModel, table=True):
    """An invoice that is made again every so often."""

    __tablename__ = "recurring"
    __table_args__ = (
        one_of("missed", "all", "skip"),
        truth("is_draft"),
        truth("is_tax_included"),
        CheckConstraint("until_on >= starts_on"),
        CheckConstraint("month_day BETWEEN 1 AND 31"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key=f"{Party.__tablename__}.id", index=True)
    every: str  # 1m, 2w, 1y: how far apart
    starts_on: date  # the first one; a 31st stays at the month's end
    month_day: int | None = (
        None  # the day of the month that is meant, where the first has another: 31 for its end
    )
    until_on: date | None = None  # the last day that one may fall on
    stopped_on: date | None = None  # nothing from this day on
    missed: str = "all"  # periods that nobody ran are caught up, or skipped but for the latest
    is_draft: int = 0
    currency: str
    terms_days: int | None = None  # None: the client's
    is_tax_included: int = 0
    discount_percent: Decimal | None = exact(default=None)
    discount_minor: int = minor(default=0)
    reference: str | None = None
    note: str | None = Field(default=None, sa_type=Text)


class RecurringLine(SQLModel, table=True):
    """One line of it; its tax code is looked up by the day of each invoice."""

    __tablename__ = "recurring_line"
    __table_args__ = (UniqueConstraint("recurring_id", "position"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    recurring_id: int = Field(foreign_key="recurring.id")
    position: int
    description: str = Field(sa_type=Text)
    quantity: Decimal = exact()
    unit_price: Decimal = exact()  # in major units, as typed
    discount_percent: Decimal | None = exact(default=None)
    discount_minor: int = minor(default=0)
    tax: str | None = None  # code as typed; None: the default
    account_id: int | None = Field(default=None, foreign_key=f"{Account.__tablename__}.id")


class RecurringRun(SQLModel, table=True):
    """A period of it that was run: by this row each period is run once, from however many machines."""

    __tablename__ = "recurring_run"
    __table_args__ = (UniqueConstraint("recurring_id", "period_on"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    recurring_id: int = Field(foreign_key="recurring.id")
    period_on: date
    document_id: int | None = Field(default=None, foreign_key=_DOCUMENT, index=True)  # None: skipped
