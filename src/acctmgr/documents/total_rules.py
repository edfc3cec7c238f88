"""What a document comes to: nets of its lines, taxes by code, discounts, total.

Prices are in major units and exact, results are minor units. A line may be negative, a document may not.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from acctmgr.core.errors import Refused
from acctmgr.core.money import MAX_MINOR, plain_exact, round_half_away, share_minor, split_largest_remainder

_RATE_PLACES = 4


class Component(Protocol):
    """What totals ask of a tax component; kind is added, withheld or self_assessed, rate a percentage."""

    @property
    def name(self) -> str: ...
    @property
    def rate(self) -> Decimal: ...
    @property
    def kind(self) -> str: ...


class Code(Protocol):
    """What totals ask of a tax code."""

    @property
    def code(self) -> str: ...
    @property
    def components(self) -> Sequence[Component]: ...


class PercentOff(NamedTuple):
    """A discount in percent, 0 to 100."""

    percent: Decimal


class AmountOff(NamedTuple):
    """A discount as an amount, never negative."""

    amount_minor: int


Discount = PercentOff | AmountOff


class LineIn(NamedTuple):
    """A line as typed; unit_price in major units."""

    quantity: Decimal
    unit_price: Decimal
    discount: Discount | None = None
    tax: Code | None = None


# what a tax adds to a total, by its kind; the same as SQL
WAY = {"added": 1, "withheld": -1, "self_assessed": 0}
TAX_EFFECT = "CASE {kind} WHEN 'added' THEN {minor} WHEN 'withheld' THEN -{minor} ELSE 0 END"


class TaxLine(NamedTuple):
    """What one component of one code comes to on a document.

    tax_minor has the sign of its base, whatever the kind: added raises the total, withheld lowers it,
    self_assessed leaves it alone (and is 0 on a sale). position: of the component in its code, from 0.
    """

    code: str
    position: int
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int


class Totals(NamedTuple):
    """A document in figures: total = net + tax - withheld.

    line_amounts and discount_minor are in the terms of the prices (gross where tax is included) and before
    the document's discount; line_nets are after it, and sum to net_minor.
    """

    line_amounts: tuple[int, ...]
    line_nets: tuple[int, ...]
    discount_minor: int
    taxes: tuple[TaxLine, ...]
    net_minor: int
    tax_minor: int
    withheld_minor: int
    total_minor: int


def totals(
    lines: Sequence[LineIn],
    *,
    digits: int,
    discount: Discount | None = None,
    tax_included: bool = False,
    rounding: str = "document",
    buying: bool = False,
) -> Totals:
    """Work a document out.

    discount: on the whole document, spread over its lines before tax. rounding: tax per code over the
    "document" or per "line". buying: self-assessed tax counts. Raises Refused where the total is below zero.
    """
    amounts = [line_amount(line, digits) for line in lines]
    off = discount_minor(discount, max(sum(amounts), 0))
    prices = [amount - share for amount, share in zip(amounts, spread(off, amounts), strict=True)]
    nets = [0] * len(lines)
    taxes: list[TaxLine] = []
    for places in _taxed_together(lines, rounding):
        code = lines[places[0]].tax
        group_nets, group_taxes = _taxed(code, [prices[place] for place in places], tax_included, buying)
        taxes += group_taxes
        for place, net in zip(places, group_nets, strict=True):
            nets[place] = net
    return _added_up(amounts, nets, off, merge_taxes(taxes))


def line_amount(line: LineIn, digits: int) -> int:
    """Round(quantity x price) less the line's own discount, which brings the amount nearer to zero."""
    amount = _full_amount(line, digits)
    off = discount_minor(line.discount, abs(amount))
    return amount - off if amount >= 0 else amount + off


def line_off(line: LineIn, digits: int) -> int:
    """What the line's own discount comes to, never negative."""
    return discount_minor(line.discount, abs(_full_amount(line, digits)))


def _full_amount(line: LineIn, digits: int) -> int:
    amount = round_half_away(Fraction(line.quantity) * Fraction(line.unit_price) * 10**digits)
    if abs(amount) > MAX_MINOR:
        raise Refused(f"{plain_exact(line.quantity)} x {plain_exact(line.unit_price)} is too much")
    return amount


def discount_minor(discount: Discount | None, amount_minor: int) -> int:
    """What a discount takes off an amount that is not negative; never more than there is."""
    if discount is None:
        return 0
    if isinstance(discount, PercentOff):
        if not 0 <= discount.percent <= 100:
            raise Refused(f"a discount of {plain_exact(discount.percent)} % is not between 0 and 100")
        return percent_of(amount_minor, discount.percent)
    if discount.amount_minor < 0:
        raise Refused("a discount is not negative")
    if discount.amount_minor > amount_minor:
        raise Refused("the discount is more than what it is taken from")
    return discount.amount_minor


def percent_of(amount_minor: int, percent: Decimal) -> int:
    """A percentage of an amount, half away from zero."""
    return round_half_away(Fraction(percent) * amount_minor / 100)


def spread(amount_minor: int, over: Sequence[int]) -> list[int]:
    """Share an amount over others in proportion, negative ones too: a discount, tax that is part of the cost.

    Tax-included prices too: shares by gross lower each code's net in proportion to the nets.
    """
    whole = sum(over)
    if whole <= 0:
        return two_sided(amount_minor, over, below_minor=0)
    return two_sided(
        amount_minor, over, below_minor=share_minor(amount_minor, sum(min(n, 0) for n in over), whole)
    )


def two_sided(amount_minor: int, weights: Sequence[int], *, below_minor: int) -> list[int]:
    """Share below_minor over the negative weights, the rest over the positive ones: largest remainder."""
    above = _shares(amount_minor - below_minor, [max(weight, 0) for weight in weights])
    below = _shares(below_minor, [max(-weight, 0) for weight in weights])
    return [a + b for a, b in zip(above, below, strict=True)]


def merge_taxes(taxes: Iterable[TaxLine]) -> tuple[TaxLine, ...]:
    """Sum base and tax of the same component of the same code, in order of first appearance."""
    merged: dict[tuple[str, int], TaxLine] = {}
    for tax in taxes:
        known = merged.get((tax.code, tax.position), tax._replace(base_minor=0, tax_minor=0))
        merged[tax.code, tax.position] = known._replace(
            base_minor=known.base_minor + tax.base_minor, tax_minor=known.tax_minor + tax.tax_minor
        )
    return tuple(merged.values())


def sum_of(kind: str, taxes: Iterable[TaxLine]) -> int:
    """The tax of one kind."""
    return sum(tax.tax_minor for tax in taxes if tax.kind == kind)


def _taxed_together(lines: Sequence[LineIn], rounding: str) -> list[list[int]]:
    """The places of the lines whose tax is rounded as one."""
    groups: dict[object, list[int]] = {}
    for place, line in enumerate(lines):
        key = place if rounding == "line" else line.tax and line.tax.code
        groups.setdefault(key, []).append(place)
    return list(groups.values())


def _taxed(
    code: Code | None, prices: list[int], tax_included: bool, buying: bool
) -> tuple[list[int], list[TaxLine]]:
    """Nets and taxes of lines under one code."""
    if code is None:
        return prices, []
    added = _added_taxes(code, sum(prices), _inside if tax_included else percent_of)
    nets = _nets_inside(code, prices, sum(added.values())) if tax_included else prices
    if not code.components:  # its base is kept all the same
        return nets, [TaxLine(code.code, 0, "", "added", Decimal(0), sum(nets), 0)]
    taxes = []
    for position, part in enumerate(code.components):
        counts = buying or part.kind != "self_assessed"
        tax = added.get(position, percent_of(sum(nets), part.rate) if counts else 0)
        taxes.append(TaxLine(code.code, position, part.name, part.kind, part.rate, sum(nets), tax))
    return nets, taxes


def _added_taxes(code: Code, amount_minor: int, tax_of: Callable[[int, Decimal], int]) -> dict[int, int]:
    """The taxes that a code adds, by position: rounded as one, shared by rate. tax_of: on a net, or inside a gross."""
    rates = {place: part.rate for place, part in enumerate(code.components) if part.kind == "added"}
    tax = tax_of(amount_minor, sum(rates.values(), Decimal(0)))
    weights = [int(rate.scaleb(_RATE_PLACES)) for rate in rates.values()]
    return dict(zip(rates, _shares(tax, weights), strict=True))


def _nets_inside(code: Code, prices: Sequence[int], tax_minor: int) -> list[int]:
    """The nets of tax-included prices whose tax is known."""
    net = sum(prices) - tax_minor
    if max(prices) <= 0:
        return two_sided(net, prices, below_minor=net)
    rate = sum((part.rate for part in code.components if part.kind == "added"), Decimal(0))
    below = sum(price for price in prices if price < 0)
    return two_sided(net, prices, below_minor=below - _inside(below, rate))


def _inside(gross_minor: int, rate: Decimal) -> int:
    return round_half_away(Fraction(rate) * gross_minor / (100 + Fraction(rate)))


def _shares(amount_minor: int, weights: Sequence[int]) -> list[int]:
    return split_largest_remainder(amount_minor, weights) if any(weights) else [0] * len(weights)


def _added_up(amounts: Sequence[int], nets: Sequence[int], off: int, taxes: tuple[TaxLine, ...]) -> Totals:
    net, tax, withheld = sum(nets), sum_of("added", taxes), sum_of("withheld", taxes)
    total = net + tax - withheld
    if total < 0:
        raise Refused("the document comes to less than zero", hint="what is given back goes on a credit note")
    if max(total, net) > MAX_MINOR:
        raise Refused("the document comes to too much")
    return Totals(tuple(amounts), tuple(nets), off, taxes, net, tax, withheld, total)
