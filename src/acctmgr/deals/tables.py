"""Deals, the stages of the pipeline and each deal's way through them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.parties.tables import Party
from acctmgr.store.types import Partial, minor, one_of


class Stage(SQLModel, table=True):
    """A stage of the pipeline."""

    __tablename__ = "stage"
    __table_args__ = (
        one_of("kind", "open", "won", "lost"),
        CheckConstraint("probability BETWEEN 0 AND 100"),
        {
            "sqlite_autoincrement": True,
            "info": {"partial": (Partial("one_won_one_lost", ("kind",), "kind <> 'open'", is_unique=True),)},
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(unique=True)
    kind: str = "open"
    probability: int  # percent
    position: int  # order in the pipeline, 1 is the first; won and lost stand last


class Deal(SQLModel, table=True):
    """A possible sale."""

    __tablename__ = "deal"
    __table_args__ = (
        CheckConstraint("probability BETWEEN 0 AND 100"),
        CheckConstraint("amount_minor >= 0"),
        CheckConstraint("name <> ''"),
        # which deals a list begins with is answered from this index alone
        Index("deal_in_order", "stage_id", "closed_on", "expected_on"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, unique=True)  # the id in the system it came from
    name: str
    name_key: str = Field(index=True)
    party_id: int = Field(foreign_key=f"{Party.__tablename__}.id", index=True)
    stage_id: int = Field(foreign_key="stage.id")  # where it is by its latest stage change
    amount_minor: int | None = minor(default=None)  # None: not known yet
    currency: str
    probability: int | None = None  # percent; None: the stage's
    counted_from_on: date  # opened_on, or the day it was entered
    opened_on: date | None = None
    expected_on: date | None = None
    closed_on: date | None = None
    owner: str | None = None
    source: str | None = None
    competitor: str | None = None
    note: str | None = None
    lost_reason: str | None = None


class StageChange(SQLModel, table=True):
    """A deal is in a stage from a day until the next change: as of any day one row holds."""

    __tablename__ = "stage_change"
    __table_args__ = (
        CheckConstraint("until_on >= from_on"),
        Index("stage_change_of_deal", "deal_id", "from_on"),
        # the pipeline as of a day is answered from this index alone, deal by deal in the order they lie
        Index("stage_change_as_of", "stage_id", "until_on", "deal_id", "from_on"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id")
    stage_id: int = Field(foreign_key="stage.id")
    from_on: date
    until_on: date | None = None  # the day of the next change, not included; None: still there


class DealTag(SQLModel, table=True):
    """A word on a deal."""

    __tablename__ = "deal_tag"
    __table_args__ = (UniqueConstraint("deal_id", "tag"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id")
    tag: str


class DealField(SQLModel, table=True):
    """A custom field of a deal."""

    __tablename__ = "deal_field"
    __table_args__ = (UniqueConstraint("deal_id", "name"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id")
    name: str
    value: str
