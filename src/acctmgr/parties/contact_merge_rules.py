"""What the contact that is kept takes over from the other, and what goes into its note."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.text import NOTE_LENGTH
from acctmgr.parties.birthday_rules import richer
from acctmgr.parties.contact_fact_rules import FACTS
from acctmgr.parties.merged_row_rules import (
    LeftRow,
    MergedRow,
    field_fact,
    in_words,
    is_set,
    left_fields,
    left_of,
    own_sentence,
)

_OPTED_OUT = "is_no_contact"
_KEY = "outside_key"
_FACTS = {word: fact.column for word, fact in FACTS.items() if word != "note"}  # of notes both stay
_WORDS = {_OPTED_OUT: "no_contact", _KEY: "key"}


class WholeContact(NamedTuple):
    """What a contact has, as a merge looks at it; phones by their digits."""

    id: int
    columns: Mapping[str, Any]
    client: str  # handle
    emails: Collection[str]
    phones: Mapping[str, str]
    tags: Collection[str]
    fields: Mapping[str, str]


class Plan(NamedTuple):
    """What the kept contact takes over of the other, by column, and what it does not, which its note says."""

    taken: Mapping[str, Any]
    more: Sequence[str]  # e-mails, phones and custom fields, by code words
    tags: Sequence[str]
    left: Sequence[LeftRow]


def plan(kept: WholeContact, gone: WholeContact) -> Plan:
    """What becomes of each fact of the other; refused where the note has no room for what is not taken over.

    What the kept one lacks is taken over, and what it has stays. Nobody opts in by being merged.
    """
    mine, theirs = kept.columns, gone.columns
    taken: dict[str, Any] = {_OPTED_OUT: 1} if theirs[_OPTED_OUT] > mine[_OPTED_OUT] else {}
    left: list[LeftRow] = []
    for word, column in (*_FACTS.items(), ("key", _KEY)):
        fuller = _fuller(column, mine[column], theirs[column])
        if fuller != mine[column]:
            taken[column] = fuller
        elif fuller != _fuller(column, theirs[column], mine[column]):
            left += left_of(word, theirs[column], mine[column])
    left += left_of("client", gone.client, kept.client)
    left += left_fields(gone.fields, kept.fields)
    note = _note(kept, theirs["note"], left)
    more = ["note"] if theirs["note"] and theirs["note"] not in (mine["note"] or "") else []
    more += _more(kept, gone)
    tags = [tag for tag in gone.tags if tag not in kept.tags]
    return Plan(taken | ({"note": note} if note != mine["note"] else {}), more, tags, left)


def _fuller(column: str, mine: Any, theirs: Any) -> Any:
    """What says more of two values of a fact, the first where they differ."""
    if column == "birthday":
        return richer(mine, theirs)
    return mine if is_set(mine) else theirs


def _note(kept: WholeContact, theirs: str | None, left: Sequence[LeftRow]) -> str | None:
    """The notes of both, and a line with what is not taken over."""
    mine = kept.columns["note"]
    parts = [mine] if mine else []
    parts += [theirs] if theirs and theirs not in (mine or "") else []
    parts += (
        [f"Merged with: {'; '.join(f'{in_words(row.fact)} {row.value}' for row in left)}"] if left else []
    )
    note = "\n\n".join(parts) or None
    if note and len(note) > NOTE_LENGTH:
        raise Refused(
            f"the note would be longer than {NOTE_LENGTH} characters: it takes the notes of both, and each fact that "
            "the kept contact does not take over",
            hint=f"shorten the note of one first: acctmgr contact edit {kept.id} --note TEXT",
        )
    return note


def _more(kept: WholeContact, gone: WholeContact) -> list[str]:
    return [
        *(email for email in gone.emails if email not in kept.emails),
        *(phone for digits, phone in gone.phones.items() if digits not in kept.phones),
        *(field_fact(name) for name in gone.fields if name not in kept.fields),
    ]


def merged_row(kept: int, gone: int, moved: Mapping[str, int], done: Plan) -> MergedRow:
    """What was done, by code words."""
    taken = [_WORDS.get(column, column) for column in done.taken if column != "note"]
    return MergedRow(kept, gone, moved, [*taken, *done.more], done.tags, done.left)


def left_sentences(kept: str, left: Sequence[LeftRow]) -> list[str]:
    """What the kept one does not take over; by its name."""
    own = own_sentence(kept, left)
    return [*own, f"what {kept} does not take over goes into its note"] if own else []
