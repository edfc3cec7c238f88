"""What a deal's facts and custom fields may be, from what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Any, NamedTuple

from acctmgr.core.dates import parse_date
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, clean_text
from acctmgr.deals.rules import check_not_ahead


class Fact(NamedTuple):
    """One fact of a deal: its column, and how what was typed becomes its value."""

    column: str
    read: Callable[[str, date], Any]  # the second is today
    is_needed: bool = False  # never empty


def _line(what: str) -> Callable[[str, date], str]:
    return lambda text, _: clean_line(text, what, max_length=100)


def parse_probability(text: str) -> int:
    """A whole percentage from 0 to 100, with its sign or without."""
    typed = text.strip().removesuffix("%").rstrip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
        raise Refused(f"{text!r} is not a probability", hint="a whole percentage from 0 to 100")
    return int(typed)


def past_day(text: str, today: date) -> date:
    """A day on which something happened: today or before."""
    day = parse_date(text, today)
    check_not_ahead(day, today)
    return day


FACTS: Mapping[str, Fact] = {
    "name": Fact("name", lambda text, _: clean_line(text, "the name"), is_needed=True),
    "currency": Fact("currency", lambda text, _: check_currency(text), is_needed=True),
    "probability": Fact("probability", lambda text, _: parse_probability(text)),
    "opened": Fact("opened_on", past_day),
    "close": Fact("expected_on", parse_date),
    "owner": Fact("owner", _line("the owner")),
    "source": Fact("source", _line("the source")),
    "competitor": Fact("competitor", _line("the competitor")),
    "note": Fact("note", lambda text, _: clean_text(text, "the note")),
    "reason": Fact("lost_reason", lambda text, _: clean_line(text, "the reason")),
}
_CLEARED = {key: fact.column for key, fact in FACTS.items() if not fact.is_needed} | {
    "amount": "amount_minor"
}
_OPTIONS = {column: key for key, column in _CLEARED.items()}  # what is shown by another name than it is typed
_KEPT = ("name", "client", "stage", "currency")


def facts_of(typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The columns of what was typed for FACTS; what was not typed is left out."""
    return {
        fact.column: fact.read(text, today)
        for key, fact in FACTS.items()
        if (text := typed.get(key)) is not None
    }


def column_to_clear(word: str) -> str | None:
    """The column of a fact to take away, None when no fact is called so; refused where there must be one."""
    key = _key_of(word)
    if key in _KEPT:
        raise WrongUsage(f"a deal always has a {key}", hint=f"give another: --{key}")
    return _CLEARED.get(key)


def _key_of(word: str) -> str:
    """The option of a fact, by that or as it is shown: lost_reason is given as --reason."""
    key = word.strip().lower().replace("-", "_")
    return _OPTIONS.get(key, key)


def clear_words() -> list[str]:
    """What --clear may name besides custom fields."""
    return list(_CLEARED)


def fields_of(typed: Iterable[str]) -> dict[str, str]:
    """Custom fields typed as name=value."""
    fields = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not sign:
            raise WrongUsage(f"{text!r} is no field", hint="write it like --field region=north")
        name = clean_line(name, "the name of a field", max_length=50)
        if _key_of(name) in (*_KEPT, *_CLEARED):
            raise WrongUsage(f"{name} is no custom field, every deal has it", hint=f"--{_key_of(name)}")
        if not value.strip():
            raise WrongUsage(
                f"field {name} is empty", hint=f"to take it away: acctmgr deal edit ID --clear {quote(name)}"
            )
        fields[name] = clean_line(value, f"field {name}", max_length=500)
    return fields


class Edit(NamedTuple):
    """What an edit of facts and words asks for, checked."""

    facts: Mapping[str, Any] = {}
    clear: Sequence[str] = ()
    tags: Sequence[str] = ()
    rm_tags: Sequence[str] = ()
    fields: Mapping[str, str] = {}


def check_edit(edit: Edit) -> None:
    """Refuse an edit that asks for a thing and its opposite."""
    for tag in edit.tags:
        if tag in edit.rm_tags:
            raise WrongUsage(f"tag {tag} is both given and taken away")
    for word in edit.clear:
        if column_to_clear(word) in edit.facts or word in edit.fields:
            raise WrongUsage(f"{word} is both given and cleared")
