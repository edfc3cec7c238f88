"""Deals to test with."""

from datetime import date
from typing import Any

from sqlmodel import Session

from acctmgr.deals import service, stage_service
from acctmgr.deals.tables import Deal
from acctmgr.parties import service as parties
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.write import change


def client(session: Session, name: str = "Acme", **facts: Any) -> Party:
    """A client."""
    return parties.add(session, name=name, **facts)


def deal(
    session: Session,
    buyer: Party,
    *,
    amount_minor: int | None = 100_000,
    opened_on: date = date(2026, 7, 1),
    stage: str = "Lead",
    **facts: Any,
) -> Deal:
    """A deal of 1,000.00 EUR, a lead since 1 July unless said otherwise."""
    known = {"name": "Website", "currency": "EUR", "amount_minor": amount_minor, **facts}
    start = stage_service.stage_named(session, stage)
    return service.add(session, client=buyer, stage=start, opened_on=opened_on, facts=known)


def one_deal(book: Book, **facts: Any) -> int:
    """A book with the client Acme and one deal; gives its id."""

    def add(session: Session) -> int | None:
        return deal(session, client(session), **facts).id

    found = change(add, book)
    assert found is not None
    return found


def small_pipeline(session: Session) -> None:
    """Two clients, two currencies, every kind of stage, one deal without an amount."""
    acme, globex = client(session, "Acme"), client(session, "Globex Corporation")
    website = deal(session, acme, amount_minor=1_200_000, owner="Ana Ruiz", expected_on=date(2026, 9, 30))
    _moved(session, website, "Proposal", date(2026, 7, 10))
    deal(session, acme, name="Support", amount_minor=None, owner="Ana Ruiz", opened_on=date(2026, 5, 4))
    deal(
        session,
        globex,
        name="Audit",
        amount_minor=333,
        probability=50,
        owner="Bo Lind",
        expected_on=date(2026, 8, 1),
    )
    deal(session, globex, name="Export", amount_minor=50_000, currency="USD", stage="Negotiation")
    won = deal(session, globex, name="Training", amount_minor=250_000, opened_on=date(2026, 6, 1))
    service.close(session, won, kind="won", on=date(2026, 7, 8))
    lost = deal(session, acme, name="Hosting", amount_minor=80_000, opened_on=date(2026, 6, 1))
    service.close(session, lost, kind="lost", on=date(2026, 7, 9), reason="too dear")


def _moved(session: Session, found: Deal, stage: str, on: date) -> None:
    service.move(session, found, stage=stage_service.stage_named(session, stage), on=on)
