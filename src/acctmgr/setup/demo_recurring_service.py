"""Recurring invoices of the demo: begun, made period by period, stopped."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.documents.intake_service import Raw
from acctmgr.documents.tables import Document
from acctmgr.invoices import recurring_run_service as runs
from acctmgr.invoices import recurring_service as recurring
from acctmgr.invoices import service as invoices
from acctmgr.invoices.recurring_service import Order
from acctmgr.parties.tables import Party
from acctmgr.setup.demo_recurring_rules import REPEATS, Repeat


class Begun(NamedTuple):
    """A recurring invoice under its id."""

    id: int
    client: Party
    repeat: Repeat


def begin(session: Session, clients: dict[str, Party], *, today: date) -> list[Begun]:
    """Let all of them come from their first day on."""
    return [_begin(session, clients[each.firm], each, today) for each in REPEATS]


def _begin(session: Session, client: Party, each: Repeat, today: date) -> Begun:
    order = Order(client.handle, None, each.plan(today), Raw(lines=[each.line]), is_draft=each.is_draft)
    reference, _ = recurring.add(session, order, today=today)
    if each.is_stopped:
        recurring.stop(session, int(reference), on=today)
    return Begun(int(reference), client, each)


def make(session: Session, begun: Begun, period_on: date) -> Document:
    """The invoice of a period, made on its day."""
    due = runs.Due(begun.id, begun.client.handle, period_on)
    made = runs.make(session, due, runs.How(today=period_on, rates={}))
    assert made is not None and made.rows[-1].document is not None
    return invoices.find(session, made.rows[-1].document)
