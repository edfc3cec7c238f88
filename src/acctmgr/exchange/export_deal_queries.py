"""Deals as `export` writes them."""

from datetime import date
from typing import NamedTuple

from acctmgr.exchange.export_queries import Kind


class DealRow(NamedTuple):
    """A deal with all its facts; probability is empty where it is the stage's.

    stage_history: each stage behind the day from which the deal was in it, the oldest first. twin: which of several
    deals of one name, client and opened_on; empty where there is only one.
    """

    id: int
    key: str | None
    name: str
    client: str
    stage: str
    amount_minor: int | None
    currency: str
    probability: int | None
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    owner: str | None
    source: str | None
    competitor: str | None
    note: str | None
    lost_reason: str | None
    stage_history: list[str] | None
    twin: int | None
    tags: list[str] | None
    fields: dict[str, str] | None


# the number of a deal among those that nothing but their age tells apart
TWINS = """
    SELECT id, CASE WHEN COUNT(*) OVER (PARTITION BY party_id, name_key, opened_on) > 1
                    THEN ROW_NUMBER() OVER (PARTITION BY party_id, name_key, opened_on, has_key ORDER BY id)
               END AS twin
      FROM (SELECT id, party_id, name_key, opened_on, CASE WHEN key IS NULL THEN 0 ELSE 1 END AS has_key
              FROM deal) AS told
"""
_DEALS = f"""
    SELECT deal.id, deal.key, deal.name, party.handle AS client, stage.name AS stage, deal.amount_minor, deal.currency,
           deal.probability, deal.opened_on, deal.expected_on, deal.closed_on, deal.owner, deal.source,
           deal.competitor, deal.note, deal.lost_reason, NULL AS stage_history, twins.twin,
           NULL AS tags, NULL AS fields
      FROM deal
      JOIN party ON party.id = deal.party_id
      JOIN stage ON stage.id = deal.stage_id
      JOIN ({TWINS}) AS twins ON twins.id = deal.id
     ORDER BY deal.id
"""
_HISTORY = """
    SELECT stage_change.deal_id, CAST(stage_change.from_on AS TEXT) || ' ' || stage.name
      FROM stage_change
      JOIN stage ON stage.id = stage_change.stage_id
     WHERE stage_change.deal_id IN (:ids)
     ORDER BY stage_change.deal_id, stage_change.from_on, stage_change.id
"""
DEALS = Kind("deals", DealRow, _DEALS, lists={"stage_history": _HISTORY}, words="deal")
