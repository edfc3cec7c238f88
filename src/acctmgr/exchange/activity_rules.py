"""A row of a file of activities as values."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, clean_text, did_you_mean, fold
from acctmgr.exchange import link_rules
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.task_status_rules import OFF, TO_DO, standing_of
from acctmgr.followups.fact_rules import parse_minutes
from acctmgr.followups.rules import KINDS, check_happened

# what the columns are called in the files of other systems; where several are filled the first counts
_COLUMNS = {
    "key": "record_id",
    "subject": "note_title title task_subject call_title hs_task_subject",
    "text": "description body_preview note_content note_body body comments details call_agenda hs_note_body",
    "client": (
        "associated_company company company_name account account_name organization organisation account_id "
        "account_name.id company_id associated_company_ids"
    ),
    "on": "activity_date call_start_time start_time timestamp hs_timestamp date closed_time created_time created_date",
    "kind": "type activity_type task_subtype",
    "contact": "contact_email contact_name associated_contact",
    "seconds": "call_duration_in_seconds",
    "status": "call_status task_status hs_task_status",
}
COLUMNS = {field: tuple(names.split()) for field, names in _COLUMNS.items()}
_FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}
KIND = Kind(
    "activities",
    ["key", *"kind subject text client on minutes seconds status".split(), *link_rules.FIELDS],
    ("text", "client", "on"),
    ("on", *COLUMNS["on"], *link_rules.DATES),
    has_custom=False,
    synonyms={**COLUMNS, "text": (*COLUMNS["text"], "subject", *COLUMNS["subject"])},  # a title may be all
    mark="contact_twin",
)
# what other systems call a kind, in English and Spanish, folded
_WORDS = {
    "call": "calls|phone|phone call|telephone|inbound call|outbound call|logged call|llamada|llamada telefonica",
    "email": "e-mail|mail|emails|incoming email|outgoing email|logged email|sent email|correo|correo electronico",
    "meeting": "meetings|event|appointment|demo|online meeting|video call|reunion|cita|evento",
    "visit": "visits|site visit|visita",
    "note": "notes|task|tasks|to-do|todo|to do|comment|other|nota|tarea|otro",
    "message": "messages|sms|text|text message|chat|whatsapp|letter|fax|linkedin message|mensaje",
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in (kind, *words.split("|"))}
_ASIDE = {TO_DO: "still to do", OFF: "called off"}
_DURATION = re.compile(r"([0-9]{1,3}):([0-9]{2})(?::[0-9]{2})?", re.ASCII)


class ActivityIn(NamedTuple):
    """A row of the file; facts: columns of the activity that it gives."""

    key: str
    client: str
    refs: link_rules.Refs
    facts: dict[str, Any]
    aside: str  # why it is no activity, empty if it is one

    @property
    def on(self) -> date:
        """The day it happened."""
        day: date = self.facts["happened_on"]
        return day


@lru_cache(8192)  # files repeat their words
def kind_of(text: str) -> str:
    """The kind that a word of another system means."""
    kind = _KIND_OF.get(fold(" ".join(text.split())))
    if kind is None:
        hint = did_you_mean(text, _KIND_OF) or f"one of: {' '.join(KINDS)}"
        raise Refused(f"kind: {text!r} is no kind of activity", hint=hint)
    return kind


@lru_cache(8192)
def _line(text: str, what: str) -> str:
    return clean_line(text, what)


@lru_cache(8192)
def minutes_of(text: str) -> int | None:
    """Whole minutes, from their number or from hours and minutes as 1:30; None for 0."""
    if (match := _DURATION.fullmatch(text)) and int(match[2]) < 60:
        return int(match[1]) * 60 + int(match[2]) or None
    return None if text.strip("0") in ("", ".") else parse_minutes(text.removesuffix(".0"))


def _minutes_in(fields: dict[str, str]) -> dict[str, int | None]:
    if "minutes" in fields:
        return {"minutes": minutes_of(fields["minutes"])}
    if "seconds" not in fields:
        return {}
    text = fields["seconds"].removesuffix(".0")
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise Refused(f"{text!r} is no number of seconds")
    return {"minutes": -(-int(text) // 60) or None}


def _by_field(cells: dict[str, str]) -> dict[str, str]:
    """A row by our own fields, whatever its columns are called; a title stands above its text."""
    row: dict[str, str] = {}
    for name, text in cells.items():
        row.setdefault(_FIELD_OF.get(name, name), text)
    subject = row.pop("subject", "")
    if subject and not row.get("text", "").startswith(subject):
        row["text"] = f"{subject}\n{row['text']}" if "text" in row else subject
    return row


def _aside(fields: dict[str, str]) -> str:
    """Why a row is no activity to take in, empty if it is one."""
    return _ASIDE.get(standing_of(fields.get("status", "")), "")


def activity_in(fields: dict[str, str], terms: Terms) -> ActivityIn:
    """A row as values. Raises for what can't be read."""
    fields = _by_field(fields)
    for field in KIND.required:
        if field not in fields:
            raise Refused(f"{field} is empty")
    if terms.is_key_needed and "key" not in fields:
        raise Refused("the key is empty")
    on = terms.cells.day(fields, "on")
    assert on is not None
    aside = _aside(fields)
    if not aside:
        check_happened(on, terms.today)
    facts: dict[str, Any] = {"text": clean_text(fields["text"], "the text"), "happened_on": on}
    if "kind" in fields:
        facts["kind"] = kind_of(fields["kind"])
    facts |= _minutes_in(fields)
    key = _line(fields["key"], "the key") if "key" in fields else ""
    client = _line(fields["client"], "the client")
    return ActivityIn(key, client, link_rules.refs_in(fields, terms), facts, aside)
