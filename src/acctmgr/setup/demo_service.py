"""Writes the demo's book through the services of every feature, as its commands would."""

from datetime import date, timedelta

from sqlmodel import Session

from acctmgr.deals import link_service, stage_service
from acctmgr.deals import service as deals
from acctmgr.deals.tables import Deal
from acctmgr.followups import activity_service as activities
from acctmgr.followups import service as followups
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.ledger import service as ledger
from acctmgr.parties import contact_service as contacts
from acctmgr.parties import service as parties
from acctmgr.parties import vendor_service as vendors
from acctmgr.parties.contact_fact_rules import Edit
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party
from acctmgr.setup import demo_cash_service, demo_party_rules
from acctmgr.setup.demo_contact_rules import PEOPLE, Person
from acctmgr.setup.demo_contact_rules import facts as contact_facts
from acctmgr.setup.demo_day_rules import ALIAS_TALK, TALKS, TASKS, Talk, Task
from acctmgr.setup.demo_deal_rules import OFFERS, Offer, facts, moves
from acctmgr.setup.demo_firm_rules import FIRMS, SELLER, TAX_PACK, Firm
from acctmgr.setup.demo_invoice_rules import DAYS, sales
from acctmgr.setup.demo_money_service import Money
from acctmgr.setup.demo_party_rules import ALIAS, ALIAS_OF, SELLERS
from acctmgr.store.settings_service import set_book_setting
from acctmgr.tax import service as taxes
from acctmgr.upkeep.merge_service import merge


def write(session: Session, *, today: date) -> None:
    """Fill a new book: settings, tax codes, clients, people, deals, their days, eighteen months of money."""
    taxes.load(session, TAX_PACK)
    for key, value in SELLER.items():
        set_book_setting(session, key, value)
    clients = {firm.name: _client(session, firm, today) for firm in FIRMS}
    _Days(session, clients, today).write()
    _merge(session, clients[ALIAS_OF], today)
    Money(session, clients, today).write(sales(today))
    known = {
        seller.name: vendors.add(session, name=seller.name, industry=seller.industry, country=seller.country)[
            0
        ]
        for seller in SELLERS
    }
    demo_cash_service.write(session, known, today=today)


def _client(session: Session, firm: Firm, today: date) -> Party:
    return parties.add(
        session,
        name=firm.name,
        handle=firm.handle,
        tags=firm.tags,
        fields=demo_party_rules.fields(firm, today),
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
        **demo_party_rules.facts(firm),
    )


def _merge(session: Session, client: Party, today: date) -> None:
    """A client that was kept twice: what was said with the other is said with the one."""
    other = _client(session, ALIAS, today)
    activities.log(session, client=other, contact=None, facts=ALIAS_TALK.facts(today))
    merge(session, client.handle, other.handle)


class _Days:
    """People, deals, and what is to do or was said; the first one of a firm is whom it is about."""

    def __init__(self, session: Session, clients: dict[str, Party], today: date) -> None:
        self.session, self.clients, self.today = session, clients, today
        self.people: dict[str, Contact] = {}

    def write(self) -> None:
        """Write all of them."""
        for person in PEOPLE:
            self.people.setdefault(person.firm, self._contact(person))
        offered = {
            (offer.firm, offer.name): _deal(self.session, self.clients[offer.firm], offer, self.today)
            for offer in sorted(OFFERS, key=lambda offer: -offer.opened_days)
        }
        for entry in (*TALKS, *TASKS):
            deal = offered[entry.firm, entry.deal] if entry.deal else None
            link_service.set_deal(self.session, self._noted(entry), deal)

    def _contact(self, person: Person) -> Contact:
        phones = [person.phone] if person.phone else []
        known = contact_facts(person, self.today)
        wanted = Edit(known, emails=[person.email], phones=phones, tags=person.tags)
        return contacts.add(self.session, self.clients[person.firm], wanted)

    def _noted(self, entry: Talk | Task) -> Activity | FollowUp:
        client, contact = self.clients[entry.firm], self.people.get(entry.firm)
        if isinstance(entry, Talk):
            return activities.log(self.session, client=client, contact=contact, facts=entry.facts(self.today))
        return followups.add(self.session, client=client, contact=contact, facts=entry.facts(self.today))


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
