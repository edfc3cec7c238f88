"""Invoices and credit notes in lists; what is open and where a document stands are true of the day asked for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.dates import days_late
from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.documents import reference_rules
from acctmgr.documents.reference_rules import DocumentRef, document_ref
from acctmgr.invoices.line_queries import LineRow, lines_of
from acctmgr.invoices.status_rules import STATUSES
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.parties.merged_rules import SAME_PARTY, joined_party
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class InvoiceRow(NamedTuple):
    """An invoice or credit note; amounts in its own currency, late_days 0 unless something is overdue."""

    id: int
    number: str | None
    status: str
    client: str
    issued_on: date
    due_on: date | None
    currency: str
    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int
    open_minor: int
    late_days: int
    reference: str | None
    lines: list[LineRow]  # empty where a list was asked for without them

    @property
    def document(self) -> str:
        """How people type it."""
        return document_ref(self.number, self.id)


class _Unseen(NamedTuple):
    """What is known of a document that a list does not show."""

    id: int
    client_name: str
    kind: str
    supplied_on: date | None
    posted_on: date | None
    settled_on: date | None
    voided_on: date | None
    rate: Decimal
    note: str | None
    is_deposit: bool
    is_outside: bool
    is_opening: bool
    is_tax_included: bool


INVOICE_FACTS = Facts(
    InvoiceRow,
    more_type=_Unseen,
    more=f"""
    SELECT document.id, party.name AS client_name, document.kind, document.supplied_on, document.posted_on,
           document.settled_on, document.voided_on, document.rate, document.note, document.is_deposit,
           document.is_outside, document.is_opening, document.is_tax_included
      FROM document
      {joined_party("document.party_id")}
     ORDER BY document.id
""",
    client=PARTY_FACTS,
)


class Wanted(NamedTuple):
    """Which documents a list shows; None and False leave a filter off."""

    kind: str = "invoice"
    party_id: int | None = None
    status: str | None = None
    first: date | None = None
    last: date | None = None
    is_draft: bool = False
    is_open: bool = False
    is_overdue: bool = False
    has_lines: bool = False
    is_issued: bool = False

    @property
    def is_all(self) -> bool:
        """No filter is on."""
        return self == Wanted(kind=self.kind, has_lines=self.has_lines)


class _Listed(NamedTuple):
    """A row as SQL gives it, before its late days are counted."""

    id: int
    number: str | None
    status: str
    client: str
    issued_on: date
    due_on: date | None
    currency: str
    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int
    open_minor: int
    reference: str | None


class _Id(NamedTuple):
    id: int


# The columns hold how things end when all that is known has taken effect; what takes effect later than the day
# asked for is put back, and a document of a later day is not open before it. An invoice is settled by allocations,
# a credit note gives them.
_OPEN = """
    CASE WHEN document.status = 'draft' OR document.posted_on > :today THEN 0
         ELSE document.open_minor + CAST(COALESCE((
                SELECT SUM(later.amount_minor)
                  FROM allocation AS later
                 WHERE later.{side} = document.id AND later.effective_on > :today), 0) AS BIGINT)
    END
"""
_LATER = """
    SELECT 1 FROM allocation AS later WHERE later.{side} = document.id AND later.effective_on > :today
"""
_PAID = """
    SELECT COALESCE(SUM(done.amount_minor), 0)
      FROM allocation AS done
     WHERE done.{side} = document.id AND done.effective_on <= :today AND done.kind = 'payment'
"""
_WRITTEN_OFF = _PAID.replace("'payment'", "'write_off'")
_STATUS = """
    CASE WHEN document.status = 'draft' OR document.voided_on <= :today THEN document.status
         WHEN document.posted_on > :today
         THEN CASE WHEN document.voided_on <= document.posted_on THEN 'void' ELSE 'coming' END
         WHEN document.voided_on IS NULL AND NOT EXISTS ({later}) THEN document.status
         WHEN {open} > 0
         THEN CASE WHEN ({paid}) > 0 THEN 'part_paid' ELSE 'open' END
         WHEN ({written_off}) > 0 THEN 'written_off'
         WHEN ({paid}) > 0 OR document.total_minor = 0 THEN 'paid'
         ELSE 'credited'
    END
"""
_DOCUMENTS = """
    SELECT document.id, document.number, {status} AS status, party.handle AS client, document.issued_on,
           document.due_on, document.currency, document.net_minor, document.tax_minor,
           document.withheld_minor, document.total_minor, {open} AS open_minor, document.reference
      FROM document
      {party}
     WHERE document.kind = :kind
"""
_LIST = """
    SELECT id, number, status, client, issued_on, due_on, currency, net_minor, tax_minor, withheld_minor,
           total_minor, open_minor, reference
      FROM ({documents}) AS listed
     WHERE {conditions}
     ORDER BY {order}
"""
_IDS = """
    SELECT document.id FROM document WHERE document.kind = :kind {inner} ORDER BY {order}
"""
_SIDES = {"invoice": "document_id", "credit_note": "credit_id"}

# two looks into partial indexes: what is open, and what will be settled only after the day
_UNSETTLED = """
    AND document.id IN (
        SELECT id FROM document WHERE kind = :kind AND settled_on IS NULL AND status <> 'draft'
        UNION ALL
        SELECT id FROM document WHERE kind = :kind AND settled_on > :today)
"""
_SORTS = {  # rising, falling
    "date": ("issued_on, id", "issued_on DESC, id DESC"),
    "due": ("due_on IS NULL, due_on, id", "due_on IS NULL, due_on DESC, id DESC"),
    "number": ("number IS NULL, number, id", "number IS NULL, number DESC, id DESC"),
    "client": ("client, id", "client DESC, id DESC"),
    "total": ("total_minor, id", "total_minor DESC, id DESC"),
    "open": ("open_minor, id", "open_minor DESC, id DESC"),
}
_STORED = {"date", "due", "number", "total"}  # sort keys that are columns of the document
NEWEST_FIRST = "-date"


def find_document(db: Reader, reference: str) -> DocumentRef:
    """The invoice or credit note that a reference means; NotFound or Conflict if that is not clear."""
    return reference_rules.find(db.run, reference)


def _documents_sql(kind: str, inner: str) -> str:
    """The rows of one kind as of :today, narrowed by conditions that begin with AND."""
    pieces = {
        "status": _STATUS,
        "later": _LATER,
        "paid": _PAID,
        "written_off": _WRITTEN_OFF,
        "open": _OPEN,
        "side": _SIDES[kind],
        "party": joined_party("document.party_id"),
    }
    return _filled(_DOCUMENTS + inner, pieces)


def _filled(sql: str, pieces: Mapping[str, str]) -> str:
    """SQL with its own pieces put in, in the order given: a piece may hold those after it."""
    for name, piece in pieces.items():
        sql = sql.replace("{" + name + "}", piece)
    return sql


def invoices(
    db: Reader, wanted: Wanted, *, today: date, sort: str = NEWEST_FIRST, limit: int = 0
) -> Page[InvoiceRow]:
    """Invoices or credit notes as they stand today; sort: a key, with - in front the other way round."""
    pieces = {
        "documents": _documents_sql(wanted.kind, _inner(wanted)),
        "conditions": _outer(wanted),
        "order": _order_of(sort),
    }
    parameters = _parameters(wanted, today)
    if limit and _is_stored(wanted, sort):
        ids = db.page(_Id, _filled(_IDS, {"inner": _inner(wanted), **pieces}), limit=limit, **parameters)
        parameters["ids"] = [row.id for row in ids.rows]
        pieces["documents"] = _documents_sql(wanted.kind, "AND document.id IN (:ids)")
        page = Page(db.rows(_Listed, _filled(_LIST, pieces), **parameters), ids.left_out)
    else:
        page = db.page(_Listed, _filled(_LIST, pieces), limit=limit, **parameters)
    lines = lines_of(db, [row.id for row in page.rows]) if wanted.has_lines else {}
    return Page([_whole(row, wanted.kind, today, lines) for row in page.rows], page.left_out)


def _is_stored(wanted: Wanted, sort: str) -> bool:
    """Whether columns alone say which documents come first, so that only those need working out."""
    is_worked_out = wanted.status is not None or wanted.is_open or wanted.is_overdue
    return sort.removeprefix("-") in _STORED and not is_worked_out


def one(db: Reader, found: DocumentRef, *, today: date) -> InvoiceRow:
    """One document as it stands today."""
    sql = _documents_sql(found.kind, "AND document.id = :id")
    row = db.row(_Listed, sql, today=today, kind=found.kind, id=found.id)
    assert row is not None
    return _whole(row, found.kind, today, lines_of(db, [row.id]))


def _whole(row: _Listed, kind: str, today: date, lines: Mapping[int, list[LineRow]]) -> InvoiceRow:
    """With its late days and lines; only what we are owed can be late."""
    is_owed = kind == "invoice" and row.open_minor > 0
    late = days_late(row.due_on or row.issued_on, today) if is_owed else 0
    return InvoiceRow(*row[:-1], late, row.reference, lines.get(row.id, []))


def _inner(wanted: Wanted) -> str:
    conditions = (
        (f"AND document.party_id IN ({SAME_PARTY})", wanted.party_id is not None),
        ("AND document.issued_on >= :first", wanted.first is not None),
        ("AND document.issued_on <= :last", wanted.last is not None),
        ("AND document.status = 'draft'", wanted.is_draft),
        ("AND document.status <> 'draft'", wanted.is_issued),
        (_UNSETTLED, wanted.is_open or wanted.is_overdue),
    )
    return " ".join(text for text, holds in conditions if holds)


def _outer(wanted: Wanted) -> str:
    conditions = (
        ("1 = 1", True),
        ("status = :status", wanted.status is not None),
        ("open_minor > 0", wanted.is_open or wanted.is_overdue),
        ("COALESCE(due_on, issued_on) < :today", wanted.is_overdue),
    )
    return " AND ".join(text for text, holds in conditions if holds)


def _parameters(wanted: Wanted, today: date) -> dict[str, Any]:
    if wanted.status is not None and wanted.status not in STATUSES:
        hint = did_you_mean(wanted.status, STATUSES) or f"one of: {' '.join(STATUSES)}"
        raise WrongUsage(f"no status {wanted.status}", hint=hint)
    names = ("kind", "party_id", "status", "first", "last")
    return {"today": today, **{name: getattr(wanted, name) for name in names}}


def _order_of(sort: str) -> str:
    key = sort.removeprefix("-")
    if key not in _SORTS:
        hint = did_you_mean(key, _SORTS) or f"one of: {' '.join(_SORTS)}, with - in front the other way round"
        raise WrongUsage(f"invoices can't be sorted by {key}", hint=hint)
    return _SORTS[key][sort.startswith("-")]
