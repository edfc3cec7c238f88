"""Changes to invoices that come again; making them is in recurring_run_service."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import NotFound, Refused, WrongUsage
from acctmgr.core.money import digits_of
from acctmgr.documents import service as documents
from acctmgr.documents.intake_service import Raw, typed_document
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.service import Typed
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import LineIn, Totals, totals
from acctmgr.invoices import service
from acctmgr.invoices.recurring_rules import (
    Plan,
    check_placeholders,
    check_plan,
    discount_of,
    due_days,
    next_day,
    percent_and_amount,
)
from acctmgr.invoices.tables import Recurring, RecurringLine, RecurringRun
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import shown
from acctmgr.parties.service import check_active, kept
from acctmgr.parties.service import find as find_party
from acctmgr.parties.tables import Party
from acctmgr.store.settings_service import book_setting
from acctmgr.tax import service as taxes

CLEARABLE: dict[str, dict[str, int | None]] = {  # what --clear may name, and the columns behind it
    "until": {"until_on": None},
    "stop": {"stopped_on": None},
    "terms": {"terms_days": None},
    "discount": {"discount_percent": None, "discount_minor": 0},
    "reference": {"reference": None},
    "note": {"note": None},
}

Told = tuple[str, str]  # the reference, and a sentence for people


class Order(NamedTuple):
    """A new one as typed: for whom, or like which invoice, and when."""

    client: str | None
    like: str | None
    plan: Plan
    raw: Raw
    terms_days: int | None = None
    is_draft: bool = False


class Edit(NamedTuple):
    """What is to be different; None and empty leave what is there."""

    until_on: date | None = None
    missed: str | None = None
    is_draft: bool | None = None
    terms_days: int | None = None
    raw: Raw = Raw()
    clear: Sequence[str] = ()


def add(session: Session, order: Order, *, today: date) -> Told:
    """Let an invoice come again and again from a day on."""
    check_plan(order.plan)
    model = service.find(session, order.like) if order.like else None
    base = _typed_like(session, model) if model else Typed()
    party = _client_of(session, order, model)
    currency = base.currency or party.currency
    typed = typed_document(session, order.raw, today=today, default_currency=currency)
    typed = _over(typed, base)
    _check_words(order.raw, typed)
    assert party.id is not None
    recurring = Recurring(
        party_id=party.id,
        **order.plan._asdict(),
        is_draft=int(order.is_draft),
        currency=typed.currency or currency or ledger.book_currency(session),
        terms_days=order.terms_days if order.terms_days is not None else _terms_of(model),
        is_tax_included=int(bool(typed.tax_included)),
    )
    _fill(recurring, typed)
    session.add(recurring)
    session.flush()
    _set_lines(session, recurring, typed.lines)
    return str(recurring.id), _begun(session, recurring, party, today)


def edit(session: Session, recurring_id: int, changes: Edit, *, today: date) -> Told:
    """Change what comes from now on; what was made stays as it is."""
    recurring = find(session, recurring_id)
    typed = typed_document(session, changes.raw, today=today, default_currency=recurring.currency)
    _check_words(changes.raw, typed)
    _clear(recurring, changes)
    new = {
        "until_on": changes.until_on,
        "missed": changes.missed,
        "is_draft": None if changes.is_draft is None else int(changes.is_draft),
        "terms_days": changes.terms_days,
        "is_tax_included": None if typed.tax_included is None else int(typed.tax_included),
    }
    for name, value in new.items():
        if value is not None:
            setattr(recurring, name, value)
    check_plan(plan_of(recurring))
    _fill(recurring, typed)
    session.add(recurring)
    session.flush()
    if typed.lines:
        _set_lines(session, recurring, typed.lines)
    else:
        worked_out(session, recurring, lines_of(session, recurring))
    return str(recurring.id), f"changed {described(session, recurring)}"


def stop(session: Session, recurring_id: int, *, on: date) -> Told:
    """Make nothing for periods from a day on; those before it that are due are still made."""
    recurring = find(session, recurring_id)
    recurring.stopped_on = on
    session.add(recurring)
    said = f"{described(session, recurring)} stops: nothing is made for {on} or any day after it"
    left = due_days(plan_of(recurring), run_until(session, recurring), on)
    rest = f"; still to be made by `invoice recurring run`: {len(left)}" if left else ""
    return str(recurring.id), said + rest


def find(session: Session, recurring_id: int) -> Recurring:
    """One of them by its id."""
    found = session.get(Recurring, recurring_id)
    if found is None:
        raise NotFound(f"no recurring invoice {recurring_id}", hint="see: acctmgr invoice recurring list")
    return found


def client_of(session: Session, recurring: Recurring) -> Party:
    """Whom it is for: the kept one, where its client was merged into another."""
    return kept(session, recurring.party_id)


def plan_of(recurring: Recurring) -> Plan:
    """When it comes."""
    return Plan(*(getattr(recurring, name) for name in Plan._fields))


def run_until(session: Session, recurring: Recurring) -> date | None:
    """The last period that was run."""
    query = select(RecurringRun).where(RecurringRun.recurring_id == recurring.id)
    last = session.exec(query.order_by(col(RecurringRun.period_on).desc()).limit(1)).first()
    return last.period_on if last else None


def lines_of(session: Session, recurring: Recurring) -> list[TypedLine]:
    """Its lines as they were typed."""
    query = select(RecurringLine).where(RecurringLine.recurring_id == recurring.id)
    return [
        TypedLine(
            row.description,
            row.quantity,
            row.unit_price,
            discount_of(row.discount_percent, row.discount_minor),
            row.tax,
        )
        for row in session.exec(query.order_by(col(RecurringLine.position)))
    ]


def described(session: Session, recurring: Recurring) -> str:
    """How sentences name it."""
    return f"recurring {recurring.id} for {client_of(session, recurring).name}"


def _client_of(session: Session, order: Order, model: Document | None) -> Party:
    if order.client:
        party = find_party(session, order.client)
    elif model:
        party = kept(session, model.party_id)
    else:
        raise WrongUsage("it needs a client", hint="name one, or an invoice to be like: --like 7")
    check_active(party)
    return party


def _typed_like(session: Session, model: Document) -> Typed:
    """What an invoice says, but for its dates."""
    if model.kind != "invoice":
        raise Refused(f"{model.number} is no invoice")
    deducts = select(DocumentLine).where(
        DocumentLine.document_id == model.id, col(DocumentLine.deducts_id).is_not(None)
    )
    if model.is_deposit or session.exec(deducts).first():
        raise Refused(f"{model.number} asks for a deposit or takes one off", hint="give the lines: --line")
    return Typed(
        lines=documents.typed_lines(session, model),
        discount=documents.discount_of(model),
        tax_included=bool(model.is_tax_included),
        reference=model.reference,
        note=model.note,
        currency=model.currency,
    )


def _terms_of(model: Document | None) -> int | None:
    """The days to pay of the invoice that it is like."""
    if model is None or model.due_on is None or model.issued_on is None:
        return None
    return (model.due_on - model.issued_on).days


def _over(typed: Typed, base: Typed) -> Typed:
    """What was typed, and the rest as in the invoice that it is like."""
    if typed.currency and base.currency and typed.currency != base.currency and not typed.lines:
        raise WrongUsage(f"its lines are in {base.currency}", hint="type them again with --line")
    given: dict[str, Any] = {
        name: value for name, value in typed._asdict().items() if value or value is False
    }
    merged = base._replace(**given)
    if not merged.lines:
        raise WrongUsage(
            "a document needs at least one line", hint='--line "Hosting {month} {year}; 1; 80.00"'
        )
    return merged


def _check_words(raw: Raw, typed: Typed) -> None:
    """Placeholders that were typed must be known; what an invoice had in braces stays as it is."""
    for text in (raw.reference, raw.note, *(line.description for line in typed.lines if raw.lines)):
        check_placeholders(text)


def _fill(recurring: Recurring, typed: Typed) -> None:
    if typed.discount is not None:
        recurring.discount_percent, recurring.discount_minor = percent_and_amount(typed.discount)
    if typed.reference is not None:
        recurring.reference = typed.reference
    if typed.note is not None:
        recurring.note = typed.note


def _clear(recurring: Recurring, changes: Edit) -> None:
    for word in changes.clear:
        if word not in CLEARABLE:
            raise WrongUsage(f"{word} can't be cleared", hint=f"one of: {', '.join(CLEARABLE)}")
        for column, value in CLEARABLE[word].items():
            setattr(recurring, column, value)


def _set_lines(session: Session, recurring: Recurring, lines: Sequence[TypedLine]) -> None:
    """Put lines in place of those that are there; refused where no invoice could be made of them."""
    worked_out(session, recurring, lines)
    assert recurring.id is not None
    for row in session.exec(select(RecurringLine).where(RecurringLine.recurring_id == recurring.id)):
        session.delete(row)
    session.flush()
    for position, line in enumerate(lines, start=1):
        percent, amount = percent_and_amount(line.discount)
        session.add(
            RecurringLine(
                recurring_id=recurring.id,
                position=position,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount_percent=percent,
                discount_minor=amount,
                tax=line.tax,
            )
        )
    session.flush()


def worked_out(session: Session, recurring: Recurring, lines: Sequence[TypedLine]) -> Totals:
    """What its next invoice comes to, by the taxes of that day."""
    day = next_day(plan_of(recurring), run_until(session, recurring)) or recurring.starts_on
    default = book_setting(session, "tax.default")
    names = {line.tax or default for line in lines} - {taxes.NO_TAX}
    codes = {name: taxes.resolve(session, name, day)[1] for name in sorted(names)}
    inputs = [
        LineIn(line.quantity, line.unit_price, line.discount, codes.get(line.tax or default))
        for line in lines
    ]
    return totals(
        inputs,
        digits=digits_of(recurring.currency),
        discount=discount_of(recurring.discount_percent, recurring.discount_minor),
        tax_included=bool(recurring.is_tax_included),
        rounding=book_setting(session, "rounding"),
    )


def _begun(session: Session, recurring: Recurring, party: Party, today: date) -> str:
    """What is said of a new one."""
    total = worked_out(session, recurring, lines_of(session, recurring)).total_minor
    said = (
        f"recurring {recurring.id} for {party.name}: {shown(session, total, recurring.currency)} "
        f"every {recurring.every} from {recurring.starts_on}"
    )
    due = due_days(plan_of(recurring), None, today)
    return said + (f"; due already: {len(due)}, made by `invoice recurring run`" if due else "")
