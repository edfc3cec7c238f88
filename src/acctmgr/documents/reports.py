"""Who owes what since when, as of any day, and the proof that it is what the ledger says.

Amounts are carrying amounts in the book's currency. What was not settled on the day is found through the
partial indexes of documents and payments, so old history costs nothing.
"""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from acctmgr.core.dates import days_late
from acctmgr.documents.aging_rules import DEFAULT_BUCKETS, bucket_keys
from acctmgr.ledger.queries import balance_on, party_balance_on
from acctmgr.parties.merged_rules import SAME_PARTY, joined_party
from acctmgr.store.read import Reader

PROOF_ACCOUNTS = {"receivable": "Receivable", "client_credits": "Client credits"}
_CREDIT = -1  # the place of credits among the buckets; 0 is not due


class Wanted(NamedTuple):
    """What to age: up to which day, in which buckets, counted from the due date or the issue date."""

    as_of: date
    bounds: Sequence[int] = DEFAULT_BUCKETS
    is_by_issue: bool = False
    party_id: int | None = None


class Balance(NamedTuple):
    """An account of the ledger and its balance, debit positive."""

    account: str
    balance_minor: int


class Aging(NamedTuple):
    """Rows of the type given, their totals, and what the ledger says of the same."""

    rows: list[Any]
    row_type: Any
    totals: dict[str, int]
    accounts: list[Balance]

    @property
    def ledger_minor(self) -> int:
        """What the ledger says that clients owe, less their credits."""
        return sum(account.balance_minor for account in self.accounts)

    @property
    def difference_minor(self) -> int:
        """What the documents say beyond that: 0, or the book is damaged."""
        return self.totals["total_minor"] - self.ledger_minor


class _Sum(NamedTuple):
    party_id: int
    client: str
    name: str
    place: int
    amount_minor: int
    documents: int


class _Item(NamedTuple):
    number: str
    client: str
    name: str
    issued_on: date
    due_on: date | None
    place: int
    amount_minor: int
    documents: int = 1


# Two branches each, since one OR would use neither index: what nothing is known to settle, and what is settled
# only after the day. A credit is negative. What is open in its own currency is open, also where it is carried at 0.00.
_ITEMS = """
    SELECT item.number, item.party_id, item.issued_on, item.due_on, {place} AS place,
           item.total_book_minor - CAST(COALESCE((
             SELECT SUM(allocation.book_minor)
               FROM allocation
              WHERE allocation.document_id = item.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             AS amount_minor,
           item.total_minor - CAST(COALESCE((
             SELECT SUM(allocation.amount_minor)
               FROM allocation
              WHERE allocation.document_id = item.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             AS open_minor
      FROM (
        SELECT id, number, party_id, issued_on, due_on, {from_on} AS from_on, total_minor, total_book_minor
          FROM document
         WHERE kind = 'invoice' AND settled_on IS NULL AND status <> 'draft' AND posted_on <= :as_of {of_party}
        UNION ALL
        SELECT id, number, party_id, issued_on, due_on, {from_on} AS from_on, total_minor, total_book_minor
          FROM document
         WHERE kind = 'invoice' AND settled_on > :as_of AND posted_on <= :as_of {of_party}
      ) AS item
    UNION ALL
    SELECT note.number, note.party_id, note.issued_on, NULL AS due_on, -1 AS place,
           CAST(COALESCE((
             SELECT SUM(allocation.source_book_minor)
               FROM allocation
              WHERE allocation.credit_id = note.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             - note.total_book_minor AS amount_minor,
           CAST(COALESCE((
             SELECT SUM(allocation.amount_minor)
               FROM allocation
              WHERE allocation.credit_id = note.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             - note.total_minor AS open_minor
      FROM (
        SELECT id, number, party_id, issued_on, total_minor, total_book_minor
          FROM document
         WHERE kind = 'credit_note' AND settled_on IS NULL AND status <> 'draft'
           AND posted_on <= :as_of {of_party}
        UNION ALL
        SELECT id, number, party_id, issued_on, total_minor, total_book_minor
          FROM document
         WHERE kind = 'credit_note' AND settled_on > :as_of AND posted_on <= :as_of {of_party}
      ) AS note
    UNION ALL
    SELECT 'p' || CAST(money.id AS TEXT) AS number, money.party_id, money.paid_on AS issued_on, NULL AS due_on,
           -1 AS place,
           CAST(COALESCE((
             SELECT SUM(allocation.source_book_minor)
               FROM allocation
              WHERE allocation.payment_id = money.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             - money.amount_book_minor AS amount_minor,
           CAST(COALESCE((
             SELECT SUM(allocation.amount_minor)
               FROM allocation
              WHERE allocation.payment_id = money.id AND allocation.effective_on <= :as_of), 0) AS BIGINT)
             - money.amount_minor AS open_minor
      FROM (
        SELECT id, party_id, paid_on, amount_minor, amount_book_minor
          FROM payment
         WHERE direction = 'in' AND applied_on IS NULL AND paid_on <= :as_of {of_party}
        UNION ALL
        SELECT id, party_id, paid_on, amount_minor, amount_book_minor
          FROM payment
         WHERE direction = 'in' AND applied_on > :as_of AND paid_on <= :as_of {of_party}
      ) AS money
"""

_SUMS = """
    SELECT party.id AS party_id, party.handle AS client, party.name, open_item.place,
           CAST(SUM(open_item.amount_minor) AS BIGINT) AS amount_minor, COUNT(*) AS documents
      FROM ({items}) AS open_item
      {party}
     WHERE open_item.open_minor <> 0
     GROUP BY party.id, party.handle, party.name, open_item.place
     ORDER BY party.handle, open_item.place
"""

_EACH = """
    SELECT open_item.number, party.handle AS client, party.name, open_item.issued_on, open_item.due_on,
           open_item.place, open_item.amount_minor, 1 AS documents
      FROM ({items}) AS open_item
      {party}
     WHERE open_item.open_minor <> 0
     ORDER BY open_item.place, party.handle, open_item.number
"""


def aging_by_client(db: Reader, wanted: Wanted) -> Aging:
    """What every client owes, those with most overdue first."""
    sums = db.rows(_Sum, _sql(_SUMS, wanted), **_parameters(wanted))
    row_type = _row_type(("client", "name"), wanted.bounds)
    by_client: dict[int, list[_Sum]] = {}
    for row in sums:
        by_client.setdefault(row.party_id, []).append(row)
    rows = [row_type(of[0].client, of[0].name, *_placed(of, wanted.bounds)) for of in by_client.values()]
    keys = _amount_fields(wanted.bounds)[1:-2]
    rows.sort(key=lambda row: (-sum(getattr(row, key) for key in keys), -row.total_minor, row.client))
    return _aging(db, wanted, rows, row_type, _count(sums))


def aging_by_invoice(db: Reader, wanted: Wanted) -> Aging:
    """Every invoice that is open, the longest overdue or the oldest first, and then the credits."""
    items = db.rows(_Item, _sql(_EACH, wanted), **_parameters(wanted))
    row_type = _row_type(
        ("number", "client", "name", "issued_on", "due_on", "late_days", "age_days"), wanted.bounds
    )
    order = _oldest if wanted.is_by_issue else _longest_overdue
    rows = [
        row_type(*item[:5], *_late_and_age(item, wanted.as_of), *_placed([item], wanted.bounds))
        for item in sorted(items, key=lambda item: order(item, wanted.as_of))
    ]
    return _aging(db, wanted, rows, row_type, _count(items))


def _longest_overdue(item: _Item, day: date) -> tuple[Any, ...]:
    late_days, _ = _late_and_age(item, day)
    due_on = item.due_on or item.issued_on
    return item.place == _CREDIT, -late_days, due_on, -item.amount_minor, item.number


def _oldest(item: _Item, _: date) -> tuple[Any, ...]:
    return item.place == _CREDIT, item.issued_on, -item.amount_minor, item.number


def _sql(frame: str, wanted: Wanted) -> str:
    """A query with its items and buckets put in."""
    edges = (f"CASE WHEN item.from_on < :edge_{n} THEN 1 ELSE 0 END" for n in range(len(wanted.bounds) + 1))
    pieces = {
        "items": _ITEMS,
        "place": " + ".join(edges),
        "from_on": "issued_on" if wanted.is_by_issue else "COALESCE(due_on, issued_on)",
        "party": joined_party("open_item.party_id"),
        "of_party": f"AND party_id IN ({SAME_PARTY})" if wanted.party_id is not None else "",
    }
    for name, piece in pieces.items():
        frame = frame.replace("{" + name + "}", piece)
    return frame


def _parameters(wanted: Wanted) -> dict[str, Any]:
    """The day, and the first day on which each bucket is not reached yet."""
    edges = {f"edge_{n}": wanted.as_of - timedelta(days=days) for n, days in enumerate((0, *wanted.bounds))}
    return {"as_of": wanted.as_of, "party_id": wanted.party_id, **edges}


def _amount_fields(bounds: Sequence[int]) -> list[str]:
    return [f"{key}_minor" for key in ("not_due", *bucket_keys(bounds), "credit", "total")]


def _row_type(first: Sequence[str], bounds: Sequence[int]) -> Any:
    """A row type whose fields follow the buckets asked for."""
    make: Any = namedtuple  # the type checker knows only literal fields
    return make("AgingRow", [*first, *_amount_fields(bounds)])


def _placed(rows: Iterable[_Sum | _Item], bounds: Sequence[int]) -> list[int]:
    """Amounts in their columns: not due, the buckets, credit, total."""
    columns = [0] * (len(bounds) + 3)  # place -1, credit, is the last
    for row in rows:
        columns[row.place] += row.amount_minor
    return [*columns, sum(columns)]


def _late_and_age(item: _Item, day: date) -> tuple[int, int]:
    """Days since an item was due, and since it was issued; a credit is never late."""
    late = 0 if item.place == _CREDIT else days_late(item.due_on or item.issued_on, day)
    return late, (day - item.issued_on).days


def _count(rows: Iterable[_Sum | _Item]) -> int:
    """How many invoices are open."""
    return sum(row.documents for row in rows if row.place != _CREDIT)


def _aging(db: Reader, wanted: Wanted, rows: list[Any], row_type: Any, documents: int) -> Aging:
    fields = _amount_fields(wanted.bounds)
    totals = {field: sum(getattr(row, field) for row in rows) for field in fields}
    accounts = [Balance(name, _balance(db, key, wanted)) for key, name in PROOF_ACCOUNTS.items()]
    return Aging(rows, row_type, {**totals, "documents": documents}, accounts)


def _balance(db: Reader, account_key: str, wanted: Wanted) -> int:
    if wanted.party_id is None:
        return balance_on(db, account_key, wanted.as_of)
    return party_balance_on(db, account_key, wanted.party_id, wanted.as_of)
