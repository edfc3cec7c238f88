"""What the money of a payment counts for: the income of the invoices that it settled on its own day, else a credit.

Lists and reports ask here, so that they call the same money by the same name: that of a late payment of what was
written off, too, is the income of its invoice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol, Self, TypeVar

from acctmgr.cash.flow_rules import by_income
from acctmgr.ledger.account_queries import all_accounts
from acctmgr.store.read import Reader

IN_ONE_GO, _BATCH = 500, 5_000


class _Paid(NamedTuple):
    id: int
    direction: str
    minor: int


class _Settled(NamedTuple):
    payment_id: int
    document_id: int
    minor: int


class Net(NamedTuple):
    """What the lines of a document come to on an account."""

    document_id: int
    account_id: int
    net_minor: int


class Movement(Protocol):
    """What a row of a movement has at the least."""

    @property
    def payment_id(self) -> int | None: ...

    def _replace(self, *, category: str) -> Self: ...


M = TypeVar("M", bound=Movement)

_PAYMENTS = "SELECT id, direction, amount_book_minor AS minor FROM payment WHERE id IN (:ids) ORDER BY id"
_SETTLED = """
    SELECT allocation.payment_id, allocation.document_id,
           CAST(SUM(allocation.source_book_minor) AS BIGINT) AS minor
      FROM payment
      JOIN allocation ON allocation.payment_id = payment.id AND allocation.entry_id = payment.entry_id
     WHERE payment.id IN (:ids) AND payment.direction = 'in' AND allocation.kind = 'payment'
       AND allocation.document_id IS NOT NULL
     GROUP BY allocation.payment_id, allocation.document_id
     ORDER BY allocation.payment_id, allocation.document_id
"""
NETS = """
    SELECT document_id, account_id, CAST(SUM(net_minor) AS BIGINT) AS net_minor
      FROM document_line
     WHERE document_id IN ({documents})
     GROUP BY document_id, account_id
     ORDER BY document_id, account_id
"""


def by_document(nets: Sequence[Net]) -> dict[int, dict[int, int]]:
    """The nets of each document by account."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for net in nets:
        found[net.document_id][net.account_id] = net.net_minor
    return found


def main_accounts(db: Reader, payment_ids: Sequence[int], *, credits: int) -> dict[int, int]:
    """The account that the most of each payment counts for; credits: the account of what is left of one."""
    found: dict[int, int] = {}
    for start in range(0, len(payment_ids), IN_ONE_GO):
        ids = payment_ids[start : start + IN_ONE_GO]
        settled = db.rows(_Settled, _SETTLED, ids=ids)
        documents = [row.document_id for row in settled]
        nets = by_document(db.rows(Net, NETS.format(documents=":documents"), documents=documents))
        shares: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for row in settled:
            for account_id, minor in by_income(row.minor, nets[row.document_id]).items():
                shares[row.payment_id][account_id] += minor
        for paid in db.rows(_Paid, _PAYMENTS, ids=ids):
            own = shares[paid.id]
            own[credits] += paid.minor - sum(own.values())
            found[paid.id] = min(own, key=lambda account_id: (-own[account_id], account_id))
    return found


def with_categories(db: Reader, rows: Sequence[M]) -> list[M]:
    """Rows whose payments have the category that the report gives them."""
    paid = sorted({row.payment_id for row in rows if row.payment_id is not None})
    if not paid:
        return list(rows)
    known = all_accounts(db)
    names = {row.id: row.name for row in known}
    credits = next(row.id for row in known if row.key == "client_credits")
    main = main_accounts(db, paid, credits=credits)
    return [
        row if row.payment_id is None else row._replace(category=names[main[row.payment_id]]) for row in rows
    ]


def named(db: Reader, rows: Iterator[M]) -> Iterator[M]:
    """Rows with their categories, a batch at a time."""
    while batch := list(islice(rows, _BATCH)):
        yield from with_categories(db, batch)
