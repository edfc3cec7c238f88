"""What a contact's facts and custom fields may be, from what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Any, NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import clean_line, clean_text
from acctmgr.parties.birthday_rules import parse_birthday
from acctmgr.parties.email_rules import check_email, like_kept
from acctmgr.parties.fact_rules import one_word, tags_of
from acctmgr.parties.phone_rules import Phone, check_phone

INFLUENCES = ("decider", "champion", "influencer", "user", "blocker")
WAYS = ("phone", "email", "message", "visit", "post")


class Fact(NamedTuple):
    """One fact of a contact: its column, and how what was typed becomes its value."""

    column: str
    read: Callable[[str, date], Any]  # the second is today
    is_needed: bool = False  # never empty


FACTS: Mapping[str, Fact] = {
    "name": Fact("name", lambda text, _: clean_line(text, "the name"), is_needed=True),
    "role": Fact("role", lambda text, _: clean_line(text, "the role", max_length=100)),
    "influence": Fact("influence", lambda text, _: one_word(text, "influence", INFLUENCES)),
    "birthday": Fact("birthday", parse_birthday),
    "prefers": Fact("prefers", lambda text, _: one_word(text, "way to reach people", WAYS)),
    "note": Fact("note", lambda text, _: clean_text(text, "the note")),
}
_SEVERAL = ("email", "phone", "tag")  # taken away one by one
_OTHERS = ("id", "client", "no_contact", "emails", "phones", "tags", "key")  # what else every contact has


def facts_of(typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The columns of what was typed for FACTS and --no-contact; what was not typed is left out."""
    facts = {
        fact.column: fact.read(text, today)
        for key, fact in FACTS.items()
        if (text := typed.get(key)) is not None
    }
    opted_out = typed.get("no_contact")
    return facts if opted_out is None else facts | {"is_no_contact": int(opted_out)}


def emails_of(typed: Iterable[str]) -> list[str]:
    """Addresses in lower case, each once."""
    return list(dict.fromkeys(map(check_email, typed)))


def phones_of(typed: Iterable[str], country: str) -> list[Phone]:
    """Phones, each number once however it is spelt; country: of numbers without a prefix of their own."""
    phones: dict[str, Phone] = {}
    for text in typed:
        phone = check_phone(text, country)
        phones.setdefault(phone.digits, phone)
    return list(phones.values())


def column_to_clear(word: str) -> str | None:
    """The column of a fact to take away, None when no fact is called so; refused where there must be one."""
    key = word.strip().lower().replace("-", "_")
    if key == "client" or (key in FACTS and FACTS[key].is_needed):
        raise WrongUsage(f"a contact always has a {key}", hint=f"give another: --{key}")
    if key.removesuffix("s") in _SEVERAL:
        raise WrongUsage(f"{key} are taken away one by one", hint=f"--rm-{key.removesuffix('s')}")
    if key == "no_contact":
        raise WrongUsage("no_contact is not cleared", hint="who may be contacted again: --may-contact")
    return FACTS[key].column if key in FACTS else None


def clear_words() -> list[str]:
    """What --clear may name besides custom fields."""
    return [key for key, fact in FACTS.items() if not fact.is_needed]


def fields_of(typed: Iterable[str]) -> dict[str, str]:
    """Custom fields typed as key=value."""
    fields = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not sign:
            raise WrongUsage(f"{text!r} is no field", hint="write it like --field region=north")
        name = clean_line(name, "the name of a field", max_length=50)
        key = name.lower().replace("-", "_")
        if key in FACTS or key in _SEVERAL or key in _OTHERS:
            raise WrongUsage(
                f"{name} is no custom field, every contact has it", hint="see: acctmgr contact edit --help"
            )
        if not value.strip():
            raise WrongUsage(
                f"field {name} is empty",
                hint=f"to take it away: acctmgr contact edit ID --clear {quote(name)}",
            )
        fields[name] = clean_line(value, f"field {name}", max_length=500)
    return fields


class Edit(NamedTuple):
    """What is asked of a contact, checked but for its phones, which are read in the light of the book's country."""

    facts: Mapping[str, Any] = {}
    client: str = ""
    clear: Sequence[str] = ()
    emails: Sequence[str] = ()
    rm_emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    rm_phones: Sequence[str] = ()
    tags: Sequence[str] = ()
    rm_tags: Sequence[str] = ()
    fields: Mapping[str, str] = {}


def edit_of(typed: Mapping[str, Any], today: date) -> Edit:
    """What was typed, by the names of the options."""
    return Edit(
        facts=facts_of(typed, today),
        client=typed.get("client") or "",
        clear=typed.get("clear") or (),
        emails=emails_of(typed.get("email") or ()),
        rm_emails=[like_kept(text.strip()) for text in typed.get("rm_email") or ()],  # old ones may be bad
        phones=typed.get("phone") or (),
        rm_phones=typed.get("rm_phone") or (),
        tags=tags_of(typed.get("tag") or ()),
        rm_tags=tags_of(typed.get("rm_tag") or ()),
        fields=fields_of(typed.get("field") or ()),
    )


def check_edit(edit: Edit) -> None:
    """Refuse an edit that asks for nothing, or for a thing and its opposite."""
    if not any(edit):
        raise WrongUsage("nothing to change was named", hint="see: acctmgr contact edit --help")
    for given, gone, what in (
        (edit.emails, edit.rm_emails, "e-mail"),
        (edit.tags, edit.rm_tags, "tag"),
    ):
        for word in set(given) & set(gone):
            raise WrongUsage(f"{what} {word} is both given and taken away")
    for word in edit.clear:
        if column_to_clear(word) in edit.facts or word in edit.fields:
            raise WrongUsage(f"{word} is both given and cleared")
