"""An early-payment discount in percent is of what the payment settles: rule 14 of the books."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.documents.correction_rules import early_discount, shares_back

TWO = Decimal(2)


@pytest.mark.parametrize(
    ("paid", "open_", "discount"),
    [
        (None, 121000, 2420),  # all that is open
        (118580, 121000, 2420),
        (59290, 121000, 1210),  # a half: settles 605.00
        (59290, 60500, 1210),  # and the other half
        (10000, 121000, 204),  # 100.00 settle 102.04
        (120000, 121000, 2420),  # more than was asked: the rest becomes credit
        (24, 25, 1),  # 0.24 / 0.98 is 0.24; 2 % of 0.25 is 0.005, so 0.01: what is paid closes it
        (5, 121000, 0),
    ],
)
def test_two_percent_of_what_is_settled(paid: int | None, open_: int, discount: int) -> None:
    assert early_discount(paid, TWO, open_minor=open_, lost_minor=0) == discount


def test_what_was_written_off_comes_back_with_its_discount() -> None:
    assert early_discount(None, TWO, open_minor=0, lost_minor=121000) == 2420
    assert early_discount(118580, TWO, open_minor=100000, lost_minor=21000) == 2420
    assert early_discount(98000, TWO, open_minor=100000, lost_minor=21000) == 2000


def test_components_come_back_as_one_in_parts() -> None:
    parts = [shares_back([10, 3], taken, 21, 63) for taken in (0, 21, 42)]
    assert parts == [[3, 1], [4, 1], [3, 1]]  # 0.13 in thirds: 0.04, 0.09 and 0.13 so far
    assert shares_back([-10, -3], 0, 63, 63) == [-10, -3]
    assert shares_back([1, -1], 0, 63, 63) == [1, -1]


@given(
    st.integers(1, 10**7),
    st.decimals("0.01", "50", places=2),
    st.lists(st.integers(1, 99), max_size=5),
)
def test_parts_never_take_more_than_is_open_and_the_rest_closes_it(
    total: int, percent: Decimal, shares: list[int]
) -> None:
    open_ = total
    for share in shares:
        paid = open_ * share // 100
        discount = early_discount(paid, percent, open_minor=open_, lost_minor=0)
        assert 0 <= discount <= percent * open_ / 100 + Decimal("0.5")  # never more than the per cent of all
        if paid < open_ * (100 - percent) / 100:  # who pays more than was asked has the rest as credit
            assert paid + discount <= open_ + 1
        open_ = max(open_ - paid - discount, 0)
    last = early_discount(None, percent, open_minor=open_, lost_minor=0)
    assert early_discount(open_ - last, percent, open_minor=open_, lost_minor=0) == last
