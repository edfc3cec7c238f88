"""Follow-ups and activities as `export` writes them, with the contact, the deal and the follow-up that they name."""

from datetime import date
from typing import NamedTuple

from acctmgr.exchange import export_contact_queries, export_deal_queries
from acctmgr.exchange.export_queries import Kind


class FollowUpRow(NamedTuple):
    """A follow-up with all its facts; previous_id: the id in this file of the one before it in its series.

    What it names is told by what an import finds it by; its client only where that is another one.
    """

    id: int
    previous_id: int | None
    client: str
    text: str
    due_on: date
    due_time: str | None
    priority: str
    repeat: str | None
    planned_on: date | None
    month_day: int | None
    done_on: date | None
    contact_email: str | None
    contact_name: str | None
    contact_twin: int | None
    contact_client: str | None
    deal_key: str | None
    deal_name: str | None
    deal_opened_on: date | None
    deal_twin: int | None
    deal_client: str | None


class ActivityRow(NamedTuple):
    """An activity with all its facts, and the follow-up that it did."""

    id: int
    key: str | None
    client: str
    on: date
    kind: str
    text: str
    minutes: int | None
    contact_email: str | None
    contact_name: str | None
    contact_twin: int | None
    contact_client: str | None
    deal_key: str | None
    deal_name: str | None
    deal_opened_on: date | None
    deal_twin: int | None
    deal_client: str | None
    followup_text: str | None
    followup_due_on: date | None
    followup_twin: int | None
    followup_client: str | None


_EMAIL = """(SELECT email FROM contact_email
              WHERE id = (SELECT MIN(id) FROM contact_email WHERE contact_id = contact.id))"""
_NAMED = f"""
           {_EMAIL} AS contact_email, contact.name AS contact_name,
           CASE WHEN {_EMAIL} IS NULL THEN contact_twins.twin END AS contact_twin,
           CASE WHEN contact.party_id <> party.id THEN contact_party.handle END AS contact_client,
           deal.key AS deal_key, deal.name AS deal_name, deal.opened_on AS deal_opened_on,
           CASE WHEN deal.key IS NULL THEN deal_twins.twin END AS deal_twin,
           CASE WHEN deal.party_id <> party.id THEN deal_party.handle END AS deal_client
"""
_NAMES = f"""
      LEFT JOIN contact ON contact.id = {{thing}}.contact_id
      LEFT JOIN party AS contact_party ON contact_party.id = contact.party_id
      LEFT JOIN ({export_contact_queries.TWINS}) AS contact_twins ON contact_twins.id = contact.id
      LEFT JOIN {{link}} AS link ON link.{{thing}}_id = {{thing}}.id
      LEFT JOIN deal ON deal.id = link.deal_id
      LEFT JOIN party AS deal_party ON deal_party.id = deal.party_id
      LEFT JOIN ({export_deal_queries.TWINS}) AS deal_twins ON deal_twins.id = deal.id
"""
_FOLLOW_UPS = f"""
    SELECT follow_up.id, follow_up.previous_id, party.handle AS client, follow_up.text, follow_up.due_on,
           follow_up.due_time, follow_up.priority, follow_up.repeat, follow_up.planned_on, follow_up.month_day,
           follow_up.done_on, {_NAMED}
      FROM follow_up
      JOIN party ON party.id = follow_up.party_id
      {_NAMES.format(thing="follow_up", link="deal_follow_up")}
     ORDER BY follow_up.id
"""
_TWINS = """
    SELECT id, CASE WHEN COUNT(*) OVER (PARTITION BY party_id, due_on, text) > 1
                    THEN ROW_NUMBER() OVER (PARTITION BY party_id, due_on, text ORDER BY id) END AS twin
      FROM follow_up
"""
_ACTIVITIES = f"""
    SELECT activity.id, activity.outside_key AS key, party.handle AS client, activity.happened_on AS "on",
           activity.kind, activity.text, activity.minutes, {_NAMED},
           follow_up.text AS followup_text, follow_up.due_on AS followup_due_on, twins.twin AS followup_twin,
           CASE WHEN follow_up.party_id <> party.id THEN follow_up_party.handle END AS followup_client
      FROM activity
      JOIN party ON party.id = activity.party_id
      {_NAMES.format(thing="activity", link="deal_activity")}
      LEFT JOIN follow_up ON follow_up.id = activity.follow_up_id
      LEFT JOIN party AS follow_up_party ON follow_up_party.id = follow_up.party_id
      LEFT JOIN ({_TWINS}) AS twins ON twins.id = follow_up.id
     ORDER BY activity.id
"""
FOLLOW_UPS = Kind("followups", FollowUpRow, _FOLLOW_UPS)
ACTIVITIES = Kind("activities", ActivityRow, _ACTIVITIES)
