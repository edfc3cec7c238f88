"""Making the invoices that are due: each period once, whoever runs it and however often."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, select

from acctmgr.core.errors import AcctError, BookError, Refused
from acctmgr.core.money import plain_exact
from acctmgr.documents.series_service import series_of
from acctmgr.documents.service import Typed
from acctmgr.documents.tables import Document
from acctmgr.documents.untaxed_service import tax_note
from acctmgr.invoices import service
from acctmgr.invoices.recurring_rules import (
    Job,
    MadeRow,
    date_of_invoice,
    discount_of,
    filled,
    jobs,
    period_end,
)
from acctmgr.invoices.recurring_service import client_of, find, lines_of, plan_of, run_until
from acctmgr.invoices.tables import Recurring, RecurringRun
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import shown, typed_rate
from acctmgr.parties.service import check_active
from acctmgr.parties.tables import Party
from acctmgr.store.read import reading
from acctmgr.store.settings_service import book_setting
from acctmgr.store.write import change, connection_of

_IS_RUN = "SELECT 1 FROM recurring_run WHERE recurring_id = :recurring_id AND period_on = :period_on"
RATE_DAYS = 31  # how old a rate of the book may be to be taken again

# what was typed by somebody: the rate of an invoice made here may itself be an old one
_LAST_RATE = """
    SELECT rate, known_on
      FROM (SELECT rate, posted_on AS known_on, 0 AS place, id
              FROM document
             WHERE kind = 'invoice' AND currency = :currency AND number IS NOT NULL
               AND posted_on BETWEEN :first AND :last
               AND id NOT IN (SELECT document_id FROM recurring_run WHERE document_id IS NOT NULL)
            UNION ALL
            SELECT rate, paid_on AS known_on, 1 AS place, id
              FROM payment
             WHERE currency = :currency AND paid_on BETWEEN :first AND :last) AS known
     ORDER BY known_on DESC, place DESC, id DESC
     LIMIT 1
"""


class How(NamedTuple):
    """How a run was asked for; rates: as typed, by currency."""

    today: date
    rates: Mapping[str, str]
    backdate: bool = False


class Due(NamedTuple):
    """A period that somebody has to run."""

    recurring_id: int
    client: str
    period_on: date


class Made(NamedTuple):
    """What was done about a period, a sentence for people, and what they should know beside it."""

    rows: list[MadeRow]
    sentence: str
    note: str = ""


class Failed(NamedTuple):
    """What stopped one of them; the others go on."""

    due: Due
    error: AcctError


class Rehearsed(Exception):
    """Ends a rehearsal, so that its transaction is rolled back."""

    def __init__(self, outcome: list[Made | Failed]) -> None:
        super().__init__()
        self.outcome = outcome


def run(due: Iterable[Due], attempt: Callable[[Due], Made | None]) -> Iterator[Made | Failed]:
    """Do what is due, in order; after a failure the later periods of the same one wait for the next run."""
    stuck: set[int] = set()
    for each in due:
        if each.recurring_id in stuck:
            continue
        try:
            made = attempt(each)
        except BookError:
            raise
        except AcctError as error:
            stuck.add(each.recurring_id)
            yield Failed(each, error)
            continue
        if made:
            yield made


def once(due: Due, how: How) -> Made | None:
    """Run a period as a change of its own; None where somebody else was faster, who is not waited for."""
    with reading() as db:
        if db.value(_IS_RUN, recurring_id=due.recurring_id, period_on=due.period_on):
            return None
    return change(lambda session: make(session, due, how))


def rehearse(session: Session, due: Sequence[Due], how: How) -> None:
    """Do it all in one transaction, and raise what came of it as Rehearsed: nothing stays."""

    def attempt(each: Due) -> Made | None:
        with session.begin_nested():
            return make(session, each, how)

    raise Rehearsed(list(run(due, attempt)))


def make(session: Session, due: Due, how: How) -> Made | None:
    """Make the invoice of a period and record those skipped before it; None where somebody else was faster."""
    recurring = find(session, due.recurring_id)
    to_do = jobs(plan_of(recurring), run_until(session, recurring), how.today)
    if not to_do or to_do[0].period_on != due.period_on:
        return None
    job = to_do[0]
    party = client_of(session, recurring)
    check_active(party)
    document, rate_note = _write(session, recurring, party, job.period_on, how)
    assert recurring.id is not None
    session.add_all(RecurringRun(recurring_id=recurring.id, period_on=day) for day in job.skipped)
    session.add(RecurringRun(recurring_id=recurring.id, period_on=job.period_on, document_id=document.id))
    session.flush()
    rows = [_skipped_row(recurring, party, day) for day in job.skipped]
    rows.append(_made_row(recurring, party, document, job.period_on))
    said = _sentence(session, rows[-1], party, job) + rate_note
    return Made(rows, said, tax_note(session, document))


def _write(
    session: Session, recurring: Recurring, party: Party, period_on: date, how: How
) -> tuple[Document, str]:
    """The invoice of a period, issued unless it is to stay a draft; and what is to be said of its rate."""
    earliest = _earliest(session, recurring, period_on, backdate=how.backdate)
    issued_on = date_of_invoice(period_on, earliest=earliest, today=how.today)
    rate, rate_note = _rate(session, recurring.currency, issued_on, how)
    ends_on, language = (
        period_end(plan_of(recurring), period_on),
        party.language or book_setting(session, "language"),
    )

    def words(text: str | None) -> str | None:
        return filled(text, period_on, ends_on, language) if text else None

    typed = Typed(
        lines=[
            line._replace(description=words(line.description) or "") for line in lines_of(session, recurring)
        ],
        discount=discount_of(recurring.discount_percent, recurring.discount_minor),
        tax_included=bool(recurring.is_tax_included),
        issued_on=issued_on,
        supplied_on=period_on,
        due_on=None if recurring.terms_days is None else issued_on + timedelta(days=recurring.terms_days),
        reference=words(recurring.reference),
        note=words(recurring.note),
        currency=recurring.currency,
        rate=rate,
    )
    is_draft = bool(recurring.is_draft)
    document = service.add(session, party, typed, today=issued_on, is_draft=is_draft, backdate=how.backdate)
    return document, rate_note


def _earliest(session: Session, recurring: Recurring, period_on: date, *, backdate: bool) -> date | None:
    """The first day that an invoice may have; a draft has no place in the series yet."""
    locked_until = ledger.locked_until(session)
    days = [locked_until + timedelta(days=1)] if locked_until else []
    latest = series_of(session, kind="invoice", on=period_on).last_on
    if latest and not recurring.is_draft and not backdate:
        days.append(latest)
    return max(days, default=None)


def _rate(session: Session, currency: str, day: date, how: How) -> tuple[Decimal | None, str]:
    """The rate as typed for this run, else the last that the book knows; and what is to be said of it."""
    if currency == ledger.book_currency(session):
        return None, ""
    if typed := how.rates.get(currency):
        return typed_rate(session, typed), ""
    session.flush()
    first = day - timedelta(days=RATE_DAYS)
    found = connection_of(session).run(_LAST_RATE, {"currency": currency, "first": first, "last": day})
    for rate, known_on in found:
        return Decimal(rate), f", at the rate of {known_on}: {plain_exact(Decimal(rate))}"
    raise Refused(
        f"no rate of {currency} is known from {first} to {day}",
        hint=f"give it: acctmgr invoice recurring run --rate {currency}=0.92",
    )


def forget(session: Session, document: Document) -> None:
    """A draft goes away: its period was run, and counts as skipped."""
    for row in session.exec(select(RecurringRun).where(RecurringRun.document_id == document.id)):
        row.document_id = None
        session.add(row)
    session.flush()


def _skipped_row(recurring: Recurring, party: Party, period_on: date) -> MadeRow:
    assert recurring.id is not None
    return MadeRow(
        recurring.id, party.handle, period_on, "skipped", None, None, None, recurring.currency, None
    )


def _made_row(recurring: Recurring, party: Party, document: Document, period_on: date) -> MadeRow:
    assert recurring.id is not None
    return MadeRow(
        recurring.id,
        party.handle,
        period_on,
        "draft" if document.number is None else "made",
        document.number or f"d{document.id}",
        document.issued_on,
        document.due_on,
        document.currency,
        document.total_minor,
    )


def _sentence(session: Session, row: MadeRow, party: Party, job: Job) -> str:
    """What is said of a period that was run."""
    what = "draft" if row.status == "draft" else "invoice"
    total = shown(session, row.total_minor or 0, row.currency)
    due = f", due {row.due_on}" if row.due_on else ""
    said = f"{what} {row.document} for {party.name}: {total}{due}; recurring {row.recurring}, {row.period_on}"
    if row.issued_on != row.period_on:
        said += f", dated {row.issued_on}: its own day is locked or before the latest invoice"
    if job.skipped:
        said += f"; skipped: {len(job.skipped)} before it"
    return said
