"""Money that moved: how much of it is tax, what it is worth in the book's currency, what it posts."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from acctmgr.core.errors import Refused
from acctmgr.core.money import convert_minor, round_half_away, share_minor, split_largest_remainder
from acctmgr.core.text import listed
from acctmgr.tax.rules import TaxCode, deductible_split

_RATE_PLACES = 4
_NAMED_MAX = 3  # open invoices that an error names


class OpenInvoices(Refused):
    """Money came from a client with open invoices: as income of its own it would count twice.

    invoices: number and what is open of it; best: the number of the one that is open by just this amount.
    """

    def __init__(
        self, client: str, invoices: Sequence[tuple[str, str]], *, amount: str, best: str = ""
    ) -> None:
        shown = [f"{number} ({open_})" for number, open_ in invoices[:_NAMED_MAX]]
        super().__init__(
            f"{client} has open: {listed([*shown, 'others'] if len(invoices) > _NAMED_MAX else shown, 'and')}",
            hint=f"if it pays one: acctmgr invoice pay {best or invoices[0][0]} {amount}; if it is other income: --yes",
        )
        self.numbers = [number for number, _ in invoices]
        self.best = best or self.numbers[0]


class TaxPart(NamedTuple):
    """What one component came to: tax_minor is all of it, cost_minor the part that nobody gives back."""

    position: int  # of the component in its code
    name: str
    kind: str
    rate: Decimal
    base_minor: int
    tax_minor: int
    cost_minor: int

    def in_accounts(self, *, is_in: bool) -> int:
        """What its account moves by, debit positive.

        A tax that came in is owed, one that went out is owed to us; what is withheld is the other way round.
        """
        way = -1 if is_in else 1
        if self.kind == "withheld":
            return -way * self.tax_minor
        if self.kind == "self_assessed":  # owed and claimed back at once, but for what is cost
            return -self.cost_minor
        return way * (self.tax_minor - self.cost_minor)


def tax_inside(amount_minor: int, code: TaxCode, *, is_buying: bool) -> list[TaxPart]:
    """The taxes inside an amount that moved: amount = base + added - withheld.

    is_buying: self-assessed tax counts, and what can't be reclaimed is cost. 121 at 21 % is 100 + 21.
    """
    rates = {"added": _rates(code, "added"), "withheld": _rates(code, "withheld")}
    whole = 100 + Fraction(sum(rates["added"].values())) - Fraction(sum(rates["withheld"].values()))
    if whole <= 0:
        raise Refused(f"{code.code} withholds everything: no money moves")
    taxes = {
        position: minor
        for by_position in rates.values()
        for position, minor in _shared(amount_minor, by_position, whole).items()
    }
    added, withheld = (sum(taxes[position] for position in rates[kind]) for kind in ("added", "withheld"))
    base = amount_minor - added + withheld
    parts = []
    for position, component in enumerate(code.components):
        tax = taxes.get(position, round_half_away(Fraction(component.rate) * base / 100) if is_buying else 0)
        can_cost = is_buying and component.kind != "withheld"
        cost = deductible_split(tax, component)[1] if can_cost else 0
        parts.append(TaxPart(position, component.name, component.kind, component.rate, base, tax, cost))
    return parts or [TaxPart(0, "", "added", Decimal(0), base, 0, 0)]


class _OfKind(Protocol):
    """The part of a tax, worked out or kept."""

    @property
    def kind(self) -> str: ...


def withheld_by_us(part: _OfKind, *, is_buying: bool) -> bool:
    """Whether the buyer withheld it, and that is us: we owe it, whatever account the code names for sales."""
    return is_buying and part.kind == "withheld"


def _rates(code: TaxCode, kind: str) -> dict[int, Decimal]:
    return {place: part.rate for place, part in enumerate(code.components) if part.kind == kind}


def _shared(amount_minor: int, rates: dict[int, Decimal], whole: Fraction) -> dict[int, int]:
    """The taxes of one kind inside an amount, rounded as one and shared by rate."""
    total = round_half_away(Fraction(sum(rates.values(), Decimal(0))) * amount_minor / whole)
    weights = [int(rate.scaleb(_RATE_PLACES)) for rate in rates.values()]
    shares = split_largest_remainder(total, weights) if any(weights) else [0] * len(weights)
    return dict(zip(rates, shares, strict=True))


# the same of a row of cash_entry named cash, and of its category
BUYING = "(category.type = 'expense' OR (category.type <> 'income' AND cash.direction = 'out'))"


def is_buying(category_type: str, *, is_in: bool) -> bool:
    """Whether this is the buyer's side of a tax; money back from a vendor is still a purchase."""
    if category_type in ("income", "expense"):
        return category_type == "expense"
    return not is_in


class Currencies(NamedTuple):
    """How many decimals an account's currency has, and the book's."""

    own_digits: int
    book_digits: int


def value_of(
    move_minor: int, held: tuple[int, int], rate: Decimal | None, digits: Currencies
) -> tuple[int, int]:
    """What a movement of a foreign account is worth: at what it takes from the account, and at the day's rate.

    move_minor: signed, in the account's currency. held: what the account holds, in its currency and carried in the
    book's. What leaves is taken at average cost (what fills a debt up, too); the rest, and what comes in, at the
    rate. Without a rate both are the same; Refused where the account holds too little for that.
    """
    own, carried = held
    is_against = (own < 0 < move_minor) or (move_minor < 0 < own)
    covered = min(abs(move_minor), abs(own)) if is_against else 0
    relieved = -share_minor(carried, covered, abs(own)) if covered else 0
    rest = abs(move_minor) - covered
    sign = 1 if move_minor > 0 else -1
    if rate is None:
        if rest:
            raise Refused(
                "the account holds too little of that currency to tell what it is worth",
                hint="say what one unit is in the book's currency: --rate 0.92",
            )
        return relieved, relieved
    rest_value = sign * convert_minor(rest, rate, digits.own_digits, digits.book_digits)
    return relieved + rest_value, convert_minor(move_minor, rate, digits.own_digits, digits.book_digits)
