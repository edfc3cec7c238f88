"""A row of a file of contacts as values."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, fold
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.contact_column_rules import COLUMNS, FIRST, LAST, MIDDLE, SALUTATIONS, TYPES, look
from acctmgr.exchange.flag_rules import is_flag, is_yes
from acctmgr.exchange.link_rules import twin_in
from acctmgr.exchange.rules import Words, words_in
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.vocabulary_rules import meaning_of
from acctmgr.parties.birthday_rules import parse_birthday
from acctmgr.parties.contact_fact_rules import FACTS, emails_of, phones_of
from acctmgr.parties.phone_rules import Phone

KIND = Kind(
    "contacts",
    (
        "key name client client_id role influence emails phones birthday birth_month birth_year prefers "
        "no_contact note twin tags type"
    ).split(),
    ("name", "client"),
    (),
    mark="twin",
    look=look,
    # a file may name its clients by nothing but their ids
    synonyms={**COLUMNS, "client": (*COLUMNS["client"], "client_id", *COLUMNS["client_id"])},
)
Cells = Mapping[str, Sequence[str]]
_PARTS = {"first": FIRST, "middle": MIDDLE, "last": LAST}  # of a name
_FIELD_OF = {
    name: field for field, names in COLUMNS.items() for name in (field, *names) if isinstance(name, str)
}
_FIELD_OF |= {field: field for field in KIND.fields}
_FIELD_OF |= {name: part for part, names in _PARTS.items() for name in names}
_PLAIN_FACTS = ("influence", "prefers", "note")
# where the next value of one cell begins; ::: stands there in an address book
_EMAIL_ENDS, _PHONE_ENDS = re.compile(r"(?::::|[;,\s])+"), re.compile(r":::|;")
_LABEL = re.compile(r"(^|;)\s*\*\s*")  # a label of an address book: * friends
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9].*")


class ContactIn(NamedTuple):
    """A row of the file; facts: columns of the contact that it gives."""

    key: str
    name: str  # where it gives none, the first e-mail stands in for a new contact
    client: str
    client_keys: Sequence[
        str
    ]  # the client's id in the other system; those of several clients, the first counts
    facts: dict[str, Any]
    emails: Sequence[str]
    phones: Sequence[Phone]
    words: Words
    twin: int  # which of several of one name at the client; 0 where it is the only one
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
    cells = _by_field(fields)
    if aside := _aside(cells):
        return ContactIn("", "", "", (), {}, (), (), Words(None, {}), 0, aside)
    key, client, client_key = _first(cells, "key"), _company(cells), _first(cells, "client_id")
    if terms.is_key_needed and not key:
        raise Refused("the key is empty")
    if not client and not client_key:
        raise Refused("client is empty", hint="--default client=NAME takes such rows")
    emails = emails_of(_several(cells.get("emails", ()), _EMAIL_ENDS))
    phones = phones_of(_several(cells.get("phones", ()), _PHONE_ENDS), country)
    name = _name(cells)
    if not name and not emails:
        raise Refused("name is empty")
    return ContactIn(
        _line(key, "the key") if key else "",
        name or emails[0],
        _line(client, "the client") if client else "",
        [part.strip() for part in client_key.split(";") if part.strip()],
        _facts(cells, name, terms),
        emails,
        phones,
        _words_of(fields, cells.get("tags")),
        twin_in(fields, "twin"),
        "",
    )


def _by_field(fields: Mapping[str, str]) -> Cells:
    """The filled cells of each field, under whichever of its names they stand."""
    cells: dict[str, list[str]] = {}
    for name, text in fields.items():
        if field := _FIELD_OF.get(name.partition("#")[0]):
            cells.setdefault(field, []).append(text)
    return cells


def _company(cells: Cells) -> str:
    """The first name of a company; a column of yes and no names none."""
    named = cells.get("client", ())
    return next((text for text in named if not is_flag(text)), named[0] if named else "")


def _aside(cells: Cells) -> str:
    word = _first(cells, "type")
    return "organisation" if word and meaning_of(word, TYPES, "type", hint="--set type=") == "company" else ""


def _first(cells: Cells, field: str) -> str:
    return cells[field][0] if field in cells else ""


def _several(cells: Sequence[str], ends: re.Pattern[str]) -> list[str]:
    """All values in some cells, each up to where the next begins."""
    parts = [part.strip() for cell in cells for part in ends.split(cell)]
    return [part for part in parts if part]


def _facts(cells: Cells, name: str, terms: Terms) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": name, "name_key": fold(name)} if name else {}
    facts |= {field: _fact(field, cells[field][0]) for field in _PLAIN_FACTS if field in cells}
    roles = (role for role in cells.get("role", ()) if role.lower().rstrip(".") not in SALUTATIONS)
    if role := next(roles, ""):
        facts["role"] = _fact("role", role)
    if birthday := _first(cells, "birthday"):
        facts["birthday"] = _birthday(_whole_birthday(birthday, cells), terms)
    if sum(is_yes(text, "no_contact") for text in cells.get("no_contact", ())):  # all are read, for bad words
        facts["is_no_contact"] = 1  # a file never takes it back: it may be older than the wish
    return facts


def _name(cells: Cells) -> str:
    name = _first(cells, "name") or " ".join(cells[part][0] for part in _PARTS if part in cells)
    return str(_fact("name", name)) if name else ""


def _whole_birthday(text: str, cells: Cells) -> str:
    """A birthday whose day, month and year stand in cells of their own."""
    month, year = _first(cells, "birth_month"), _first(cells, "birth_year")
    if not (text.isdigit() and len(text) <= 2 and month):
        return text
    if not month.isdigit():
        return f"{text} {month} {year}".strip()
    return f"{year}-{month}-{text}" if year else f"--{month}-{text}"


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


def _words_of(fields: dict[str, str], tags: Sequence[str] | None) -> Words:
    """The tags of all columns that hold some, and the custom fields."""
    if not tags:
        return words_in(fields)
    return words_in({**fields, "tags": _LABEL.sub(r"\1", ";".join(tags).replace(":::", ";"))})
