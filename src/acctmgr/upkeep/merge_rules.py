"""Whether two parties may become one, and what the one that is kept takes over."""

from collections.abc import Collection, Mapping, Sequence
from shlex import quote
from typing import Any, NamedTuple, Protocol

from acctmgr.core.errors import Refused
from acctmgr.core.text import NOTE_LENGTH, listed
from acctmgr.parties.fact_rules import FACTS
from acctmgr.parties.merged_row_rules import (
    LeftRow,
    MergedRow,
    field_fact,
    is_set,
    left_fields,
    left_of,
    own_sentence,
)
from acctmgr.parties.tax_id_rules import tax_key

_ROLES = ("is_client", "is_vendor")
_FINDING = ("name", "email", "phone")  # the alias keeps its own, and the kept one is found by them
_ARCHIVED, _NOTE = "archived_on", "note"


class Mergeable(Protocol):
    """A party as a merge looks at it, a row of either lane."""

    @property
    def id(self) -> int | None: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def tax_id(self) -> str | None: ...
    @property
    def archived_on(self) -> Any: ...


class Side(NamedTuple):
    """A reference as typed, the row that it fits and the party that this row belongs to."""

    typed: str
    matched: Mergeable
    party: Mergeable


def check_merge(keep: Side, other: Side) -> None:
    """Refuse what can't become one: the same party twice, an alias, an archived one to keep, different tax numbers."""
    kept, gone = keep.party, other.party
    if other.matched.id != gone.id:
        if gone.id == kept.id:
            raise Refused(f"{other.matched.handle} is merged into {kept.handle} already")
        hint = f"name that one: acctmgr client merge {kept.handle} {gone.handle}"
        raise Refused(f"{other.matched.handle} is merged into {gone.handle}", hint=hint)
    if gone.id == kept.id:
        raise Refused(f"both are {kept.handle}: a client is not merged with itself")
    if kept.archived_on:
        hint = f"bring it back: acctmgr client restore {kept.handle}"
        raise Refused(f"{kept.handle} is archived since {kept.archived_on}", hint=hint)
    if kept.tax_id and gone.tax_id and tax_key(kept.tax_id) != tax_key(gone.tax_id):
        raise Refused(
            f"{kept.handle} has the tax id {kept.tax_id} and {gone.handle} has {gone.tax_id}: they are not one party",
            hint=f"if one of them is mistyped: acctmgr client edit {gone.handle} --tax-id {quote(kept.tax_id)}",
        )


class WholeParty(NamedTuple):
    """What a party has."""

    columns: Mapping[str, Any]
    tags: Collection[str]
    fields: Mapping[str, str]


class Plan(NamedTuple):
    """What the kept party takes over of the other, by column, tag and name of a custom field; and what it does not."""

    taken: Mapping[str, Any]
    tags: Sequence[str]
    fields: Sequence[str]
    left: Sequence[LeftRow]


def plan(kept: WholeParty, gone: WholeParty, *, currency: str, has_documents: bool) -> Plan:
    """What becomes of each fact of the other: what the kept one lacks is taken over, and what it has stays.

    currency: the book's, which counts where a party has none; has_documents: the kept one was invoiced in its own.
    """
    taken: dict[str, Any] = {role: 1 for role in _ROLES if gone.columns[role] > kept.columns[role]}
    left: list[LeftRow] = []
    for word, fact in FACTS.items():
        mine, theirs = kept.columns[fact.column], gone.columns[fact.column]
        new = _new_value(fact.column, mine, theirs, has_documents=has_documents)
        if new is not None:
            taken[fact.column] = new
        elif fact.column == "currency":
            left += left_of(word, theirs or currency, mine or currency)
        elif fact.column != _NOTE or (theirs or "") not in (mine or ""):
            left += left_of(word, theirs, mine)
    left += left_of(_ARCHIVED, gone.columns[_ARCHIVED], kept.columns[_ARCHIVED])
    left += left_fields(gone.fields, kept.fields)
    tags = [tag for tag in gone.tags if tag not in kept.tags]
    return Plan(taken, tags, [name for name in gone.fields if name not in kept.fields], left)


def _new_value(column: str, mine: Any, theirs: Any, *, has_documents: bool) -> Any:
    """The value that the kept one takes over, None for none; of two notes the second follows the first."""
    if not is_set(theirs) or (column == "currency" and has_documents):
        return None
    if not is_set(mine):
        return theirs
    both = f"{mine}\n\n{theirs}"
    return both if column == _NOTE and theirs not in mine and len(both) <= NOTE_LENGTH else None


def merged_row(kept: Mergeable, gone: Mergeable, moved: Mapping[str, int], done: Plan) -> MergedRow:
    """What was done, by code words."""
    words = {fact.column: word for word, fact in FACTS.items()}
    taken = [*(words.get(column, column) for column in done.taken), *map(field_fact, done.fields)]
    return MergedRow(kept.handle, gone.handle, moved, taken, done.tags, done.left)


def left_sentences(kept: str, gone: str, left: Sequence[LeftRow]) -> list[str]:
    """What the kept one does not take over, and by which of it it is found all the same."""
    told = own_sentence(kept, [row for row in left if row.fact != _NOTE])
    by_fact = {row.fact: row.value for row in left}
    if found_by := [by_fact[fact] for fact in _FINDING if fact in by_fact]:
        told.append(f"{kept} is still found by {listed(found_by, 'and')}")
    if day := by_fact.get(_ARCHIVED):
        told.append(f"{gone} was archived on {day}; {kept} is not archived")
    if _NOTE in by_fact:
        told.append(f"the note of {gone} is too long to be added; a search for its words still finds {kept}")
    return told
