"""When which level of reminder is due, and why somebody is left alone."""

from typing import Any

import pytest

from acctmgr.core.errors import Refused
from acctmgr.invoices.remind_rules import check_levels, level_due, reason_not

DAYS = (7, 21, 35)


@pytest.mark.parametrize(
    ("late_days", "last_level", "since_days", "level"),
    [
        (0, 0, 0, 0),
        (6, 0, 0, 0),
        (7, 0, 0, 1),
        (100, 0, 0, 1),  # found late: it begins with the first all the same
        (20, 1, 13, 0),
        (21, 1, 14, 2),
        (100, 1, 13, 0),  # the next only after the time between the levels
        (100, 1, 14, 2),
        (100, 2, 13, 0),
        (100, 2, 14, 3),
        (400, 3, 300, 0),  # there is no fourth
        (30, 1, -3, 0),  # reminded on a day that is still to come
    ],
)
def test_the_next_level_is_due(late_days: int, last_level: int, since_days: int, level: int) -> None:
    assert level_due(late_days, DAYS, last_level=last_level, since_days=since_days) == level


def test_levels_are_kept_as_numbers_with_commas() -> None:
    assert check_levels(" 7, 021 ,35") == "7,21,35"
    assert check_levels("1") == "1"


@pytest.mark.parametrize("text", ["", "7,7", "21,7", "0", "-1", "7;21", "x", "1,2,3,4,5,6,7,8,9,10", "٣"])
def test_other_levels_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        check_levels(text)


def reason(**changes: Any) -> str | None:
    facts = {
        "dispute": None, "is_archived": False, "credit_minor": 0, "overdue_minor": 100, "has_address": True,
    } | changes  # fmt: skip
    return reason_not(**facts)


def test_somebody_is_left_alone_for_a_reason() -> None:
    assert reason() is None
    assert reason(credit_minor=99) is None
    assert reason(credit_minor=100) == "its credit covers it"
    assert reason(dispute="wrong goods") == "in dispute: wrong goods"
    assert reason(is_archived=True) == "archived"
    assert reason(has_address=False) == "no e-mail that may be written to"
