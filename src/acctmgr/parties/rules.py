"""Whom a reference fits, which handle is free, and who can be removed."""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.text import HANDLE_LENGTH, clean_line, fold, handle_of, listed, nearest

NAMED_MAX = 5  # candidates that an error names
LAST_SIGN = "\U0010ffff"  # stands behind every other, so it ends the range of a beginning


class Candidate(Protocol):
    """A party that a reference may mean, a row of either lane."""

    @property
    def id(self) -> int | None: ...
    @property
    def handle(self) -> str: ...
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
    handle: str  # the e-mail too
    name_key: str
    id: int  # 0: it is no id


def wanted(reference: str) -> Wanted:
    """What to look for; refused when empty."""
    text = clean_line(reference, "the client's reference")
    is_id = text.isascii() and text.isdigit() and len(text) <= 9
    # an accent on its own folds to nothing, and nothing begins every name
    return Wanted(text, text.lower(), fold(text) or text, int(text) if is_id else 0)


def pick(reference: Wanted, candidates: Iterable[C]) -> C | None:
    """The best fit, by handle, id, e-mail, whole name or beginning; Conflict when several fit as well.

    One that was merged away counts as the party that kept it, whose own row comes first where both fit.
    """
    rows = sorted(candidates, key=lambda row: row.merged_into_id is None)
    ways: tuple[Callable[[C], bool], ...] = (
        lambda row: row.handle == reference.handle,
        lambda row: row.id == reference.id,
        lambda row: row.email == reference.handle,
        lambda row: row.name_key == reference.name_key,
        lambda row: row.merged_into_id is None and _begins(row, reference),
        lambda row: _begins(row, reference),
    )
    for fits in ways:
        found = {row.merged_into_id or row.id: row for row in rows if fits(row)}
        if len(found) > 1:
            raise _ambiguous(reference.text, sorted(row.handle for row in found.values()))
        if found:
            return next(iter(found.values()))
    return None


def _begins(row: Candidate, reference: Wanted) -> bool:
    return row.handle.startswith(reference.handle) or row.name_key.startswith(reference.name_key)


def _ambiguous(text: str, handles: Sequence[str]) -> Conflict:
    return Conflict(f"{text} fits more than one client: {_named(handles)}", hint="name one by its handle")


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
