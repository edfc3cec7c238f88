"""What the facts of follow-ups and activities may be, from what was typed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.dates import meant_month_day, parse_date, parse_interval
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.text import clean_line, clean_text, did_you_mean
from acctmgr.followups.rules import KINDS, PRIORITIES, check_happened, one_of, parse_time

_MINUTES_MAX = 100_000


class Fact(NamedTuple):
    """One fact: its column, how what was typed becomes its value, and whether it may be absent."""

    column: str
    read: Callable[[str, date], Any]  # the second is today
    is_needed: bool = True


def past_day(text: str, today: date) -> date:
    """A day on which something happened: today or before."""
    day = parse_date(text, today)
    check_happened(day, today)
    return day


def parse_minutes(text: str) -> int:
    """How long something took, a whole number."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6 and 0 < int(typed) <= _MINUTES_MAX):
        raise Refused(f"{text!r} is no number of minutes", hint="a whole number from 1, such as 30")
    return int(typed)


FOLLOW_UP: Mapping[str, Fact] = {
    "text": Fact("text", lambda text, _: clean_line(text, "the text")),
    "due": Fact("due_on", parse_date),
    "time": Fact("due_time", lambda text, _: parse_time(text), is_needed=False),
    "priority": Fact("priority", lambda text, _: one_of(text, "priority", PRIORITIES)),
    "repeat": Fact("repeat", lambda text, _: parse_interval(text), is_needed=False),
}
ACTIVITY: Mapping[str, Fact] = {
    "text": Fact("text", lambda text, _: clean_text(text, "the text")),
    "kind": Fact("kind", lambda text, _: one_of(text, "kind", KINDS)),
    "on": Fact("happened_on", past_day),
    "minutes": Fact("minutes", lambda text, _: parse_minutes(text), is_needed=False),
}
LINKS = ("contact", "deal")  # what it may be about; it can be taken away as well


def facts_of(known: Mapping[str, Fact], typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The columns of what was typed for the facts known; what was not typed is left out."""
    facts = {
        fact.column: fact.read(text, today)
        for key, fact in known.items()
        if (text := typed.get(key)) is not None
    }
    if "due_on" in facts and (month_day := meant_month_day(typed["due"])):
        facts["month_day"] = month_day
    return facts


def clear_words(known: Mapping[str, Fact]) -> list[str]:
    """What --clear may name."""
    return [key for key, fact in known.items() if not fact.is_needed] + list(LINKS)


class Edit(NamedTuple):
    """What an edit asks for: columns with their values, None to empty one, and links to take away."""

    facts: Mapping[str, Any]
    clear: frozenset[str]
    is_anything: bool


def edit_of(known: Mapping[str, Fact], typed: Mapping[str, Any], today: date) -> Edit:
    """What was typed of the facts known, of links and of what to clear."""
    facts = facts_of(known, typed, today)
    words = frozenset(_clearable(known, word) for word in typed["clear"] or ())
    for word in sorted(words):
        if typed.get(word) is not None:
            raise WrongUsage(f"{word} is both given and cleared")
    facts |= {known[word].column: None for word in words if word in known}
    links = any(typed.get(link) is not None for link in ("client", *LINKS))
    return Edit(facts, words & set(LINKS), bool(facts or words or links))


def _clearable(known: Mapping[str, Fact], word: str) -> str:
    key = word.strip().lower()
    if key == "client" or (key in known and known[key].is_needed):
        raise WrongUsage(f"there is always a {key}", hint=f"give another: --{key}")
    if key not in clear_words(known):
        hint = did_you_mean(key, clear_words(known)) or f"one of: {' '.join(clear_words(known))}"
        raise WrongUsage(f"there is no {word} to clear", hint=hint)
    return key
