"""Credit notes: rule 16 of the books."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.documents.credit_rules import CodePart, code_parts, credit_nets, credit_split, rest_to_credit
from acctmgr.documents.total_rules import TaxLine


def tax(code: str, base: int, amount: int, *, kind: str = "added", position: int = 0) -> TaxLine:
    return TaxLine(code, position, kind, kind, Decimal(21), base, amount)


def in_parts(whole: list[CodePart], amounts: list[int]) -> list[list[CodePart]]:
    """The credit notes of some amounts, one after the other."""
    notes: list[list[CodePart]] = []
    for amount in amounts:
        notes.append(credit_split(amount, whole, so_far(notes)))
    return notes


def so_far(notes: list[list[CodePart]]) -> list[CodePart]:
    parts = [part for note in notes for part in note]
    return code_parts(sum(part.net_minor for part in parts), [line for part in parts for line in part.taxes])


def taxes_of(note: list[CodePart]) -> list[int]:
    return [line.tax_minor for part in note for line in part.taxes]


SMALL = code_parts(826, [tax("iva21", 826, 174)])
TWO_CODES = code_parts(20000, [tax("iva21", 10000, 2100), tax("iva10", 10000, 1000)])
SPAIN = code_parts(
    100000, [tax("irpf", 100000, 21000), tax("irpf", 100000, 15000, kind="withheld", position=1)]
)


def test_a_document_is_seen_by_tax_code_and_what_has_none_comes_last() -> None:
    parts = code_parts(1500, [tax("iva21", 1000, 210)])
    assert [(part.code, part.net_minor, part.total_minor) for part in parts] == [
        ("iva21", 1000, 1210),
        ("", 500, 500),
    ]


def test_four_equal_credits_give_back_exactly_the_tax() -> None:
    notes = in_parts(SMALL, [250, 250, 250, 250])
    assert [taxes_of(note) for note in notes] == [[44], [43], [44], [43]]
    assert [note[0].net_minor for note in notes] == [206, 207, 206, 207]


def test_a_credit_is_spread_over_the_codes_by_gross() -> None:
    (note,) = in_parts(TWO_CODES, [2310])
    assert [(part.code, part.net_minor, part.total_minor) for part in note] == [
        ("iva21", 1000, 1210),
        ("iva10", 1000, 1100),
    ]
    assert [line.base_minor for part in note for line in part.taxes] == [1000, 1000]


def test_a_credit_takes_back_its_share_of_what_was_withheld() -> None:
    (note,) = in_parts(SPAIN, [10600])
    assert (note[0].net_minor, taxes_of(note)) == (10000, [2100, 1500])


def test_a_credit_takes_back_self_assessed_tax_that_is_no_part_of_the_total() -> None:
    bill = code_parts(10000, [tax("reverse", 10000, 2100, kind="self_assessed")])
    (note,) = in_parts(bill, [2500])
    assert (note[0].net_minor, taxes_of(note)) == (2500, [525])


def test_the_taxes_that_a_code_adds_are_credited_as_one() -> None:
    whole = code_parts(50, [tax("re", 50, 10), tax("re", 50, 3, position=1)])  # 0.50 + 0.13
    notes = in_parts(whole, [21, 21, 21])
    assert [taxes_of(note) for note in notes] == [[3, 1], [4, 1], [3, 1]]  # 0.04, 0.09 and 0.13 so far
    by_lines = credit_nets({"re": 25}, whole, [])
    assert taxes_of(by_lines) == [
        5,
        2,
    ]  # half of 0.13 is 0.07


def test_lines_without_a_code_are_there_whatever_they_come_to() -> None:
    parts = code_parts(1000, [tax("iva21", 1000, 210)], has_untaxed=True)
    assert [(part.code, part.net_minor) for part in parts] == [("iva21", 1000), ("", 0)]
    note = credit_nets({"iva21": 1000, "": 0}, parts, [])
    assert [(part.code, part.net_minor, taxes_of([part])) for part in note] == [("iva21", 1000, [210])]
    with pytest.raises(Refused, match="more than the document has left under no tax code"):
        credit_nets({"": 50}, parts, [])


def test_untaxed_lines_are_credited_too() -> None:
    whole = code_parts(1500, [tax("iva21", 1000, 210)])
    (note,) = in_parts(whole, [171])
    assert [(part.code, part.net_minor, taxes_of([part])) for part in note] == [
        ("iva21", 100, [21]),
        ("", 50, []),
    ]


def test_a_full_credit_is_the_document() -> None:
    assert in_parts(TWO_CODES, [23100]) == [TWO_CODES]


def test_a_full_credit_takes_back_deductions_too() -> None:
    whole = code_parts(80000, [tax("iva21", 100000, 21000), tax("iva10", -20000, -2000)])
    first, second = in_parts(whole, [9900, 89100])
    assert [(part.net_minor, taxes_of([part])) for part in first] == [(10000, [2100]), (-2000, [-200])]
    assert [(part.net_minor, taxes_of([part])) for part in second] == [(90000, [18900]), (-18000, [-1800])]


def test_a_code_that_was_credited_in_full_gets_nothing_more() -> None:
    by_line = credit_nets({"iva10": 10000}, TWO_CODES, [])
    note = credit_split(6050, TWO_CODES, by_line)
    assert [(part.code, part.net_minor, taxes_of([part])) for part in note] == [("iva21", 5000, [1050])]


def test_a_credit_never_goes_past_the_invoice() -> None:
    with pytest.raises(Refused, match="more than what is left to credit"):
        credit_split(1001, SMALL, [])
    with pytest.raises(Refused, match="more than what is left to credit"):
        in_parts(SMALL, [600, 401])


@pytest.mark.parametrize("amount", [0, -100])
def test_a_credit_is_positive(amount: int) -> None:
    with pytest.raises(WrongUsage, match="amounts are positive"):
        credit_split(amount, SMALL, [])


def test_lines_credited_one_by_one_give_back_exactly_the_tax() -> None:
    whole = code_parts(309, [tax("iva21", 309, 65)])
    notes: list[list[CodePart]] = []
    for _ in range(3):
        notes.append(credit_nets({"iva21": 103}, whole, so_far(notes)))
    assert [taxes_of(note) for note in notes] == [[22], [21], [22]]


def test_a_deduction_is_credited_with_its_own_sign() -> None:
    whole = code_parts(80000, [tax("iva21", 100000, 21000), tax("iva10", -20000, -2000)])
    (part,) = credit_nets({"iva10": -5000}, whole, [])
    assert (part.net_minor, taxes_of([part])) == (-5000, [-500])


@pytest.mark.parametrize(
    ("nets", "message"),
    [
        ({"iva21": 10001}, "more than the document has left under iva21"),
        ({"iva21": -1}, "more than the document has left under iva21"),
        ({"iva4": 1}, "the document has nothing under iva4"),
        ({"": 1}, "the document has nothing under no tax code"),
    ],
)
def test_lines_are_never_credited_past_their_code(nets: dict[str, int], message: str) -> None:
    with pytest.raises(Refused, match=message):
        credit_nets(nets, TWO_CODES, [])


def test_the_rest_is_what_no_credit_has_taken_yet() -> None:
    rest = rest_to_credit(TWO_CODES, credit_nets({"iva10": 4000}, TWO_CODES, []))
    assert [(part.code, part.net_minor, taxes_of([part])) for part in rest] == [
        ("iva21", 10000, [2100]),
        ("iva10", 6000, [600]),
    ]


@st.composite
def documents(draw: st.DrawFn) -> list[CodePart]:
    """A document of some codes, each with two added taxes and a withheld one, and perhaps lines without a code."""
    nets = draw(st.lists(st.integers(1, 50_000), min_size=1, max_size=4))
    taxes = []
    for place, net in enumerate(nets):
        added, withheld = draw(st.integers(0, net // 2)), draw(st.integers(0, net // 4))
        taxes += [tax(f"c{place}", net, added), tax(f"c{place}", net, withheld, kind="withheld", position=1)]
        taxes += [tax(f"c{place}", net, draw(st.integers(0, net // 9)), position=2)]
    return code_parts(sum(nets) + draw(st.integers(0, 5_000)), taxes)


@settings(max_examples=150)
@given(documents(), st.data())
def test_credits_in_any_parts_sum_to_the_document(whole: list[CodePart], data: st.DataObject) -> None:
    left = sum(part.total_minor for part in whole)
    notes: list[list[CodePart]] = []
    while left:
        amount = left if len(notes) == 5 else data.draw(st.integers(1, left))
        notes += [credit_split(amount, whole, so_far(notes))]
        assert sum(part.total_minor for part in notes[-1]) == amount
        for part in rest_to_credit(whole, so_far(notes)):
            assert part.total_minor >= 0
            assert all(line.tax_minor >= 0 for line in part.taxes)
        left -= amount
    for part in rest_to_credit(whole, so_far(notes)):
        assert (part.net_minor, [line.tax_minor for line in part.taxes]) == (0, [0] * len(part.taxes))
