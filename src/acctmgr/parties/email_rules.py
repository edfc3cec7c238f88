"""What an e-mail address may be, wherever one is typed, imported or written to."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

_SHAPE = re.compile(r"[^@\s]+@[^@\s]+")
_REMEMBERED = 8192  # addresses; imports repeat theirs


def check_email(text: str) -> str:
    """An address in lower case as it is kept; Refused says what is wrong with one that no letter can go to.

    Intranet names and domains in any script are taken; letters before the @ must be ASCII, since most servers
    take no others. Whether anybody is there is not asked.
    """
    return _checked(text).normalized.lower()


def letter_address(text: str) -> str:
    """An address as a letter's header has it: an international domain in its ASCII form (IDNA)."""
    address = _checked(text).ascii_email
    assert address is not None  # what has no ASCII form is refused
    return address


@lru_cache(_REMEMBERED)
def _checked(text: str) -> "ValidatedEmail":
    # 40 ms, paid by whoever writes an address and by nobody else
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    SPECIAL_USE_DOMAIN_NAMES.clear()  # the library's own way to allow .local, .test and other names of intranets
    address = clean_line(text, "the e-mail", max_length=254)
    try:
        return validate_email(
            address, allow_smtputf8=False, globally_deliverable=False, check_deliverability=False
        )
    except EmailNotValidError as wrong:
        hint = str(wrong) if _SHAPE.fullmatch(address) else "write it like ana@acme.example"
        raise Refused(f"{text!r} is no e-mail address", hint=hint) from None
