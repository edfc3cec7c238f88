"""The lines of a document in a file: quantity, price, discount, tax code and what each comes to."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import plain_exact, plain_minor
from acctmgr.core.text import clean_line
from acctmgr.documents.total_rules import Discount, LineIn, line_amount
from acctmgr.exchange.rules import Cells
from acctmgr.exchange.unit_rules import Picked, each_row

OWN_MARK = "total_book"  # a column that only an export of ours has
AMOUNTS = ("unit_price", "line_total", "line_net")  # each line needs one of them
LINE_FIELDS = ("quantity", *AMOUNTS, "discount", "tax_code", "income_account", "deducts", "line_net_book")
OF_LINES = frozenset((*LINE_FIELDS, "description"))
_PRICE_PLACES = Decimal("0.000000001")
_TOO_WIDE = "line_total / quantity is no price: leave quantity out, or give unit_price"


class FileLine(NamedTuple):
    """A line as the file has it; amounts in minor units, in the terms of its price (gross where tax is included).

    net_minor: without tax, None where the file does not say. tax_code and account are empty where it names none.
    """

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Discount | None
    tax_code: str
    account: str
    deducts: str  # the number of a deposit that it takes off
    amount_minor: int
    net_minor: int | None

    def turned(self) -> "FileLine":
        """The line of a credit note whose amounts stand in the file with a minus sign."""
        net = None if self.net_minor is None else -self.net_minor
        return self._replace(unit_price=-self.unit_price, amount_minor=-self.amount_minor, net_minor=net)


def has_lines(rows: Sequence[Picked]) -> bool:
    """Whether the rows say what the lines of their document come to."""
    return any(field in row.fields for row in rows for field in AMOUNTS)


def lines_in(rows: Sequence[Picked], cells: Cells, currency: str, digits: int) -> list[FileLine]:
    """The rows of one document as its lines. Raises for what can't be read, naming the row."""
    return each_row(rows, lambda fields: _line_in(fields, cells, currency, digits))


def _line_in(fields: Mapping[str, str], cells: Cells, currency: str, digits: int) -> FileLine:
    quantity = cells.exact(fields, "quantity")
    price = cells.exact(fields, "unit_price", currency)
    total, net = (cells.minor(fields, field, currency) for field in ("line_total", "line_net"))
    off = discount_in(fields, "discount", cells, currency)
    if price is None:
        amount = total if total is not None else net
        if amount is None:
            raise Refused(f"{', '.join(AMOUNTS[:-1])} and {AMOUNTS[-1]} are empty")
        if off:
            raise Refused("discount: there is no unit_price that it is taken from", hint="--set discount=")
        quantity = Decimal(1) if quantity is None else quantity
        price = _price_of(amount, quantity, digits)
    else:
        quantity = Decimal(1) if quantity is None else quantity
        amount = line_amount(LineIn(quantity, price, off), digits)
        if total is not None and amount != total:
            product = f"{plain_exact(quantity)} x {plain_exact(price)}{' less the discount' if off else ''}"
            raise Refused(
                f"line_total: {product} is {plain_minor(amount, digits)}, not {plain_minor(total, digits)}",
                hint="--set unit_price= takes the line totals as they are",
            )
    return FileLine(
        _text(fields.get("description", "Imported"), "the description", 2000),
        *(quantity, price, off),
        _text(fields.get("tax_code", ""), "the tax code", 60),
        _text(fields.get("income_account", ""), "the account", 200),
        _text(fields.get("deducts", ""), "the deposit", 60),
        *(amount, net),
    )


@lru_cache(8192)  # files repeat their words
def _text(text: str, what: str, max_length: int) -> str:
    return clean_line(text, what, max_length=max_length) if text else ""


def _price_of(amount_minor: int, quantity: Decimal, digits: int) -> Decimal:
    amount = Decimal(amount_minor).scaleb(-digits)
    if quantity == 1:
        return amount
    price = (amount / quantity).quantize(_PRICE_PLACES) if quantity else Decimal(0)
    if line_amount(LineIn(quantity, price), digits) != amount_minor:
        raise Refused(_TOO_WIDE)
    return price


def discount_in(fields: Mapping[str, str], field: str, cells: Cells, currency: str) -> Discount | None:
    """A discount as it is typed in a command; what is no percentage is an amount for sure in an export of ours."""
    return cells.discount(fields, field, currency, is_sure=OWN_MARK in fields)
