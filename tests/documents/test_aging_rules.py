"""The buckets of an aging report."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.documents.aging_rules import bucket_bounds, bucket_keys


def test_buckets_are_read_as_typed() -> None:
    assert bucket_bounds("30,60,90") == (30, 60, 90)
    assert bucket_bounds(" 7 , 14 ") == (7, 14)


@pytest.mark.parametrize("text", ["", "30,,90", "30,x", "0,30", "-30", "30.5", "٣٠", "²", "30;60", "10000"])
def test_what_are_no_days_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="are no days for buckets"):
        bucket_bounds(text)


@pytest.mark.parametrize("text", ["30,30", "60,30"])
def test_buckets_rise(text: str) -> None:
    with pytest.raises(Refused, match="each bucket must end later than the one before"):
        bucket_bounds(text)


def test_the_usual_buckets_have_these_fields() -> None:
    assert bucket_keys() == ("late_1_30", "late_31_60", "late_61_90", "late_over_90")


def test_buckets_of_ones_own_are_named_alike() -> None:
    assert bucket_keys((15,)) == ("late_1_15", "late_over_15")
