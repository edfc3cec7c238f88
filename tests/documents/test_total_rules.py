"""What documents come to: rules 1 to 4 of the books."""

import sqlite3
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.documents.tables import DocumentTax
from acctmgr.documents.total_rules import (
    TAX_EFFECT,
    WAY,
    AmountOff,
    Code,
    Discount,
    LineIn,
    PercentOff,
    TaxLine,
    Totals,
    discount_minor,
    spread,
    totals,
)
from acctmgr.tax.rules import TaxCode, TaxComponent, deductible_split

IVA = TaxComponent("IVA", Decimal(21))
IVA21 = TaxCode("iva21", "IVA 21", components=(IVA,))
IVA10 = TaxCode("iva10", "IVA 10", components=(TaxComponent("IVA", Decimal(10)),))
IRPF = TaxCode("iva21-irpf15", "IRPF", components=(IVA, TaxComponent("IRPF", Decimal(15), "withheld")))
RECARGO = TaxCode("iva21-re52", "Recargo", components=(IVA, TaxComponent("Recargo", Decimal("5.2"))))
COUNTY = TaxCode(
    "us-fl-miami-dade",
    "Florida",
    components=(TaxComponent("State", Decimal(6)), TaxComponent("County", Decimal(1))),
)
REVERSE = TaxCode(
    "iva-reverse",
    "Reverse",
    "reverse_charge",
    components=(TaxComponent("IVA", Decimal(21), "self_assessed"),),
)
CAR = TaxCode("iva21-car", "Car", components=(TaxComponent("IVA", Decimal(21), deductible=Decimal(50)),))
EXEMPT = TaxCode("exempt", "Exempt", "exempt")
CODES = (None, IVA21, IVA10, IRPF, RECARGO, COUNTY, REVERSE, EXEMPT)


def line(
    price: str, tax: Code | None = IVA21, quantity: str = "1", discount: Discount | None = None
) -> LineIn:
    return LineIn(Decimal(quantity), Decimal(price), discount, tax)


def taxes_of(result: Totals) -> list[tuple[str, str, int, int]]:
    return [(tax.code, tax.kind, tax.base_minor, tax.tax_minor) for tax in result.taxes]


# rule 1: rounding


def test_tax_rounds_once_over_the_document() -> None:
    result = totals([line("1.03")] * 3, digits=2)
    assert (result.line_nets, result.tax_minor, result.total_minor) == ((103, 103, 103), 65, 374)
    assert result.taxes == (TaxLine("iva21", 0, "IVA", "added", Decimal(21), 309, 65),)


def test_tax_rounds_on_each_line_where_the_book_says_so() -> None:
    result = totals([line("1.03")] * 3, digits=2, rounding="line")
    assert (result.tax_minor, result.total_minor) == (66, 375)
    assert taxes_of(result) == [("iva21", "added", 309, 66)]


def test_a_line_rounds_quantity_times_price_half_away_from_zero() -> None:
    halves = [line("0.005", None), line("-0.005", None, "3"), line("1", None)]
    assert totals(halves, digits=2).line_nets == (1, -2, 100)


def test_a_line_of_many_digits_is_worked_out_exactly() -> None:
    # 28 significant digits, the usual precision of decimals, would lose the half
    result = totals([line("111111111.111111111", None, "9000.000000001")], digits=2)
    assert result.net_minor == 100000000000011


@pytest.mark.parametrize(("digits", "net", "tax"), [(0, 101, 21), (2, 10050, 2111), (3, 100500, 21105)])
def test_the_currency_says_how_many_decimals(digits: int, net: int, tax: int) -> None:
    result = totals([line("33.5", quantity="3")], digits=digits)
    assert (result.net_minor, result.tax_minor) == (net, tax)


def test_a_line_discount_in_percent_rounds_by_itself() -> None:
    assert totals([line("1.03", None, "3", PercentOff(Decimal(10)))], digits=2).line_nets == (278,)


def test_a_line_discount_as_an_amount_comes_off() -> None:
    assert totals([line("1.03", None, "3", AmountOff(50))], digits=2).line_nets == (259,)


def test_a_discount_on_a_deduction_makes_it_smaller() -> None:
    result = totals([line("100", None), line("10", None, "-2", PercentOff(Decimal(10)))], digits=2)
    assert result.line_nets == (10000, -1800)


def test_a_discount_of_everything_leaves_nothing() -> None:
    assert totals([line("10", discount=AmountOff(1000))], digits=2).total_minor == 0


@pytest.mark.parametrize(
    ("discount", "message"),
    [
        (AmountOff(1001), "the discount is more than what it is taken from"),
        (AmountOff(-1), "a discount is not negative"),
        (PercentOff(Decimal("100.1")), "a discount of 100.1 % is not between 0 and 100"),
        (PercentOff(Decimal(-5)), "a discount of -5 % is not between 0 and 100"),
    ],
)
def test_an_impossible_discount_is_refused(discount: Discount, message: str) -> None:
    with pytest.raises(Refused, match=message):
        totals([line("10", discount=discount)], digits=2)
    with pytest.raises(Refused, match=message):
        totals([line("10")], digits=2, discount=discount)


def test_a_document_may_deduct_but_not_come_to_less_than_zero() -> None:
    result = totals([line("1000"), line("-200")], digits=2)
    assert (result.net_minor, result.tax_minor, result.total_minor) == (80000, 16800, 96800)
    with pytest.raises(Refused, match="the document comes to less than zero"):
        totals([line("100"), line("-100.01")], digits=2)


def test_figures_too_big_for_a_book_are_refused() -> None:
    with pytest.raises(Refused, match="999999999999999 x 999999999999999 is too much"):
        totals([line("999999999999999", quantity="999999999999999")], digits=2)
    with pytest.raises(Refused, match="the document comes to too much"):
        totals([line("90000000000000", None)] * 2, digits=2)


def test_a_document_without_lines_comes_to_nothing() -> None:
    assert totals([], digits=2) == Totals((), (), 0, (), 0, 0, 0, 0)


# rule 2: tax included


def test_tax_comes_out_of_the_sum_of_the_gross() -> None:
    result = totals([line("1.00")] * 3, digits=2, tax_included=True)
    assert (result.tax_minor, result.line_nets, result.total_minor) == (52, (83, 83, 82), 300)


def test_tax_comes_out_of_each_line_where_the_book_rounds_per_line() -> None:
    result = totals([line("1.00")] * 3, digits=2, tax_included=True, rounding="line")
    assert (result.tax_minor, result.line_nets, result.total_minor) == (51, (83, 83, 83), 300)


def test_two_added_taxes_inside_share_what_comes_out() -> None:
    result = totals([line("126.20", RECARGO)], digits=2, tax_included=True)
    assert (result.net_minor, [tax.tax_minor for tax in result.taxes]) == (10000, [2100, 520])


def test_what_is_withheld_is_not_inside_the_gross() -> None:
    result = totals([line("121", IRPF)], digits=2, tax_included=True)
    assert (result.net_minor, result.tax_minor, result.withheld_minor, result.total_minor) == (
        10000,
        2100,
        1500,
        10600,
    )


def test_a_discount_on_tax_included_prices_is_gross_and_lowers_every_code_alike() -> None:
    ten_percent = PercentOff(Decimal(10))
    result = totals([line("121"), line("110", IVA10)], digits=2, tax_included=True, discount=ten_percent)
    assert (result.discount_minor, result.line_nets) == (2310, (9000, 9000))
    assert taxes_of(result) == [("iva21", "added", 9000, 1890), ("iva10", "added", 9000, 900)]
    assert result.total_minor == 20790


def test_a_deduction_among_tax_included_lines_keeps_its_own_net() -> None:
    result = totals([line("1"), line("1"), line("-0.50")], digits=2, tax_included=True)
    assert (result.line_nets, result.tax_minor, result.total_minor) == ((83, 82, -41), 26, 150)


def test_tax_included_lines_that_cancel_out_leave_no_tax() -> None:
    result = totals([line("1"), line("-1")], digits=2, tax_included=True)
    assert (result.line_nets, result.tax_minor, result.total_minor) == ((83, -83), 0, 0)


def test_untaxed_and_exempt_lines_have_nothing_inside() -> None:
    result = totals([line("5", None), line("7", EXEMPT)], digits=2, tax_included=True)
    assert (result.line_nets, taxes_of(result)) == ((500, 700), [("exempt", "added", 700, 0)])


# rule 3: discount on the document


def test_a_discount_on_the_document_is_spread_before_tax() -> None:
    result = totals([line("100"), line("100", IVA10)], digits=2, discount=AmountOff(5000))
    assert taxes_of(result) == [("iva21", "added", 7500, 1575), ("iva10", "added", 7500, 750)]
    assert (result.line_amounts, result.line_nets) == ((10000, 10000), (7500, 7500))
    assert (result.discount_minor, result.tax_minor, result.total_minor) == (5000, 2325, 17325)


def test_a_discount_in_percent_comes_to_the_same() -> None:
    result = totals([line("100"), line("100", IVA10)], digits=2, discount=PercentOff(Decimal(25)))
    assert (result.discount_minor, result.tax_minor) == (5000, 2325)


def test_an_odd_cent_of_discount_goes_to_the_largest_remainder() -> None:
    assert totals([line("1", None)] * 3, digits=2, discount=AmountOff(100)).line_nets == (66, 67, 67)


def test_a_deduction_is_discounted_too() -> None:
    result = totals([line("1000"), line("-200")], digits=2, discount=PercentOff(Decimal(10)))
    assert (result.discount_minor, result.line_nets) == (8000, (90000, -18000))


def test_a_discount_of_all_leaves_nothing_to_tax() -> None:
    lines = [line("100"), line("-50", IVA10)]
    result = totals(lines, digits=2, discount=PercentOff(Decimal(100)))
    assert (result.line_nets, result.tax_minor, result.total_minor) == ((0, 0), 0, 0)


def test_an_amount_is_spread_in_proportion() -> None:
    assert spread(1300, [10000, -2000, 5000]) == [1000, -200, 500]
    assert spread(0, [0, 0]) == [0, 0]


def test_no_discount_is_nothing_off() -> None:
    assert discount_minor(None, 1000) == 0


# rule 4: codes of several components


def test_spain_adds_vat_and_withholds_income_tax() -> None:
    result = totals([line("1000", IRPF)], digits=2)
    assert (result.tax_minor, result.withheld_minor, result.total_minor) == (21000, 15000, 106000)
    assert taxes_of(result) == [
        ("iva21-irpf15", "added", 100000, 21000),
        ("iva21-irpf15", "withheld", 100000, 15000),
    ]


def test_a_shop_pays_recargo_beside_the_vat() -> None:
    result = totals([line("100", RECARGO)], digits=2)
    assert ([tax.tax_minor for tax in result.taxes], result.total_minor) == ([2100, 520], 12620)


def test_state_and_county_are_two_taxes_of_one_code() -> None:
    result = totals([line("100", COUNTY)], digits=2)
    assert [(tax.position, tax.name, tax.tax_minor) for tax in result.taxes] == [
        (0, "State", 600),
        (1, "County", 100),
    ]
    assert result.total_minor == 10700


@pytest.mark.parametrize(
    ("price", "code", "taxes"),
    [
        ("0.50", "iva21-re52", [10, 3]),  # 26.2 % of 0.50 is 0.13; 0.11 and 0.03 would be 0.14
        ("0.60", "us-fl-miami-dade", [3, 1]),  # 7 % of 0.60 is 0.04; 0.04 and 0.01 would be 0.05
        ("-0.50", "iva21-re52", [-10, -3]),
    ],
)
def test_components_of_one_code_share_its_rounded_tax(price: str, code: str, taxes: list[int]) -> None:
    of = {one.code: one for one in (RECARGO, COUNTY)}[code]
    result = totals([line("10", None), line(price, of)], digits=2)
    assert [tax.tax_minor for tax in result.taxes] == taxes


def test_what_is_withheld_or_self_assessed_is_rounded_as_a_figure_of_its_own() -> None:
    both = TaxCode(
        "both",
        "Both",
        components=(
            IVA,
            TaxComponent("Recargo", Decimal("5.2")),
            TaxComponent("IRPF", Decimal(15), "withheld"),
        ),
    )
    result = totals([line("0.50", both)], digits=2)
    assert [tax.tax_minor for tax in result.taxes] == [10, 3, 8]
    assert result.total_minor == 50 + 13 - 8


def test_half_the_tax_on_a_car_bill_is_deductible() -> None:
    result = totals([line("200", CAR)], digits=2, buying=True)
    assert (result.net_minor, result.tax_minor, result.total_minor) == (20000, 4200, 24200)
    assert deductible_split(result.taxes[0].tax_minor, CAR.components[0]) == (2100, 2100)


def test_a_foreign_software_bill_is_payable_without_its_self_assessed_tax() -> None:
    result = totals([line("100", REVERSE)], digits=2, buying=True)
    assert taxes_of(result) == [("iva-reverse", "self_assessed", 10000, 2100)]
    assert (result.tax_minor, result.total_minor) == (0, 10000)


def test_a_sale_under_reverse_charge_owes_no_tax_but_keeps_its_base() -> None:
    result = totals([line("100", REVERSE)], digits=2)
    assert taxes_of(result) == [("iva-reverse", "self_assessed", 10000, 0)]
    assert result.total_minor == 10000


def test_taxes_stand_in_the_order_of_the_lines_and_once_per_code() -> None:
    result = totals([line("1", IVA10), line("2"), line("3", IVA10), line("4", None)], digits=2)
    assert taxes_of(result) == [("iva10", "added", 400, 40), ("iva21", "added", 200, 42)]
    assert result.net_minor == 1000


# for all documents

some_lines = st.lists(
    st.builds(
        LineIn,
        st.decimals("0.001", 40, places=3),
        st.decimals(-30, 500, places=4),
        st.none() | st.builds(PercentOff, st.decimals(0, 100, places=2)),
        st.sampled_from(CODES),
    ),
    min_size=1,
    max_size=6,
)


ways = st.fixed_dictionaries(
    {
        "digits": st.integers(0, 3),
        "discount": st.none() | st.builds(PercentOff, st.decimals(0, 100, places=2)),
        "tax_included": st.booleans(),
        "rounding": st.sampled_from(["document", "line"]),
        "buying": st.booleans(),
    }
)


def check_shared(result: Totals, way: dict[str, Any]) -> None:
    """What a code adds is its rate of its base, rounded once, however many components it has."""
    if way["rounding"] == "line" or way["tax_included"]:
        return
    for code in {tax.code for tax in result.taxes}:
        added = [tax for tax in result.taxes if tax.code == code and tax.kind == "added"]
        exact = sum(tax.base_minor * tax.rate for tax in added) / 100
        assert (
            sum(tax.tax_minor for tax in added) == exact.to_integral_value(ROUND_HALF_UP) if added else True
        )


@settings(max_examples=150)
@given(some_lines, ways)
def test_every_document_adds_up(lines: list[LineIn], way: dict[str, Any]) -> None:
    try:
        result = totals(lines, **way)
    except Refused:
        assume(False)
    check_shared(result, way)
    priced = sum(result.line_amounts) - result.discount_minor
    assert sum(result.line_nets) == result.net_minor
    assert result.net_minor + (result.tax_minor if way["tax_included"] else 0) == priced
    assert result.net_minor + result.tax_minor - result.withheld_minor == result.total_minor
    for tax in result.taxes:
        own = [
            net
            for net, given in zip(result.line_nets, lines, strict=True)
            if given.tax and given.tax.code == tax.code
        ]
        assert sum(own) == tax.base_minor
        counts = way["buying"] or tax.kind != "self_assessed"
        exact = tax.base_minor * tax.rate / 100 if counts else 0
        assert abs(tax.tax_minor - exact) <= (2 if way["rounding"] == "document" else 2 * len(own))


@given(st.integers(0, 10**9), st.lists(st.integers(-(10**6), 10**6), min_size=1))
def test_spreading_loses_nothing(amount: int, over: list[int]) -> None:
    assume(max(over) > 0)
    shares = spread(amount, over)
    assert sum(shares) == amount
    assert all(share == 0 for share, weight in zip(shares, over, strict=True) if not weight)


@pytest.mark.parametrize(("kind", "effect"), [("added", 21), ("withheld", -21), ("self_assessed", 0)])
def test_a_tax_moves_the_total_by_its_kind_in_python_and_in_sql(kind: str, effect: int) -> None:
    assert WAY[kind] * 21 == effect
    db = sqlite3.connect(":memory:")
    sql = TAX_EFFECT.format(kind="kind", minor="tax_minor")
    assert db.execute(f"SELECT {sql} FROM (SELECT ? AS kind, 21 AS tax_minor)", (kind,)).fetchone() == (
        effect,
    )


def test_every_kind_of_tax_that_the_book_takes_has_its_effect() -> None:
    checks = [str(check.sqltext) for check in DocumentTax.__table__.constraints if hasattr(check, "sqltext")]
    assert f"kind IN ({', '.join(repr(kind) for kind in WAY)})" in checks
