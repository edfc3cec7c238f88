"""One cash entry, whole; and what money accounts hold on a day."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.cash.queries import CashRow, one
from acctmgr.core.errors import NotFound, Refused
from acctmgr.ledger.account_queries import AccountRef, held, in_own, money_accounts
from acctmgr.store.files import folder_of, machine_of, place_of
from acctmgr.store.read import Reader


class TaxRow(NamedTuple):
    """One tax inside a cash entry; cost: what of it nobody gives back."""

    code: str
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    cost_minor: int
    account: str


class ReceiptRow(NamedTuple):
    """A receipt, and where it lies: on this machine, unless another is named."""

    name: str
    size: int
    sha256: str
    place: str
    machine: str | None


class PostingRow(NamedTuple):
    """One side of what was posted, in the book's currency, debit positive."""

    posted_on: date
    account: str
    amount_minor: int


class CashCard(NamedTuple):
    """A cash entry; the amount is negative where it went out, and for a transfer what left the first account."""

    id: int
    on: date
    account: str
    category: str | None
    party: str | None
    memo: str | None
    amount_minor: int
    balance_minor: int
    currency: str
    kind: str
    handle: str | None
    rate: Decimal
    tax: str | None
    tax_amount_minor: int | None
    receipt: str | None
    kept_at: list[str]  # where the receipts lie
    voided_on: date | None
    taxes: list[TaxRow]
    receipts: list[ReceiptRow]
    postings: list[PostingRow]


class BalanceRow(NamedTuple):
    """What a money account holds in its own currency; owed on a card is negative."""

    code: str
    account: str
    balance_minor: int
    currency: str


class Balances(NamedTuple):
    """Money accounts on a day: total_minor in the book's currency, others by currency, carried by account."""

    rows: list[BalanceRow]
    total_minor: int
    others: dict[str, int]
    carried: list[tuple[BalanceRow, int]]


class _Kept(NamedTuple):
    name: str
    size: int
    sha256: str
    machine: str


class _Facts(NamedTuple):
    id: int
    direction: str
    rate: Decimal


_FACTS = "SELECT id, direction, rate FROM cash_entry WHERE id = :id"
_TAXES = """
    SELECT tax_code.code, cash_tax.name, cash_tax.kind, cash_tax.rate, cash_tax.base_minor, cash_tax.tax_minor,
           cash_tax.cost_minor, account.name AS account
      FROM cash_tax
      JOIN tax_code ON tax_code.id = cash_tax.tax_code_id
      JOIN account ON account.id = cash_tax.account_id
     WHERE cash_tax.cash_entry_id = :id
     ORDER BY cash_tax.position
"""
_RECEIPTS = "SELECT name, size, sha256, machine FROM receipt WHERE cash_entry_id = :id ORDER BY id"
_POSTINGS = """
    SELECT posting.posted_on, account.name AS account, posting.amount_minor
      FROM cash_entry AS cash
      JOIN posting ON posting.entry_id IN (cash.entry_id, cash.void_entry_id)
      JOIN account ON account.id = posting.account_id
     WHERE cash.id = :id
     ORDER BY posting.posted_on, posting.id
"""


def card(db: Reader, reference: str) -> CashCard:
    """A cash entry by its number, with its taxes, receipts and postings."""
    facts = _facts(db, reference)
    row, receipts = _first(one(db, facts.id)), _receipts(db, facts.id)
    return CashCard(
        facts.id,
        *row[1:9],
        facts.direction,
        row.handle,
        facts.rate,
        row.tax,
        row.tax_amount_minor,
        row.receipt,
        [f"{kept.place} on {kept.machine}" if kept.machine else kept.place for kept in receipts],
        row.voided_on,
        db.rows(TaxRow, _TAXES, id=facts.id),
        receipts,
        db.rows(PostingRow, _POSTINGS, id=facts.id),
    )


def _first(rows: list[CashRow]) -> CashRow:
    """The movement itself; of a transfer, what left."""
    made = [row for row in rows if row.kind != "void"]
    return min(made, key=lambda row: row.amount_minor)


def _facts(db: Reader, reference: str) -> _Facts:
    number = reference.strip()
    is_id = number.isascii() and number.isdigit() and len(number) < 18
    found = db.row(_Facts, _FACTS, id=int(number)) if is_id else None
    if found is None and number[:1].lower() == "p" and number[1:].isdigit():
        raise Refused(f"{number} is a payment", hint=f"see: acctmgr payment show {number}")
    if found is None:
        raise NotFound(f"there is no cash entry {reference}", hint="see: acctmgr cash list")
    return found


def _receipts(db: Reader, cash_id: int) -> list[ReceiptRow]:
    kept = db.rows(_Kept, _RECEIPTS, id=cash_id)
    if not kept:
        return []
    folder, here = folder_of(db), machine_of(db)
    return [
        ReceiptRow(
            *row[:3], place_of(folder, row.sha256, row.name), None if row.machine == here else row.machine
        )
        for row in kept
    ]


def balances(db: Reader, *, as_of: date) -> Balances:
    """What every money account holds at the end of a day; closed ones that hold nothing are left out."""
    known = held(db, as_of)
    rows: list[BalanceRow] = []
    carried: list[tuple[BalanceRow, int]] = []
    others: dict[str, int] = {}
    total = 0
    for account in money_accounts(db):
        balance = known.get(account.id)
        own = in_own(db, account, balance)
        book_minor = balance.book_minor if balance else 0
        if _is_gone(account, as_of) and not own and not book_minor:
            continue
        row = BalanceRow(account.code, account.name, own, account.currency or db.currency)
        rows.append(row)
        total += book_minor
        if row.currency != db.currency:
            others[row.currency] = others.get(row.currency, 0) + own
            carried.append((row, book_minor))
    return Balances(rows, total, others, carried)


def _is_gone(account: AccountRef, day: date) -> bool:
    return account.closed_on is not None and account.closed_on <= day
