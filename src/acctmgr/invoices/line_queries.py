"""The lines of documents."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from acctmgr.store.read import Reader

_AT_ONCE = 5_000  # ids in one query


class LineRow(NamedTuple):
    """A line; unit_price in major units, as typed; net after all discounts, without tax."""

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
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    discount_minor: int
    tax: str | None
    net_minor: int
    deducts: str | None


_LINES = """
    SELECT document_line.document_id, document_line.description, document_line.quantity,
           document_line.unit_price, document_line.discount_percent, document_line.discount_minor,
           tax_code.code AS tax, document_line.net_minor, deposit.number AS deducts
      FROM document_line
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
            found[row.document_id].append(LineRow(*row[1:]))
    return found
