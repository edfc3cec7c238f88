"""What money in, out or between posts, in balance to the unit; both writing lanes post it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from acctmgr.cash.rules import TaxPart
from acctmgr.core.money import share_minor
from acctmgr.ledger.rules import Line

# what is kept of a tax, in the order of Taxed.figures
TAX_COLUMNS = tuple(
    "position name kind rate base_minor tax_minor tax_book_minor cost_minor cost_book_minor account_id".split()
)


class Taxed(NamedTuple):
    """A tax with its share of what the whole is worth in the book's currency, and the account it goes to."""

    part: TaxPart
    tax_book_minor: int
    cost_book_minor: int
    account_id: int

    @property
    def figures(self) -> tuple[Any, ...]:
        """Its columns."""
        position, name, kind, rate, base, tax, cost = self.part
        return (
            position,
            name,
            kind,
            rate,
            base,
            tax,
            self.tax_book_minor,
            cost,
            self.cost_book_minor,
            self.account_id,
        )

    def line(self, places: "Places", *, is_in: bool) -> Line:
        """What its account moves by."""
        in_book = self.part._replace(tax_minor=self.tax_book_minor, cost_minor=self.cost_book_minor)
        return Line(
            self.account_id,
            in_book.in_accounts(is_in=is_in),
            places.currency,
            self.part.in_accounts(is_in=is_in),
            places.party_id,
        )


class Places(NamedTuple):
    """Where it is posted, and in which currency it moved."""

    account_id: int
    other_id: int
    currency: str
    party_id: int | None
    book_currency: str
    gain_id: int
    loss_id: int


class Worth(NamedTuple):
    """A movement, signed: in the account's currency, what the account moves by in the book's, and its worth there."""

    own_minor: int
    moved_minor: int
    worth_minor: int


def taxed(parts: Sequence[TaxPart], accounts: Sequence[int], worth: Worth) -> list[Taxed]:
    """The taxes in the book's currency: their shares of what the whole is worth."""
    amount, in_book = abs(worth.own_minor), abs(worth.worth_minor)
    return [
        Taxed(
            part,
            share_minor(in_book, part.tax_minor, amount),
            share_minor(in_book, part.cost_minor, amount),
            account_id,
        )
        for part, account_id in zip(parts, accounts, strict=True)
    ]


def cash_lines(worth: Worth, taxes: Sequence[Taxed], places: Places) -> list[Line]:
    """The account, the taxes, and the category with all the rest; what an exchange gains or loses beside them."""
    is_in = worth.own_minor > 0
    inside = [tax.line(places, is_in=is_in) for tax in taxes]
    own = worth.own_minor + sum(line.foreign_minor for line in inside)
    in_book = worth.worth_minor + sum(line.amount_minor for line in inside)
    return [
        Line(places.account_id, worth.moved_minor, places.currency, worth.own_minor, places.party_id),
        *inside,
        Line(places.other_id, -in_book, places.currency, -own, places.party_id),
        *difference_lines(worth.moved_minor - worth.worth_minor, places),
    ]


def difference_lines(gain_minor: int, places: Places) -> list[Line]:
    """A gain is income, so a credit; kept in the book's currency."""
    if not gain_minor:
        return []
    account_id = places.gain_id if gain_minor > 0 else places.loss_id
    return [Line(account_id, -gain_minor, places.book_currency, -gain_minor, places.party_id)]
