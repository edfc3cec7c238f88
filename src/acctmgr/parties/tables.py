"""Parties with their tags and custom fields."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.store.types import one_of, truth


class Party(SQLModel, table=True):
    """Somebody we deal with; a client buys from us, a vendor sells to us."""

    __tablename__ = "party"
    __table_args__ = (
        truth("is_client"),
        truth("is_vendor"),
        one_of("status", "lead", "prospect", "active", "dormant", "lost"),
        CheckConstraint("tier IN ('A', 'B', 'C')"),
        CheckConstraint("terms_days BETWEEN 0 AND 3650"),
        CheckConstraint("handle <> ''"),
        CheckConstraint("name <> ''"),
        one_of("language", "en", "es"),
        CheckConstraint("merged_into_id <> id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True)
    name: str
    name_key: str = Field(index=True)  # the name folded, for finding it in any case
    is_client: int = 1
    is_vendor: int = 0
    legal_name: str | None = None
    tax_id: str | None = None
    email: str | None = Field(default=None, index=True)  # lower case
    phone: str | None = None
    website: str | None = None
    industry: str | None = None
    address: str | None = None
    country: str | None = None
    language: str | None = None  # of what is sent to it; None: the book's
    currency: str | None = None  # None: the book's
    terms_days: int | None = None  # None: the book's
    status: str = "active"
    tier: str | None = None
    owner: str | None = None
    source: str | None = None
    since_on: date | None = None
    note: str | None = None
    dispute: str | None = None  # what it disputes; nobody is reminded while this stands
    archived_on: date | None = None
    outside_key: str | None = Field(default=None, unique=True)  # the id in the system it came from
    # an alias of the party it was merged into, which is never an alias itself; postings still name the alias
    merged_into_id: int | None = Field(default=None, foreign_key="party.id", index=True)


class PartyTag(SQLModel, table=True):
    """A word on a party."""

    __tablename__ = "party_tag"
    __table_args__ = (UniqueConstraint("party_id", "tag"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key="party.id")
    tag: str


class PartyField(SQLModel, table=True):
    """A custom field of a party."""

    __tablename__ = "party_field"
    __table_args__ = (UniqueConstraint("party_id", "name"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key="party.id")
    name: str
    value: str
