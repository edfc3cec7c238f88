"""What was typed becomes the values of columns."""

from contextlib import suppress
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from acctmgr.core.errors import AcctError
from acctmgr.parties import fact_rules, rules
from acctmgr.parties.handle_rules import handle_of

TODAY = date(2026, 7, 15)


def test_facts_are_columns_with_their_values() -> None:
    typed = {
        "name": " Acme  Corp ",
        "email": " Ana@ACME.example ",
        "country": "es",
        "currency": "usd",
        "terms": "0",
        "status": "Active",
        "tier": "a",
        "since": "+1d",
        "address": "1 High Street\n33001  Oviedo",
        "phone": None,
        "tag": ["vip"],
    }
    assert fact_rules.facts_of(typed, TODAY) == {
        "name": "Acme Corp",
        "email": "ana@acme.example",
        "country": "ES",
        "currency": "USD",
        "terms_days": 0,
        "status": "active",
        "tier": "A",
        "since_on": date(2026, 7, 16),
        "address": "1 High Street\n33001  Oviedo",
    }


def test_the_longest_terms_are_ten_years() -> None:
    assert fact_rules.check_terms("3650") == 3650


def test_tags_are_lower_case_and_each_once() -> None:
    assert fact_rules.tags_of(["VIP", "vip", " Key  Account "]) == ["vip", "key account"]


def test_a_field_is_parted_at_its_first_sign() -> None:
    assert fact_rules.fields_of(["formula=a=b", "region= north ", "region=south"]) == {
        "formula": "a=b",
        "region": "south",
    }


@given(st.text(max_size=60))
def test_a_handle_made_from_a_name_is_one_that_may_be_typed(name: str) -> None:
    made = rules.free_handle(name, {handle_of(name)})
    assert rules.check_handle(made) == made
    assert made.startswith(rules.handle_stem(name)[:30].rstrip("-"))


@given(st.text())
def test_any_text_is_an_email_or_an_error_for_people(text: str) -> None:
    try:
        email = fact_rules.check_email(text)
    except AcctError:
        return
    assert email.count("@") == 1
    assert " " not in email


@pytest.mark.parametrize("key", fact_rules.FACTS)
@given(text=st.text(min_size=1))
def test_no_text_breaks_a_fact(key: str, text: str) -> None:
    with suppress(AcctError):  # any other error fails
        assert len(fact_rules.facts_of({key: text}, TODAY)) <= 1
