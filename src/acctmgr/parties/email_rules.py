"""What an e-mail address may be, wherever one is typed, imported or written to."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

_SHAPE = re.compile(r"[^@\s]+@[^@\s]+")
_BEFORE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]")  # RFC 5322: what an unquoted name is made of
_PART_MAX = 63
_REMEMBERED = 8192  # addresses; imports repeat theirs


def check_email(text: str) -> str:
    """An address in lower case as it is kept; Refused says what is wrong with one that no letter can go to.

    Intranet names and domains in any script are taken; letters before the @ must be ASCII, since most servers
    take no others. Whether anybody is there is not asked.
    """
    return _checked(text).normalized.lower()


def like_kept(text: str) -> str:
    """What was typed to find somebody, as an address is kept: in lower case, an international domain in its letters.

    Nothing is refused: what is no address is only in lower case.
    """
    lower = text.lower()
    if "@" not in lower or (lower.isascii() and "xn--" not in lower):
        return lower
    try:
        return check_email(text)
    except Refused:
        return lower


def spellings(text: str) -> tuple[str, ...]:
    """What a book may hold for an address as it was typed: books of before 0.3 hold it as it was given."""
    kept = like_kept(text)
    sent = kept if kept.isascii() or "@" not in kept else _in_ascii(kept)
    return tuple(dict.fromkeys((text.lower(), kept, sent)))


def _in_ascii(address: str) -> str:
    try:
        return letter_address(address).lower()
    except Refused:
        return address


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
    except EmailNotValidError:
        raise Refused(f"{text!r} is no e-mail address", hint=_cause(address)) from None


def _cause(address: str) -> str:
    """Why an address that was refused is none."""
    if not _SHAPE.fullmatch(address):
        return "write it like ana@acme.example"
    before, _, domain = address.partition("@")
    return _cause_before(before) or _cause_after(domain)


def _cause_before(name: str) -> str:
    """What is wrong before the @, empty if nothing is."""
    if not name.isascii():
        return "before the @ letters have no accents, since most servers take no others"
    if strange := next((sign for sign in name if not _BEFORE.match(sign)), ""):
        return f"before the @ there can't be {strange}"
    return "before the @ a dot stands between two other characters" if "" in name.split(".") else ""


def _cause_after(domain: str) -> str:
    parts = domain.split(".")
    if strange := next((sign for sign in domain if not (sign.isalnum() or sign in "-.")), ""):
        return f"after the @ there can't be {strange}"
    if "" in parts:
        return "after the @ a dot stands between two parts of the domain"
    if any(part.startswith("-") or part.endswith("-") for part in parts):
        return "after the @ no part of the domain begins or ends with a hyphen"
    if any(len(part) > _PART_MAX for part in parts):
        return f"after the @ each part of the domain has {_PART_MAX} characters at most"
    return f"{domain} is no name that a domain can have"
