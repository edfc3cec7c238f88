"""Follow-ups as people look at them."""

from datetime import date
from typing import NamedTuple

from acctmgr.core.dates import add_days, days_late
from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.followups import rules
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts

DUE = ("today", "overdue", "week", "all")
_WEEK = 7  # days ahead
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


class FollowUpRow(NamedTuple):
    """A follow-up; deal: its id; late_days: past due and still to do."""

    id: int
    text: str
    client: str
    due_on: date
    done_on: date | None
    priority: str
    repeat: str | None
    time: str | None
    contact: str | None
    deal: int | None
    late_days: int


class LoggedRow(NamedTuple):
    """What was logged when a follow-up was done."""

    id: int
    kind: str
    text: str
    on: date
    minutes: int | None


class FollowUpCard(NamedTuple):
    """A follow-up and everything known of it; planned_on: the day of its plan, whatever it was snoozed to."""

    id: int
    text: str
    client: str
    due_on: date
    done_on: date | None
    priority: str
    repeat: str | None
    time: str | None
    contact: str | None
    deal: int | None
    late_days: int
    client_name: str
    deal_name: str | None
    planned_on: date | None
    previous: int | None
    next: int | None
    activities: list[LoggedRow]


FOLLOW_UP_FACTS = Facts(FollowUpRow, client=PARTY_FACTS)

_COLUMNS = """
           follow_up.id, follow_up.text, party.handle AS client, follow_up.due_on, follow_up.done_on,
           follow_up.priority, follow_up.repeat, follow_up.due_time AS time, contact.name AS contact,
           deal_follow_up.deal_id AS deal, 0 AS late_days
"""
_JOINED = """
      FROM follow_up
      JOIN party ON party.id = follow_up.party_id
      LEFT JOIN contact ON contact.id = follow_up.contact_id
      LEFT JOIN deal_follow_up ON deal_follow_up.follow_up_id = follow_up.id
"""
_FOLLOW_UPS = f"""
    SELECT {_COLUMNS} {_JOINED}
     WHERE {{conditions}}
     ORDER BY {{order}}
"""
_FOLLOW_UP = f"""
    SELECT {_COLUMNS}, party.name AS client_name, deal.name AS deal_name, follow_up.planned_on,
           follow_up.previous_id AS previous,
           (SELECT following.id FROM follow_up AS following WHERE following.previous_id = follow_up.id) AS next,
           NULL AS activities
      {_JOINED}
      LEFT JOIN deal ON deal.id = deal_follow_up.deal_id
     WHERE follow_up.id = :id
"""
_LOGGED = """
    SELECT id, kind, text, happened_on, minutes
      FROM activity
     WHERE follow_up_id = :id
     ORDER BY happened_on DESC, id DESC
"""

_RANK = "CASE follow_up.priority WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
_DAY = f"follow_up.due_time IS NULL, follow_up.due_time, {_RANK}, follow_up.id"
_ORDERS = {  # {falling} is empty or DESC; empty values always come last
    "due": f"follow_up.due_on{{falling}}, {_DAY}",
    "done": f"follow_up.done_on IS NULL, follow_up.done_on{{falling}}, follow_up.due_on, {_DAY}",
    "id": "follow_up.id{falling}",
    "client": f"party.handle{{falling}}, follow_up.due_on, {_DAY}",
    "priority": f"{_RANK}{{falling}}, follow_up.due_on, {_DAY}",
    "text": "follow_up.text{falling}, follow_up.id",
}
_USUAL = f"""
    follow_up.done_on IS NOT NULL, follow_up.done_on DESC,
    follow_up.due_on, {_DAY}
"""


class Wanted(NamedTuple):
    """Which follow-ups a list shows; 0 and None let all through."""

    due: str | None = None  # one of DUE
    is_done: bool = False
    party_id: int = 0
    contact_id: int = 0
    deal_id: int = 0
    priority: str | None = None


def follow_ups(
    db: Reader, wanted: Wanted, *, today: date, sort: str | None = None, limit: int = 0
) -> Page[FollowUpRow]:
    """The follow-ups wanted, the next first; what is done comes after, the last first."""
    first, last = _due_between(wanted.due, today)
    page = db.page(
        FollowUpRow,
        _FOLLOW_UPS.format(conditions=_conditions(wanted), order=order_of(sort)),
        limit=limit,
        **wanted._asdict(),
        first=first,
        last=last,
    )
    return page._replace(rows=[row._replace(late_days=_late(row, today)) for row in page.rows])


def _due_between(due: str | None, today: date) -> tuple[date, date]:
    """The days of a word of DUE."""
    if due == "today":
        return today, today
    if due == "overdue":
        return _FIRST, add_days(today, -1)
    return (today, add_days(today, _WEEK)) if due == "week" else (_FIRST, _LAST)


def _conditions(wanted: Wanted) -> str:
    """What holds for the follow-ups wanted; `all` shows what is done too."""
    known = (
        ("1 = 1", True),
        ("follow_up.done_on IS NULL", not wanted.is_done and wanted.due != "all"),
        ("follow_up.done_on IS NOT NULL", wanted.is_done),
        ("follow_up.due_on BETWEEN :first AND :last", wanted.due not in (None, "all")),
        ("follow_up.party_id = :party_id", wanted.party_id != 0),
        ("follow_up.contact_id = :contact_id", wanted.contact_id != 0),
        ("deal_follow_up.deal_id = :deal_id", wanted.deal_id != 0),
        ("follow_up.priority = :priority", wanted.priority is not None),
    )
    return " AND ".join(text for text, holds in known if holds)


def _late(row: FollowUpRow | FollowUpCard, today: date) -> int:
    return 0 if row.done_on else days_late(row.due_on, today)


def order_of(sort: str | None) -> str:
    """The SQL of a sort key, with - in front the other way round; without one what is next comes first."""
    if sort is None:
        return _USUAL
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"follow-ups can't be sorted by {key}", hint=hint)
    return _ORDERS[key].format(falling=" DESC" if sort.startswith("-") else "")


def follow_up(db: Reader, reference: str, *, today: date) -> FollowUpCard:
    """A follow-up by its id, with what was logged when it was done."""
    follow_up_id = rules.id_in(reference)
    card = db.row(FollowUpCard, _FOLLOW_UP, id=follow_up_id)
    if card is None:
        raise rules.unknown(reference, "follow-up", "followup")
    return card._replace(
        late_days=_late(card, today), activities=db.rows(LoggedRow, _LOGGED, id=follow_up_id)
    )
