"""What of a thing is shown to somebody who looks for words: its title, and where else the words are."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, listed, search_words, typed_words
from acctmgr.parties.email_rules import spellings
from acctmgr.parties.phone_rules import forms_of, spelt_phones

_AROUND = 30  # characters on either side of a word that was found


Ways = Sequence[Sequence[str]]  # words that stand together, or others instead of them


class Look(NamedTuple):
    """What somebody looks for: terms that the text must have, each as one of several, and in things of which kinds."""

    words: list[str]
    terms: list[Ways]
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
    return Look(words, _terms(text), [_kind(kind, known) for kind in kinds] or list(known))


def _terms(text: str) -> list[Ways]:
    """Each word, and each phone as its words or as one, since it may be stored with other spaces.

    An address with an international domain is looked for in both of its forms.
    """
    terms: list[Ways] = []
    for address in re.findall(r"\S+@\S+", text):
        if len(ways := dict.fromkeys(tuple(typed_words(form)) for form in spellings(address))) > 1:
            terms.append(list(ways))
            text = text.replace(address, " ", 1)
    for phone in spelt_phones(text):
        terms.append(list(dict.fromkeys([tuple(typed_words(phone)), *((form,) for form in forms_of(phone))])))
        text = text.replace(phone, " ", 1)
    return [*terms, *([(word,)] for word in typed_words(text))]


def _kind(typed: str, known: Sequence[str]) -> str:
    plain = typed.strip().lower().replace("-", "_")
    kind = "followup" if plain == "follow_up" else plain
    if kind not in known:
        hint = did_you_mean(kind, known) or f"one of: {listed(known)}"
        raise WrongUsage(f"--kind {typed} is not known", hint=hint)
    return kind


def excerpt(look: Look, title: str, known: str, texts: Sequence[str]) -> str:
    """The title, and what is around a term that neither it nor `known` has, from the text with the most of those."""
    missing = [ways for ways in look.terms if not _has(ways, title) and not _has(ways, known)]
    having = {text: [_has(ways, text) for ways in missing] for text in texts if text != title}
    best = max(having, key=lambda text: (sum(having[text]), having[text]), default="")
    if not any(having.get(best, ())):
        return title
    found = _around(missing[having[best].index(True)], best)
    return f"{title}: {found}" if title else found


def _has(ways: Ways, text: str) -> bool:
    there = {*search_words(text), *typed_words(text), *_phone_forms(text)}
    return any(all(any(known.startswith(word) for known in there) for word in words) for words in ways)


def _phone_forms(text: str) -> Iterator[str]:
    return (form for phone in spelt_phones(text) for form in forms_of(phone))


def _around(ways: Ways, text: str) -> str:
    """A piece of the text with the term in it, whole words as far as they go."""
    line = " ".join(text.split())
    if len(line) <= 2 * _AROUND:
        return line
    at = _place(ways, line)
    first = line.rfind(" ", 0, max(at - _AROUND, 0)) + 1 if at > _AROUND else 0
    last = line.find(" ", at + _AROUND)
    end = len(line) if last < 0 else last
    return ("… " if first else "") + line[first:end] + (" …" if end < len(line) else "")


def _place(ways: Ways, line: str) -> int:
    """Where the term begins in the line."""
    phones = (line.find(phone) for phone in spelt_phones(line) if _has(ways, phone))
    words = (
        match.start()
        for match in re.finditer(r"\S+", line)
        if any(_has([[word]], match[0]) for way in ways for word in way)
    )
    return next(phones, next(words, 0))
