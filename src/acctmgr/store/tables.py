"""The book's own rows: its head, its settings, and the operations that changed it.

Tables named in `info` as frozen refuse change and deletion by trigger; those with `audit` off are
derived or are the audit itself, every other row leaves an image with the operation that touched it.
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

UNAUDITED: dict[str, Any] = {"audit": False}


class Head(SQLModel, table=True):
    """One row: who this book is, and where its chain of operations ends."""

    __tablename__ = "head"
    __table_args__ = (CheckConstraint("id = 1"), {"info": UNAUDITED})

    id: int = Field(default=1, primary_key=True)
    book_id: str  # a random identity, kept through copies and upgrades
    created_at: str  # UTC, ISO
    operations: int = 0  # how many there are; a missing last one would not break the chain
    last_hash: str = ""


class Setting(SQLModel, table=True):
    """A setting of this book that differs from its default."""

    __tablename__ = "setting"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    value: str


class Operation(SQLModel, table=True):
    """One command that changed the book; each holds the hash of the one before."""

    __tablename__ = "operation"
    __table_args__ = {"info": {**UNAUDITED, "frozen": "operations never change"}}

    id: int = Field(primary_key=True)  # 1, 2, 3 ... without gaps
    at: str  # the real moment, UTC, ISO
    today: str  # the business day it was done on
    actor: str
    command: str  # the words typed
    previous_hash: str
    hash: str = Field(unique=True)


class Change(SQLModel, table=True):
    """One row before and after an operation, as JSON text; before is NULL for a new row, after for a deleted one."""

    __tablename__ = "change"
    __table_args__ = (
        # deferred: the images are written before the operation, whose hash covers them
        ForeignKeyConstraint(["operation_id"], ["operation.id"], deferrable=True, initially="DEFERRED"),
        Index("change_of_row", "table_name", "row_id"),
        {"info": {**UNAUDITED, "frozen": "the history never changes"}},
    )

    id: int | None = Field(default=None, primary_key=True)
    operation_id: int = Field(index=True)
    table_name: str
    row_id: int
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class SearchText(SQLModel, table=True):
    """What a search finds a thing by, kept by the end of every operation; store/search.py indexes its words."""

    __tablename__ = "search_text"
    __table_args__ = (UniqueConstraint("kind", "thing_id"), {"info": UNAUDITED})

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # client, contact, deal, invoice, ...
    thing_id: int
    dated_on: date | None = None  # newer things are found first
    heads: str = Field(sa_type=Text)  # its names, folded: |acme|acme trading sl|
    words: str = Field(sa_type=Text)  # of all its text, folded, each once
