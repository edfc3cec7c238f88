"""Which follow-ups and activities are about which deal."""

from sqlmodel import Field, SQLModel

from acctmgr.deals.tables import Deal
from acctmgr.followups.tables import Activity, FollowUp


class DealFollowUp(SQLModel, table=True):
    """A follow-up is about a deal."""

    __tablename__ = "deal_follow_up"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key=f"{Deal.__tablename__}.id", index=True)
    follow_up_id: int = Field(foreign_key=f"{FollowUp.__tablename__}.id", unique=True)


class DealActivity(SQLModel, table=True):
    """An activity was about a deal."""

    __tablename__ = "deal_activity"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key=f"{Deal.__tablename__}.id", index=True)
    activity_id: int = Field(foreign_key=f"{Activity.__tablename__}.id", unique=True)
