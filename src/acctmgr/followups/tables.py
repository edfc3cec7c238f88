"""What is to do for a party on a day, and what happened with it."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party
from acctmgr.store.types import Partial, one_of

_CONTACT = f"{Contact.__tablename__}.id"
_PARTY = f"{Party.__tablename__}.id"


class FollowUp(SQLModel, table=True):
    """Something to do for a party on a date; one that repeats is followed by its next when it is done."""

    __tablename__ = "follow_up"
    __table_args__ = (
        one_of("priority", "high", "normal", "low"),
        CheckConstraint("text <> ''"),
        CheckConstraint("length(due_time) = 5"),
        CheckConstraint("(repeat IS NULL) = (planned_on IS NULL)", name="what_repeats_has_a_plan"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "partial": (
                    Partial("follow_up_to_do", ("due_on",), "done_on IS NULL"),
                    Partial("follow_up_done", ("done_on",), "done_on IS NOT NULL"),
                )
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    text: str
    party_id: int = Field(foreign_key=_PARTY, index=True)
    contact_id: int | None = Field(default=None, foreign_key=_CONTACT)
    due_on: date
    due_time: str | None = None  # 09:30
    priority: str = "normal"
    repeat: str | None = None  # 2w, 1m: how far apart
    planned_on: date | None = None  # the day that the next is counted from, whatever was snoozed
    month_day: int | None = None  # of the first in the series: the 31st stays at the month's end
    done_on: date | None = None
    previous_id: int | None = Field(default=None, foreign_key="follow_up.id", unique=True)  # in its series


class Activity(SQLModel, table=True):
    """Something that happened with a party."""

    __tablename__ = "activity"
    __table_args__ = (
        one_of("kind", "call", "email", "meeting", "visit", "note", "message"),
        CheckConstraint("text <> ''"),
        CheckConstraint("minutes > 0"),
        Index("activity_of_party", "party_id", "happened_on"),
        Index("activity_by_day", "happened_on"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = "note"
    text: str
    party_id: int = Field(foreign_key=_PARTY)
    contact_id: int | None = Field(default=None, foreign_key=_CONTACT)
    happened_on: date
    minutes: int | None = None
    follow_up_id: int | None = Field(default=None, foreign_key="follow_up.id", index=True)  # what it did
    outside_key: str | None = Field(default=None, unique=True)  # the id in the system it came from
