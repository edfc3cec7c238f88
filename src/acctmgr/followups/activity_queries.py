"""Activities as people look at them."""

from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.followups import rules
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class ActivityRow(NamedTuple):
    """An activity; deal: its id."""

    id: int
    kind: str
    text: str
    client: str
    contact: str | None
    on: date
    minutes: int | None
    deal: int | None


class ActivityCard(NamedTuple):
    """An activity and everything known of it; follow_up: the one that it did."""

    id: int
    kind: str
    text: str
    client: str
    contact: str | None
    on: date
    minutes: int | None
    deal: int | None
    client_name: str
    deal_name: str | None
    follow_up: int | None


ACTIVITY_FACTS = Facts(ActivityRow, client=PARTY_FACTS)

_COLUMNS = """
           activity.id, activity.kind, activity.text, party.handle AS client, contact.name AS contact,
           activity.happened_on, activity.minutes, deal_activity.deal_id AS deal
"""
_JOINED = """
      FROM activity
      JOIN party ON party.id = activity.party_id
      LEFT JOIN contact ON contact.id = activity.contact_id
      LEFT JOIN deal_activity ON deal_activity.activity_id = activity.id
"""
_ACTIVITIES = f"""
    SELECT {_COLUMNS} {_JOINED}
     WHERE {{conditions}}
     ORDER BY {{order}}
"""
_ACTIVITY = f"""
    SELECT {_COLUMNS}, party.name AS client_name, deal.name AS deal_name, activity.follow_up_id AS follow_up
      {_JOINED}
      LEFT JOIN deal ON deal.id = deal_activity.deal_id
     WHERE activity.id = :id
"""

_LATEST = "activity.happened_on DESC, activity.id DESC"
_ORDERS = {  # {falling} is empty or DESC; empty values always come last
    "on": "activity.happened_on{falling}, activity.id{falling}",
    "id": "activity.id{falling}",
    "kind": f"activity.kind{{falling}}, {_LATEST}",
    "client": f"party.handle{{falling}}, {_LATEST}",
    "minutes": f"activity.minutes IS NULL, activity.minutes{{falling}}, {_LATEST}",
}


class Wanted(NamedTuple):
    """Which activities a list shows; 0 and None let all through."""

    kind: str | None = None
    party_id: int = 0
    contact_id: int = 0
    deal_id: int = 0
    from_on: date | None = None
    to_on: date | None = None


def activities(db: Reader, wanted: Wanted, *, sort: str = "-on", limit: int = 0) -> Page[ActivityRow]:
    """The activities wanted, by default the latest first."""
    sql = _ACTIVITIES.format(conditions=_conditions(wanted), order=order_of(sort))
    return db.page(ActivityRow, sql, limit=limit, **wanted._asdict())


def _conditions(wanted: Wanted) -> str:
    known = (
        ("1 = 1", True),
        ("activity.kind = :kind", wanted.kind is not None),
        ("activity.party_id = :party_id", wanted.party_id != 0),
        ("activity.contact_id = :contact_id", wanted.contact_id != 0),
        ("deal_activity.deal_id = :deal_id", wanted.deal_id != 0),
        ("activity.happened_on >= :from_on", wanted.from_on is not None),
        ("activity.happened_on <= :to_on", wanted.to_on is not None),
    )
    return " AND ".join(text for text, holds in known if holds)


def order_of(sort: str) -> str:
    """The SQL of a sort key, with - in front the other way round."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"activities can't be sorted by {key}", hint=hint)
    return _ORDERS[key].format(falling=" DESC" if sort.startswith("-") else "")


def activity(db: Reader, reference: str) -> ActivityCard:
    """An activity by its id."""
    card = db.row(ActivityCard, _ACTIVITY, id=rules.id_in(reference))
    if card is None:
        raise rules.unknown(reference, "activity", "activity")
    return card
