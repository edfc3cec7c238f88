"""A phone is found however it is spaced, in what is stored and in what is typed."""

import json

import pytest

from acctmgr.parties.phone_rules import forms_of, spelt_phones
from acctmgr.store.read import reading
from acctmgr.upkeep.search_text_queries import wrong_search_text
from conftest import Run

SPELT = ("+34 600 333 444", "600333444", "600 333 444", "600-333-444", "0034 600.333.444", "(600) 333/444")
TYPED = ("600333444", "600 333 444", "600.333.444", "600 333", "60033")


def found(run: Run, *words: str) -> list[tuple[str, str]]:
    result = run("search", *words, "--format", "json")
    assert result.code == 0, result.err
    return sorted((row["kind"], row["ref"]) for row in json.loads(result.out))


@pytest.mark.parametrize("stored", SPELT)
def test_a_phone_is_found_however_it_is_spaced(run: Run, stored: str) -> None:
    run("client", "add", "Acme", "--phone", stored)
    run("vendor", "add", "Paper", "--phone", stored)
    run("contact", "add", "Ana", "--client", "acme", "--phone", stored)
    run("log", "acme", f"asked for a call back at {stored} on Friday")
    everybody = [("activity", "1"), ("client", "acme"), ("contact", "1"), ("vendor", "paper")]
    for typed in TYPED:
        assert found(run, typed) == everybody, typed
    with_prefix = everybody if stored.startswith(("+", "00")) else found(run, "600333444")
    assert found(run, "+34 600 333 444") == found(run, "0034600333444") == with_prefix
    assert found(run, "paper", "600 333 444") == [("vendor", "paper")]
    assert found(run, "600 333 445") == found(run, "600333445") == []
    with reading() as db:
        assert list(wrong_search_text(db)) == []


def test_the_phone_is_shown_as_it_is_written(run: Run) -> None:
    run(
        "client",
        "add",
        "Acme",
        "--phone",
        "+34 600 333 444",
        "--note",
        "tea " * 30 + "or 600.111.222 " + "x " * 40,
    )
    assert json.loads(run("search 600333444 --format json").out)[0]["text"] == "Acme: +34 600 333 444"
    shown = json.loads(run("search 600111222 --format json").out)[0]["text"]
    assert "or 600.111.222 x" in shown


@pytest.mark.parametrize(
    ("phone", "forms"),
    [
        ("+34 600 333 444", ["34600333444", "600333444"]),
        ("0034 600 333 444", ["0034600333444", "34600333444", "600333444"]),
        ("600 333 444", ["600333444"]),
        ("+49 (0)171 1234567", ["4901711234567", "491711234567", "1711234567"]),
        ("0171/1234567", ["01711234567", "1711234567"]),
        ("+1 (212) 555-0100", ["12125550100", "2125550100"]),
        ("12345", []),
    ],
)
def test_the_digits_that_a_phone_is_found_by(phone: str, forms: list[str]) -> None:
    assert forms_of(phone) == forms


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("call 600 333 444, or +34 (91) 123-45-67.", ["600 333 444", "+34 (91) 123-45-67"]),
        ("INV-2026-0007 over 1,250,000.00", []),
        ("12 boxes, 3 pallets", []),
        ("4111111111111111111111", []),
        ("no digit", []),
    ],
)
def test_phones_in_a_text_are_known_by_their_digits(text: str, phones: list[str]) -> None:
    assert spelt_phones(text) == phones
