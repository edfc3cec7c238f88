"""Whether two parties may become one, and what the one that is kept takes over."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from acctmgr.core.errors import Refused
from acctmgr.core.text import NOTE_LENGTH, listed
from acctmgr.parties.tax_id_rules import tax_key

# facts that are taken over where the kept party has none; what it is invoiced in only while nothing was
FILLED = (
    "legal_name tax_id email phone website industry address country language terms_days tier owner source since_on "
    "note dispute"
).split()
CURRENCY = "currency"
# facts of which the kept party's own stay; tax ids are the same number, and notes come together
OWN = ("name", "status", CURRENCY, *(column for column in FILLED if column not in ("tax_id", "note")))
FOUND_BY = ("name", "email", "phone")  # the other's stay with its row, so that it is found by them
_WORDS = {"terms_days": "terms", "since_on": "since", "email": "e-mail"}


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
            hint=f"if one of them is mistyped: acctmgr client edit {gone.handle} --tax-id {kept.tax_id}",
        )


def taken_over(kept: Mapping[str, Any], gone: Mapping[str, Any], *, has_documents: bool) -> dict[str, Any]:
    """The facts of the other that the kept one lacks, by column; of two notes the second follows the first."""
    columns = FILLED if has_documents else [*FILLED, CURRENCY]
    facts = {
        column: gone[column] for column in columns if not _is_set(kept[column]) and _is_set(gone[column])
    }
    if kept["note"] and gone["note"] and gone["note"] not in kept["note"]:
        both = f"{kept['note']}\n\n{gone['note']}"
        if len(both) <= NOTE_LENGTH:
            facts["note"] = both
    return facts


def _is_set(value: Any) -> bool:
    return value is not None and value != ""


class Facts(NamedTuple):
    """What a party is before it is merged: its columns, and its custom fields by name."""

    columns: Mapping[str, Any]
    fields: Mapping[str, str]


def not_taken_over(kept: Facts, gone: Facts, *, has_documents: bool, currency: str) -> list[str]:
    """In sentences, every fact of the other that the kept one does not take over, and by what it is still found.

    currency: the book's, which a party without one of its own has.
    """
    mine, theirs = ({**one.columns, CURRENCY: one.columns[CURRENCY] or currency} for one in (kept, gone))
    taken = taken_over(kept.columns, gone.columns, has_documents=has_documents)
    others = [
        column
        for column in OWN
        if _is_set(gone.columns[column]) and column not in taken and str(mine[column]) != str(theirs[column])
    ]
    own = [f"{_word(column)} {mine[column]} (not {theirs[column]})" for column in others]
    own += [
        f"{name} {kept.fields[name]} (not {value})"
        for name, value in sorted(gone.fields.items())
        if kept.fields.get(name, value) != value
    ]
    handle, other = mine["handle"], theirs["handle"]
    told = [f"{handle} keeps its own {listed(own, 'and')}"] if own else []
    if found_by := [str(theirs[column]) for column in FOUND_BY if column in others]:
        told.append(f"{handle} is still found by {listed(found_by, 'and')}")
    if (
        _is_set(mine["note"])
        and _is_set(theirs["note"])
        and theirs["note"] not in mine["note"] + taken.get("note", "")
    ):
        told.append(
            f"the note of {other} is too long to be added; a search for its words still finds {handle}"
        )
    return told


def _word(column: str) -> str:
    return _WORDS.get(column, column).replace("_", " ")


class Merged(NamedTuple):
    """What a merge did: how many of each kind moved, and which facts, tags and custom fields came over."""

    moved: Mapping[str, int]
    filled: Sequence[str]
    tags: Sequence[str]
    fields: Sequence[str]


def counted(counts: Mapping[str, int]) -> list[str]:
    """Counts by their kinds in words, without those of nothing: "2 deals", "1 activity"."""
    single = {"activities": "activity"}
    return [
        f"{count} {kind if count != 1 else single.get(kind, kind.removesuffix('s'))}"
        for kind, count in counts.items()
        if count
    ]


def merged_sentence(kept: Mergeable, gone: Mergeable, merged: Merged) -> str:
    """What is said of it."""
    facts = counted(merged.moved)
    parts = [f"moved {listed(facts, 'and')}"] if facts else []
    filled = [*map(_word, merged.filled), *merged.fields]
    parts += [f"took over {listed(filled, 'and')}"] if filled else []
    parts += [f"tags {listed(merged.tags, 'and')}"] if merged.tags else []
    said = f"{gone.handle} is now another name of {kept.handle}"
    return f"{said}: {'; '.join(parts)}" if parts else said
