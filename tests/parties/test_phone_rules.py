"""Which spellings of a phone are one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.parties.phone_rules import check_phone, digits_of


@pytest.mark.parametrize(
    ("country", "spellings", "digits"),
    [
        (
            "DE",
            [
                "0171 123 45 67",
                "0171/1234567",
                "+49 171 1234567",
                "+49 (0)171 1234567",
                "0049 171 1234567",
                "(+49) 171-1234567",
            ],
            "491711234567",
        ),
        (
            "ES",
            ["600 000 000", "600.00.00.00", "+34600000000", "0034 600 000 000", "34600000000"],
            "34600000000",
        ),
        ("US", ["(212) 555-0100", "1-212-555-0100", "+1 212 555 0100", "011 1 212 555 0100"], "12125550100"),
        ("GB", ["020 7946 0000", "+44 20 7946 0000", "+44 (0)20 7946 0000"], "442079460000"),
        ("FR", ["01 23 45 67 89", "+33 1 23 45 67 89", "33123456789"], "33123456789"),
        ("IT", ["06 1234 5678", "+39 06 12345678", "0039 06 1234 5678"], "390612345678"),
        ("HU", ["06 30 123 4567", "+36 30 123 4567", "30 123 4567"], "36301234567"),
        ("RU", ["8 (495) 123-45-67", "495 123 45 67", "+7 495 1234567", "810 7 495 1234567"], "74951234567"),
        ("RU", ["812 123 45 67", "8 812 123 45 67"], "78121234567"),
        ("AU", ["0412 345 678", "+61 412 345 678", "0011 61 412 345 678"], "61412345678"),
        ("", ["+34 600 000 000", "0034600000000"], "34600000000"),
        ("", ["0171 123", "0171-123"], "0171123"),
        ("XX", ["0171 123"], "0171123"),
        ("ES", ["٦٠٠ 000 000"], "34600000000"),
    ],
)
def test_spellings_of_one_number_are_the_same(country: str, spellings: list[str], digits: str) -> None:
    assert {digits_of(phone, country) for phone in spellings} == {digits}


def test_a_number_from_abroad_is_the_same_in_every_country() -> None:
    assert {digits_of("+49 171 1234567", country) for country in ("DE", "ES", "US", "RU", "")} == {
        "491711234567"
    }


def test_an_extension_makes_another_number() -> None:
    extended = {
        digits_of(f"912 345 678 {word}", "ES") for word in ("ext. 12", "ext 12", "x12", "#12", "extension 12")
    }
    assert extended == {"34912345678x12"}


def test_words_are_not_lost_in_comparing() -> None:
    assert digits_of("1-800-FLOWERS", "US") != digits_of("1-800-FLORIST", "US")


@pytest.mark.parametrize("text", ["abc", "12", "+", "() -"])
def test_what_has_no_three_digits_is_no_phone(text: str) -> None:
    with pytest.raises(Refused, match="is no phone number"):
        check_phone(text, "ES")


def test_a_phone_is_kept_as_typed() -> None:
    assert check_phone("  600  000 000 ", "ES") == ("600 000 000", "34600000000")


@given(
    number=st.from_regex(r"[1-9][0-9]{8,9}", fullmatch=True),
    signs=st.lists(st.sampled_from(["", " ", "-", ".", "/"]), min_size=10, max_size=10),
    code=st.sampled_from([("DE", "49"), ("GB", "44"), ("SE", "46")]),
)
def test_at_home_and_from_abroad_is_one_number_however_it_is_parted(
    number: str, signs: list[str], code: tuple[str, str]
) -> None:
    country, prefix = code
    parted = "".join(digit + sign for digit, sign in zip(number, signs, strict=False)) + number[len(signs) :]
    forms = (f"0{parted}", f"+{prefix} {parted}", f"00{prefix}{parted}", f"+{prefix} (0) {parted}")
    assert {digits_of(form, country) for form in forms} == {prefix + number}
