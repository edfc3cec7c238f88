"""How income and tax follow a discount or a write-off, and what of that a later payment brings back."""

from collections.abc import Mapping
from typing import NamedTuple

from acctmgr.core.money import share_minor, split_largest_remainder


class Figure(NamedTuple):
    """A tax in the document's currency and in the book's."""

    tax_minor: int
    tax_book_minor: int


def next_book_minor(whole: Figure, given: Figure, tax_minor: int) -> int:
    """What the next part of a tax comes to in the book: cumulatively, so that all parts come to the whole.

    After a part was taken back rounding could ask for less than nothing: then it is nothing.
    """
    so_far = given.tax_minor + tax_minor
    rest = share_minor(whole.tax_book_minor, so_far, whole.tax_minor) if whole.tax_minor else 0
    rest -= given.tax_book_minor
    return max(rest, 0) if whole.tax_book_minor >= 0 else min(rest, 0)


def part_back(amount_minor: int, taken_minor: int, share: int, of_all: int) -> int:
    """The next part of an amount when `share` more of it is taken back: the last part is exactly the rest.

    taken_minor: the share of all that was taken back before.
    """
    before = share_minor(amount_minor, taken_minor, of_all)
    return share_minor(amount_minor, taken_minor + share, of_all) - before


def over_accounts(amount_minor: int, nets: Mapping[int, int]) -> dict[int, int]:
    """Share an amount over the accounts that the document's income went to, by what it went there with."""
    weights = [max(net, 0) for net in nets.values()]
    if not any(weights):
        weights = [1] + [0] * (len(weights) - 1)
    shares = split_largest_remainder(amount_minor, weights)
    return dict(zip(nets, shares, strict=True))
