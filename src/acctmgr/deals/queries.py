"""Deals and stages as people look at them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, fold
from acctmgr.deals import rules
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts

if TYPE_CHECKING:
    from acctmgr.followups.card_queries import ActivityRow, FollowUpRow

# Half away from zero, for amounts are never negative; by hundreds, for the product could pass what a BIGINT holds.
WEIGHTED = """
    CASE stage.kind
         WHEN 'won' THEN deal.amount_minor
         WHEN 'lost' THEN deal.amount_minor * 0
         ELSE deal.amount_minor / 100 * COALESCE(deal.probability, stage.probability)
            + (deal.amount_minor % 100 * COALESCE(deal.probability, stage.probability) + 50) / 100
    END
"""


class DealRow(NamedTuple):
    """A deal; probability in percent, its own or else its stage's; weighted: what of the amount to count on."""

    id: int
    key: str | None
    name: str
    client: str
    stage: str
    kind: str
    amount_minor: int | None
    currency: str
    probability: int
    weighted_minor: int | None
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    owner: str | None


class HistoryRow(NamedTuple):
    """A stretch of a deal's way; until_on is the day of the next change, days those it lasted so far."""

    stage: str
    kind: str
    from_on: date
    until_on: date | None
    days: int


class DealCard(NamedTuple):
    """A deal and everything known of it."""

    id: int
    key: str | None
    name: str
    client: str
    stage: str
    kind: str
    amount_minor: int | None
    currency: str
    probability: int
    weighted_minor: int | None
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    owner: str | None
    client_name: str
    source: str | None
    competitor: str | None
    note: str | None
    lost_reason: str | None
    tags: list[str]
    fields: dict[str, str]
    history: list[HistoryRow]
    follow_ups: "list[FollowUpRow]"
    activities: "list[ActivityRow]"


class StageRow(NamedTuple):
    """A stage; probability in percent; deals: how many are in it now."""

    name: str
    kind: str
    probability: int
    position: int
    deals: int


class _Facts(NamedTuple):
    """The columns of a card that come from one row."""

    id: int
    key: str | None
    name: str
    client: str
    stage: str
    kind: str
    amount_minor: int | None
    currency: str
    probability: int
    weighted_minor: int | None
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    owner: str | None
    client_name: str
    source: str | None
    competitor: str | None
    note: str | None
    lost_reason: str | None


class _Stretch(NamedTuple):
    stage: str
    kind: str
    from_on: date
    until_on: date | None


class _Id(NamedTuple):
    id: int


class _Name(NamedTuple):
    id: int
    key: str | None
    name: str
    name_key: str


_COLUMNS = f"""
           deal.id, deal.key, deal.name, party.handle AS client, stage.name AS stage, stage.kind, deal.amount_minor,
           deal.currency, COALESCE(deal.probability, stage.probability) AS probability,
           {WEIGHTED} AS weighted_minor,
           deal.opened_on, deal.expected_on, deal.closed_on, deal.owner
"""

_DEALS = f"""
    SELECT {_COLUMNS}
      FROM deal
      JOIN party ON party.id = deal.party_id
      JOIN stage ON stage.id = deal.stage_id
     WHERE {{conditions}}
     ORDER BY {{order}}
"""

# which deals come first, before anything else of them is looked at
_IDS = """
    SELECT deal.id
      FROM deal
      JOIN stage ON stage.id = deal.stage_id
     WHERE {conditions}
     ORDER BY {order}
"""
_IDS_BY_CLIENT = _IDS.replace("WHERE", "JOIN party ON party.id = deal.party_id WHERE")

_CLOSING = """
    CASE stage.kind WHEN 'open' THEN 0 ELSE 1 END,
    deal.closed_on IS NULL, deal.closed_on DESC, deal.expected_on IS NULL, deal.expected_on{falling}, deal.id
"""
_ORDERS = {  # {falling} is empty or DESC; empty values always come last
    "close": _CLOSING,
    "id": "deal.id{falling}",
    "name": "deal.name_key{falling}, deal.id",
    "client": "party.handle{falling}, deal.id",
    "stage": "stage.position{falling}, deal.id",
    "amount": "deal.amount_minor IS NULL, deal.amount_minor{falling}, deal.id",
    "weighted": f"deal.amount_minor IS NULL, {WEIGHTED}{{falling}}, deal.id",
    "probability": "COALESCE(deal.probability, stage.probability){falling}, deal.id",
    "opened": "deal.opened_on IS NULL, deal.opened_on{falling}, deal.id",
    "owner": "deal.owner IS NULL, deal.owner{falling}, deal.id",
}

_DEAL = f"""
    SELECT {_COLUMNS}, party.name AS client_name, deal.source, deal.competitor, deal.note, deal.lost_reason
      FROM deal
      JOIN party ON party.id = deal.party_id
      JOIN stage ON stage.id = deal.stage_id
     WHERE deal.id = :deal_id
"""

_ID = "SELECT id FROM deal WHERE id = :deal_id"

_ID_OF_KEY = "SELECT id FROM deal WHERE key = :key"

_NAMES = "SELECT id, key, name, name_key FROM deal ORDER BY id"

_OWNERS = "SELECT DISTINCT owner FROM deal WHERE owner IS NOT NULL ORDER BY owner"

_TAGS = "SELECT tag FROM deal_tag WHERE deal_id = :deal_id ORDER BY tag"

_FIELDS = "SELECT name, value FROM deal_field WHERE deal_id = :deal_id ORDER BY name"

_HISTORY = """
    SELECT stage.name AS stage, stage.kind, stage_change.from_on, stage_change.until_on
      FROM stage_change
      JOIN stage ON stage.id = stage_change.stage_id
     WHERE stage_change.deal_id = :deal_id
     ORDER BY stage_change.from_on, stage_change.id
"""

_STAGES = """
    SELECT stage.name, stage.kind, stage.probability, stage.position, COUNT(deal.id) AS deals
      FROM stage
      LEFT JOIN deal ON deal.stage_id = stage.id
     GROUP BY stage.id, stage.name, stage.kind, stage.probability, stage.position
     ORDER BY stage.position, stage.id
"""

_STAGE_NAMES = "SELECT name FROM stage ORDER BY position, id"


class _Unseen(NamedTuple):
    """What is known of a deal that a list does not show."""

    id: int
    close: date | None  # expected_on, by the name of its option
    client_name: str
    source: str | None
    competitor: str | None
    note: str | None
    lost_reason: str | None


DEAL_FACTS = Facts(
    DealRow,
    more_type=_Unseen,
    more="""
    SELECT deal.id, deal.expected_on AS close, party.name AS client_name, deal.source, deal.competitor, deal.note,
           deal.lost_reason
      FROM deal
      JOIN party ON party.id = deal.party_id
     ORDER BY deal.id
""",
    tags="SELECT deal_id, tag FROM deal_tag ORDER BY deal_id, tag",
    fields="SELECT deal_id, name, value FROM deal_field ORDER BY deal_id, name",
    client=PARTY_FACTS,
)
STAGE_FACTS = Facts(StageRow, key="name")


class Wanted(NamedTuple):
    """Which deals a list shows; from and to: the day it closed on or is expected to."""

    stage: str | None = None
    party_id: int = 0
    owner: str | None = None
    only_open: bool = False
    from_on: date | None = None
    to_on: date | None = None


def deals(db: Reader, wanted: Wanted, *, sort: str = "close", limit: int = 0) -> Page[DealRow]:
    """The deals wanted; by default the open ones, as they are expected to close, then the last closed."""
    order, conditions = order_of(sort), _conditions(wanted)
    parameters = _parameters(db, wanted)
    if not limit:
        return db.page(DealRow, _DEALS.format(conditions=conditions, order=order), limit=0, **parameters)
    ids_sql = _IDS_BY_CLIENT if sort.endswith("client") else _IDS
    ids = db.page(_Id, ids_sql.format(conditions=conditions, order=order), limit=limit, **parameters)
    rows_sql = _DEALS.format(conditions="deal.id IN (:ids)", order=order)
    return Page(db.rows(DealRow, rows_sql, ids=[row.id for row in ids.rows]), ids.left_out)


def _conditions(wanted: Wanted) -> str:
    """What holds for the deals wanted; a condition that lets all through would cost its time too."""
    known = (
        ("1 = 1", True),
        ("stage.name = :stage", wanted.stage is not None),
        ("deal.party_id = :party_id", wanted.party_id != 0),
        ("deal.owner IN (:owners)", wanted.owner is not None),
        ("stage.kind = 'open'", wanted.only_open),
        ("COALESCE(deal.closed_on, deal.expected_on) >= :from_on", wanted.from_on is not None),
        ("COALESCE(deal.closed_on, deal.expected_on) <= :to_on", wanted.to_on is not None),
    )
    return " AND ".join(text for text, holds in known if holds)


def _parameters(db: Reader, wanted: Wanted) -> dict[str, Any]:
    return {
        "stage": stage_named(db, wanted.stage) if wanted.stage is not None else None,
        "party_id": wanted.party_id,
        "owners": _owners_like(db, wanted.owner) if wanted.owner is not None else [],
        "from_on": wanted.from_on,
        "to_on": wanted.to_on,
    }


def order_of(sort: str) -> str:
    """The SQL of a sort key, with - in front the other way round."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"deals can't be sorted by {key}", hint=hint)
    return _ORDERS[key].format(falling=" DESC" if sort.startswith("-") else "")


def _owners_like(db: Reader, owner: str) -> list[str]:
    return [name for (name,) in db.run(_OWNERS) if fold(name) == fold(owner.strip())]


def deal(db: Reader, reference: str, *, today: date) -> DealCard:
    """A deal by its id or its key, with its way through the pipeline up to today, what is to do and what happened."""
    from acctmgr.followups.card_queries import latest, still_to_do

    deal_id = deal_id_of(db, reference)
    facts = db.row(_Facts, _DEAL, deal_id=deal_id)
    assert facts is not None
    tags = [tag for (tag,) in db.run(_TAGS, {"deal_id": deal_id})]
    fields: Mapping[str, str] = dict(db.run(_FIELDS, {"deal_id": deal_id}).fetchall())
    stretches = db.rows(_Stretch, _HISTORY, deal_id=deal_id)
    history = [
        HistoryRow(*stretch, ((stretch.until_on or today) - stretch.from_on).days) for stretch in stretches
    ]
    to_do = still_to_do(db, today=today, deal_id=deal_id)
    return DealCard(*facts, tags, dict(fields), history, to_do, latest(db, deal_id=deal_id))


def deal_id_of(db: Reader, reference: str) -> int:
    """The deal with this id or this key; NotFound names what comes near."""
    typed_id = rules.id_in(reference)
    found = db.value(_ID, deal_id=typed_id) if typed_id else None
    found = found or db.value(_ID_OF_KEY, key=reference)
    if found is None:
        rows = db.rows(_Name, _NAMES)
        named = {row.id: row.name for row in rows if row.name_key.startswith(fold(reference))}
        raise rules.no_deal(reference, named, [row.key for row in rows if row.key])
    return int(found)


def stages(db: Reader, *, limit: int = 0) -> Page[StageRow]:
    """The stages in the order of the pipeline."""
    return db.page(StageRow, _STAGES, limit=limit)


def stage_named(db: Reader, reference: str) -> str:
    """The stage's own name, from it in any case or its beginning."""
    return rules.stage_named(reference, [name for (name,) in db.run(_STAGE_NAMES)])
