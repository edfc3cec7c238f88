"""Writes the demo's book through the services of every feature, as its commands would."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from acctmgr.deals import link_service, stage_service
from acctmgr.deals import service as deals
from acctmgr.deals.tables import Deal
from acctmgr.documents import payment_service as payments
from acctmgr.documents.service import Typed
from acctmgr.documents.tables import Document, Payment
from acctmgr.followups import activity_service as activities
from acctmgr.followups import service as followups
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.invoices import credit_service
from acctmgr.invoices import service as invoices
from acctmgr.ledger import service as ledger
from acctmgr.parties import contact_service as contacts
from acctmgr.parties import service as parties
from acctmgr.parties.contact_fact_rules import Edit
from acctmgr.parties.tables import Party
from acctmgr.setup.demo_contact_rules import PEOPLE, Person
from acctmgr.setup.demo_contact_rules import facts as contact_facts
from acctmgr.setup.demo_day_rules import TALKS, TASKS, Talk, Task
from acctmgr.setup.demo_deal_rules import OFFERS, Offer, facts, moves
from acctmgr.setup.demo_firm_rules import FIRMS, SELLER, TAX_PACK, Firm
from acctmgr.setup.demo_invoice_rules import DAYS, Sale, Step, sales
from acctmgr.store.settings_service import set_book_setting
from acctmgr.tax import service as taxes


def write(session: Session, *, today: date) -> None:
    """Fill a new book: settings, tax codes, clients, people, deals, their days and eighteen months of invoices."""
    taxes.load(session, TAX_PACK)
    for key, value in SELLER.items():
        set_book_setting(session, key, value)
    clients = {firm.name: _client(session, firm, today) for firm in FIRMS}
    for person in PEOPLE:
        _contact(session, clients[person.firm], person, today)
    offered = {
        (offer.firm, offer.name): _deal(session, clients[offer.firm], offer, today)
        for offer in sorted(OFFERS, key=lambda offer: -offer.opened_days)
    }
    for entry in (*TALKS, *TASKS):
        deal = offered[entry.firm, entry.deal] if entry.deal else None
        link_service.set_deal(session, _noted(session, clients[entry.firm], entry, today), deal)
    _Money(session, clients, today).write(sales(today))


def _client(session: Session, firm: Firm, today: date) -> Party:
    return parties.add(
        session,
        name=firm.name,
        handle=firm.handle,
        tags=firm.tags,
        email=firm.email,
        industry=firm.industry,
        address=firm.town,
        country=firm.country,
        status=firm.status,
        tier=firm.tier,
        owner=firm.owner,
        terms_days=firm.terms_days,
        currency=firm.currency,
        since_on=today - timedelta(days=DAYS) if firm.pays else None,
    )


def _contact(session: Session, client: Party, person: Person, today: date) -> None:
    phones = [person.phone] if person.phone else []
    known = contact_facts(person, today)
    contacts.add(session, client, Edit(known, emails=[person.email], phones=phones, tags=person.tags))


def _deal(session: Session, client: Party, offer: Offer, today: date) -> Deal:
    currency = client.currency or ledger.book_currency(session)
    known = {
        **facts(offer, today),
        "owner": client.owner,
        "currency": currency,
        "amount_minor": offer.amount * 100 if offer.amount is not None else None,
    }
    deal = deals.add(
        session,
        client=client,
        stage=stage_service.stage_named(session, "Lead"),
        opened_on=today - timedelta(days=offer.opened_days),
        facts=known,
    )
    for move in moves(offer, today):
        if move.stage in ("won", "lost"):
            deals.close(session, deal, kind=move.stage, on=move.on, reason=offer.reason)
        else:
            deals.move(session, deal, stage=stage_service.stage_named(session, move.stage), on=move.on)
    return deal


def _noted(session: Session, client: Party, entry: Talk | Task, today: date) -> Activity | FollowUp:
    """What is to do for a client, or what was said with it."""
    if isinstance(entry, Talk):
        return activities.log(session, client=client, contact=None, facts=entry.facts(today))
    return followups.add(session, client=client, contact=None, facts=entry.facts(today))


class _Money:
    """Invoices and what became of them, written in the order in which it happened."""

    def __init__(self, session: Session, clients: dict[str, Party], today: date) -> None:
        self.session, self.clients, self.today = session, clients, today
        self.bank = ledger.money_account(session, None)
        self.invoices: dict[int, Document] = {}
        self.payments: dict[int, Payment] = {}

    def write(self, planned: Sequence[Sale]) -> None:
        """Issue every sale and take its steps; on one day, invoices come first."""
        events: list[tuple[date, int, int, Step | None]] = []
        for place, sale in enumerate(planned):
            events.append((sale.issued_on, 0, place, None))
            events += [(step.on, 1 + turn, place, step) for turn, step in enumerate(sale.steps)]
        for _, _, place, step in sorted(events, key=lambda event: event[:3]):
            if step is None:
                self.invoices[place] = self._issue(planned[place])
            else:
                self._take(place, planned[place], step)

    def _issue(self, sale: Sale) -> Document:
        typed = Typed(lines=sale.lines, issued_on=sale.issued_on, rate=sale.rate)
        client = self.clients[sale.firm.name]
        return invoices.add(self.session, client, typed, today=self.today, is_draft=sale.is_draft)

    def _take(self, place: int, sale: Sale, step: Step) -> None:
        invoice = self.invoices[place]
        amount = invoice.total_minor * step.percent // 100
        if step.verb == "pay":
            self.payments[place] = self._pay(invoice, sale, amount, step.on)
        elif step.verb == "bounce":
            payments.void(self.session, self.payments[place], on=step.on)
        elif step.verb == "credit":
            credit_service.credit(self.session, invoice, amount_minor=amount, lines=(), issued_on=step.on)
        else:
            invoices.void(self.session, invoice, on=step.on)

    def _pay(self, invoice: Document, sale: Sale, amount_minor: int, on: date) -> Payment:
        money = payments.Money(
            amount_minor=amount_minor,
            paid_on=on,
            account=self.bank,
            currency=invoice.currency,
            rate=sale.paid_rate,
            reference=invoice.number,
        )
        return payments.receive(self.session, self.clients[sale.firm.name], money, [invoice])
