"""Amounts: typed, shown, rounded and shared out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core import money
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import COMMA, DOT, Notation, NumberStyle

MINOR = st.integers(-(10**17), 10**17)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1250", 125000),
        ("1250.5", 125050),
        ("1,250.00", 125000),
        ("1,234,567.89", 123456789),
        ("-3", -300),
        ("+3.10", 310),
        ("−3", -300),
        (" 0.05 ", 5),
        ("0", 0),
        ("-0.00", 0),
        ("007", 700),
        ("99999999999999.99", 9999999999999999),
    ],
)
def test_an_amount_with_a_decimal_dot_is_read_as_typed(typed: str, minor: int) -> None:
    assert money.parse_minor(typed, style=DOT, digits=2) == minor


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1.250,00", 125000), ("1.234", 123400), ("1234,5", 123450), ("1.234.567,89", 123456789), ("-0,05", -5)],
)
def test_an_amount_with_a_decimal_comma_is_read_as_typed(typed: str, minor: int) -> None:
    assert money.parse_minor(typed, style=COMMA, digits=2) == minor


STRANGE = [
    "", " ", "abc", "1e9", "1E2", "NaN", "inf", "-", "+", ".", "1.", ".5", "1_000", "٣", "１２", "1 000",
    "1'000", "--1", "1-", "(5)", "€5", "5€", "5 EUR", "0x10", "1.2.3", "12 3", "5\x00", "1\n2",
]  # fmt: skip


@pytest.mark.parametrize(
    "typed", [*STRANGE, "1,25", "1.250,00", "1,2,3", "1,2345", "12,34,567", ",500", "0,250"]
)
def test_what_is_no_amount_with_a_decimal_dot_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not an amount") as caught:
        money.parse_minor(typed, style=DOT, digits=2)
    assert caught.value.hint == "write it like 1,250.00"


@pytest.mark.parametrize(
    "typed", [*STRANGE, "1.23", "1,250.00", "1.2.3", "1.2345", "12.34.567", ",5", "0.250"]
)
def test_what_is_no_amount_with_a_decimal_comma_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not an amount") as caught:
        money.parse_minor(typed, style=COMMA, digits=2)
    assert caught.value.hint == "write it like 1.250,00"


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    with pytest.raises(Refused, match=r"'1\.234' has more than 2 decimals"):
        money.parse_minor("1.234", style=DOT, digits=2)


def test_a_thousand_typed_in_the_other_style_is_refused_and_not_taken_for_one() -> None:
    with pytest.raises(Refused, match=r"'1\.000' has more than 2 decimals"):
        money.parse_minor("1.000", style=DOT, digits=2)


def test_a_currency_without_decimals_takes_none() -> None:
    assert money.parse_minor("1,250", style=DOT, digits=0) == 1250
    with pytest.raises(Refused, match=r"'12\.5' has decimals, and its currency has none"):
        money.parse_minor("12.5", style=DOT, digits=0)


def test_a_currency_of_three_decimals_takes_three() -> None:
    assert money.parse_minor("1.2", style=DOT, digits=3) == 1200
    assert money.parse_minor("1.234", style=DOT, digits=3) == 1234


def test_more_than_fifteen_digits_are_refused() -> None:
    with pytest.raises(Refused, match="more than 15 digits"):
        money.parse_minor("1000000000000000", style=DOT, digits=2)


def test_what_the_database_cannot_hold_is_refused() -> None:
    assert money.parse_minor("1000000000000.0000", style=DOT, digits=4) == 10**16
    with pytest.raises(Refused, match="more than a book can hold"):
        money.parse_minor("1000000000000.0001", style=DOT, digits=4)
    with pytest.raises(Refused, match="at that rate it is more than a book can hold"):
        money.convert_minor(10**16, Decimal("1.01"), 2, 2)


@pytest.mark.parametrize("typed", ["0", "0.00", "-5"])
def test_a_payment_of_nothing_or_less_is_wrong_usage(typed: str) -> None:
    with pytest.raises(WrongUsage, match=r"^amounts are positive$") as caught:
        money.parse_positive_minor(typed, style=DOT, digits=2)
    assert caught.value.hint == f"{typed} is not more than zero"
    assert caught.value.exit_code == 2


def test_a_positive_amount_passes() -> None:
    assert money.parse_positive_minor("0.01", style=DOT, digits=2) == 1


def test_an_unsigned_amount_may_be_zero_but_not_less() -> None:
    assert money.parse_unsigned_minor("0", style=DOT, digits=2) == 0
    with pytest.raises(WrongUsage, match="amounts are positive") as caught:
        money.parse_unsigned_minor("-0.01", style=DOT, digits=2)
    assert caught.value.hint == "-0.01 is less than zero"


def test_a_unit_price_may_have_more_decimals_than_the_currency() -> None:
    assert money.parse_exact("0.0425", style=DOT) == Decimal("0.0425")
    assert money.parse_exact("1.250,125", style=COMMA) == Decimal("1250.125")
    assert money.parse_exact("-2", style=DOT) == Decimal(-2)


def test_too_many_decimals_of_a_rate_are_refused() -> None:
    assert money.parse_exact("0.500", style=DOT, places=1) == Decimal("0.5")
    with pytest.raises(Refused, match=r"'0\.25' has more than 1 decimals"):
        money.parse_exact("0.25", style=DOT, places=1)


@pytest.mark.parametrize("typed", STRANGE)
def test_a_strange_quantity_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not a number"):
        money.parse_exact(typed, style=DOT)


@pytest.mark.parametrize("typed", ["21", "21%", "21 %", " 21.0 "])
def test_a_percentage_is_typed_with_or_without_its_sign(typed: str) -> None:
    assert money.parse_percent(typed, style=DOT) == Decimal(21)


def test_a_percentage_below_zero_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="percentages are positive"):
        money.parse_percent("-5%", style=DOT)


@pytest.mark.parametrize(
    ("minor", "digits", "text"),
    [
        (125000, 2, "1250.00"),
        (-5, 2, "-0.05"),
        (0, 2, "0.00"),
        (0, 0, "0"),
        (-1250, 0, "-1250"),
        (7, 3, "0.007"),
        (-123456789, 4, "-12345.6789"),
    ],
)
def test_machine_text_has_exactly_the_decimals_of_the_currency(minor: int, digits: int, text: str) -> None:
    assert money.plain_minor(minor, digits) == text


@pytest.mark.parametrize(
    ("minor", "digits", "with_dot", "with_comma"),
    [
        (123456789, 2, "1,234,567.89", "1.234.567,89"),
        (-125000, 2, "-1,250.00", "-1.250,00"),
        (-5, 2, "-0.05", "-0,05"),
        (1250, 0, "1,250", "1.250"),
        (99999, 2, "999.99", "999,99"),
        (1000001, 3, "1,000.001", "1.000,001"),
    ],
)
def test_people_see_amounts_in_the_style_of_the_book(
    minor: int, digits: int, with_dot: str, with_comma: str
) -> None:
    assert money.format_minor(minor, style=DOT, digits=digits) == with_dot
    assert money.format_minor(minor, style=COMMA, digits=digits) == with_comma


@given(MINOR, st.sampled_from([0, 2, 3, 4]), st.sampled_from([DOT, COMMA]))
def test_what_is_shown_can_be_typed_again(minor: int, digits: int, style: NumberStyle) -> None:
    minor = max(-(10**15) + 1, min(minor, 10**15 - 1))  # at most 15 digits before the decimals
    shown = money.format_minor(minor, style=style, digits=digits)
    assert money.parse_minor(shown, style=style, digits=digits) == minor
    machine = money.plain_minor(minor, digits)
    assert money.parse_minor(machine, style=DOT, digits=digits) == minor


@given(st.decimals(-(10**12), 10**12, places=9))
def test_canonical_text_of_a_quantity_reads_back(value: Decimal) -> None:
    assert money.parse_exact(money.plain_exact(value), style=DOT) == value


@given(st.text(max_size=12), st.sampled_from([DOT, COMMA]))
def test_any_text_is_an_amount_or_refused(typed: str, style: NumberStyle) -> None:
    try:
        minor = money.parse_minor(typed, style=style, digits=2)
    except Refused:
        return
    shown = money.format_minor(minor, style=style, digits=2)
    assert money.parse_minor(shown, style=style, digits=2) == minor


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.00", "2"), ("0.50", "0.5"), ("1E+3", "1000"), ("-0.00", "0"), ("100", "100"), ("-1.10", "-1.1")],
)
def test_an_exact_decimal_has_one_way_of_being_written(value: str, text: str) -> None:
    assert money.plain_exact(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Decimal("0.5"), 1),
        (Decimal("-0.5"), -1),
        (Decimal("2.5"), 3),
        (Decimal("2.4999999999"), 2),
        (Decimal("-2.51"), -3),
        (Fraction(7, 2), 4),
        (Fraction(-1, 3), 0),
        (Decimal("12345678901234567890123456789012345.5"), 12345678901234567890123456789012346),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Decimal | Fraction, rounded: int) -> None:
    assert money.round_half_away(value) == rounded


@pytest.mark.parametrize(
    ("total", "part", "whole", "share"),
    [
        (174, 250, 1000, 44),
        (174, 500, 1000, 87),
        (-174, 250, 1000, -44),
        (5, 1, 2, 3),
        (-5, 1, 2, -3),
        (0, 1, 3, 0),
    ],
)
def test_a_share_is_rounded_half_away_from_zero(total: int, part: int, whole: int, share: int) -> None:
    assert money.share_minor(total, part, whole) == share


def test_usd_paid_in_three_parts_relieves_its_euros_exactly() -> None:
    relieved = [money.share_minor(9137, so_far, 10000) for so_far in (3333, 6666, 10000)]
    assert relieved == [3045, 6091, 9137]


@given(MINOR, st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_parts_taken_cumulatively_add_up_to_the_total(total: int, parts: list[int]) -> None:
    taken = 0
    for so_far in (sum(parts[: i + 1]) for i in range(len(parts))):
        taken += money.share_minor(total, so_far, sum(parts)) - taken
    assert taken == total


@pytest.mark.parametrize(
    ("minor", "rate", "digits", "converted"),
    [
        (10000, "0.9137", (2, 2), 9137),
        (40000, "0.95", (2, 2), 38000),
        (1000, "0.0061", (0, 2), 610),
        (1000, "163.55", (2, 0), 1636),
        (-1000, "163.55", (2, 0), -1636),
        (1234, "2.5", (3, 2), 309),
    ],
)
def test_conversion_minds_the_decimals_of_both_currencies(
    minor: int, rate: str, digits: tuple[int, int], converted: int
) -> None:
    assert money.convert_minor(minor, Decimal(rate), *digits) == converted


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (1000, [1, 1, 1], [334, 333, 333]),
        (-1000, [1, 1, 1], [-334, -333, -333]),
        (1, [0, 1, 1], [0, 1, 0]),
        (0, [3, 1], [0, 0]),
        (100, [1, 2], [34, 66]),
    ],
)
def test_spare_units_go_to_the_earliest(total: int, weights: list[int], shares: list[int]) -> None:
    assert money.split_minor(total, weights) == shares


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (248, [100, 100, 100], [83, 83, 82]),
        (-248, [100, 100, 100], [-83, -83, -82]),
        (100, [1, 2], [33, 67]),
        (10, [1, 5, 3], [1, 6, 3]),
        (2, [0, 1, 1, 1], [0, 1, 1, 0]),
    ],
)
def test_spare_units_go_to_the_largest_remainder(total: int, weights: list[int], shares: list[int]) -> None:
    assert money.split_largest_remainder(total, weights) == shares


@given(MINOR, WEIGHTS)
def test_a_split_never_loses_a_unit_and_gives_nothing_for_nothing(total: int, weights: list[int]) -> None:
    for split in (money.split_minor, money.split_largest_remainder):
        shares = split(total, weights)
        assert sum(shares) == total
        assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@given(MINOR, WEIGHTS)
def test_a_share_is_its_exact_part_rounded_down_or_a_unit_more(total: int, weights: list[int]) -> None:
    for split in (money.split_minor, money.split_largest_remainder):
        for share, weight in zip(split(total, weights), weights, strict=True):
            assert abs(share) - abs(total) * weight // sum(weights) in (0, 1)


def test_a_spare_unit_goes_to_the_earliest_even_where_its_part_was_exact() -> None:
    assert money.split_minor(3, [2, 3, 1]) == [2, 1, 0]
    assert money.split_minor(852734556948, [485, 551, 1424]) == [168120430944, 190998675153, 493615450851]


@given(MINOR, WEIGHTS)
def test_by_largest_remainder_no_share_is_a_whole_unit_away_from_its_exact_part(
    total: int, weights: list[int]
) -> None:
    for share, weight in zip(money.split_largest_remainder(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1], [1, -1]])
def test_weights_that_share_nothing_out_are_a_bug_of_ours(weights: list[int]) -> None:
    for split in (money.split_minor, money.split_largest_remainder):
        with pytest.raises(ValueError, match="weights"):
            split(100, weights)


def test_a_style_is_named_by_its_example() -> None:
    assert money.style_named("1,250.00") == DOT
    assert money.style_named(" 1.250,00 ") == COMMA
    assert [DOT.example, COMMA.example] == ["1,250.00", "1.250,00"]


def test_an_unknown_style_is_refused_with_both_that_exist() -> None:
    with pytest.raises(Refused, match="'1 250,00' is not a number style") as caught:
        money.style_named("1 250,00")
    assert caught.value.hint == "write 1,250.00 or 1.250,00"


def test_a_currency_is_taken_in_any_case() -> None:
    assert money.check_currency(" eur ") == "EUR"
    assert [money.digits_of(code) for code in ("JPY", "EUR", "BHD", "CLF")] == [0, 2, 3, 4]


def test_a_mistyped_currency_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="'euro' is not a currency") as caught:
        money.check_currency("euro")
    assert caught.value.hint == "did you mean EUR?"


def test_a_currency_like_no_other_is_refused_with_an_example() -> None:
    with pytest.raises(Refused, match="'12' is not a currency") as caught:
        money.digits_of("12")
    assert caught.value.hint == "write its three letters, like EUR or USD"


def test_a_book_reads_and_writes_amounts_in_its_notation() -> None:
    spanish = Notation("EUR", COMMA)
    assert spanish.digits == 2
    assert spanish.parse("-1.250,5") == -125050
    assert spanish.format(125050) == "1.250,50"
