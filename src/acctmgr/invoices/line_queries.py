"""The lines of documents."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.money import digits_of
from acctmgr.documents.total_rules import LineIn, PercentOff, line_off
from acctmgr.store.read import Reader

_AT_ONCE = 5_000  # ids in one query


class LineRow(NamedTuple):
    """A line; unit_price in major units, as typed; discount: what its own comes to; net: after all discounts."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    discount_minor: int
    tax: str | None
    net_minor: int
    deducts: str | None  # the deposit that it takes off


class _Line(NamedTuple):
    document_id: int
    currency: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    discount_minor: int
    tax: str | None
    net_minor: int
    deducts: str | None


_LINES = """
    SELECT document_line.document_id, document.currency, document_line.description, document_line.quantity,
           document_line.unit_price, document_line.discount_percent, document_line.discount_minor,
           tax_code.code AS tax, document_line.net_minor, deposit.number AS deducts
      FROM document_line
      JOIN document ON document.id = document_line.document_id
      LEFT JOIN tax_code ON tax_code.id = document_line.tax_code_id
      LEFT JOIN document AS deposit ON deposit.id = document_line.deducts_id
     WHERE document_line.document_id IN (:ids)
     ORDER BY document_line.document_id, document_line.position
"""


def lines_of(db: Reader, ids: Sequence[int]) -> dict[int, list[LineRow]]:
    """The lines of each of these documents, in order."""
    found: dict[int, list[LineRow]] = {document_id: [] for document_id in ids}
    for start in range(0, len(ids), _AT_ONCE):
        for row in db.rows(_Line, _LINES, ids=list(ids[start : start + _AT_ONCE])):
            found[row.document_id].append(LineRow(*row[2:])._replace(discount_minor=_off(row)))
    return found


def _off(row: _Line) -> int:
    """What the line's own discount comes to, however it was typed."""
    if row.discount_percent is None:
        return row.discount_minor
    line = LineIn(row.quantity, row.unit_price, PercentOff(row.discount_percent))
    return line_off(line, digits_of(row.currency))
