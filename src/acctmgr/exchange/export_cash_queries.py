"""Money in, out and between accounts as `export` writes it, and what accounts held when the book began."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.money import digits_of, plain_minor
from acctmgr.exchange.export_queries import Kind
from acctmgr.store.read import Reader


class CashTaxOut(NamedTuple):
    """What one component of the tax code came to; cost is the part that nobody gives back."""

    code: str
    position: int
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str
    cost_minor: int
    cost_book: str


class CashOut(NamedTuple):
    """A movement, or an opening balance; what goes out, and what a transfer takes away, is negative.

    account_book: what the account moved by in the book's currency, of foreign money at what that is carried at.
    amount_book: what it was worth there, of a transfer what the other account moved by. received: what arrived there.
    """

    id: int
    kind: str
    on: date
    account: str
    category: str | None
    party: str | None
    handle: str | None
    memo: str | None
    amount_minor: int
    currency: str
    rate: Decimal | None
    account_book: str
    amount_book: str
    received: str | None
    received_currency: str | None
    tax: str | None
    tax_amount_minor: int | None
    taxes: Sequence[CashTaxOut]
    key: str | None
    voided_on: date | None
    receipts: Sequence[str]


def _moved(column: str, account: str, of: str = "SUM") -> str:
    """What an account moved by in the entry of a movement."""
    return f"""(SELECT CAST({of}(posting.{column}) AS TEXT) FROM posting
                 WHERE posting.entry_id = cash.entry_id AND posting.account_id = cash.{account})"""


# what documents brought with them when they were moved in is theirs
_CASH = f"""
    SELECT id, kind, day AS "on", account, category, party, handle, memo, amount_minor, currency, rate, account_book,
           amount_book, received, received_currency, tax, tax_amount_minor, taxes, key, voided_on, receipts
      FROM (SELECT 0 AS place, entry.id, 'opening' AS kind, entry.posted_on AS day, account.name AS account,
                   NULL AS category, NULL AS party, NULL AS handle, NULL AS memo,
                   posting.foreign_minor AS amount_minor, posting.currency, NULL AS rate,
                   CAST(posting.amount_minor AS TEXT) AS account_book,
                   CAST(posting.amount_minor AS TEXT) AS amount_book,
                   NULL AS received, NULL AS received_currency, NULL AS tax, CAST(NULL AS BIGINT) AS tax_amount_minor,
                   NULL AS taxes, NULL AS key, back.posted_on AS voided_on, NULL AS receipts
              FROM entry
              JOIN posting ON posting.entry_id = entry.id
              JOIN account ON account.id = posting.account_id AND COALESCE(account.key, '') <> 'opening'
              LEFT JOIN entry AS back ON back.reverses_id = entry.id
             WHERE entry.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM document WHERE document.entry_id = entry.id)
             UNION ALL
            SELECT 1 AS place, cash.id, cash.direction, cash.moved_on, account.name, other.name,
                   NULLIF(cash.party, ''), party.handle, cash.memo,
                   CASE cash.direction WHEN 'in' THEN cash.amount_minor ELSE -cash.amount_minor END,
                   cash.currency, cash.rate, {_moved("amount_minor", "account_id")},
                   CAST(CASE cash.direction WHEN 'out' THEN -cash.amount_book_minor ELSE cash.amount_book_minor END
                        AS TEXT),
                   CASE WHEN cash.direction = 'transfer' THEN {_moved("foreign_minor", "other_id")} END,
                   CASE WHEN cash.direction = 'transfer' THEN {_moved("currency", "other_id", "MIN")} END,
                   tax_code.code, CASE WHEN cash.tax_code_id IS NOT NULL THEN cash.tax_minor END, NULL,
                   cash.outside_key, cash.voided_on, NULL
              FROM cash_entry AS cash
              JOIN account ON account.id = cash.account_id
              JOIN account AS other ON other.id = cash.other_id
              LEFT JOIN party ON party.id = cash.party_id
              LEFT JOIN tax_code ON tax_code.id = cash.tax_code_id) AS told
     ORDER BY place, id
"""
_TAXES = """
    SELECT tax.cash_entry_id, tax_code.code, tax.position, tax.name, tax.kind, tax.rate, tax.base_minor,
           tax.tax_minor, CAST(tax.tax_book_minor AS TEXT) AS tax_book, tax.cost_minor,
           CAST(tax.cost_book_minor AS TEXT) AS cost_book
      FROM cash_tax AS tax
      JOIN tax_code ON tax_code.id = tax.tax_code_id
     WHERE tax.cash_entry_id IN (:ids)
     ORDER BY tax.cash_entry_id, tax.position
"""
_RECEIPTS = "SELECT cash_entry_id, name FROM receipt WHERE cash_entry_id IN (:ids) ORDER BY id"


class _Tax(NamedTuple):
    cash_entry_id: int
    code: str
    position: int
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str
    cost_minor: int
    cost_book: str


def _completed(db: Reader, rows: Sequence[CashOut]) -> Iterator[CashOut]:
    """The movements with their taxes and the names of their receipts, and with what is text in its final form."""
    digits = digits_of(db.currency)
    ids = [row.id for row in rows if row.kind != "opening"]
    taxes: dict[int, list[CashTaxOut]] = {}
    for tax in db.rows(_Tax, _TAXES, ids=ids):
        told = CashTaxOut(*tax[1:])._replace(
            tax_book=plain_minor(int(tax.tax_book), digits), cost_book=plain_minor(int(tax.cost_book), digits)
        )
        taxes.setdefault(tax.cash_entry_id, []).append(told)
    receipts: dict[int, list[str]] = {}
    for cash_id, name in db.run(_RECEIPTS, {"ids": ids}):
        receipts.setdefault(cash_id, []).append(name)
    for row in rows:
        is_cash, received = row.kind != "opening", row.received
        yield row._replace(
            account_book=plain_minor(int(row.account_book), digits),
            amount_book=plain_minor(int(row.amount_book), digits),
            received=plain_minor(int(received), digits_of(row.received_currency or "")) if received else None,
            taxes=taxes.get(row.id, []) if is_cash else [],
            receipts=receipts.get(row.id, []) if is_cash else [],
        )


CASH = Kind("cash", CashOut, _CASH, completed=_completed)
