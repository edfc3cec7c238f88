"""Which contact a reference means, asked in the same words by both lanes, and what people are told of contacts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.text import clean_line, fold, listed, nearest
from acctmgr.parties.email_rules import spellings
from acctmgr.parties.rules import LAST_SIGN, NAMED_MAX

Ask = Callable[[str, dict[str, Any]], Iterable[Sequence[Any]]]  # what runs a query

_HEAD = """
    SELECT contact.id, contact.name, contact.name_key, party.handle,
           (SELECT COUNT(*) FROM contact_email WHERE contact_id = contact.id AND email IN (:emails)) AS is_email
      FROM contact
      JOIN party ON party.id = contact.party_id
     WHERE (:party_id = 0 OR contact.party_id = :party_id)
"""
_EXACT = f"""
    {_HEAD}
       AND (contact.id = :id OR contact.name_key = :name_key
            OR contact.id IN (SELECT contact_id FROM contact_email WHERE email IN (:emails)))
     ORDER BY contact.name_key, contact.id
"""
# no LIKE: a range is answered by the index; one more than an error names
_BEGINNING = f"""
    {_HEAD}
       AND contact.name_key >= :name_key AND contact.name_key < :end
     ORDER BY contact.name_key, contact.id
     LIMIT 6
"""
_NAMES = """
    SELECT name FROM contact WHERE (:party_id = 0 OR party_id = :party_id) ORDER BY name_key, id
"""


class Candidate(NamedTuple):
    """A contact that a reference may mean."""

    id: int
    name: str
    name_key: str
    client: str  # handle
    is_email: int  # whether the reference is one of its e-mails

    @property
    def title(self) -> str:
        """How people tell it from others."""
        return f"{self.name} ({self.client}, {self.id})"


class Wanted(NamedTuple):
    """A reference as typed, and as the columns would hold it."""

    text: str
    emails: tuple[str, ...]  # as it was typed, and as an address is kept
    name_key: str
    id: int  # 0: it is no id


def find(ask: Ask, reference: str, party_id: int = 0, client: str = "") -> Candidate:
    """The contact meant, of all or of one party, whose handle is `client`; NotFound or Conflict if unclear."""
    meant = wanted(reference)
    values: dict[str, Any] = {
        "party_id": party_id,
        "emails": meant.emails,
        "name_key": meant.name_key,
        "id": meant.id,
        "end": meant.name_key + LAST_SIGN,
    }
    for sql in (_EXACT, _BEGINNING):
        if found := pick(meant, [Candidate(*row) for row in ask(sql, values)]):
            return found
    raise unknown(meant, [name for (name,) in ask(_NAMES, values)], client)


def wanted(reference: str) -> Wanted:
    """What to look for; refused when empty."""
    text = clean_line(reference, "the contact's reference")
    # an accent on its own folds to nothing, and nothing begins every name
    return Wanted(text, spellings(text), fold(text) or text, id_of(text))


def id_of(text: str) -> int:
    """The id that a text reads as, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def pick(reference: Wanted, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one whose id, e-mail or whole name it is, else the one that begins so; Conflict when several fit as well."""
    exact = [row for row in candidates if _is_exactly(reference, row)]
    found = exact or [row for row in candidates if row.name_key.startswith(reference.name_key)]
    if len(found) < 2:
        return found[0] if found else None
    hint = "name one by its id or e-mail"
    if any(row.id == reference.id or row.is_email for row in found):
        hint = f"type {listed([_other_way(reference, row) for row in found[:NAMED_MAX]], 'and')}"
    raise Conflict(f"{reference.text} fits more than one contact: {_named(found)}", hint=hint)


def _is_exactly(reference: Wanted, row: Candidate) -> bool:
    return row.id == reference.id or bool(row.is_email) or row.name_key == reference.name_key


def _other_way(reference: Wanted, row: Candidate) -> str:
    """What means a contact where one is called like the id of another."""
    way = f"the name or an e-mail of {row.name}" if row.id == reference.id else str(row.id)
    return f"{way} for {row.title}"


def _named(candidates: Sequence[Candidate]) -> str:
    titles = [row.title for row in candidates[:NAMED_MAX]]
    return listed([*titles, "others"] if len(candidates) > NAMED_MAX else titles, "and")


def unknown(reference: Wanted, names: Sequence[str], client: str = "") -> NotFound:
    """The error for a reference that fits nobody; names the nearest name, or one with a word like it."""
    by_word = {fold(word): name for name in reversed(names) for word in name.split()}
    near = nearest(reference.text, names) or by_word.get(nearest(reference.text, by_word) or "")
    where = f" at {client}" if client else ""
    see = f"see: acctmgr contact list{f' --client {client}' if client else ''}"
    return NotFound(
        f"there is no contact {reference.text}{where}", hint=f"did you mean {near}?" if near else see
    )


def taken(email: str, owner: Candidate, contact_id: int | None) -> Conflict:
    """The error for an e-mail that another contact has; contact_id: who should get it, None for a new one."""
    way = f"edit {owner.id}" if contact_id is None else f"merge {contact_id} {owner.id}"
    hint = f"if they are one person: acctmgr contact {way}"
    return Conflict(f"{email} is the e-mail of {owner.title}", hint=hint)


def added_sentence(name: str, client: str, namesakes: Sequence[int]) -> str:
    """Who was added where; which others of that name the client has already."""
    if not namesakes:
        return f"added {name} at {client}"
    others = "are others" if len(namesakes) > 1 else "is another"
    ids = listed([str(other) for other in namesakes], "and")
    return f"added {name} at {client}; there {others} of that name: {ids}"


def check_two(kept_id: int | None, other_id: int | None) -> None:
    """Refuse to merge a contact into itself."""
    if kept_id == other_id:
        raise Refused("both are the same contact", hint="see: acctmgr contact list")


class Hanging(NamedTuple):
    """How many of each name a contact."""

    follow_ups: int
    activities: int

    def __str__(self) -> str:
        """In words, empty if nothing does."""
        words = (
            (self.follow_ups, "follow-up", "follow-ups"),
            (self.activities, "activity", "activities"),
        )
        return listed([f"{n} {one if n == 1 else many}" for n, one, many in words if n], "and")
