"""Which addresses are taken, and how a letter has them."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.parties.email_rules import check_email, letter_address, like_kept


@pytest.mark.parametrize(
    ("typed", "kept", "in_a_letter"),
    [
        ("Ana@Acme.example", "ana@acme.example", "ana@acme.example"),
        (" ana@acme.example ", "ana@acme.example", "ana@acme.example"),
        ("ana+bills@acme.example", "ana+bills@acme.example", "ana+bills@acme.example"),
        ("ana@intranet", "ana@intranet", "ana@intranet"),  # on a network of one's own
        ("ana@mail.local", "ana@mail.local", "ana@mail.local"),
        ("ana@localhost", "ana@localhost", "ana@localhost"),
        ("info@peña.example", "info@peña.example", "info@xn--pea-8ma.example"),
        ("info@xn--pea-8ma.example", "info@peña.example", "info@xn--pea-8ma.example"),
    ],
)
def test_an_address_is_kept_in_lower_case_and_written_in_ascii(
    typed: str, kept: str, in_a_letter: str
) -> None:
    assert check_email(typed) == kept
    assert letter_address(kept) == in_a_letter


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        *(
            (typed, "write it like ana@acme.example")
            for typed in (
                "ana", "@acme.example", "ana@", "a@b@c.example", "a b@acme.example", "Ana <a@acme.example>",
                "a@acme.example, b@acme.example", '"a b"@acme.example', "a@b\r\nBcc: x@y",
            )
        ),
        ("a..b@acme.example", "before the @ a dot stands between two other characters"),
        (".a@acme.example", "before the @ a dot stands between two other characters"),
        ("a.@acme.example", "before the @ a dot stands between two other characters"),
        ("josé@acme.example", "before the @ letters have no accents, since most servers take no others"),
        ("<a@acme.example>", "before the @ there can't be <"),
        ("a\\b@acme.example", "before the @ there can't be \\"),
        ("a@acme..example", "after the @ a dot stands between two parts of the domain"),
        ("a@acme.example.", "after the @ a dot stands between two parts of the domain"),
        ("a@-acme.example", "after the @ no part of the domain begins or ends with a hyphen"),
        ("a@[192.0.2.1]", "after the @ there can't be ["),
        ("a@acme_x.example", "after the @ there can't be _"),
        ("a@b;c", "after the @ there can't be ;"),
        (f"a@{'b' * 64}.example", "after the @ each part of the domain has 63 characters at most"),
        ("a@xn--999999999.example", "xn--999999999.example is no name that a domain can have"),
    ],
)  # fmt: skip
def test_what_no_letter_can_go_to_is_refused_with_the_reason_in_our_words(typed: str, reason: str) -> None:
    with pytest.raises(Refused, match="is no e-mail address") as refused:
        check_email(typed)
    assert refused.value.hint == reason


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Info@XN--PEA-8MA.example", "info@peña.example"),
        ("info@PEÑA.example", "info@peña.example"),
        ("info@pen\u0303a.example", "info@peña.example"),  # an accent of its own
        ("Ana@Acme.example", "ana@acme.example"),
        ("josé@peña..example", "josé@peña..example"),  # what is no address is looked for as it stands
        ("Acme SL", "acme sl"),
    ],
)
def test_an_address_is_looked_for_as_it_is_kept(typed: str, kept: str) -> None:
    assert like_kept(typed) == kept
