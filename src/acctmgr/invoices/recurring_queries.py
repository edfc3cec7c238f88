"""Invoices that come again, as people look at them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.errors import AcctError, NotFound
from acctmgr.core.money import digits_of, parse_percent
from acctmgr.documents.reference_rules import document_ref
from acctmgr.documents.total_rules import LineIn, Totals, line_off, totals
from acctmgr.invoices.recurring_rules import Plan, discount_of, due_days, jobs, next_day
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts
from acctmgr.tax import queries as taxes
from acctmgr.tax.rules import TaxCode, shorthand, valid_on


class RecurringLineRow(NamedTuple):
    """A line; unit_price in major units, as typed; tax: as typed, None is the default."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    discount_minor: int
    tax: str | None


class RecurringRow(NamedTuple):
    """One of them; net and total: of its next invoice, None where its taxes do not hold then; due: periods to run."""

    id: int
    client: str
    every: str
    status: str
    next_on: date | None
    due: int
    last_on: date | None
    last_document: str | None
    currency: str
    net_minor: int | None
    total_minor: int | None
    terms_days: int | None
    missed: str
    draft: bool
    starts_on: date
    until_on: date | None
    stopped_on: date | None
    reference: str | None
    lines: list[RecurringLineRow]


RECURRING_FACTS = Facts(RecurringRow, client=PARTY_FACTS)


class RunRow(NamedTuple):
    """A period that was run; without a document it was skipped."""

    period_on: date
    status: str
    document: str | None
    issued_on: date | None
    total_minor: int | None


class RecurringCard(NamedTuple):
    """One of them with all that it made."""

    id: int
    client: str
    every: str
    status: str
    next_on: date | None
    due: int
    last_on: date | None
    last_document: str | None
    currency: str
    net_minor: int | None
    total_minor: int | None
    terms_days: int | None
    missed: str
    draft: bool
    starts_on: date
    until_on: date | None
    stopped_on: date | None
    reference: str | None
    lines: list[RecurringLineRow]
    client_name: str
    tax_included: bool
    discount_percent: Decimal | None
    discount_minor: int
    note: str | None
    runs: list[RunRow]


class DueRow(NamedTuple):
    """A period that is to be made now."""

    recurring_id: int
    client: str
    period_on: date


class _Kept(NamedTuple):
    id: int
    client: str
    client_name: str
    every: str
    starts_on: date
    until_on: date | None
    stopped_on: date | None
    missed: str
    month_day: int | None
    draft: bool
    currency: str
    terms_days: int | None
    tax_included: bool
    discount_percent: Decimal | None
    discount_minor: int
    reference: str | None
    note: str | None
    last_on: date | None
    last_document_id: int | None
    last_number: str | None

    @property
    def plan(self) -> Plan:
        """When it comes."""
        return Plan(*(getattr(self, name) for name in Plan._fields))


class _Line(NamedTuple):
    recurring_id: int
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal | None
    discount_minor: int
    tax: str | None


class _Run(NamedTuple):
    period_on: date
    document_id: int | None
    number: str | None
    issued_on: date | None
    total_minor: int | None


_KEPT = """
    SELECT recurring.id, kept.handle AS client, kept.name AS client_name, recurring.every, recurring.starts_on,
           recurring.until_on, recurring.stopped_on, recurring.missed, recurring.month_day, recurring.is_draft AS draft,
           recurring.currency, recurring.terms_days, recurring.is_tax_included AS tax_included,
           recurring.discount_percent, recurring.discount_minor, recurring.reference, recurring.note,
           (SELECT MAX(period_on) FROM recurring_run WHERE recurring_id = recurring.id) AS last_on,
           document.id AS last_document_id, document.number AS last_number
      FROM recurring
      JOIN party ON party.id = recurring.party_id
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
      LEFT JOIN document ON document.id = (
           SELECT document_id
             FROM recurring_run
            WHERE recurring_id = recurring.id AND document_id IS NOT NULL
            ORDER BY period_on DESC
            LIMIT 1)
     WHERE (CAST(:id AS BIGINT) IS NULL OR recurring.id = :id)
       AND (CAST(:party_id AS BIGINT) IS NULL OR kept.id = :party_id)
     ORDER BY recurring.id
"""

_LINES = """
    SELECT recurring_id, description, quantity, unit_price, discount_percent, discount_minor, tax
      FROM recurring_line
     ORDER BY recurring_id, position
"""

_RUNS = """
    SELECT recurring_run.period_on, recurring_run.document_id, document.number, document.issued_on,
           document.total_minor
      FROM recurring_run
      LEFT JOIN document ON document.id = recurring_run.document_id
     WHERE recurring_run.recurring_id = :id
     ORDER BY recurring_run.period_on DESC
"""


class _Taxes(NamedTuple):
    """What lines are taxed by: the codes there are, and what the book says."""

    codes: Sequence[TaxCode]
    settings: Mapping[str, str]
    db: Reader


def recurring(
    db: Reader, *, today: date, party_id: int | None = None, status: str | None = None, limit: int = 0
) -> Page[RecurringRow]:
    """All of them, those that come next first, and then those that are over."""
    rows = [whole for whole, _ in _whole(db, db.rows(_Kept, _KEPT, id=None, party_id=party_id), today)]
    rows = [
        row for row in rows if status is None or (row.due > 0 if status == "due" else row.status == status)
    ]
    rows.sort(key=lambda row: (row.next_on is None, row.next_on or row.starts_on, row.id))
    return Page(rows[:limit], len(rows) - limit) if 0 < limit < len(rows) else Page(rows, 0)


def card(db: Reader, recurring_id: int, *, today: date) -> RecurringCard:
    """One of them with all that it made; NotFound if there is none."""
    for row, kept in _whole(db, db.rows(_Kept, _KEPT, id=recurring_id, party_id=None), today):
        return RecurringCard(
            *row,
            kept.client_name,
            kept.tax_included,
            kept.discount_percent,
            kept.discount_minor,
            kept.note,
            [_run(run) for run in db.rows(_Run, _RUNS, id=recurring_id)],
        )
    raise NotFound(f"no recurring invoice {recurring_id}", hint="see: acctmgr invoice recurring list")


def due(db: Reader, *, today: date) -> list[DueRow]:
    """What is to be made now, in the order of its days, so that numbers follow them."""
    rows = [
        DueRow(kept.id, kept.client, job.period_on)
        for kept in db.rows(_Kept, _KEPT, id=None, party_id=None)
        for job in jobs(kept.plan, kept.last_on, today)
    ]
    return sorted(rows, key=lambda row: (row.period_on, row.recurring_id))


def _whole(db: Reader, found: Iterable[_Kept], today: date) -> list[tuple[RecurringRow, _Kept]]:
    """With lines, amounts and days."""
    lines: dict[int, list[RecurringLineRow]] = {}
    for line in db.rows(_Line, _LINES):
        lines.setdefault(line.recurring_id, []).append(RecurringLineRow(*line[1:]))
    known = _Taxes([stored.code for stored in taxes.stored(db)], db.settings, db)
    return [_row(kept, lines.get(kept.id, []), known, today) for kept in found]


def _row(
    kept: _Kept, lines: list[RecurringLineRow], known: _Taxes, today: date
) -> tuple[RecurringRow, _Kept]:
    """One of them, and what is kept of it; its discounts are what they come to."""
    next_on = next_day(kept.plan, kept.last_on)
    worked = _worked_out(kept, lines, known, next_on or kept.last_on or kept.starts_on)
    row = RecurringRow(
        kept.id,
        kept.client,
        kept.every,
        _status(kept, next_on),
        next_on,
        len(due_days(kept.plan, kept.last_on, today)),
        kept.last_on,
        document_ref(kept.last_number, kept.last_document_id) if kept.last_document_id else None,
        kept.currency,
        worked.net_minor if worked else None,
        worked.total_minor if worked else None,
        kept.terms_days,
        kept.missed,
        kept.draft,
        kept.starts_on,
        kept.until_on,
        kept.stopped_on,
        kept.reference,
        [line._replace(discount_minor=line_off(_priced(line), digits_of(kept.currency))) for line in lines],
    )
    return row, kept._replace(discount_minor=worked.discount_minor) if worked else kept


def _priced(line: RecurringLineRow) -> LineIn:
    off = discount_of(line.discount_percent, line.discount_minor)
    return LineIn(line.quantity, line.unit_price, off)


def _status(kept: _Kept, next_on: date | None) -> str:
    if next_on:
        return "running"
    return "stopped" if kept.stopped_on else "ended"


def _worked_out(kept: _Kept, lines: Sequence[RecurringLineRow], known: _Taxes, day: date) -> Totals | None:
    """What an invoice of that day comes to; None where no tax of that name holds then."""
    try:
        return totals(
            [
                _priced(line)._replace(tax=_code(line.tax or known.settings["tax.default"], known, day))
                for line in lines
            ],
            digits=digits_of(kept.currency),
            discount=discount_of(kept.discount_percent, kept.discount_minor),
            tax_included=kept.tax_included,
            rounding=known.settings["rounding"],
        )
    except AcctError:
        return None


def _code(name: str, known: _Taxes, day: date) -> TaxCode | None:
    if name == "none":
        return None
    for code in known.codes:
        if code.code == name.strip().lower() and valid_on(code, day):
            return code
    return shorthand(parse_percent(name, style=known.db.notation.style), known.codes, day)


def _run(run: _Run) -> RunRow:
    if run.document_id is None:
        return RunRow(run.period_on, "skipped", None, None, None)
    status = "made" if run.number else "draft"
    return RunRow(
        run.period_on, status, document_ref(run.number, run.document_id), run.issued_on, run.total_minor
    )
