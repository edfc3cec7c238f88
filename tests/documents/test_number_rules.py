"""Patterns of number series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.documents.number_rules import check_pattern, format_number, parse_seq

PATTERN = "INV-{year}-{seq:4}"


@pytest.mark.parametrize(
    ("pattern", "seq", "number"),
    [
        (PATTERN, 7, "INV-2026-0007"),
        (PATTERN, 12345, "INV-2026-12345"),
        ("{seq}", 7, "7"),
        ("F{seq:3}/{year}", 41, "F041/2026"),
        ("{year}{seq:2}", 3, "202603"),
    ],
)
def test_a_number_is_made_and_read_by_its_pattern(pattern: str, seq: int, number: str) -> None:
    check_pattern(pattern)
    assert format_number(pattern, 2026, seq) == number
    assert parse_seq(pattern, number) == (2026 if "{year}" in pattern else 0, seq)


@pytest.mark.parametrize(
    "number",
    [
        "INV-2026-007",
        "INV-2026-00007",
        "INV-26-0007",
        "inv-2026-0007",
        "INV-2026-0000",
        "INV-2026-",
        "INV-2026-٠٠٠٧",
    ],
)
def test_a_number_of_another_shape_is_not_of_the_series(number: str) -> None:
    assert parse_seq(PATTERN, number) is None


def test_signs_of_the_pattern_stand_for_themselves() -> None:
    assert parse_seq("A.{seq}", "AX7") is None


@pytest.mark.parametrize("pattern", ["INV-{year}", "{seq}-{seq}", "{year}-{year}-{seq}", "{seq}{year:2}", ""])
def test_a_pattern_counts_once(pattern: str) -> None:
    with pytest.raises(Refused, match=r"must hold \{seq\} once, and \{year\} at most once"):
        check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["INV {seq}", "Ñ-{seq}", "{month}-{seq}", "{seq:0}{seq}", "INV-{seq}\n", "{seq}%"]
)
def test_a_pattern_holds_nothing_odd(pattern: str) -> None:
    with pytest.raises(Refused, match="may hold letters, digits and"):
        check_pattern(pattern)


@given(
    st.sampled_from([PATTERN, "{seq}", "{seq:9}{year}", "1{seq:1}2"]),
    st.integers(1, 9999),
    st.integers(1, 10**9),
)
def test_every_number_is_read_back(pattern: str, year: int, seq: int) -> None:
    read = parse_seq(pattern, format_number(pattern, year, seq))
    assert read == (year if "{year}" in pattern else 0, seq)
