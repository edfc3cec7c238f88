"""What a document posts, in the book's currency, in balance to the unit."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class TaxAmount(NamedTuple):
    """A tax of a document in book currency; kind as in its component."""

    kind: str
    book_minor: int


class BookAmounts(NamedTuple):
    """A document in book currency: total = nets + added taxes - withheld ones."""

    total_minor: int
    nets: dict[int, int]  # by income account
    taxes: tuple[int, ...]  # in the document's order


def book_amounts(total_minor: int, nets: Mapping[int, int], taxes: Sequence[TaxAmount]) -> BookAmounts:
    """Put the document together; what rounding leaves over goes to the largest net.

    total_minor, nets, taxes: each converted by itself, so that they may be a unit out.
    """
    added = sum(tax.book_minor for tax in taxes if tax.kind == "added")
    withheld = sum(tax.book_minor for tax in taxes if tax.kind == "withheld")
    accounts = dict(nets)
    largest = max(accounts, key=lambda account: (abs(accounts[account]), -account))
    accounts[largest] += total_minor - added + withheld - sum(accounts.values())
    return BookAmounts(total_minor, accounts, tuple(tax.book_minor for tax in taxes))
