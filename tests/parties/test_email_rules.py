"""Which addresses are taken, and how a letter has them."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.parties.email_rules import check_email, letter_address


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
    "typed",
    [
        "ana", "@acme.example", "ana@", "a@b@c.example", "a b@acme.example", "a..b@acme.example", ".a@acme.example",
        "a@acme..example", "a@-acme.example", "a@acme.example.", "josé@acme.example", "<a@acme.example>",
        "Ana <a@acme.example>", "a@acme.example, b@acme.example", "a@[192.0.2.1]", '"a b"@acme.example',
        "a@acme_x.example", "a\\b@acme.example", "a@b\r\nBcc: x@y", "a@b;c",
    ],
)  # fmt: skip
def test_what_no_letter_can_go_to_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Refused, match="is no e-mail address") as refused:
        check_email(typed)
    assert refused.value.hint
