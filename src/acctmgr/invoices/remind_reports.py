"""Who is to be reminded of what, and what the mail says: one mail for each client."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.dates import days_late
from acctmgr.core.money import NumberStyle
from acctmgr.invoices import mail_queries, mail_rules, remind_rules, statement_queries
from acctmgr.invoices.mail_reports import greeting, text_of, tidy
from acctmgr.invoices.mail_rules import To, filled
from acctmgr.invoices.mail_words_rules import mail_word, remind_body
from acctmgr.invoices.sheet_rules import Manner
from acctmgr.invoices.statement_queries import OpenItem
from acctmgr.store.read import Reader


class RemindRow(NamedTuple):
    """An invoice whose next reminder is due; skipped: why it is not sent after all."""

    number: str
    client: str
    name: str
    due_on: date
    late_days: int
    currency: str
    open_minor: int
    level: int
    to: str | None
    skipped: str | None


class Reminder(NamedTuple):
    """What goes to one client in one mail: invoices with their days and levels, and what it has as credit."""

    party_id: int
    handle: str
    to: To
    language: str | None
    rows: list[RemindRow]
    items: list[OpenItem]
    credits: dict[str, int]

    @property
    def level(self) -> int:
        """The highest level among them, which sets the tone."""
        return max(row.level for row in self.rows)


class Due(NamedTuple):
    """Every invoice whose reminder is due, and the mails that come of those that are not skipped."""

    rows: list[RemindRow]
    reminders: list[Reminder]


class _Client(NamedTuple):
    id: int
    handle: str
    name: str
    language: str | None
    dispute: str | None
    archived_on: date | None


class _Last(NamedTuple):
    document_id: int
    level: int
    mailed_on: date
    way: str


class _Level(NamedTuple):
    """The level that an invoice is due for; begun_on: when a mail was begun that may not have gone out."""

    level: int
    begun_on: date | None


_CLIENTS = """
    SELECT id, handle, name, language, dispute, archived_on FROM party WHERE id IN (:ids) ORDER BY handle
"""
_LAST = """
    SELECT mailing.document_id, mailing.level, mailing.mailed_on, mailing.way
      FROM mailing
     WHERE mailing.level > 0
       AND NOT EXISTS (SELECT 1 FROM mailing AS later
                        WHERE later.document_id = mailing.document_id AND later.level > mailing.level)
     ORDER BY mailing.document_id
"""


def due(db: Reader, *, today: date, party_id: int | None = None, again: bool = False) -> Due:
    """What is due today, of one client or of all, by handle and then the longest overdue first.

    again: also what was begun and may not have gone out.
    """
    by_client: dict[int, list[OpenItem]] = defaultdict(list)
    for item in statement_queries.open_items(db, today, party_id):
        by_client[item.party_id].append(item)
    levels = _levels(db, by_client.values(), today)
    if again:
        levels = {key: found._replace(begun_on=None) for key, found in levels.items()}
    wanted = [key for key, items in by_client.items() if any(item.document_id in levels for item in items)]
    rows: list[RemindRow] = []
    reminders = []
    for client in db.rows(_Client, _CLIENTS, ids=wanted) if wanted else []:
        found = _of_client(db, client, by_client[client.id], levels, today)
        rows += found.rows
        if kept := [row for row in found.rows if row.skipped is None]:
            reminders.append(found._replace(rows=kept))
    return Due(rows, reminders)


def _levels(db: Reader, groups: Iterable[Sequence[OpenItem]], today: date) -> dict[int | None, _Level]:
    """The level that is due of each invoice, by its id; those of which none is are left out."""
    days = remind_rules.levels_of(db.settings["remind.days"])
    last = {row.document_id: row for row in db.rows(_Last, _LAST)}
    found: dict[int | None, _Level] = {}
    for item in (item for group in groups for item in group if item.kind == "invoice" and item.due_on):
        assert item.due_on is not None
        before = last.get(item.document_id or 0)
        if before and before.way == "attempt" and item.open_minor:
            found[item.document_id] = _Level(before.level, before.mailed_on)
            continue
        level = remind_rules.level_due(
            days_late(item.due_on, today) if item.open_minor else 0,
            days,
            last_level=before.level if before else 0,
            since_days=(today - before.mailed_on).days if before else 0,
        )
        if level:
            found[item.document_id] = _Level(level, None)
    return found


def _of_client(
    db: Reader, client: _Client, items: Sequence[OpenItem], levels: Mapping[int | None, _Level], today: date
) -> Reminder:
    credits: dict[str, int] = defaultdict(int)
    overdue: dict[str, int] = defaultdict(int)
    for item in items:
        if item.kind != "invoice":
            credits[item.currency] -= item.open_minor
        elif item.due_on and item.due_on < today:
            overdue[item.currency] += item.open_minor
    people = mail_queries.people(db, client.id)
    to = mail_rules.recipient(mail_queries.client_email(db, client.id), people)
    mine = sorted(
        (item for item in items if item.document_id in levels), key=lambda item: (item.due_on, item.ref)
    )
    rows = [
        RemindRow(
            item.ref,
            client.handle,
            client.name,
            item.due_on or item.on,
            days_late(item.due_on or item.on, today),
            item.currency,
            item.open_minor,
            levels[item.document_id].level,
            to.email if to else None,
            remind_rules.reason_not(
                dispute=client.dispute,
                is_archived=client.archived_on is not None,
                credit_minor=credits[item.currency],
                overdue_minor=overdue[item.currency],
                has_address=to is not None,
                begun_on=levels[item.document_id].begun_on,
            ),
        )
        for item in mine
    ]
    kept = [item for item, row in zip(mine, rows, strict=True) if row.skipped is None]
    left = {code: minor for code, minor in credits.items() if minor > 0}
    return Reminder(client.id, client.handle, to or To("", ""), client.language, rows, kept, left)


def reminder_mail(
    reminder: Reminder, language: str, style: NumberStyle, settings: Mapping[str, str]
) -> tuple[str, str]:
    """Subject and body."""
    manner, rows = Manner(language, style), reminder.rows
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.currency] += row.open_minor
    count = filled(mail_word(language, "invoices"), {"count": str(len(rows))})
    values = {
        **greeting(reminder.to, language),
        "client": rows[0].name,
        "company": settings["company.name"],
        "list": "\n".join(_item(row, item, manner) for row, item in zip(rows, reminder.items, strict=True)),
        "open": _money(sums, manner),
        "count": str(len(rows)),
        "number": rows[0].number if len(rows) == 1 else count,
        "level": str(reminder.level),
        "credit": "",
    }
    if credits := {code: minor for code, minor in reminder.credits.items() if code in sums}:
        values["credit"] = filled(mail_word(language, "credit"), {"credit": _money(credits, manner)})
    subject = text_of(settings, "remind.subject", language)
    body = settings[f"remind.body.{language}"] or remind_body(language, reminder.level)
    return filled(subject, values), tidy(filled(body, values))


def _item(row: RemindRow, item: OpenItem, manner: Manner) -> str:
    values = {
        "number": row.number,
        "date": manner.long_day(item.on),
        "due": manner.long_day(row.due_on),
        "days": str(row.late_days),
        "open": manner.money(row.open_minor, row.currency),
    }
    return filled(mail_word(manner.language, "item"), values)


def _money(amounts: Mapping[str, int], manner: Manner) -> str:
    return " + ".join(manner.money(minor, code) for code, minor in sorted(amounts.items()))
