"""A row of a file of follow-ups as values."""

from functools import lru_cache
from typing import Any, NamedTuple

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line
from acctmgr.exchange import activity_rules, link_rules
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.run_rules import Terms
from acctmgr.exchange.task_status_rules import DONE, OFF, standing_of
from acctmgr.followups.fact_rules import FOLLOW_UP
from acctmgr.followups.rules import check_happened, month_day_of

_DATES = ("due_on", "planned_on", "done_on")
KIND = Kind(
    "followups",
    [
        "id",
        "previous_id",
        *"client text due_on due_time priority repeat planned_on month_day done_on status".split(),
    ]
    + [field for field in link_rules.FIELDS if not field.startswith("followup_")],
    ("text", "client", "due_on"),
    (*_DATES, "deal_opened_on"),
    key_field="id",
    has_custom=False,
    also={"due_on": "due_date"},
    synonyms={
        "client": activity_rules.COLUMNS["client"],
        "contact": activity_rules.COLUMNS["contact"],
        "text": ("subject", "title", "task_subject"),
        "status": activity_rules.COLUMNS["status"],
    },
    mark="previous_id",
)
_FIELD_OF = {name: field for field, names in KIND.synonyms.items() for name in names}


class FollowUpIn(NamedTuple):
    """A row of the file; facts: columns of the follow-up that it gives; id and previous: within the file."""

    id: str
    previous: str
    client: str
    refs: link_rules.Refs
    facts: dict[str, Any]


@lru_cache(8192)  # files repeat their words
def _fact(field: str, text: str) -> Any:
    return FOLLOW_UP[field].read(text, today())


def follow_up_in(fields: dict[str, str], terms: Terms) -> FollowUpIn:
    """A row as values. Raises for what can't be read."""
    row: dict[str, str] = {}
    for name, text in fields.items():
        row.setdefault(_FIELD_OF.get(name, name), text)
    for field in KIND.required:
        if field not in row:
            raise Refused(f"{field} is empty")
    facts: dict[str, Any] = {"text": _fact("text", row["text"])}
    facts |= {field: day for field in _DATES if (day := terms.cells.day(row, field))}
    if "due_time" in row:
        facts["due_time"] = _fact("time", row["due_time"])
    facts |= {field: _fact(field, row[field]) for field in ("priority", "repeat") if field in row}
    if "month_day" in row:
        facts["month_day"] = _month_day(row["month_day"])
    _check(row, facts, terms)
    client = clean_line(row["client"], "the client")
    refs = link_rules.refs_in(row, terms)
    return FollowUpIn(row.get("id", ""), row.get("previous_id", ""), client, refs, facts)


def _month_day(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 0 < int(text) <= 31):
        raise Refused(f"month_day: {text!r} is no day of a month")
    return int(text)


def _check(row: dict[str, str], facts: dict[str, Any], terms: Terms) -> None:
    """Refuse what can't be together, and a word for how it stands that says neither done nor to do."""
    if "planned_on" in facts and "repeat" not in facts:
        raise Refused("planned_on is given, and repeat is not")
    if "done_on" in facts:
        check_happened(facts["done_on"], terms.today)
    standing = standing_of(row.get("status", ""))
    if standing == OFF:
        raise Refused(
            f"status: {row['status']} says that it is called off", hint="leave it out: --set status="
        )
    if standing != DONE:
        return
    if "done_on" not in facts:
        raise Refused("it is done, and no day says since when", hint="--map done_on=COLUMN")


def with_plan(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of what repeats with the day that its next is counted from, which is the day it is due."""
    if not facts.get("repeat") or "planned_on" in facts:
        return facts
    planned_on = facts["due_on"]
    month_day = month_day_of(planned_on, facts["repeat"], facts.get("month_day"))
    return {**facts, "planned_on": planned_on, "month_day": month_day}
