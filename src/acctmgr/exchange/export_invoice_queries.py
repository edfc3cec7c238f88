"""Invoices and credit notes as `export` writes them: all of a document, with its lines and taxes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.money import digits_of, plain_exact, plain_minor, share_minor
from acctmgr.exchange.export_queries import Kind
from acctmgr.store.read import Reader


class LineOut(NamedTuple):
    """A line; discount as it is typed, line_net_book only where the document is in another currency."""

    line: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: str | None
    tax_code: str | None
    income_account: str
    line_net_minor: int
    line_net_book: str | None
    deducts: str | None  # the number of the deposit that it takes off


class TaxOut(NamedTuple):
    """What one component of one code came to; tax_book in the book's currency."""

    code: str
    position: int
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str


class DocumentOut(NamedTuple):
    """A document; amounts are sizes whatever its kind, total_book is in the book's currency."""

    id: int
    kind: str
    number: str | None  # None: a draft
    status: str
    client: str
    issued_on: date
    supplied_on: date | None
    posted_on: date | None
    due_on: date | None
    voided_on: date | None
    settled_on: date | None
    currency: str
    rate: Decimal
    tax_included: bool
    rounding: str
    document_discount: str | None
    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int
    open_minor: int
    total_book: str
    credits: str | None  # the number of the invoice that it credits
    is_deposit: bool
    is_opening: bool
    is_tax_unknown: bool
    reference: str | None
    note: str | None
    owner: str | None
    seller: Mapping[str, str | None] | None
    buyer: Mapping[str, str | None] | None
    taxes: Sequence[TaxOut]
    lines: Sequence[LineOut]


_DOCUMENTS = """
    SELECT document.id, document.kind, document.number, document.status, party.handle AS client, document.issued_on,
           document.supplied_on, document.posted_on, document.due_on, document.voided_on, document.settled_on,
           document.currency, document.rate, document.is_tax_included AS tax_included, document.rounding,
           CASE WHEN document.discount_percent IS NOT NULL THEN document.discount_percent || '%'
                WHEN document.discount_minor <> 0 THEN CAST(document.discount_minor AS TEXT)
           END AS document_discount, document.net_minor, document.tax_minor, document.withheld_minor,
           document.total_minor, document.open_minor, CAST(document.total_book_minor AS TEXT) AS total_book,
           credited.number AS credits, document.is_deposit, document.is_opening, document.is_tax_unknown,
           document.reference, document.note, document.owner, document.seller, document.buyer,
           NULL AS taxes, NULL AS lines
      FROM document
      JOIN party ON party.id = document.party_id
      LEFT JOIN document AS credited ON credited.id = document.credits_id
     WHERE document.kind IN ('invoice', 'credit_note')
     ORDER BY document.id
"""
_LINES = """
    SELECT line.document_id, line.position AS line, line.description, line.quantity, line.unit_price,
           CASE WHEN line.discount_percent IS NOT NULL THEN line.discount_percent || '%'
                WHEN line.discount_minor <> 0 THEN CAST(line.discount_minor AS TEXT)
           END AS discount, tax_code.code AS tax_code, account.name AS income_account,
           line.net_minor AS line_net_minor, NULL AS line_net_book, deposit.number AS deducts
      FROM document_line AS line
      JOIN account ON account.id = line.account_id
      LEFT JOIN tax_code ON tax_code.id = line.tax_code_id
      LEFT JOIN document AS deposit ON deposit.id = line.deducts_id
     WHERE line.document_id IN (:ids)
     ORDER BY line.document_id, line.position
"""
_TAXES = """
    SELECT tax.document_id, tax_code.code, tax.position, tax.name, tax.kind, tax.rate, tax.base_minor, tax.tax_minor,
           CAST(tax.tax_book_minor AS TEXT) AS tax_book
      FROM document_tax AS tax
      JOIN tax_code ON tax_code.id = tax.tax_code_id
     WHERE tax.document_id IN (:ids)
     ORDER BY tax.document_id, tax.id
"""
# what a document in another currency booked as income, by account; a credit note the other way round
_NETS = """
    SELECT document.id, account.name,
           CAST(SUM(CASE document.kind WHEN 'invoice' THEN -posting.amount_minor ELSE posting.amount_minor END)
                AS BIGINT) AS net_minor
      FROM document
      JOIN posting ON posting.entry_id = document.entry_id
      JOIN account ON account.id = posting.account_id
     WHERE document.id IN (:ids) AND document.currency <> :currency
       AND posting.account_id IN (SELECT account_id FROM document_line WHERE document_id = document.id)
     GROUP BY document.id, account.name
     ORDER BY document.id, account.name
"""


class _Line(NamedTuple):
    document_id: int
    line: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: str | None
    tax_code: str | None
    income_account: str
    line_net_minor: int
    line_net_book: str | None
    deducts: str | None


class _Tax(NamedTuple):
    document_id: int
    code: str
    position: int
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book: str


def _completed(db: Reader, rows: Sequence[DocumentOut]) -> Iterator[DocumentOut]:
    """The documents with their lines and taxes, and with what is text in its final form."""
    ids = [row.id for row in rows]
    own = digits_of(db.currency)
    lines: dict[int, list[_Line]] = {}
    for line in db.rows(_Line, _LINES, ids=ids):
        lines.setdefault(line.document_id, []).append(line)
    taxes: dict[int, list[TaxOut]] = {}
    for tax in db.rows(_Tax, _TAXES, ids=ids):
        in_book = plain_minor(int(tax.tax_book), own)
        taxes.setdefault(tax.document_id, []).append(TaxOut(*tax[1:-1], in_book))
    nets: dict[int, dict[str, int]] = {}
    for document_id, account, minor in db.run(_NETS, {"ids": ids, "currency": db.currency}):
        nets.setdefault(document_id, {})[account] = int(minor)
    for row in rows:
        digits = digits_of(row.currency)
        yield row._replace(
            document_discount=_discount(row.document_discount, digits),
            total_book=plain_minor(int(row.total_book), own),
            seller=json.loads(row.seller) if isinstance(row.seller, str) else None,
            buyer=json.loads(row.buyer) if isinstance(row.buyer, str) else None,
            taxes=taxes.get(row.id, []),
            lines=_lines(lines.get(row.id, []), nets.get(row.id, {}), (digits, own)),
        )


def _lines(lines: Sequence[_Line], nets: Mapping[str, int], digits: tuple[int, int]) -> list[LineOut]:
    """The lines; what an account was booked with is shared over its lines, to the unit."""
    in_book: dict[int, int] = {}
    for account, minor in nets.items():
        mine = [line for line in lines if line.income_account == account]
        in_book[mine[0].line] = minor - sum(_share(line, mine, minor) for line in mine[1:])
        in_book.update((line.line, _share(line, mine, minor)) for line in mine[1:])
    return [
        LineOut(*line[1:])._replace(
            discount=_discount(line.discount, digits[0]),
            line_net_book=plain_minor(in_book[line.line], digits[1]) if line.line in in_book else None,
        )
        for line in lines
    ]


def _share(line: _Line, mine: Sequence[_Line], minor: int) -> int:
    whole = sum(one.line_net_minor for one in mine)
    return share_minor(minor, line.line_net_minor, whole) if whole else 0


def _discount(text: str | None, digits: int) -> str | None:
    """A discount as it is typed: in per cent, or an amount."""
    if not text:
        return None
    return f"{plain_exact(Decimal(text[:-1]))}%" if text.endswith("%") else plain_minor(int(text), digits)


INVOICES = Kind("invoices", DocumentOut, _DOCUMENTS, completed=_completed, nested="lines", inner=LineOut)
