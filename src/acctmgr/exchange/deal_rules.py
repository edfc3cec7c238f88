"""A row of a file of deals as values."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from acctmgr.core.dates import parse_with, today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, fold
from acctmgr.deals.fact_rules import FACTS
from acctmgr.deals.rules import check_expected, check_not_ahead
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.deal_column_rules import COLUMNS, by_field
from acctmgr.exchange.link_rules import twin_in
from acctmgr.exchange.mapping_rules import Default
from acctmgr.exchange.rules import ISO, Words, split_list, words_in
from acctmgr.exchange.run_rules import Terms

FIELDS = (
    "key name client stage amount currency probability opened_on closed_on expected_on close_date owner source "
    "competitor note lost_reason stage_history twin tags"
).split()
REQUIRED = ("name", "client")
DATES = ("opened_on", "closed_on", "expected_on")
_DAYS = (*DATES, "close_date")
KIND = Kind(
    "deals",
    FIELDS,
    REQUIRED,
    (*_DAYS, *(name for field in _DAYS for name in COLUMNS[field])),
    synonyms=COLUMNS,
    mark="stage_history",
)
_WHOLE = re.compile(r"([0-9]{1,3})(?:[.,]0+)? ?%?")
_SHARE = re.compile(r"0?[.,][0-9]+|1[.,]0+")
_FACTS = ("currency", "owner", "source", "competitor", "note")


class DealIn(NamedTuple):
    """A row of the file; facts: columns of the deal that it gives."""

    key: str
    name_key: str
    client: str
    stage: str
    facts: dict[str, Any]
    words: Words
    history: Sequence[tuple[date, str]]  # the stages that it went through, each behind its first day
    close_on: date | None  # when it was closed, or will be, by its stage
    twin: int  # which of several of one name, client and opened_on; 0 where it is the only one
    cells: Mapping[str, str]


@lru_cache(8192)  # files repeat their words
def _fact(field: str, text: str) -> Any:
    return FACTS[field].read(text, today())


@lru_cache(8192)
def _line(text: str, what: str, max_length: int) -> str:
    return clean_line(text, what, max_length=max_length)


def deal_in(fields: dict[str, str], terms: Terms) -> DealIn:
    """A row as values; the amount waits until its currency is known. Raises for what can't be read."""
    fields = by_field(fields)
    for field in REQUIRED:
        if field not in fields:
            raise Refused(f"{field} is empty")
    if terms.is_key_needed and "key" not in fields:
        raise Refused("the key is empty")
    key = _line(fields["key"], "the key", 200) if "key" in fields else ""
    name = _fact("name", fields["name"])
    facts: dict[str, Any] = {"name": name, "name_key": fold(name)}
    facts |= {field: _fact(field, fields[field]) for field in _FACTS if field in fields}
    if "probability" in fields:
        facts["probability"] = probability_of(fields["probability"])
    facts |= {field: day for field in DATES if (day := terms.cells.day(fields, field))}
    if "lost_reason" in fields:
        facts["lost_reason"] = _line(fields["lost_reason"], "lost_reason", 500)
    client = _line(fields["client"], "the client", 200)
    history = _history(fields.get("stage_history", ""), facts.get("opened_on"))
    for day, _ in history[1:]:
        check_not_ahead(day, terms.today)
    stage = fields.get("stage") or (history[-1][1] if history else "")
    if history and fold(stage) != fold(history[-1][1]):
        raise Refused(f"stage is {stage}, and stage_history ends with {history[-1][1]}")
    close_on, twin = terms.cells.day(fields, "close_date"), twin_in(fields, "twin")
    return DealIn(
        key, facts["name_key"], client, stage, facts, words_in(fields), history, close_on, twin, fields
    )


@lru_cache(1024)
def probability_of(text: str) -> int:
    """A whole percentage, also as 50 % or 50.0; Refused where it may be a share of one as well."""
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    elif _SHARE.fullmatch(text):
        raise Refused(
            f"probability: {text} may be {text} % or a share of 1",
            hint="write it in per cent, or leave it out: --set probability=",
        )
    return int(_fact("probability", text))


def days_by_stage(row: DealIn, stage: str, *, is_open: bool) -> dict[str, date]:
    """The days of opening, closing and expected closing; Refused where they do not fit the stage it is in."""
    days = {field: row.facts[field] for field in DATES if field in row.facts}
    if row.close_on:
        days.setdefault("expected_on" if is_open else "closed_on", row.close_on)
    if is_open and isinstance(row.cells.get("closed_on"), Default):
        del days["closed_on"]  # it is for those that are closed
    if is_open and "closed_on" in days:
        raise Refused(f"closed_on is given, and {stage} is an open stage", hint="is it expected_on?")
    check_days(days)
    return days


def _history(text: str, opened_on: date | None) -> list[tuple[date, str]]:
    """Days and stages as in "2026-01-02 Lead;2026-02-01 Won", from the oldest on."""
    history = []
    for part in split_list(text):
        day, _, stage = part.partition(" ")
        try:
            history.append((parse_with(day, ISO), stage.strip()))
        except Refused:
            stage = ""
        if not stage.strip():
            hint = 'write it like "2026-01-02 Lead;2026-02-01 Won"'
            raise Refused(f"stage_history: {part!r} is no day and stage", hint=hint)
    days = [day for day, _ in history]
    if days != sorted(days):
        raise Refused("stage_history is not in the order of its days")
    if days and opened_on and days[0] != opened_on:
        raise Refused(f"stage_history begins on {days[0]}, and opened_on is {opened_on}")
    return history


def check_days(facts: Mapping[str, Any]) -> None:
    """Refuse a deal that ends before it begins."""
    opened_on, closed_on = facts.get("opened_on"), facts.get("closed_on")
    check_expected(opened_on, facts.get("expected_on"))
    if opened_on and closed_on and closed_on < opened_on:
        raise Refused(f"closed_on {closed_on} is before opened_on {opened_on}")
