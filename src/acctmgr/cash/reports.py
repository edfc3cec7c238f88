"""`report cash`: what came in and went out by month and category, and the proof that the ledger says the same.

The amounts are the movements of bank, cash and card accounts in the book's currency, told as a bank tells them. A
cash entry counts for its category, tax and all; a payment for the income accounts of the invoices that it settled on
its own day, what it settled later for Client credits, so that a day that is locked never changes. What takes one back
counts on its own day: a bounce is money out, the void of a refund money in, and the void of a cash entry, which no
bank saw, is taken off the side of that entry. An opening balance is no money in.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.cash.account_reports import IS_IN, IS_OPENING, AccountFlow, Balance, account_flows
from acctmgr.cash.flow_rules import by_income, by_other_side
from acctmgr.cash.share_queries import NETS, Net, by_document
from acctmgr.core.dates import month_key
from acctmgr.ledger.account_queries import AccountRef, all_accounts
from acctmgr.store.read import Reader


class Wanted(NamedTuple):
    """The days, both included, and one money account alone if given."""

    first: date
    last: date
    account_id: int | None = None


class FlowRow(NamedTuple):
    """Money of a category in a month; out is negative. Of one account alone a transfer has that of the other."""

    month: str
    category: str
    in_minor: int
    out_minor: int
    net_minor: int


class Flow(NamedTuple):
    """The report: rows, what rates made of transfers of ours, the accounts, and what the ledger says of them."""

    rows: list[FlowRow]
    transfers_minor: int
    accounts: list[AccountFlow]
    balances: list[Balance]

    @property
    def totals(self) -> dict[str, int]:
        """All rows together, from what was there to what is there; transfers are what they leave out."""
        opening = sum(account.opening_minor for account in self.accounts)
        came, went = (sum(getattr(row, name) for row in self.rows) for name in ("in_minor", "out_minor"))
        return {
            "opening_minor": opening,
            "in_minor": came,
            "out_minor": went,
            "net_minor": came + went,
            "transfers_minor": self.transfers_minor,
            "closing_minor": opening + came + went + self.transfers_minor,
        }

    @property
    def ledger_minor(self) -> int:
        """What the ledger says that money accounts hold at the end."""
        return sum(account.balance_minor for account in self.balances)

    @property
    def difference_minor(self) -> int:
        """What the rows say beyond that, or a single account does: 0, or the book is damaged."""
        pairs = zip(self.accounts, self.balances, strict=True)
        off = [account.closing_minor - balance.balance_minor for account, balance in pairs]
        return self.totals["closing_minor"] - self.ledger_minor or next(filter(None, off), 0)


class _Piece(NamedTuple):
    """Money of a month for a category, counted on the side of what came in or went out."""

    month: str
    account_id: int
    is_in: bool
    minor: int


class _Booked(NamedTuple):
    month: str
    account_id: int
    is_in: bool
    is_transfer: bool
    minor: int


class _Paid(NamedTuple):
    month: str
    direction: str
    way: int
    minor: int


class _Settled(NamedTuple):
    month: str
    way: int
    document_id: int
    minor: int


class _Other(NamedTuple):
    entry_id: int
    posted_on: date
    minor: int
    is_payment: bool


class _Side(NamedTuple):
    entry_id: int
    account_id: int
    key: str | None
    minor: int


_MONTH = "SUBSTR(CAST({day} AS TEXT), 1, 7)"
# a cash entry on its day, and its void on the day of that; a transfer by its other account
_BOOKED = f"""
    SELECT month, other_id AS account_id, is_in, is_transfer, CAST(SUM(minor) AS BIGINT) AS minor
      FROM (SELECT {_MONTH.format(day="posting.posted_on")} AS month,
                   CASE WHEN cash.other_id = posting.account_id THEN cash.account_id ELSE cash.other_id END
                     AS other_id,
                   CASE WHEN {IS_IN} THEN 1 ELSE 0 END AS is_in,
                   CASE WHEN cash.direction = 'transfer' THEN 1 ELSE 0 END AS is_transfer,
                   posting.amount_minor AS minor
              FROM posting
              JOIN cash_entry AS cash ON cash.entry_id = posting.entry_id
             WHERE posting.account_id IN (:accounts) AND posting.posted_on >= :first AND posting.posted_on <= :last
            UNION ALL
            SELECT {_MONTH.format(day="posting.posted_on")},
                   CASE WHEN cash.other_id = posting.account_id THEN cash.account_id ELSE cash.other_id END,
                   CASE WHEN {IS_IN} THEN 1 ELSE 0 END,
                   CASE WHEN cash.direction = 'transfer' THEN 1 ELSE 0 END,
                   posting.amount_minor
              FROM posting
              JOIN cash_entry AS cash ON cash.void_entry_id = posting.entry_id
             WHERE posting.account_id IN (:accounts) AND posting.posted_on >= :first AND posting.posted_on <= :last
           ) AS booked
     GROUP BY month, other_id, is_in, is_transfer
     ORDER BY month, other_id, is_in, is_transfer
"""
# payments on their day and their voids on that of the void, each with the sign of what it moved; a void is found
# through its entry and party, which have indexes
_PAYMENTS = f"""
    SELECT payment.id, {_MONTH.format(day="payment.paid_on")} AS month, payment.direction, payment.entry_id,
           payment.amount_book_minor, CASE payment.direction WHEN 'in' THEN 1 ELSE -1 END AS way
      FROM payment
     WHERE payment.paid_on >= :first AND payment.paid_on <= :last AND payment.account_id IN (:accounts)
    UNION ALL
    SELECT payment.id, {_MONTH.format(day="entry.posted_on")}, payment.direction, payment.entry_id,
           payment.amount_book_minor, CASE payment.direction WHEN 'in' THEN -1 ELSE 1 END
      FROM entry
      JOIN posting ON posting.entry_id = entry.id
      JOIN payment ON payment.party_id = posting.party_id AND payment.account_id = posting.account_id
       AND payment.void_entry_id = entry.id
     WHERE entry.kind = 'void' AND posting.account_id IN (:accounts)
       AND posting.posted_on >= :first AND posting.posted_on <= :last
"""
_PAID = f"""
    SELECT month, direction, way, CAST(SUM(way * amount_book_minor) AS BIGINT) AS minor
      FROM ({_PAYMENTS}) AS paid
     GROUP BY month, direction, way
     ORDER BY month, direction, way
"""
_SETTLED = f"""
    SELECT paid.month, paid.way, allocation.document_id,
           CAST(SUM(paid.way * allocation.source_book_minor) AS BIGINT) AS minor
      FROM ({_PAYMENTS}) AS paid
      JOIN allocation ON allocation.payment_id = paid.id AND allocation.entry_id = paid.entry_id
     WHERE paid.direction = 'in' AND allocation.kind = 'payment' AND allocation.document_id IS NOT NULL
     GROUP BY paid.month, paid.way, allocation.document_id
     ORDER BY paid.month, paid.way, allocation.document_id
"""
_NETS = NETS.format(
    documents=f"""
       SELECT allocation.document_id
         FROM ({_PAYMENTS}) AS paid
         JOIN allocation ON allocation.payment_id = paid.id AND allocation.entry_id = paid.entry_id"""
)
# what is neither a cash entry nor a payment nor an opening, or more than the payment of its entry: bank fees
_OTHERS = f"""
    SELECT entry_id, posted_on, minor - paid_minor AS minor, is_payment
      FROM (
        SELECT moved.entry_id, moved.posted_on, moved.minor,
               CAST(COALESCE(SUM((CASE payment.direction WHEN 'in' THEN 1 ELSE -1 END)
                                 * (CASE WHEN payment.entry_id = moved.entry_id THEN 1 ELSE -1 END)
                                 * payment.amount_book_minor), 0) AS BIGINT) AS paid_minor,
               COUNT(payment.id) AS is_payment
          FROM (SELECT posting.entry_id, posting.posted_on, MIN(posting.party_id) AS party_id,
                       CAST(SUM(posting.amount_minor) AS BIGINT) AS minor
                  FROM posting
                  JOIN entry ON entry.id = posting.entry_id AND NOT {IS_OPENING}
                 WHERE posting.account_id IN (:accounts)
                   AND posting.posted_on >= :first AND posting.posted_on <= :last
                 GROUP BY posting.entry_id, posting.posted_on) AS moved
          LEFT JOIN payment
            ON payment.party_id = moved.party_id AND payment.account_id IN (:accounts)
           AND (payment.entry_id = moved.entry_id OR payment.void_entry_id = moved.entry_id)
         WHERE NOT EXISTS (SELECT 1 FROM cash_entry WHERE cash_entry.entry_id = moved.entry_id)
           AND NOT EXISTS (SELECT 1 FROM cash_entry WHERE cash_entry.void_entry_id = moved.entry_id)
         GROUP BY moved.entry_id, moved.posted_on, moved.minor) AS entries
     WHERE minor <> paid_minor
     ORDER BY entry_id
"""
_SIDES = """
    SELECT posting.entry_id, posting.account_id, account.key, posting.amount_minor AS minor
      FROM posting
      JOIN account ON account.id = posting.account_id
     WHERE posting.entry_id IN (:entries) AND posting.account_id NOT IN (:accounts)
     ORDER BY posting.entry_id, ABS(posting.amount_minor) DESC, posting.id
"""
_IN_ONE_GO = 500
# sides of a payment's entry that its settling moves, not its money
_SETTLING = {"receivable", "client_credits", "tax", "currency_gain", "currency_loss"}


def flow(db: Reader, wanted: Wanted) -> Flow:
    """Money in and out of the accounts and days wanted; of all accounts, transfers between them are neither."""
    known = {account.id: account for account in all_accounts(db)}
    chosen = [row for row in known.values() if row.is_money and wanted.account_id in (None, row.id)]
    asked = {"first": wanted.first, "last": wanted.last, "accounts": [row.id for row in chosen]}
    credits = next(account.id for account in known.values() if account.key == "client_credits")
    booked = db.rows(_Booked, _BOOKED, **asked)

    def is_left_out(row: _Booked) -> bool:
        return wanted.account_id is None and row.is_transfer

    left_out = [row for row in booked if is_left_out(row)]
    pieces = [
        *(_Piece(row.month, row.account_id, row.is_in, row.minor) for row in booked if not is_left_out(row)),
        *_of_payments(db, asked, credits),
        *_of_others(db, asked, credits),
    ]
    accounts, balances = account_flows(db, chosen, first=wanted.first, last=wanted.last)
    return Flow(_rows(pieces, known), sum(row.minor for row in left_out), accounts, balances)


def _rows(pieces: Sequence[_Piece], known: dict[int, AccountRef]) -> list[FlowRow]:
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for piece in pieces:
        sums[piece.month, piece.account_id][0 if piece.is_in else 1] += piece.minor
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], known[item[0][1]].code))
    return [
        FlowRow(month, known[account_id].name, came, went, came + went)
        for (month, account_id), (came, went) in ordered
        if came or went
    ]


def _of_payments(db: Reader, asked: dict[str, Any], credits: int) -> Iterator[_Piece]:
    """Payments by the income of what they settled on their own day; the rest is the client's credit."""
    nets = by_document(db.rows(Net, _NETS, **asked))
    settled: dict[tuple[str, int], int] = defaultdict(int)
    for row in db.rows(_Settled, _SETTLED, **asked):
        settled[row.month, row.way] += row.minor
        for account_id, minor in by_income(row.minor, nets[row.document_id]).items():
            yield _Piece(row.month, account_id, row.way > 0, minor)
    for paid in db.rows(_Paid, _PAID, **asked):
        given = settled[paid.month, paid.way] if paid.direction == "in" else 0
        yield _Piece(paid.month, credits, paid.way > 0, paid.minor - given)


def _of_others(db: Reader, asked: dict[str, Any], credits: int) -> Iterator[_Piece]:
    """All other entries by the accounts on their other side."""
    others = db.rows(_Other, _OTHERS, **asked)
    for start in range(0, len(others), _IN_ONE_GO):
        some = others[start : start + _IN_ONE_GO]
        sides: dict[int, list[_Side]] = defaultdict(list)
        for side in db.rows(
            _Side, _SIDES, entries=[row.entry_id for row in some], accounts=asked["accounts"]
        ):
            sides[side.entry_id].append(side)
        for row in some:
            found = [
                (side.account_id, side.minor)
                for side in sides[row.entry_id]
                if not (row.is_payment and side.key in _SETTLING)
            ]
            for account_id, minor in by_other_side(row.minor, found, credits).items():
                yield _Piece(month_key(row.posted_on), account_id, minor > 0, minor)
