"""A row of a file of contacts as values."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, fold
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.contact_column_rules import COLUMNS, FIRST, LAST, MIDDLE, ORGANISATIONS, SALUTATIONS
from acctmgr.exchange.rules import Words, words_in
from acctmgr.exchange.run_rules import Terms
from acctmgr.parties.birthday_rules import parse_birthday
from acctmgr.parties.contact_fact_rules import FACTS, emails_of, phones_of
from acctmgr.parties.phone_rules import Phone

KIND = Kind(
    "contacts",
    (
        "key name client client_id role influence emails phones birthday prefers no_contact note tags type is_deleted"
    ).split(),
    ("name", "client"),
    (),
    # a file may name its clients by nothing but their ids
    synonyms={**COLUMNS, "client": (*COLUMNS["client"], "client_id", *COLUMNS["client_id"])},
)
_PLAIN_FACTS = ("influence", "prefers", "note")
_YES = frozenset("true yes y 1 x on si sí".split())
_NO = frozenset("false no n 0 off".split())
_JOINED = re.compile(r"\s*:::\s*")  # several values in one cell of an address book
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9].*")


class ContactIn(NamedTuple):
    """A row of the file; facts: columns of the contact that it gives."""

    key: str
    name: str  # where it gives none, the first e-mail stands in for a new contact
    client: str
    client_key: str  # the client's id in the other system
    facts: dict[str, Any]
    emails: Sequence[str]
    phones: Sequence[Phone]
    words: Words
    aside: str  # why it is no contact at all, empty if it is one

    @property
    def name_key(self) -> str:
        """The name for comparing."""
        return fold(self.name)


@lru_cache(8192)  # files repeat their words
def _fact(field: str, text: str) -> Any:
    return FACTS[field].read(text, today())


@lru_cache(8192)
def _line(text: str, what: str) -> str:
    return clean_line(text, what)


def contact_in(fields: dict[str, str], terms: Terms, country: str) -> ContactIn:
    """A row as values; country: of phones without a prefix. Raises for what can't be read."""
    if aside := _aside(fields):
        return ContactIn("", "", "", "", {}, (), (), Words(None, {}), aside)
    key = _line(_first(fields, "key"), "the key") if _first(fields, "key") else ""
    if terms.is_key_needed and not key:
        raise Refused("the key is empty")
    client, client_key = _first(fields, "client"), _first(fields, "client_id").partition(";")[0].strip()
    if not client and not client_key:
        raise Refused("client is empty", hint="--default client=NAME takes such rows")
    emails = emails_of(_several(fields, "emails", r"[;,\s]+"))
    phones = phones_of(_several(fields, "phones", ";"), country)
    name = _name(fields)
    if not name and not emails:
        raise Refused("name is empty")
    return ContactIn(
        key,
        name or emails[0],
        _line(client, "the client") if client else "",
        client_key,
        _facts(fields, name, terms),
        emails,
        phones,
        _words_of(fields),
        "",
    )


def _aside(fields: Mapping[str, str]) -> str:
    if fields.get("type", "").lower() in ORGANISATIONS:
        return "organisation"
    is_deleted = _first(fields, "is_deleted").lower() in _YES
    return "deleted" if is_deleted else ""


def _first(fields: Mapping[str, str], field: str) -> str:
    """The first filled column of a field, under whichever of its names."""
    return next((fields[name] for name in (field, *COLUMNS.get(field, ())) if name in fields), "")


def _several(fields: Mapping[str, str], field: str, sign: str) -> list[str]:
    """All values in the columns of a field, those of one cell parted at the sign."""
    cells = [fields[name] for name in (field, *COLUMNS[field]) if name in fields]
    parts = [part for cell in cells for part in re.split(sign, _JOINED.sub(";", cell))]
    return [part.strip() for part in parts if part.strip()]


def _facts(fields: Mapping[str, str], name: str, terms: Terms) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": name, "name_key": fold(name)} if name else {}
    facts |= {field: _fact(field, text) for field in _PLAIN_FACTS if (text := _first(fields, field))}
    if role := _role(fields):
        facts["role"] = _fact("role", role)
    if birthday := _first(fields, "birthday"):
        facts["birthday"] = _birthday(birthday, terms)
    if any(_is_yes(fields[name]) for name in ("no_contact", *COLUMNS["no_contact"]) if name in fields):
        facts["is_no_contact"] = 1  # a file never takes it back: it may be older than the wish
    return facts


def _name(fields: Mapping[str, str]) -> str:
    parted = (FIRST, MIDDLE, LAST)
    names = [name for name in ("name", *COLUMNS["name"]) if name not in chain(*parted)]
    whole = next((fields[name] for name in names if name in fields), "")
    parts = (next((fields[name] for name in some if name in fields), "") for some in parted)
    name = whole or " ".join(part for part in parts if part)
    return str(_fact("name", name)) if name else ""


def _role(fields: Mapping[str, str]) -> str:
    found = [fields[name] for name in ("role", *COLUMNS["role"]) if name in fields]
    return next((role for role in found if role.lower().rstrip(".") not in SALUTATIONS), "")


def _birthday(text: str, terms: Terms) -> str:
    if moment := _MOMENT.fullmatch(text):
        text = moment[1]
    try:
        day = terms.cells.day({"birthday": text}, "birthday")
        return parse_birthday(str(day), terms.today)
    except Refused as wrong:
        return _without_format(text, terms, wrong)


def _without_format(text: str, terms: Terms, wrong: Refused) -> str:
    """A birthday that is not written as the file's dates: ISO, or without its year."""
    try:
        return parse_birthday(text, terms.today)
    except Refused:
        raise wrong from None


def _is_yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise Refused(f"no_contact: {text!r} is neither yes nor no", hint="write true or false")
    return word in _YES


def _words_of(fields: dict[str, str]) -> Words:
    """The tags of all columns that hold some, and the custom fields."""
    names = [name for name in ("tags", *COLUMNS["tags"]) if name in fields]
    if not names:
        return words_in(fields)
    cells = [_JOINED.sub(";", fields[name]) for name in names]
    tags = ";".join(re.sub(r"(^|;)\s*\*\s*", r"\1", cell) for cell in cells)
    return words_in({**fields, "tags": tags})
