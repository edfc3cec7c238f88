"""What is still to do and what happened last, as the cards of clients and deals show it."""

from datetime import date
from typing import NamedTuple

from acctmgr.followups import activity_queries, queries
from acctmgr.store.read import Reader

_LATEST = 5  # activities on a card


class FollowUpRow(NamedTuple):
    """A follow-up on a card."""

    id: int
    text: str
    due_on: date
    time: str | None
    priority: str
    repeat: str | None
    contact: str | None
    deal: int | None
    late_days: int


class ActivityRow(NamedTuple):
    """An activity on a card."""

    id: int
    kind: str
    text: str
    contact: str | None
    on: date
    minutes: int | None
    deal: int | None


def still_to_do(db: Reader, *, today: date, party_id: int = 0, deal_id: int = 0) -> list[FollowUpRow]:
    """The open follow-ups of a client, or about a deal, the next first."""
    wanted = queries.Wanted(party_id=party_id, deal_id=deal_id)
    rows = queries.follow_ups(db, wanted, today=today).rows
    return [FollowUpRow(*(getattr(row, name) for name in FollowUpRow._fields)) for row in rows]


def latest(db: Reader, *, party_id: int = 0, deal_id: int = 0) -> list[ActivityRow]:
    """The last activities with a client, or about a deal."""
    wanted = activity_queries.Wanted(party_id=party_id, deal_id=deal_id)
    rows = activity_queries.activities(db, wanted, limit=_LATEST).rows
    return [ActivityRow(*(getattr(row, name) for name in ActivityRow._fields)) for row in rows]
