"""Tax codes: what a bare rate means, what is refused, how a purchase tax is shared."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import AcctError, Conflict, NotFound, Refused
from acctmgr.core.money import COMMA
from acctmgr.tax.rules import (
    TaxCode,
    TaxComponent,
    account_key_of,
    added_rate,
    box_of,
    check_code,
    check_turns,
    deductible_split,
    parse_component,
    shorthand,
    valid_on,
)

MAY = date(2026, 5, 4)
IVA = TaxComponent("IVA", Decimal(21))
IRPF = TaxComponent("IRPF", Decimal(15), "withheld")
RECARGO = TaxComponent("Recargo", Decimal("5.2"))
ASSESSED = TaxComponent("IVA", Decimal(21), "self_assessed")
HALF = TaxComponent("IVA", Decimal(21), deductible=Decimal(50))


def code(name: str, *components: TaxComponent, treatment: str = "standard") -> TaxCode:
    return TaxCode(name, name.upper(), treatment, components=components)


def test_a_code_adds_the_sum_of_its_added_components() -> None:
    assert added_rate(code("iva21-re52-irpf15", IVA, RECARGO, IRPF)) == Decimal("26.2")


def test_a_code_holds_from_its_first_day_to_its_last() -> None:
    dated = code("iva21", IVA)._replace(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [valid_on(dated, day) for day in days] == [False, True, True, False]


def test_a_code_without_dates_always_holds() -> None:
    assert valid_on(code("iva21", IVA), date(1999, 1, 1))


def test_a_bare_rate_means_the_code_that_adds_it_and_does_nothing_else() -> None:
    codes = [
        code("iva21-irpf15", IVA, IRPF),
        code("iva21", IVA),
        code("iva21-re52", IVA, RECARGO),
        code("iva-reverse", ASSESSED, treatment="reverse_charge"),
    ]
    assert shorthand(Decimal("21.0"), codes, MAY).code == "iva21"


def test_a_bare_rate_means_the_code_that_holds_that_day() -> None:
    old = code("ust16", TaxComponent("USt", Decimal(16)))._replace(valid_to=date(2020, 12, 31))
    with pytest.raises(NotFound, match="no tax code adds 16 % on 2026-05-04"):
        shorthand(Decimal(16), [old], MAY)
    assert shorthand(Decimal(16), [old], date(2020, 8, 1)).code == "ust16"


def test_a_bare_rate_means_the_fully_deductible_code_first() -> None:
    assert shorthand(Decimal(21), [code("iva21-car", HALF), code("iva21", IVA)], MAY).code == "iva21"
    assert shorthand(Decimal(21), [code("iva21-car", HALF)], MAY).code == "iva21-car"


def test_a_bare_rate_that_fits_two_codes_names_them() -> None:
    seven = TaxComponent("Sales tax", Decimal(7), deductible=Decimal(0))
    with pytest.raises(Conflict, match="7 % on 2026-05-04 may be us-in, us-tn"):
        shorthand(Decimal(7), [code("us-tn", seven), code("us-in", seven)], MAY)


def test_zero_means_the_zero_rate_and_never_an_exemption() -> None:
    none = TaxComponent("VAT", Decimal(0))
    exempt, zero = code("vat-exempt", none, treatment="exempt"), code("vat0", none, treatment="zero")
    assert shorthand(Decimal(0), [exempt, zero], MAY).code == "vat0"
    with pytest.raises(NotFound) as caught:
        shorthand(Decimal(0), [exempt], MAY)
    assert caught.value.hint == "see: acctmgr tax list; new ones come with: acctmgr tax load, acctmgr tax add"


def test_half_of_the_tax_on_a_car_is_deducted_and_the_odd_cent_too() -> None:
    assert deductible_split(4200, HALF) == (2100, 2100)
    assert deductible_split(21, HALF) == (11, 10)
    assert deductible_split(-21, HALF) == (-11, -10)


def test_purchase_tax_that_cannot_be_reclaimed_is_cost() -> None:
    assert deductible_split(725, TaxComponent("CA", Decimal("7.25"), deductible=Decimal(0))) == (0, 725)
    assert deductible_split(2100, IVA) == (2100, 0)


@given(st.integers(-(10**12), 10**12), st.decimals(0, 100, places=4))
def test_a_split_purchase_tax_loses_nothing(tax: int, deductible: Decimal) -> None:
    back, cost = deductible_split(tax, IVA._replace(deductible=deductible))
    assert back + cost == tax
    assert abs(back) <= abs(tax)


def test_each_kind_posts_to_its_own_account_unless_told() -> None:
    assert [account_key_of(part) for part in (IVA, IRPF, ASSESSED)] == ["tax", "withheld_tax", "tax"]
    assert account_key_of(IVA._replace(account_key="clearing")) == "clearing"


def test_a_box_may_differ_for_sales_and_purchases() -> None:
    both, one = IVA._replace(box="09/29"), IVA._replace(box="60")
    assert [box_of(part, buying=buying) for part in (both, one) for buying in (False, True)] == [
        "09", "29", "60", "60",
    ]  # fmt: skip


def test_a_component_is_read_as_typed() -> None:
    assert parse_component("IRPF; 15; withheld; account=withheld_tax; box=01; deductible=50") == TaxComponent(
        "IRPF", Decimal(15), "withheld", "withheld_tax", Decimal(50), "01"
    )
    assert parse_component("County ; 2.25 %") == TaxComponent("County", Decimal("2.25"))
    assert parse_component("Recargo; 5,2", style=COMMA) == RECARGO


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("IRPF", "'IRPF' is not a tax component"),
        ("; 15", "'; 15' is not a tax component"),
        ("IRPF; many", "'many' is not a number"),
        ("IRPF; 15; hidden", "'hidden' says nothing about a tax component"),
        ("IRPF; 15; kind=withheld", "'kind=withheld' says nothing about a tax component"),
        ("IRPF; 15; withheld; added", "says something twice"),
        ("IRPF; 101", "a rate of 101 % is not between 0 and 100"),
        ("IRPF; 1.00005", "a rate of 1.00005 % has more than 4 decimals"),
        ("IRPF; 15; deductible=100.5", "a deductible share of 100.5 % is not between 0 and 100"),
        ("IRPF; -1", "percentages are positive"),
    ],
)
def test_a_component_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(AcctError, match=message):
        parse_component(text)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (code("IVA 21", IVA), "'IVA 21' is no name for a tax code"),
        (code("21", IVA), "'21' is no name for a tax code"),
        (code("iva-", IVA), "'iva-' is no name for a tax code"),
        (code("iva21", IVA, treatment="odd"), "'odd' is no treatment"),
        (
            code("iva21", IVA)._replace(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)),
            "iva21 ends on 2026-01-01, before it begins",
        ),
        (code("iva21"), "iva21 needs a component"),
        (code("iva21", IVA._replace(name=" ")), "a tax component needs a name"),
        (code("iva21", IVA._replace(kind="hidden")), "'hidden' is no kind of tax"),
        (code("iva-zero", IVA, treatment="zero"), "iva-zero is zero and can't add a tax"),
        (code("iva-eu", IVA, treatment="reverse_charge"), "iva-eu is reverse_charge and can't add a tax"),
        (code("iva-ex", ASSESSED, treatment="exempt"), "iva-ex is exempt and can't self-assess a tax"),
        (
            code("twice", IRPF._replace(rate=Decimal(60)), IRPF._replace(rate=Decimal(41))),
            "twice withholds more than everything",
        ),
    ],
)
def test_a_code_that_makes_no_sense_is_refused(bad: TaxCode, message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_code(bad)


def test_an_exempt_code_may_withhold_and_may_have_no_component() -> None:
    check_code(code("iva-exempt-irpf15", IRPF, treatment="exempt"))
    check_code(code("no-tax", treatment="out_of_scope"))


def test_codes_of_one_name_follow_each_other_in_time() -> None:
    until, since = date(2020, 6, 30), date(2020, 7, 1)
    old, new = code("ust", IVA)._replace(valid_to=until), code("ust", IVA)._replace(valid_from=since)
    check_turns([new, code("vat", IVA), old])
    with pytest.raises(Conflict, match="ust would hold twice on 2020-06-30"):
        check_turns([old, new._replace(valid_from=until)])
    with pytest.raises(Conflict, match="ust would hold twice on every day"):
        check_turns([code("ust", IVA), code("ust", IVA)])
