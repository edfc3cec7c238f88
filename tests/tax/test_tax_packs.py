"""The tax codes that come with the program."""

from datetime import date
from decimal import Decimal

import pytest

from acctmgr.core.errors import NotFound
from acctmgr.tax.packs import PACKS, pack
from acctmgr.tax.rules import TaxCode, added_rate, check_code, check_turns, shorthand

MAY = date(2026, 5, 4)
CHART = {"tax", "withheld_tax", "tax_not_due", "tax_settlement"}
CODES = [code for codes in PACKS.values() for code in codes]


def found(country: str, name: str) -> TaxCode:
    return next(code for code in pack(country) if code.code == name)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_makes_sense(code: TaxCode) -> None:
    check_code(code)
    assert {part.account_key for part in code.components} <= CHART
    assert code.components


@pytest.mark.parametrize("country", PACKS)
def test_no_code_of_a_country_comes_twice(country: str) -> None:
    check_turns(pack(country))


def test_two_countries_never_share_a_name() -> None:
    check_turns(CODES)


@pytest.mark.parametrize(
    "code",
    [code for code in CODES if code.treatment in ("exempt", "export", "reverse_charge")],
    ids=lambda c: c.code,
)
def test_a_buyer_who_pays_no_tax_reads_why(code: TaxCode) -> None:
    assert code.words


@pytest.mark.parametrize(
    ("country", "rate", "name"),
    [
        ("es", "21", "iva21"),
        ("es", "10", "iva10"),
        ("es", "4", "iva4"),
        ("es", "26.2", "iva21-re52"),
        ("es", "11.4", "iva10-re14"),
        ("es", "4.5", "iva4-re05"),
        ("de", "19", "ust19"),
        ("de", "7", "ust7"),
        ("uk", "20", "vat20"),
        ("uk", "5", "vat5"),
        ("uk", "0", "vat0"),
        ("us", "7.25", "us-ca"),
        ("us", "6.875", "us-mn"),
    ],
)
def test_a_bare_rate_means_the_usual_code_of_the_country(country: str, rate: str, name: str) -> None:
    assert shorthand(Decimal(rate), pack(country), MAY).code == name


@pytest.mark.parametrize("country", ["es", "de"])
def test_a_bare_zero_is_never_guessed_where_the_law_wants_a_reason(country: str) -> None:
    with pytest.raises(NotFound):
        shorthand(Decimal(0), pack(country), MAY)


def test_forty_five_states_and_the_capital_tax_sales() -> None:
    states = {code.code[3:] for code in pack("us") if len(code.code) == 5}
    assert len(states) == 46
    assert not states & {"ak", "de", "mt", "nh", "or"}


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("us-ca", "7.25"),
        ("us-la", "5"),
        ("us-ny", "4"),
        ("us-sd", "4.2"),
        ("us-tx", "6.25"),
        ("us-fl-miami-dade", "7"),
    ],
)
def test_a_state_has_its_rate(name: str, rate: str) -> None:
    assert added_rate(found("us", name)) == Decimal(rate)


def test_sales_tax_can_never_be_reclaimed() -> None:
    taxed = [part for code in pack("us") for part in code.components if part.rate]
    assert {part.deductible for part in taxed} == {Decimal(0)}


def test_spain_withholds_fifteen_or_seven() -> None:
    withheld = {
        code.code: part.rate for code in pack("es") for part in code.components if part.kind == "withheld"
    }
    assert withheld == {"iva21-irpf15": 15, "iva21-irpf7": 7, "iva21-irpf19": 19, "iva-exempt-irpf15": 15}


def test_a_small_german_business_says_so_on_its_invoice() -> None:
    assert "§ 19 UStG" in found("de", "ust-small").words


def test_an_unknown_country_names_the_known_ones() -> None:
    with pytest.raises(NotFound, match="no tax codes for 'fr'") as caught:
        pack("fr")
    assert caught.value.hint == "there are some for: es, de, uk, us"
