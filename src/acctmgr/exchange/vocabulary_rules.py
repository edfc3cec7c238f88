"""Words that other systems write, each with what it means; a word that is not known is refused, never harmless."""

import re
from collections.abc import Mapping

from acctmgr.core.errors import Refused
from acctmgr.core.text import fold

_SHOWN_MAX = 3  # words of each meaning that a hint lists
_JOINTS = re.compile(r"[\s_/.-]+")


def plain(text: str) -> str:
    """A word for comparing: `Closed Won`, `closed-won` and `CLOSED_WON` are one."""
    return _JOINTS.sub(" ", fold(text)).strip()


def vocabulary(words: Mapping[str, str]) -> Mapping[str, str]:
    """Each word's meaning, from meanings with their words: {"won": "won|closed won"}."""
    return {plain(word): meaning for meaning, some in words.items() for word in some.split("|")}


def meaning_of(text: str, words: Mapping[str, str], field: str, *, hint: str = "") -> str:
    """What a word means; Refused for one that is not known, with some of those that are."""
    meaning = words.get(plain(text))
    if meaning is None:
        known = f"known are: {', '.join(_examples(words))}"
        raise Refused(f"{field}: {text!r} is not known", hint=f"{known}; {hint}" if hint else known)
    return meaning


def _examples(words: Mapping[str, str]) -> list[str]:
    """The first words of each meaning."""
    by_meaning: dict[str, list[str]] = {}
    for word, meaning in words.items():
        by_meaning.setdefault(meaning, []).append(word)
    return [word for some in by_meaning.values() for word in some[:_SHOWN_MAX]]
