"""The currency table against the exceptions of ISO 4217, typed out."""

import pytest

from acctmgr.core.currencies import EXPONENTS
from acctmgr.core.money import currency_of_country

NO_DECIMALS = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
    "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
]  # fmt: skip
THREE_DECIMALS = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
WELL_KNOWN = ["AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "INR", "MXN", "NOK"]


def test_the_exceptions_of_iso_4217_are_all_there_and_no_others() -> None:
    assert sorted(code for code, digits in EXPONENTS.items() if digits == 0) == NO_DECIMALS
    assert sorted(code for code, digits in EXPONENTS.items() if digits == 3) == THREE_DECIMALS
    assert sorted(code for code, digits in EXPONENTS.items() if digits == 4) == ["CLF", "UYW"]
    assert set(EXPONENTS.values()) == {0, 2, 3, 4}


def test_the_well_known_currencies_have_two_decimals() -> None:
    assert [code for code in [*WELL_KNOWN, "PLN", "SEK", "TRY", "USD", "ZAR"] if EXPONENTS[code] != 2] == []


def test_the_table_holds_the_165_current_codes_and_six_withdrawn_ones() -> None:
    assert len(EXPONENTS) == 165 + 6
    assert {len(code) for code in EXPONENTS} == {3}


def test_gold_and_test_codes_are_no_money() -> None:
    assert not {"XAU", "XAG", "XTS", "XXX", "XDR"} & set(EXPONENTS)


@pytest.mark.parametrize(
    ("country", "currency"),
    [("ES", "EUR"), ("US", "USD"), ("gb", "GBP"), ("JP", "JPY"), ("LI", "CHF"), ("MX", "MXN"), ("BG", "EUR")],
)
def test_a_country_says_its_currency(country: str, currency: str) -> None:
    assert currency_of_country(country) == currency


def test_an_unknown_country_pays_in_euro() -> None:
    assert currency_of_country("ZZ") == "EUR"
    assert currency_of_country("") == "EUR"
