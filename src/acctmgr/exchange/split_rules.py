"""An imported total as net and tax, by the tax code that was asked for."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import NumberStyle, parse_percent, plain_minor
from acctmgr.core.text import did_you_mean
from acctmgr.documents.posting_rules import BookAmounts
from acctmgr.documents.total_rules import Discount, LineIn, TaxLine, totals
from acctmgr.exchange.invoice_rules import Amounts
from acctmgr.tax.rules import StoredCode, TaxCode, TaxComponent, shorthand, valid_on

# what taxes without a code stand under, so that they can be credited, voided and counted apart
UNKNOWN_CODE = TaxCode(
    "imported",
    "Imported, its code unknown",
    "out_of_scope",
    components=(
        TaxComponent("Tax", Decimal(0)),
        TaxComponent("Withheld tax", Decimal(0), "withheld"),
    ),
)
_OFF_MAX = 5  # minor units: the other system may have rounded each of its lines


class Codes:
    """Finds the code that was asked for, by name or by its bare rate, on any day."""

    def __init__(self, stored: Sequence[StoredCode], asked: str, style: NumberStyle) -> None:
        self._stored, self._asked = stored, asked
        self._by_day: dict[date, StoredCode] = {}
        self._rate = self._rate_asked(style)

    def _rate_asked(self, style: NumberStyle) -> Decimal | None:
        """The rate, where the code was asked for by one; NotFound for a name that no code has."""
        names = {stored.code.code for stored in self._stored}
        if self._asked.lower() in names:
            return None
        try:
            return parse_percent(self._asked, style=style)
        except Refused:
            hint = (
                did_you_mean(self._asked, names)
                or "see: acctmgr tax list; new ones come with: acctmgr tax load"
            )
            raise NotFound(f"there is no tax code {self._asked}", hint=hint) from None

    def on(self, day: date) -> StoredCode:
        """The code that holds on a day; raises where none does, or a rate may mean several."""
        if day not in self._by_day:
            self._by_day[day] = self._found(day)
        return self._by_day[day]

    def _found(self, day: date) -> StoredCode:
        if self._rate is not None:
            meant = shorthand(self._rate, [stored.code for stored in self._stored], day)
            return next(stored for stored in self._stored if stored.code is meant)
        for stored in self._stored:
            if stored.code.code == self._asked.lower() and valid_on(stored.code, day):
                return stored
        raise NotFound(f"tax code {self._asked} does not hold on {day}", hint="see: acctmgr tax list")


class SplitLine(NamedTuple):
    """A line of a document in figures; account_id None: where such documents post."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Discount | None
    tax_code_id: int | None
    net_minor: int
    account_id: int | None = None
    deducts_id: int | None = None


class Split(NamedTuple):
    """A document in figures: total = net + tax - withheld; taxes are empty where no code is known.

    lines: empty for one over the net. codes: those of the taxes, by name.
    """

    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int
    taxes: Sequence[TaxLine] = ()
    is_tax_unknown: bool = False
    lines: Sequence[SplitLine] = ()
    codes: Mapping[str, StoredCode] = MappingProxyType({})
    tax_included: bool = False
    rounding: str = ""  # empty: the book's
    discount: Discount | None = None  # on the whole document
    discount_minor: int = 0
    book: BookAmounts | None = None  # None: at the rate of the document


def split(amounts: Amounts, code: TaxCode | None, digits: int) -> Split:
    """Net and tax of an imported document.

    With a code the tax is inside the total, or net and tax are checked against it; without one they are as the
    file says, and where it says nothing the tax is unknown.
    """
    if code is not None:
        return _coded(amounts, code, digits)
    net, tax = amounts.net_minor, amounts.tax_minor
    if net is None:
        return Split(amounts.total_minor, 0, 0, amounts.total_minor, is_tax_unknown=True)
    taxes = uncoded(net, tax or 0, amounts.withheld_minor)
    return Split(
        net, tax or 0, amounts.withheld_minor, amounts.total_minor, taxes, is_tax_unknown=bool(taxes)
    )


def is_near(tax_minor: int, worked_minor: int) -> bool:
    """Whether a tax in a file is what we work out, but for the rounding of another system."""
    return abs(tax_minor - worked_minor) <= _OFF_MAX


def uncoded(net_minor: int, tax_minor: int, withheld_minor: int) -> list[TaxLine]:
    """Taxes whose amount is known and whose code is not, as components of UNKNOWN_CODE."""
    parts = zip(UNKNOWN_CODE.components, (tax_minor, withheld_minor), strict=True)
    return [
        TaxLine(UNKNOWN_CODE.code, position, part.name, part.kind, part.rate, net_minor, minor)
        for position, (part, minor) in enumerate(parts)
        if minor
    ]


def _coded(amounts: Amounts, code: TaxCode, digits: int) -> Split:
    if amounts.net_minor is None:
        if any(part.kind == "withheld" for part in code.components):
            raise Refused(
                f"{code.code} withholds a part: a total alone can't be split", hint="--map net=COLUMN"
            )
        return _worked_out(amounts.total_minor, code, digits, tax_included=True)
    worked = _worked_out(amounts.net_minor, code, digits, tax_included=False)
    if amounts.tax_minor is None:
        return worked
    off = amounts.tax_minor - worked.tax_minor
    if not is_near(amounts.tax_minor, worked.tax_minor) or amounts.withheld_minor != worked.withheld_minor:
        should = f"{plain_minor(worked.tax_minor, digits)} and {plain_minor(worked.withheld_minor, digits)} withheld"
        raise Refused(
            f"under {code.code} the tax would be {should}, the file says {plain_minor(amounts.tax_minor, digits)}"
        )
    return as_the_file_says(worked, off)


def as_the_file_says(worked: Split, off: int) -> Split:
    """The tax of the paper document, a few units beside ours: the first added tax takes the difference."""
    if not off:
        return worked
    taxes = list(worked.taxes)
    place = next((place for place, tax in enumerate(taxes) if tax.kind == "added"), None)
    if place is None or taxes[place].tax_minor + off < 0:
        raise Refused("the tax code adds no tax, and the file has one")
    taxes[place] = taxes[place]._replace(tax_minor=taxes[place].tax_minor + off)
    return worked._replace(
        taxes=taxes, tax_minor=worked.tax_minor + off, total_minor=worked.total_minor + off
    )


@lru_cache(8192)  # files repeat their prices
def _worked_out(amount_minor: int, code: TaxCode, digits: int, *, tax_included: bool) -> Split:
    line = LineIn(Decimal(1), Decimal(amount_minor).scaleb(-digits), tax=code)
    found = totals([line], digits=digits, tax_included=tax_included)
    return Split(found.net_minor, found.tax_minor, found.withheld_minor, found.total_minor, found.taxes)
