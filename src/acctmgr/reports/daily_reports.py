"""What happened since the last working day, and how the week, the pipeline and the open invoices stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.dates import add_months, month_key
from acctmgr.deals.reports import pipeline
from acctmgr.documents.reports import Wanted, aging_by_client
from acctmgr.parties.currency_rules import by_currency
from acctmgr.reports.daily_rules import MONTHS, BucketRow, MonthRow, Period, WeekRow, bucket_label, weeks
from acctmgr.reports.today_queries import Today, due
from acctmgr.store.read import Reader

_CLIENT = """
      JOIN party AS named ON named.id = {of}.party_id
      JOIN party AS kept ON kept.id = COALESCE(named.merged_into_id, named.id)
"""

# what was taken back by the day of the report is not told of; of moves on one day only the last counts
_HAPPENED = f"""
    SELECT happened.kind, kept.handle AS client, happened.what, happened.day AS "on", happened.amount_minor,
           happened.currency, happened.ref
      FROM (
        SELECT 1 AS place, 'payment' AS kind, party_id, COALESCE(reference, 'p' || CAST(id AS TEXT)) AS what,
               paid_on AS day, amount_minor, currency, 'p' || CAST(id AS TEXT) AS ref, id
          FROM payment
         WHERE direction = 'in' AND paid_on BETWEEN :first AND :last
           AND (voided_on IS NULL OR voided_on > :today)
        UNION ALL
        SELECT 2 AS place, kind, party_id, number AS what, issued_on AS day,
               CASE kind WHEN 'credit_note' THEN -total_minor ELSE total_minor END AS amount_minor, currency,
               number AS ref, id
          FROM document
         WHERE kind IN ('invoice', 'credit_note') AND issued_on BETWEEN :first AND :last AND status <> 'draft'
           AND (voided_on IS NULL OR voided_on > :today)
        UNION ALL
        SELECT 3 AS place, 'deal' AS kind, deal.party_id,
               deal.name || ': ' || COALESCE((
                 SELECT stage_before.name
                   FROM stage_change AS before
                   JOIN stage AS stage_before ON stage_before.id = before.stage_id
                  WHERE before.deal_id = deal.id AND before.until_on <= stretch.from_on
                    AND before.until_on > before.from_on
                  ORDER BY before.until_on DESC, before.id DESC
                  LIMIT 1), 'new') || ' → ' || stage.name AS what,
               stretch.from_on AS day, deal.amount_minor, deal.currency, CAST(deal.id AS TEXT) AS ref, stretch.id
          FROM stage_change AS stretch
          JOIN deal ON deal.id = stretch.deal_id
          JOIN stage ON stage.id = stretch.stage_id
         WHERE stretch.from_on BETWEEN :first AND :last
           AND (stretch.until_on IS NULL OR stretch.until_on > stretch.from_on)
        UNION ALL
        SELECT 4 AS place, 'followup' AS kind, party_id, text AS what, done_on AS day, NULL AS amount_minor,
               NULL AS currency, CAST(id AS TEXT) AS ref, id
          FROM follow_up
         WHERE done_on BETWEEN :first AND :last
        UNION ALL
        SELECT 5 AS place, kind, party_id, text AS what, happened_on AS day, NULL AS amount_minor,
               NULL AS currency, CAST(id AS TEXT) AS ref, id
          FROM activity
         WHERE happened_on BETWEEN :first AND :last
      ) AS happened
      {_CLIENT.format(of="happened")}
     ORDER BY happened.day DESC, happened.place, happened.id
"""

# what one currency has is never summed with another's: deals count with the amounts that are in the book's own
_WON = """
        SELECT deal.id, deal.currency, deal.amount_minor
          FROM stage
          JOIN stage_change AS stretch ON stretch.stage_id = stage.id
          JOIN deal ON deal.id = stretch.deal_id
         WHERE stage.kind = 'won' AND stretch.from_on BETWEEN :first AND :last
           AND (stretch.until_on IS NULL OR stretch.until_on > :last)
"""
_WEEK = f"""
    SELECT CAST(COALESCE((
             SELECT SUM(CASE kind WHEN 'credit_note' THEN -total_book_minor ELSE total_book_minor END)
               FROM document
              WHERE kind IN ('invoice', 'credit_note') AND issued_on BETWEEN :first AND :last
                AND status <> 'draft' AND is_opening = 0 AND (voided_on IS NULL OR voided_on > :today)), 0)
             AS BIGINT) AS invoiced_minor,
           CAST(COALESCE((
             SELECT SUM(amount_book_minor)
               FROM payment
              WHERE direction = 'in' AND paid_on BETWEEN :first AND :last
                AND (voided_on IS NULL OR voided_on > :today)), 0) AS BIGINT) AS received_minor,
           (SELECT COUNT(*) FROM ({_WON}) AS won) AS deals_won,
           (SELECT COUNT(*) FROM activity WHERE happened_on BETWEEN :first AND :last) AS activities,
           (SELECT COUNT(*) FROM follow_up WHERE done_on BETWEEN :first AND :last) AS followups_done
"""
_WON_BY_CURRENCY = f"""
    SELECT currency, CAST(SUM(amount_minor) AS BIGINT) AS won_minor
      FROM ({_WON}) AS won
     WHERE amount_minor IS NOT NULL
     GROUP BY currency
     ORDER BY currency
"""

_INCOME = """
    SELECT month, CAST(-SUM(amount_minor) AS BIGINT) AS income_minor
      FROM (
        SELECT account_month.month, account_month.amount_minor
          FROM account
          JOIN account_month ON account_month.account_id = account.id
         WHERE account.type = 'income' AND COALESCE(account.key, '') <> 'currency_gain'
           AND account_month.month >= :since AND account_month.month < :month
        UNION ALL
        SELECT CAST(:month AS TEXT) AS month, posting.amount_minor
          FROM account
          JOIN posting ON posting.account_id = account.id AND posting.posted_on BETWEEN :first AND :today
         WHERE account.type = 'income' AND COALESCE(account.key, '') <> 'currency_gain'
      ) AS earned
     GROUP BY month
     ORDER BY month
"""


class HappenedRow(NamedTuple):
    """Something that was done or came in; kind: payment, invoice, credit_note, deal, followup, or an activity's."""

    kind: str
    client: str
    what: str
    on: date
    amount_minor: int | None
    currency: str | None
    ref: str


class _Week(NamedTuple):
    invoiced_minor: int
    received_minor: int
    deals_won: int
    activities: int
    followups_done: int


class _Won(NamedTuple):
    currency: str
    won_minor: int


class Daily(NamedTuple):
    """What is due, what happened, and how things stand."""

    today: date
    due: Today
    looked_back_on: Period
    happened: list[HappenedRow]
    weeks: list[WeekRow]
    pipeline: Sequence[Any]
    pipeline_totals: dict[str, Any]
    aging: list[BucketRow]
    months: list[MonthRow]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do and nothing to tell."""
        return not self.due.rows and not self.happened


def daily(db: Reader, *, today: date, period: Period) -> Daily:
    """The daily report as of the morning of a day."""
    stages = pipeline(db, as_of=today, by="stage", with_closed=False)
    return Daily(
        today,
        due(db, today=today),
        period,
        db.rows(HappenedRow, _HAPPENED, first=period.first, last=period.last, today=today),
        [_week(db, name, days, today) for name, days in weeks(today)],
        stages.rows,
        dict(stages.totals),
        _aging(db, today),
        _months(db, today),
    )


def _week(db: Reader, name: str, days: Period, today: date) -> WeekRow:
    (found,) = db.rows(_Week, _WEEK, first=days.first, last=days.last, today=today)
    sums = db.rows(_Won, _WON_BY_CURRENCY, first=days.first, last=days.last)
    won = by_currency(((row.currency, row.won_minor) for row in sums), db.currency)
    return WeekRow(
        name,
        days.first,
        days.last,
        won_minor=won[db.currency],
        won_by_currency_minor=won,
        **found._asdict(),
    )


def _aging(db: Reader, today: date) -> list[BucketRow]:
    totals = aging_by_client(db, Wanted(today)).totals
    amounts = {key: value for key, value in totals.items() if key.endswith("_minor")}
    return [BucketRow(bucket_label(key), value) for key, value in amounts.items()]


def _months(db: Reader, today: date) -> list[MonthRow]:
    first = today.replace(day=1)
    keys = [month_key(add_months(first, back)) for back in range(1 - MONTHS, 1)]
    rows = db.rows(MonthRow, _INCOME, since=keys[0], month=keys[-1], first=first, today=today)
    known = {row.month: row.income_minor for row in rows}
    return [MonthRow(key, known.get(key, 0)) for key in keys]
