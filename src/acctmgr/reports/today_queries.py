"""What wants doing today, and the money in hand, as of any day.

What was open on the day is found through partial indexes: what is open still, and what was closed only later.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from acctmgr.core.dates import month_key, unfinished_month
from acctmgr.parties.birthday_rules import coming
from acctmgr.reports import today_rules as rules
from acctmgr.store.read import Reader

# who a party is by now, unless it is archived; an alias leads to the party it was merged into
_KEPT = """
      JOIN party AS named ON named.id = {of}.party_id
      JOIN party AS kept ON kept.id = COALESCE(named.merged_into_id, named.id)
       AND (kept.archived_on IS NULL OR kept.archived_on > :today)
"""

_FOLLOW_UPS = f"""
    SELECT item.id, kept.handle AS client, item.text, item.due_on, item.due_time, item.priority
      FROM (
        SELECT id, party_id, text, due_on, due_time, priority
          FROM follow_up
         WHERE done_on IS NULL AND due_on <= :today
        UNION ALL
        SELECT id, party_id, text, due_on, due_time, priority
          FROM follow_up
         WHERE done_on > :today AND due_on <= :today
      ) AS item
      {_KEPT.format(of="item")}
     ORDER BY CASE item.priority WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, item.due_on,
              item.due_time IS NULL, item.due_time, item.id
"""

_INVOICES = f"""
    SELECT number, party_id, client, due_on, open_minor, currency, open_book_minor, dispute
      FROM (
        SELECT item.id, item.number, kept.id AS party_id, kept.handle AS client, item.due_on, item.currency,
               item.total_minor - CAST(COALESCE((
                 SELECT SUM(allocation.amount_minor)
                   FROM allocation
                  WHERE allocation.document_id = item.id AND allocation.effective_on <= :today), 0) AS BIGINT)
                 AS open_minor,
               item.total_book_minor - CAST(COALESCE((
                 SELECT SUM(allocation.book_minor)
                   FROM allocation
                  WHERE allocation.document_id = item.id AND allocation.effective_on <= :today), 0) AS BIGINT)
                 AS open_book_minor,
               kept.dispute
          FROM (
            SELECT id, number, party_id, COALESCE(due_on, issued_on) AS due_on, currency, total_minor,
                   total_book_minor
              FROM document
             WHERE kind = 'invoice' AND settled_on IS NULL AND status <> 'draft' AND posted_on <= :today
               AND COALESCE(due_on, issued_on) <= :until
            UNION ALL
            SELECT id, number, party_id, COALESCE(due_on, issued_on) AS due_on, currency, total_minor,
                   total_book_minor
              FROM document
             WHERE kind = 'invoice' AND settled_on > :today AND posted_on <= :today
               AND COALESCE(due_on, issued_on) <= :until
          ) AS item
          {_KEPT.format(of="item")}
      ) AS unpaid
     WHERE open_minor <> 0
     ORDER BY due_on, open_book_minor DESC, number, id
"""

_CREDITS = f"""
    SELECT kept.id AS party_id, credit.currency, credit.source, credit.left_minor
      FROM (
        SELECT note.party_id, note.currency, note.number AS source, note.issued_on AS since,
               note.total_minor - CAST(COALESCE((
                 SELECT SUM(allocation.amount_minor)
                   FROM allocation
                  WHERE allocation.credit_id = note.id AND allocation.effective_on <= :today), 0) AS BIGINT)
                 AS left_minor
          FROM (
            SELECT id, number, party_id, issued_on, currency, total_minor
              FROM document
             WHERE kind = 'credit_note' AND settled_on IS NULL AND status <> 'draft' AND posted_on <= :today
            UNION ALL
            SELECT id, number, party_id, issued_on, currency, total_minor
              FROM document
             WHERE kind = 'credit_note' AND settled_on > :today AND posted_on <= :today
          ) AS note
        UNION ALL
        SELECT money.party_id, money.currency, 'p' || CAST(money.id AS TEXT) AS source, money.paid_on AS since,
               money.amount_minor - CAST(COALESCE((
                 SELECT SUM(allocation.amount_minor)
                   FROM allocation
                  WHERE allocation.payment_id = money.id AND allocation.effective_on <= :today), 0) AS BIGINT)
                 AS left_minor
          FROM (
            SELECT id, party_id, paid_on, currency, amount_minor
              FROM payment
             WHERE direction = 'in' AND applied_on IS NULL AND paid_on <= :today
            UNION ALL
            SELECT id, party_id, paid_on, currency, amount_minor
              FROM payment
             WHERE direction = 'in' AND applied_on > :today AND paid_on <= :today
          ) AS money
      ) AS credit
      {_KEPT.format(of="credit")}
     WHERE credit.left_minor > 0
     ORDER BY kept.id, credit.currency, credit.since, credit.source
"""

_DEALS = f"""
    SELECT item.id, kept.handle AS client, item.name, stage.name AS stage, item.expected_on, item.amount_minor,
           item.currency
      FROM (
        SELECT deal.id, deal.party_id, deal.name, deal.expected_on, deal.amount_minor, deal.currency
          FROM stage AS current
          JOIN deal ON deal.stage_id = current.id AND deal.closed_on IS NULL AND deal.expected_on < :today
        UNION ALL
        SELECT deal.id, deal.party_id, deal.name, deal.expected_on, deal.amount_minor, deal.currency
          FROM stage AS current
          JOIN deal ON deal.stage_id = current.id AND deal.closed_on > :today AND deal.expected_on < :today
      ) AS item
      JOIN stage_change AS stretch ON stretch.deal_id = item.id AND stretch.from_on <= :today
       AND (stretch.until_on IS NULL OR stretch.until_on > :today)
      JOIN stage ON stage.id = stretch.stage_id AND stage.kind = 'open'
      {_KEPT.format(of="item")}
     ORDER BY item.expected_on, item.amount_minor IS NULL, item.amount_minor DESC, item.id
"""

# who opted out is left in peace, and who was written to on the day has had his wishes
_BIRTHDAYS = f"""
    SELECT contact.id, kept.handle AS client, contact.name, contact.birthday
      FROM contact
      {_KEPT.format(of="contact")}
     WHERE substr(contact.birthday, length(contact.birthday) - 4) IN (:keys) AND contact.is_no_contact = 0
       AND NOT EXISTS (SELECT 1
                         FROM activity
                        WHERE activity.contact_id = contact.id
                          AND activity.happened_on BETWEEN :since AND :today
                          AND LOWER(activity.text) LIKE '%birthday%')
     ORDER BY kept.handle, contact.name_key, contact.id
"""

_MONEY = """
    SELECT account.name AS account,
           CAST(COALESCE((
             SELECT SUM(amount_minor) FROM account_month WHERE account_id = account.id AND month < :month), 0)
           + COALESCE((
             SELECT SUM(amount_minor)
               FROM posting
              WHERE account_id = account.id AND posted_on >= :first AND posted_on <= :today), 0) AS BIGINT)
             AS balance_minor
      FROM account
     WHERE is_money = 1 AND (closed_on IS NULL OR closed_on > :today)
     ORDER BY code
"""


class Balance(NamedTuple):
    """An account of money and what is in it, in the book's currency."""

    account: str
    balance_minor: int


class Today(NamedTuple):
    """What wants doing, the most urgent first, and what it comes to."""

    rows: list[rules.Row]
    totals: dict[str, int]
    money: list[Balance]


def due(db: Reader, *, today: date) -> Today:
    """Everything that is due on a day, and the money in hand."""
    invoices = db.rows(rules.Invoice, _INVOICES, today=today, until=today + timedelta(rules.WEEK))
    money = money_in_hand(db, today=today)
    rows = [
        *_follow_ups(db, today),
        *_invoices(db, invoices, today),
        *_deals(db, today),
        *_birthdays(db, today),
    ]
    totals = {
        "overdue_minor": sum(row.open_book_minor for row in invoices if row.due_on < today),
        "due_this_week_minor": sum(row.open_book_minor for row in invoices if row.due_on >= today),
        "money_in_hand_minor": sum(row.balance_minor for row in money),
    }
    return Today(rules.most_urgent_first(rows, today), totals, money)


def money_in_hand(db: Reader, *, today: date) -> list[Balance]:
    """What is in the bank, cash and card accounts at the end of a day."""
    first = unfinished_month(today)
    return db.rows(Balance, _MONEY, today=today, month=month_key(first), first=first)


def _follow_ups(db: Reader, today: date) -> Iterator[rules.Row]:
    for row in db.rows(rules.FollowUp, _FOLLOW_UPS, today=today):
        yield rules.follow_up_row(row, today)


def _invoices(db: Reader, invoices: list[rules.Invoice], today: date) -> Iterator[rules.Row]:
    if not invoices:
        return
    credits = db.rows(rules.Credit, _CREDITS, today=today)
    for row, cover in rules.covers(invoices, credits):
        yield rules.invoice_row(row, cover, today, db.notation)


def _deals(db: Reader, today: date) -> Iterator[rules.Row]:
    for row in db.rows(rules.Deal, _DEALS, today=today):
        yield rules.deal_row(row, today)


def _birthdays(db: Reader, today: date) -> list[rules.Row]:
    since = today - timedelta(
        days=rules.WEEK
    )  # who was wished a happy birthday before it needs no second wish
    known = db.rows(rules.Birthday, _BIRTHDAYS, today=today, since=since, keys=coming(today, rules.WEEK))
    rows = (rules.birthday_row(row, today) for row in known)
    return sorted((row for row in rows if row), key=lambda row: row.on)
