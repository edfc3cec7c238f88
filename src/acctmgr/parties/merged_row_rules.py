"""What a merge did, of clients and of contacts alike, and how people are told."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from acctmgr.core.text import clip, listed, safe
from acctmgr.parties.rules import counted

_FIELD = "field:"
_WORDS = {"email": "e-mail", "is_client": "client role", "is_vendor": "vendor role"}
_WIDTH = 200  # of a value in a sentence; json has the whole


class LeftRow(NamedTuple):
    """A fact that is not taken over, and what the kept one has instead."""

    fact: str
    value: str
    kept: str | None


class MergedRow(NamedTuple):
    """How many of each kind moved, what the kept one took over of the other and what not."""

    kept: str | int
    merged: str | int
    moved: Mapping[str, int]
    taken_over: Sequence[str]
    tags: Sequence[str]
    not_taken_over: Sequence[LeftRow]


def is_set(value: Any) -> bool:
    """Whether a fact says anything."""
    return value is not None and value != ""


def field_fact(name: str) -> str:
    """How a custom field stands among facts."""
    return f"{_FIELD}{name}"


def left_of(fact: str, theirs: Any, mine: Any) -> list[LeftRow]:
    """The fact as a row, if it says anything and the kept one says something else."""
    if not is_set(theirs) or theirs == mine:
        return []
    return [LeftRow(fact, str(theirs), str(mine) if is_set(mine) else None)]


def left_fields(theirs: Mapping[str, str], mine: Mapping[str, str]) -> list[LeftRow]:
    """The custom fields that the kept one has otherwise."""
    return [
        row for name in theirs if name in mine for row in left_of(field_fact(name), theirs[name], mine[name])
    ]


def in_words(fact: str) -> str:
    """A fact as sentences name it."""
    if fact.startswith(_FIELD):
        return fact.removeprefix(_FIELD)
    return _WORDS.get(fact, fact).replace("_", " ")


def counts_in_words(counts: Mapping[str, int]) -> list[str]:
    """Counts by their kinds in words, without those of nothing: "2 deals", "1 activity"."""
    return [f"{count} {counted(kind, count)}" for kind, count in counts.items() if count]


def merged_sentence(done: str, merged: MergedRow) -> str:
    """What is said of a merge, after what was done with whom; without what was not taken over."""
    moved = counts_in_words(merged.moved)
    parts = [f"moved {listed(moved, 'and')}"] if moved else []
    taken = [in_words(fact) for fact in merged.taken_over]
    parts += [f"took over {listed(taken, 'and')}"] if taken else []
    parts += [f"tags {listed(merged.tags, 'and')}"] if merged.tags else []
    return f"{done}: {'; '.join(parts)}" if parts else done


def own_sentence(kept: str, rows: Sequence[LeftRow]) -> list[str]:
    """What the kept one has otherwise than the other, in one sentence; none where there is nothing."""
    own = [f"{in_words(row.fact)} {_short(row.kept)} (not {_short(row.value)})" for row in rows if row.kept]
    return [f"{kept} keeps its own {listed(own, 'and')}"] if own else []


def _short(value: str | None) -> str:
    return clip(safe(value or ""), _WIDTH)
