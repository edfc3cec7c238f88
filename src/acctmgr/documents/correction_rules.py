"""How income and tax follow a discount or a write-off, and what of that a later payment brings back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from acctmgr.core.money import round_half_away, share_minor, split_largest_remainder
from acctmgr.documents.total_rules import percent_of, spread


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


def early_discount(paid_minor: int | None, percent: Decimal, *, open_minor: int, lost_minor: int) -> int:
    """A discount in percent, of what a payment settles: paid / (1 - rate). 1,185.80 at 2 % settle 1,210.00.

    paid_minor: what the client paid, fee included; None: all that is open, less the discount. lost_minor: what is
    written off comes back as far as it is paid. What is left to pay after the discount closes the document exactly.
    """
    if paid_minor is None:
        return percent_of(open_minor or lost_minor, percent)
    of_open, most = percent_of(open_minor, percent), open_minor + lost_minor
    if paid_minor == open_minor - of_open:
        return of_open
    of_most = percent_of(most, percent)
    if paid_minor >= most - of_most:
        return of_most
    return round_half_away(Fraction(percent) * paid_minor / (100 - Fraction(percent)))


def part_back(amount_minor: int, taken_minor: int, share: int, of_all: int) -> int:
    """The next part of an amount when `share` more of it is taken back: the last part is exactly the rest.

    taken_minor: the share of all that was taken back before.
    """
    before = share_minor(amount_minor, taken_minor, of_all)
    return share_minor(amount_minor, taken_minor + share, of_all) - before


def shares_back(amounts: Sequence[int], taken_minor: int, share: int, of_all: int) -> list[int]:
    """The next part of amounts that are rounded as one, as the taxes that a code adds: they share it."""
    before, after = (_shares_of(amounts, part, of_all) for part in (taken_minor, taken_minor + share))
    return [now - then for now, then in zip(after, before, strict=True)]


def _shares_of(amounts: Sequence[int], part: int, of_all: int) -> list[int]:
    if part == of_all:
        return list(amounts)
    sign = -1 if sum(amounts) < 0 else 1
    whole = share_minor(sign * sum(amounts), part, of_all)
    return [sign * share for share in spread(whole, [sign * amount for amount in amounts])]


def over_accounts(amount_minor: int, nets: Mapping[int, int]) -> dict[int, int]:
    """Share an amount over the accounts that the document's income went to, by what it went there with."""
    weights = [max(net, 0) for net in nets.values()]
    if not any(weights):
        weights = [1] + [0] * (len(weights) - 1)
    shares = split_largest_remainder(amount_minor, weights)
    return dict(zip(nets, shares, strict=True))
