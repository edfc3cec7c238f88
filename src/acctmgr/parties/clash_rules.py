"""References that would stop being sure, as when a client is called like the handle of another."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from acctmgr.core.errors import Doubtful
from acctmgr.core.text import fold
from acctmgr.parties.rules import Candidate, meant, wanted_text


class Named(NamedTuple):
    """A party by all that it is named by, as it would be; without an id it is new."""

    id: int | None
    handle: str
    name: str
    name_key: str
    email: str | None = None
    merged_into_id: int | None = None


def named(handle: str, name: str, email: str | None = None, *, party_id: int | None = None) -> Named:
    """A party that is no alias, by what it would be named by."""
    return Named(party_id, handle, name, fold(name), email)


def words_of(one: Candidate) -> list[str]:
    """What others may have too; those who do are looked for before a party gets these."""
    words = (one.name.lower(), one.name_key, one.handle, one.email)
    return list(dict.fromkeys(word for word in words if word))


def check_sure(new: Candidate, others: Iterable[Candidate]) -> None:
    """Doubtful where a reference would fit this party in one way and another in another way.

    others: whoever has one of its words as handle, id, e-mail or name. That two share a name is fine: the handles
    tell them apart.
    """
    number = wanted_text(new.name).id
    for other in others:
        if (other.merged_into_id or other.id) == new.id:
            continue
        if number and other.id == number:
            raise _doubt(new.name, other, "number", "name")
        for word, what, mine in _clashes(new, other):
            raise _doubt(word, other, what, mine)
    if number and number != new.id:
        raise doubtful(f"the name {new.name} reads as the number of a client")


def _clashes(new: Candidate, other: Candidate) -> Iterator[tuple[str, str, str]]:
    """A word that fits both, what it is of the other, and what of this one."""
    for what, theirs, mine in (("handle", other.handle, new.handle), ("e-mail", other.email, new.email)):
        if theirs and theirs == new.name_key and _is_unsure(theirs, new, other):
            yield theirs, what, "name"
        if mine and mine == other.name_key and _is_unsure(mine, new, other):
            yield mine, "name", what


def _is_unsure(word: str, one: Candidate, other: Candidate) -> bool:
    return len(meant(wanted_text(word), [one, other])) > 1


def fits_both(word: str, owner: str, what: str, mine: str) -> str:
    """The sentence for a word that is something of its owner already, and would be something else of another."""
    return f"{word} is already the {what} of {owner}; with this {mine}, {word} would fit both"


def doubtful(doubt: str) -> Doubtful:
    """The error for a reference that would stop being sure."""
    return Doubtful(doubt, hint="give another, or add --yes if it is meant")


def _doubt(word: str, other: Candidate, what: str, mine: str) -> Doubtful:
    return doubtful(fits_both(word, f"{other.name} ({other.handle})", what, mine))
