"""Bank account numbers: what is one, and what is wrong with what is none."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.invoices.iban_rules import check_iban, grouped


@pytest.mark.parametrize(
    "typed",
    [
        "DE89 3704 0044 0532 0130 00",
        "es91 2100 0418 4502 0005 1332",
        "GB29NWBK60161331926819",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
        "FR1420041010050500013M02606",
    ],
)
def test_a_true_one_is_kept_without_spaces_in_upper_case(typed: str) -> None:
    assert check_iban(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("DE89 3704 0044 0532 0130 01", "its check digits don't fit"),
        ("ES91 2100 0418 4502 0005 133", "in ES they have 24 signs, this one 23"),
        ("DE89 3704 0044 0532 0130 000", "in DE they have 22 signs, this one 23"),
        ("XX89 3704 0044 0532 0130 00", "XX is no country that has them"),
        ("12345678", "is not an IBAN"),
        ("DE89 3704 0044 0532 0130 0ü", "is not an IBAN"),
    ],
)
def test_what_is_none_is_refused_with_its_reason(typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_iban(typed)


def test_two_digits_changed_about_are_found() -> None:
    with pytest.raises(Refused, match="check digits"):
        check_iban("DE89 3704 0044 0532 0103 00")


def test_people_read_it_in_fours() -> None:
    assert grouped("NO9386011117947") == "NO93 8601 1117 947"
