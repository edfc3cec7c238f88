"""What each setting may be, and how it is kept."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.dates import parse_date
from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import check_currency, style_named
from acctmgr.core.text import clean_line, clean_text, did_you_mean, listed
from acctmgr.documents.number_rules import check_pattern
from acctmgr.invoices.iban_rules import check_iban
from acctmgr.invoices.mail_rules import check_sender, check_text
from acctmgr.invoices.mail_words_rules import MAIL_PLACES, REMIND_PLACES
from acctmgr.invoices.paper_words_rules import LANGUAGES
from acctmgr.invoices.remind_rules import check_levels
from acctmgr.invoices.smtp_rules import SECURITIES
from acctmgr.setup.paper_rules import check_color

FORMATS = ("table", "json", "csv", "md", "ids")
_NEXT_MAX = 999_999_999
_BOOK_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


class SettingRow(NamedTuple):
    """A setting as it holds now; source: default, config.toml, book or environment."""

    key: str
    value: str
    source: str
    help: str


class Jump(NamedTuple):
    """The key of a setting that moves a number series: `series.invoice.next`."""

    kind: str
    pattern_key: str


def checked(key: str, text: str, today: date) -> str:
    """The value of a setting as it is kept; refused when it makes no sense."""
    if key == "locked_until":
        return parse_date(text, today).isoformat()
    return _CHECKS[key](text)


def jump_of(key: str) -> Jump | None:
    """Which series a key moves; None for every other setting."""
    if not key.startswith("series.") or not key.endswith(".next"):
        return None
    pattern_key = key.removesuffix(".next")
    return Jump(pattern_key.removeprefix("series."), pattern_key)


def known_key(typed: str, keys: list[str]) -> str:
    """The key in any case; NotFound with the nearest."""
    key = typed.strip().lower()
    if key not in keys:
        raise NotFound(f"no setting {typed}", hint=did_you_mean(key, keys) or "see: acctmgr config list")
    return key


def check_book_name(text: str) -> str:
    """A name for a book: short, to be typed after --book."""
    name = text.strip().lower()
    if not _BOOK_NAME.fullmatch(name):
        raise Refused(f"{text!r} is no name for a book", hint="up to 40 letters, digits, - and _")
    return name


def is_unlocking(before: str, after: str) -> bool:
    """Whether days that were locked would be open again; both ISO or empty."""
    return after < before


def check_lock(locked_until: str, today: date, *, yes: bool) -> None:
    """Days that are still to come are closed only by somebody who insists."""
    if locked_until > today.isoformat() and not yes:
        hint = "to close days that are still to come, add --yes"
        raise Refused(f"{locked_until} is after today", hint=hint)


def _country(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code, re.ASCII):
        raise Refused(f"{text!r} is not a country", hint="write its two letters, like ES or DE")
    return code


def _pattern(text: str) -> str:
    check_pattern(text.strip())
    return text.strip()


def _whole(first: int, last: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        digits = text.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 12 and first <= int(digits) <= last):
            raise Refused(f"{text!r} is not a whole number from {first} to {last}")
        return str(int(digits))

    return check


def _word(*words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        word = text.strip().lower()
        if word not in words:
            raise Refused(f"{text!r} is not {listed(words)}", hint=did_you_mean(word, words))
        return word

    return check


def _line(what: str, max_length: int = 200) -> Callable[[str], str]:
    return lambda text: clean_line(text, what, max_length=max_length)


def _mail_text(places: Sequence[str], part: str) -> Callable[[str], str]:
    clean = clean_line if part == "subject" else clean_text
    return lambda text: check_text(clean(text, "the text"), places)


_CHECKS: dict[str, Callable[[str], str]] = {
    "currency": check_currency,
    "number_style": lambda text: style_named(text).name,
    "company.name": _line("the name"),
    "company.address": lambda text: clean_text(text, "the address", max_length=500),
    "company.country": _country,
    "company.tax_id": _line("the tax number", 40),
    "company.iban": check_iban,
    "terms": _whole(0, 3650),
    "rounding": _word("document", "line"),
    "tax.default": _line("the tax code", 40),
    "series.invoice": _pattern,
    "series.invoice.next": _whole(1, _NEXT_MAX),
    "series.credit_note": _pattern,
    "series.credit_note.next": _whole(1, _NEXT_MAX),
    "language": _word(*LANGUAGES),
    "paper.logo": _line("the path", 1000),
    "paper.color": check_color,
    "paper.footer": lambda text: clean_text(text, "the footer", max_length=500),
    "paper.size": _word("a4", "us-letter"),
    "paper.fonts": _line("the path", 1000),
    "paper.template": _line("the path", 1000),
    "smtp.from": check_sender,
    **{
        f"{what}.{part}.{language}": _mail_text(places, part)
        for what, places in (("mail", MAIL_PLACES), ("remind", REMIND_PLACES))
        for part in ("subject", "body")
        for language in LANGUAGES
    },
    "remind.days": check_levels,
    "smtp.host": _line("the server"),
    "smtp.port": _whole(1, 65535),
    "smtp.security": _word(*SECURITIES),
    "smtp.user": _line("the user"),
    "smtp.password_command": _line("the command", 1000),
    "user": _line("the name"),
    "format": _word(*FORMATS),
    "rows": _whole(0, 1_000_000),
    "lock_timeout": _whole(0, 86_400),
    "default_book": check_book_name,
}
