"""What a client's facts, tags and custom fields may be, from what was typed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Any, NamedTuple

from acctmgr.core.dates import parse_date
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, clean_text, did_you_mean
from acctmgr.parties.email_rules import check_email

STATUSES = ("lead", "prospect", "active", "dormant", "lost")
TIERS = ("A", "B", "C")
LANGUAGES = ("en", "es")
TERMS_DAYS_MAX = 3650


class Fact(NamedTuple):
    """One fact of a client: its column, and how what was typed becomes its value."""

    column: str
    read: Callable[[str, date], Any]  # the second is today
    is_needed: bool = False  # never empty


def _line(what: str, max_length: int) -> Callable[[str, date], str]:
    return lambda text, _: clean_line(text, what, max_length=max_length)


def one_word(text: str, what: str, words: Sequence[str]) -> str:
    """One of these words, typed in any case."""
    by_fold = {word.lower(): word for word in words}
    word = by_fold.get(text.strip().lower())
    if word is None:
        hint = did_you_mean(text, words) if len(text) > 1 else ""
        raise WrongUsage(f"there is no {what} {text.strip()}", hint=hint or f"one of: {' '.join(words)}")
    return word


def check_country(text: str) -> str:
    """A country's two letters in upper case."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise Refused(f"{text!r} is no country", hint="write its two letters, like ES or US")
    return code


def check_terms(text: str) -> int:
    """Days to pay, from 0 up."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 9 and int(typed) <= TERMS_DAYS_MAX):
        raise Refused(f"{text!r} are no days to pay", hint=f"a whole number from 0 to {TERMS_DAYS_MAX}")
    return int(typed)


FACTS: Mapping[str, Fact] = {
    "name": Fact("name", _line("the name", 200), is_needed=True),
    "legal_name": Fact("legal_name", _line("the legal name", 200)),
    "tax_id": Fact("tax_id", _line("the tax id", 50)),
    "email": Fact("email", lambda text, _: check_email(text)),
    "phone": Fact("phone", _line("the phone", 50)),
    "website": Fact("website", _line("the website", 300)),
    "industry": Fact("industry", _line("the industry", 100)),
    "address": Fact("address", lambda text, _: clean_text(text, "the address", max_length=500)),
    "country": Fact("country", lambda text, _: check_country(text)),
    "language": Fact("language", lambda text, _: one_word(text, "language", LANGUAGES)),
    "currency": Fact("currency", lambda text, _: check_currency(text)),
    "terms": Fact("terms_days", lambda text, _: check_terms(text)),
    "status": Fact("status", lambda text, _: one_word(text, "status", STATUSES), is_needed=True),
    "tier": Fact("tier", lambda text, _: one_word(text, "tier", TIERS)),
    "owner": Fact("owner", _line("the owner", 100)),
    "source": Fact("source", _line("the source", 100)),
    "since": Fact("since_on", parse_date),
    "note": Fact("note", lambda text, _: clean_text(text, "the note")),
    "dispute": Fact("dispute", lambda text, _: clean_text(text, "the dispute", max_length=500)),
}


def facts_of(typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The columns of what was typed for FACTS; what was not typed is left out."""
    return {
        fact.column: fact.read(text, today)
        for key, fact in FACTS.items()
        if (text := typed.get(key)) is not None
    }


def column_to_clear(word: str) -> str | None:
    """The column of a fact to take away, None when no fact is called so; refused where there must be one."""
    key = word.strip().lower().replace("-", "_")
    if key == "handle" or (key in FACTS and FACTS[key].is_needed):
        raise WrongUsage(f"a client always has a {key}", hint=f"give another: --{key}")
    return FACTS[key].column if key in FACTS else None


def clear_words() -> list[str]:
    """What --clear may name besides custom fields."""
    return [key.replace("_", "-") for key, fact in FACTS.items() if not fact.is_needed]


def tags_of(typed: Iterable[str]) -> list[str]:
    """Tags in lower case, each once."""
    return list(dict.fromkeys(clean_line(tag, "a tag", max_length=50).lower() for tag in typed))


def fields_of(typed: Iterable[str]) -> dict[str, str]:
    """Custom fields typed as key=value."""
    fields = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not sign:
            raise WrongUsage(f"{text!r} is no field", hint="write it like --field region=north")
        name = clean_line(name, "the name of a field", max_length=50)
        if column_is_a_fact(name):
            raise WrongUsage(
                f"{name} is no custom field, every client has it", hint=f"--{name.lower().replace('_', '-')}"
            )
        if not value.strip():
            raise WrongUsage(
                f"field {name} is empty",
                hint=f"to take it away: acctmgr client edit CLIENT --clear {quote(name)}",
            )
        fields[name] = clean_line(value, f"field {name}", max_length=500)
    return fields


def column_is_a_fact(name: str) -> bool:
    """Whether a custom field of that name would hide a fact."""
    key = name.lower().replace("-", "_")
    return key == "handle" or key in FACTS


class Edit(NamedTuple):
    """What an edit asks for, checked."""

    facts: Mapping[str, Any] = {}
    handle: str = ""
    clear: Sequence[str] = ()
    tags: Sequence[str] = ()
    rm_tags: Sequence[str] = ()
    fields: Mapping[str, str] = {}


def check_edit(edit: Edit) -> None:
    """Refuse an edit that asks for nothing, or for a thing and its opposite."""
    if not any(edit):
        raise WrongUsage("nothing to change was named", hint="see: acctmgr client edit --help")
    for tag in edit.tags:
        if tag in edit.rm_tags:
            raise WrongUsage(f"tag {tag} is both given and taken away")
    for word in edit.clear:
        if column_to_clear(word) in edit.facts or word in edit.fields:
            raise WrongUsage(f"{word} is both given and cleared")
