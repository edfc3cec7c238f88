"""Contacts: the people at parties, with addresses, tags and custom fields."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.parties.tables import Party
from acctmgr.store.types import one_of, truth


class Contact(SQLModel, table=True):
    """A person at a party."""

    __tablename__ = "contact"
    __table_args__ = (
        one_of("influence", "decider", "champion", "influencer", "user", "blocker"),
        one_of("prefers", "phone", "email", "message", "visit", "post"),
        truth("is_no_contact"),
        CheckConstraint("name <> ''"),
        CheckConstraint("length(birthday) IN (7, 10)"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key=f"{Party.__tablename__}.id", index=True)
    name: str
    name_key: str = Field(index=True)  # the name folded, for finding it in any case
    role: str | None = None
    influence: str | None = None
    prefers: str | None = None
    birthday: str | None = None  # 1980-05-17, or --05-17 where the year is not known
    is_no_contact: int = 0  # opted out: nobody writes or calls
    note: str | None = None
    outside_key: str | None = Field(default=None, unique=True)  # the id in the system it came from


class ContactEmail(SQLModel, table=True):
    """An e-mail address of a contact; it belongs to one contact alone."""

    __tablename__ = "contact_email"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    email: str = Field(unique=True)  # lower case


class ContactPhone(SQLModel, table=True):
    """A phone of a contact; several contacts may share one."""

    __tablename__ = "contact_phone"
    __table_args__ = (UniqueConstraint("contact_id", "digits"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    phone: str  # as typed
    digits: str = Field(index=True)  # with the country's prefix, for comparing


class ContactTag(SQLModel, table=True):
    """A word on a contact."""

    __tablename__ = "contact_tag"
    __table_args__ = (UniqueConstraint("contact_id", "tag"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    tag: str


class ContactField(SQLModel, table=True):
    """A custom field of a contact."""

    __tablename__ = "contact_field"
    __table_args__ = (UniqueConstraint("contact_id", "name"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    name: str
    value: str
