"""A short business history to look at: invoices, payments, a credit, a void, two currencies."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import psycopg2
from sqlmodel import Session

from acctmgr.documents import payment_service as payments
from acctmgr.documents import service as documents
from acctmgr.documents.issue_service import issue
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.payment_service import Money
from acctmgr.documents.service import Typed
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import service as invoices
from acctmgr.ledger import service as ledger
from acctmgr.parties.tables import Party, PartyTag
from acctmgr.store.book import Book
from acctmgr.store.write import change

CHECKS = [
    "the file is sound",
    "the schema is ours",
    "there is one head, and ids go on",
    "values are of their column's type",
    "the history is unbroken",
    "rows are as the history left them",
    "entries balance",
    "postings name known parties",
    "monthly balances are the sum of the postings",
    "open amounts are what was not settled",
    "aging equals the control accounts",
    "credits and voids take back what was posted",
    "cash entries are what they posted",
    "receipts lie beside the book",
    "taxes are what documents and corrections say",
    "tax withheld from us and by us is kept apart",
    "refunds are what left the credits they paid out",
    "deposits are what waits for their invoices",
    "merged clients hold together",
    "numbers have no gaps",
    "search finds things by what they say",
]


@contextmanager
def own_database(server: str, template: str) -> Iterator[Book]:
    """A PostgreSQL book made from a template, gone with the block."""
    name = f"own_{uuid.uuid4().hex[:12]}"
    head, _, options = server.partition("?")
    place = f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield Book(place)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, sql: str) -> None:
    raw = psycopg2.connect(server)
    raw.autocommit = True
    raw.cursor().execute(sql)
    raw.close()


def client(session: Session, name: str) -> Party:
    party = Party(handle=name.lower(), name=name, name_key=name.lower())
    session.add(party)
    session.flush()
    session.add(PartyTag(party_id=party.id, tag="vip"))
    return party


def invoice(
    session: Session, party: Party, on: date, price: str, *, currency: str = "EUR", rate: str | None = None
) -> Document:
    typed = Typed(
        lines=[TypedLine("Consulting", Decimal(1), Decimal(price))],
        issued_on=on,
        currency=currency,
        rate=Decimal(rate) if rate else None,
    )
    document = documents.draft(session, party, typed, kind="invoice", today=on)
    issue(session, document)
    return document


def pay(
    session: Session, party: Party, on: date, minor: int, *documents: Document, rate: str | None = None
) -> Payment:
    bank = ledger.money_account(session, None)
    currency = documents[0].currency if documents else "EUR"
    money = Money(minor, on, bank, currency, rate=Decimal(rate) if rate else None)
    return payments.receive(session, party, money, list(documents))


def trade(book: Book) -> None:
    """Acme owes 100.00 of 300.00, Bolt has paid 50.00 too much in May and one of its payments bounced."""
    change(_acme, book)
    change(_bolt, book)


def _acme(session: Session) -> None:
    acme = client(session, "Acme")
    first = invoice(session, acme, date(2026, 3, 2), "200.00")
    invoice(session, acme, date(2026, 3, 2), "100.00")
    pay(session, acme, date(2026, 4, 20), 20000, first)
    gone = invoice(session, acme, date(2026, 4, 20), "75.00")
    invoices.void(session, gone, on=date(2026, 5, 2))


def _bolt(session: Session) -> None:
    bolt = client(session, "Bolt")
    foreign = invoice(session, bolt, date(2026, 5, 4), "1000.00", currency="USD", rate="0.92")
    bounced = pay(session, bolt, date(2026, 5, 9), 40000, foreign, rate="0.95")
    payments.void(session, bounced, on=date(2026, 5, 12))
    pay(session, bolt, date(2026, 5, 20), 100000, foreign, rate="0.90")
    pay(session, bolt, date(2026, 5, 21), 5000)
