"""What was imported, when, from which file."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from acctmgr.store.types import one_of


class ImportRun(SQLModel, table=True):
    """One import."""

    __tablename__ = "import_run"
    __table_args__ = (
        one_of(
            "kind",
            *"clients vendors contacts deals followups activities invoices payments cash".split(),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    source: str = Field(sa_type=Text)  # the file's name, - for standard input
    sha256: str  # of its bytes
    created: int
    updated: int
    unchanged: int
    rejected: int
