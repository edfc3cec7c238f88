"""Documents, their lines and taxes, the payments and allocations that settle them, and number series.

Amounts are in the document's currency, `_book_minor` in the book's; all are positive whatever the kind.
Open on a day = total - the allocations that took effect by that day.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from acctmgr.ledger.tables import Account, Entry
from acctmgr.parties.tables import Party
from acctmgr.store.types import Partial, exact, minor, one_of, truth
from acctmgr.tax.tables import TaxCode

_ACCOUNT = f"{Account.__tablename__}.id"
_ENTRY = f"{Entry.__tablename__}.id"
_PARTY = f"{Party.__tablename__}.id"
_TAX_CODE = f"{TaxCode.__tablename__}.id"

# what was issued prints the same for ever: these columns of a numbered document never change
ISSUED_COLUMNS = (
    "kind number is_outside party_id issued_on supplied_on posted_on currency rate is_tax_included rounding "
    "discount_percent discount_minor net_minor tax_minor withheld_minor total_minor total_book_minor credits_id "
    "seller buyer owner is_opening is_tax_unknown is_deposit entry_id"
).split()

PARTIAL_INDEXES = (
    # an outside number is free again once its document is void; our own stay used for ever
    Partial(
        "number_once",
        ("kind", "number"),
        "kind IN ('invoice', 'credit_note') AND (is_outside = 0 OR status <> 'void')",
        is_unique=True,
    ),
    Partial("document_unsettled", ("kind", "posted_on"), "settled_on IS NULL AND status <> 'draft'"),
    Partial("document_settled", ("kind", "settled_on"), "settled_on IS NOT NULL"),
    Partial("document_voided", ("kind", "voided_on"), "voided_on IS NOT NULL"),
)


class Document(SQLModel, table=True):
    """An invoice, a credit note, and what is to come: bill, vendor credit, quote."""

    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", "invoice", "credit_note", "bill", "vendor_credit", "quote"),
        one_of("status", "draft", "open", "part_paid", "paid", "credited", "void", "written_off"),
        one_of("rounding", "document", "line"),
        truth("is_outside"),
        truth("is_tax_included"),
        truth("is_opening"),
        truth("is_tax_unknown"),
        truth("is_deposit"),
        CheckConstraint("total_minor >= 0 AND total_book_minor >= 0"),
        CheckConstraint("open_minor BETWEEN 0 AND total_minor"),
        CheckConstraint("open_book_minor BETWEEN 0 AND total_book_minor"),
        CheckConstraint("(status = 'draft') = (number IS NULL)", name="a_draft_has_no_number"),
        CheckConstraint("status = 'draft' OR (issued_on IS NOT NULL AND posted_on IS NOT NULL)"),
        Index("document_of_party", "party_id", "kind", "issued_on"),
        Index("document_by_day", "kind", "issued_on", "number"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen_when": "OLD.number IS NOT NULL",
                "frozen_columns": ISSUED_COLUMNS,
                "partial": PARTIAL_INDEXES,
                "frozen": "what was issued never changes",
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    number: str | None = None
    is_outside: int = 0  # numbered by somebody else, apart from our series
    status: str = "draft"
    party_id: int = Field(foreign_key=_PARTY)
    issued_on: date | None = None
    supplied_on: date | None = None  # the tax point
    posted_on: date | None = None  # in the ledger and the tax period
    due_on: date | None = None
    currency: str
    rate: Decimal = exact(default=Decimal(1))  # book currency for one unit of `currency`
    is_tax_included: int = 0
    rounding: str = "document"
    discount_percent: Decimal | None = exact(default=None)
    discount_minor: int = minor(default=0)
    net_minor: int = minor(default=0)
    tax_minor: int = minor(default=0)
    withheld_minor: int = minor(default=0)
    total_minor: int = minor(default=0)
    total_book_minor: int = minor(default=0)
    open_minor: int = minor(default=0)  # when all that is known has taken effect
    open_book_minor: int = minor(default=0)
    settled_on: date | None = None  # the first day from which open stays 0
    voided_on: date | None = None
    credits_id: int | None = Field(
        default=None, foreign_key="document.id", index=True
    )  # the invoice it credits
    reference: str | None = None
    note: str | None = Field(default=None, sa_type=Text)
    seller: str | None = Field(default=None, sa_type=Text)  # JSON: who we were that day
    buyer: str | None = Field(default=None, sa_type=Text)  # JSON: who they were that day
    owner: str | None = None  # owner of the client on the day of issue
    is_opening: int = 0  # moved in against Opening balances
    is_tax_unknown: int = 0  # moved in without a tax code
    is_deposit: int = 0  # asked for in advance; a later invoice takes it off
    import_id: int | None = Field(default=None, index=True)
    entry_id: int | None = Field(default=None, foreign_key=_ENTRY)
    void_entry_id: int | None = Field(default=None, foreign_key=_ENTRY)


class DocumentLine(SQLModel, table=True):
    """One line of a document."""

    __tablename__ = "document_line"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen_when": "(SELECT number FROM document WHERE id = OLD.document_id) IS NOT NULL",
                "frozen": "what was issued never changes",
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    position: int
    description: str = Field(sa_type=Text)
    quantity: Decimal = exact()
    unit_price: Decimal = exact()  # in major units, as typed
    discount_percent: Decimal | None = exact(default=None)
    discount_minor: int = minor(default=0)
    tax_code_id: int | None = Field(default=None, foreign_key=_TAX_CODE)
    net_minor: int = minor(default=0)
    account_id: int = Field(foreign_key=_ACCOUNT)
    deducts_id: int | None = Field(default=None, foreign_key="document.id", index=True)  # a deposit taken off


class DocumentTax(SQLModel, table=True):
    """What one component of one code came to on a document; withheld amounts are positive, the kind says which."""

    __tablename__ = "document_tax"
    __table_args__ = (
        one_of("kind", "added", "withheld", "self_assessed"),
        UniqueConstraint("document_id", "tax_code_id", "position"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen_when": "(SELECT number FROM document WHERE id = OLD.document_id) IS NOT NULL",
                "frozen": "what was issued never changes",
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    tax_code_id: int = Field(foreign_key=_TAX_CODE)
    position: int  # of the component in its code
    name: str
    kind: str
    rate: Decimal = exact()
    base_minor: int = minor()
    tax_minor: int = minor()
    tax_book_minor: int = minor()
    account_id: int = Field(foreign_key=_ACCOUNT)


class Payment(SQLModel, table=True):
    """Money that settles documents; what is not allocated is the party's credit."""

    __tablename__ = "payment"
    __table_args__ = (
        one_of("direction", "in", "out"),
        CheckConstraint("amount_minor > 0 AND amount_book_minor >= 0"),
        CheckConstraint("open_minor BETWEEN 0 AND amount_minor"),
        Index("payment_of_party", "party_id", "paid_on"),
        Index("payment_by_day", "paid_on"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen_when": "TRUE",
                "frozen_columns": (
                    "direction party_id paid_on account_id currency rate amount_minor amount_book_minor entry_id"
                ).split(),
                "frozen": "what was paid never changes",
                "partial": (
                    Partial("payment_unapplied", ("paid_on",), "applied_on IS NULL"),
                    Partial("payment_applied", ("applied_on",), "applied_on IS NOT NULL"),
                ),
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    direction: str = "in"
    party_id: int = Field(foreign_key=_PARTY)
    paid_on: date
    account_id: int = Field(foreign_key=_ACCOUNT)
    currency: str
    rate: Decimal = exact(default=Decimal(1))
    amount_minor: int = minor()
    amount_book_minor: int = minor()
    open_minor: int = minor(default=0)  # not allocated, when all that is known has taken effect
    open_book_minor: int = minor(default=0)
    applied_on: date | None = None  # the first day from which nothing is left to allocate
    voided_on: date | None = None
    reference: str | None = None
    note: str | None = Field(default=None, sa_type=Text)
    import_id: int | None = Field(default=None, index=True)
    entry_id: int = Field(foreign_key=_ENTRY)
    void_entry_id: int | None = Field(default=None, foreign_key=_ENTRY)


class Allocation(SQLModel, table=True):
    """How much of a payment or credit note settles a document, from a day on; taken back by a negative one.

    `book_minor` is the carrying amount that leaves the document, `source_book_minor` the one that leaves the
    source; their difference is a currency gain or loss. Without a source it is what a fee, discount or write-off
    came to; without a document `book_minor` is what a refund came to. A row of amount 0 puts a unit of rounding
    on its day.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        one_of("kind", "payment", "credit", "void", "write_off", "refund", "withholding", "fee", "discount"),
        CheckConstraint("payment_id IS NULL OR credit_id IS NULL"),
        Index("allocation_of_document", "document_id", "effective_on", "amount_minor", "book_minor"),
        Index("allocation_of_payment", "payment_id", "effective_on", "amount_minor", "source_book_minor"),
        Index("allocation_of_credit", "credit_id", "effective_on", "amount_minor", "source_book_minor"),
        {
            "sqlite_autoincrement": True,
            "info": {
                "frozen": "allocations never change; they are taken back",
                "partial": (Partial("allocation_discount", ("effective_on",), "kind = 'discount'"),),
            },
        },
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    # None: money that left the source for no document, by its void or a refund
    document_id: int | None = Field(default=None, foreign_key="document.id")
    payment_id: int | None = Field(default=None, foreign_key="payment.id")
    credit_id: int | None = Field(default=None, foreign_key="document.id")  # the credit note it comes from
    effective_on: date
    amount_minor: int = minor()
    book_minor: int = minor()
    source_book_minor: int = minor(default=0)
    reverses_id: int | None = Field(default=None, foreign_key="allocation.id")
    note: str | None = Field(default=None, sa_type=Text)  # why something was written off
    # the payment that a fee or a discount came with, or the one that a refund went out by
    through_id: int | None = Field(default=None, foreign_key="payment.id", index=True)
    entry_id: int = Field(foreign_key=_ENTRY)


class AllocationTax(SQLModel, table=True):
    """Tax that a discount or a write-off took back, by component; positive like that of the document."""

    __tablename__ = "allocation_tax"
    __table_args__ = (
        one_of("kind", "added", "withheld", "self_assessed"),
        UniqueConstraint("allocation_id", "tax_code_id", "position"),
        {"sqlite_autoincrement": True, "info": {"frozen": "allocations never change; they are taken back"}},
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    tax_code_id: int = Field(foreign_key=_TAX_CODE)
    position: int  # of the component in its code
    kind: str
    base_minor: int = minor()
    tax_minor: int = minor()
    tax_book_minor: int = minor()
    account_id: int = Field(foreign_key=_ACCOUNT)


class NumberSeries(SQLModel, table=True):
    """The next number of one pattern in a year; year 0 where the pattern has none."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("kind", "pattern", "year"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    pattern: str  # as it was when it gave its numbers: another pattern is another series
    year: int
    next_seq: int
    last_on: date | None = None  # the date of the latest document in the series that is not void
