"""What of a thing is shown to somebody who looks for words: its title, and where else the words are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, listed, search_words, typed_words

_AROUND = 30  # characters on either side of a word that was found


class Look(NamedTuple):
    """What somebody looks for: words that all must begin a word of the text, and in things of which kinds."""

    words: list[str]
    kinds: list[str]

    @property
    def phrase(self) -> str:
        """The words as a name would have them."""
        return " ".join(self.words)


def look_for(text: str, kinds: Sequence[str], known: Sequence[str]) -> Look:
    """What was typed, with all kinds where none is named; refused without a word in it."""
    words = typed_words(text)
    if not words:
        raise WrongUsage(f"there is no word in {text!r}", hint="look for letters or digits")
    return Look(words, [_kind(kind, known) for kind in kinds] or list(known))


def _kind(typed: str, known: Sequence[str]) -> str:
    plain = typed.strip().lower().replace("-", "_")
    kind = "followup" if plain == "follow_up" else plain
    if kind not in known:
        hint = did_you_mean(kind, known) or f"one of: {listed(known)}"
        raise WrongUsage(f"--kind {typed} is not known", hint=hint)
    return kind


def excerpt(look: Look, title: str, known: str, texts: Sequence[str]) -> str:
    """The title, and what is around the first word that neither the title nor `known` has."""
    missing = [word for word in look.words if not _has(word, title) and not _has(word, known)]
    for word in missing:
        for text in texts:
            if text != title and _has(word, text):
                found = _around(word, text)
                return f"{title}: {found}" if title else found
    return title


def _has(word: str, text: str) -> bool:
    return any(known.startswith(word) for known in (*search_words(text), *typed_words(text)))


def _around(word: str, text: str) -> str:
    """A piece of the text with the word in it, whole words as far as they go."""
    line = " ".join(text.split())
    if len(line) <= 2 * _AROUND:
        return line
    at = next((match.start() for match in re.finditer(r"\S+", line) if _has(word, match[0])), 0)
    first = line.rfind(" ", 0, max(at - _AROUND, 0)) + 1 if at > _AROUND else 0
    last = line.find(" ", at + _AROUND)
    end = len(line) if last < 0 else last
    return ("… " if first else "") + line[first:end] + (" …" if end < len(line) else "")
