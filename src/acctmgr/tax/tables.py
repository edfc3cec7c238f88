"""Tax codes: dated, of one or more components."""

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.ledger.tables import Account
from acctmgr.store.types import exact, one_of


class TaxCode(SQLModel, table=True):
    """A way of taxing a line; codes of the same name follow each other in time."""

    __tablename__ = "tax_code"
    __table_args__ = (
        one_of("treatment", "standard", "zero", "exempt", "export", "reverse_charge", "out_of_scope"),
        UniqueConstraint("code", "valid_from"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str
    name: str
    treatment: str = "standard"
    valid_from: date | None = None  # None: always was
    valid_to: date | None = None  # the last day, None: still
    words: str = ""  # what the law wants the buyer to read


class TaxComponent(SQLModel, table=True):
    """One tax of a code: a rate, its kind and where it is posted."""

    __tablename__ = "tax_component"
    __table_args__ = (
        one_of("kind", "added", "withheld", "self_assessed"),
        UniqueConstraint("tax_code_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    tax_code_id: int = Field(foreign_key="tax_code.id")
    position: int
    name: str
    rate: Decimal = exact()  # percent
    kind: str = "added"
    account_id: int = Field(foreign_key=f"{Account.__tablename__}.id")
    deductible: Decimal = exact(default=Decimal(100))  # percent of the purchase tax that comes back
    box: str = ""  # on the tax return
