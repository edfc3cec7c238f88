"""Whom a reference fits, which handle is free, and who can be removed."""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.text import clean_line, fold, listed, nearest
from acctmgr.parties.email_rules import spellings
from acctmgr.parties.handle_rules import HANDLE_LENGTH, handle_of

NAMED_MAX = 5  # candidates that an error names
LAST_SIGN = "\U0010ffff"  # stands behind every other, so it ends the range of a beginning


class Candidate(Protocol):
    """A party that a reference may mean, a row of either lane."""

    @property
    def id(self) -> int | None: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def name_key(self) -> str: ...
    @property
    def merged_into_id(self) -> int | None: ...


C = TypeVar("C", bound=Candidate)


class Wanted(NamedTuple):
    """A reference as typed, and as the columns would hold it."""

    text: str
    handle: str
    name_key: str
    id: int  # 0: it is no id
    emails: tuple[str, ...]  # as it was typed, and as an address is kept

    def is_word_of(self, row: Candidate) -> bool:
        """Whether it is the handle or the e-mail of a party."""
        return self.handle == row.handle or row.email in self.emails


Lookup = Callable[[Wanted], Iterable[C]]  # the rows that a reference fits in some way


def wanted(reference: str) -> Wanted:
    """What to look for; refused when empty."""
    return wanted_text(clean_line(reference, "the client's reference"))


def wanted_text(text: str) -> Wanted:
    """What to look for, of a reference that is cleaned already."""
    is_id = text.isascii() and text.isdigit() and len(text) <= 9
    # an accent on its own folds to nothing, and nothing begins every name
    return Wanted(text, text.lower(), fold(text) or text, int(text) if is_id else 0, spellings(text))


def find(reference: Wanted, exact: Lookup[C], beginning: Lookup[C]) -> C | None:
    """The party that a reference means; Conflict when it may mean several, with a sure way to type each.

    exact: the rows that have it as handle, id, e-mail or whole name, which all count the same; where there are
    none, those whose handle or name begins so.
    """
    found = meant(reference, exact(reference)) or _begun(reference, beginning(reference))
    if len(found) > 1:
        raise ambiguous(reference.text, found, exact)
    return found[0] if found else None


def meant(reference: Wanted, rows: Iterable[C]) -> list[C]:
    """One row for each party that a reference fits exactly. Of rows, each fits in some way.

    One that was merged away counts as the party that kept it, whose own row comes first where both fit. Of parties
    that share a name, a handle written as it is means the one that has it.
    """
    found = _by_party(rows)
    for row in found:
        if row.handle == reference.text and row.name_key == reference.name_key:
            others = [other for other in found if other is not row]
            if all(_is_namesake(reference, other) for other in others):
                return [row]
    return found


def _is_namesake(reference: Wanted, row: Candidate) -> bool:
    """Whether a reference is the name of a party, in another spelling, and nothing else of it."""
    is_name = row.name_key == reference.name_key and row.name != reference.text
    return is_name and row.id != reference.id and not reference.is_word_of(row)


def _begun(reference: Wanted, rows: Iterable[C]) -> list[C]:
    """One row for each party that begins with a reference, those that were merged away only where no other does."""
    fits = [
        row
        for row in rows
        if row.handle.startswith(reference.handle) or row.name_key.startswith(reference.name_key)
    ]
    return _by_party([row for row in fits if row.merged_into_id is None]) or _by_party(fits)


def _by_party(rows: Iterable[C]) -> list[C]:
    own_last = sorted(rows, key=lambda row: row.merged_into_id is None)
    return list({row.merged_into_id or row.id: row for row in own_last}.values())


def ambiguous(text: str, rows: Iterable[C], exact: Lookup[C], *, is_typed: bool = True) -> Conflict:
    """The error for a reference that fits several parties; its hint says how each is named for sure.

    is_typed: an id means somebody; in a file it does not.
    """
    fits = sorted(rows, key=lambda row: row.handle)
    ways = [(sure_way(row, exact, is_typed=is_typed), row) for row in fits[:NAMED_MAX]]
    sure = [(way, row) for way, row in ways if way]
    hint = "name one by its handle"
    if sure and len(sure) < len(ways):
        way, row = sure[0]
        hint = f"give {row.name} another name: acctmgr client edit {way} --name NAME"
    elif any(way != row.handle for way, row in ways) or not _is_by_name(wanted_text(text), fits):
        hint = f"type {listed([f'{way} for {row.name}' for way, row in ways], 'and')}"
    return Conflict(f"{text} fits more than one client: {_named([row.handle for row in fits])}", hint=hint)


def _is_by_name(reference: Wanted, rows: Iterable[Candidate]) -> bool:
    """Whether a reference is, of each party, its name or how that or the handle begins."""
    return not any(row.id == reference.id or reference.is_word_of(row) for row in rows)


def sure_way(row: C, exact: Lookup[C], *, is_typed: bool = True) -> str:
    """What means this party and no other, its handle if it can be; empty if nothing does."""
    for way in (row.handle, str(row.id) if is_typed else "", row.email or ""):
        if way and len(meant(wanted_text(way), exact(wanted_text(way)))) == 1:
            return way
    return ""


def unknown(reference: Wanted, handles: Iterable[str]) -> NotFound:
    """The error for a reference that fits nobody; names the handle most like it, or with a first word like it."""
    word = handle_of(reference.text)
    known = list(handles)
    by_first_word = {handle.partition("-")[0]: handle for handle in reversed(known)}
    near = nearest(word, known) or by_first_word.get(nearest(word, by_first_word) or "")
    hint = f"did you mean {near}?" if near else "see: acctmgr client list"
    return NotFound(f"there is no client {reference.text}", hint=hint)


def check_handle(text: str) -> str:
    """A handle as typed, in lower case; refused unless it is one as we would make it."""
    handle = text.strip().lower()
    if handle != handle_of(handle):
        raise Refused(
            f"{text!r} is no handle: letters a to z, digits and single hyphens, at most {HANDLE_LENGTH}, "
            "with a letter among them",
            hint=f"write it like {handle_of(text)}",
        )
    return handle


def free_handle(name: str, taken: Container[str]) -> str:
    """The handle of a name, with -2, -3 ... behind it where that is taken."""
    handle = wish = handle_of(name)
    number = 1
    while handle in taken:
        number += 1
        ending = f"-{number}"
        handle = wish[: HANDLE_LENGTH - len(ending)].rstrip("-") + ending
    return handle


def added_sentence(name: str, handle: str, namesakes: Sequence[str]) -> str:
    """What was added; where others have the name already, by which handles they and the new one go."""
    if not namesakes:
        return f"added {name}"
    others = "are others called" if len(namesakes) > 1 else "is another"
    return f"added {name} as {handle}; there {others} {name}: {_named(namesakes)}"


def shared_sentence(email: str | None, sharers: Sequence[str]) -> str:
    """What is told where others have the e-mail of a party too; empty where none has."""
    if not sharers:
        return ""
    have, fits = ("have", "all of them") if len(sharers) > 1 else ("has", "both")
    return f"{_named(sharers)} {have} the e-mail {email} too: as a reference it fits {fits}"


def _named(handles: Sequence[str]) -> str:
    """Handles as a sentence names them, some of them where there are many."""
    more = len(handles) > NAMED_MAX
    return listed([*handles[:NAMED_MAX], "others"] if more else handles, "and")


def handle_stem(name: str) -> str:
    """How every handle begins that free_handle may give to this name."""
    return handle_of(name)[: HANDLE_LENGTH - 8]


class History(NamedTuple):
    """How many of each hang on a client."""

    deals: int
    documents: int
    payments: int
    postings: int
    contacts: int = 0
    follow_ups: int = 0
    activities: int = 0
    recurring_invoices: int = 0
    cash_entries: int = 0


def check_no_history(handle: str, history: History) -> None:
    """Refuse to remove a client that something hangs on."""
    pairs = zip(history._fields, history, strict=True)
    kinds = [f"{count} {counted(kind, count)}" for kind, count in pairs if count]
    if kinds:
        hint = f"put it away instead: acctmgr client archive {handle}"
        raise Refused(f"{handle} has a history: {listed(kinds, 'and')}", hint=hint)


def counted(kind: str, count: int) -> str:
    """The word for one or several of a kind."""
    words = kind.replace("follow_up", "follow-up").replace("_", " ")
    if count > 1:
        return words
    return f"{words[:-3]}y" if words.endswith("ies") else words[:-1]
