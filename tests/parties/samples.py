"""Clients with a history, put straight into the tables."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session, select

from acctmgr.deals.tables import Deal, Stage
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.ledger.tables import Account, Entry, Posting
from acctmgr.parties import service
from acctmgr.store.read import reading
from acctmgr.store.write import change


def count(table: str) -> int:
    with reading() as db:
        return int(db.value(f"SELECT COUNT(*) FROM {table}"))


def _entry(session: Session, on: date) -> int:
    entry = Entry(posted_on=on, kind="invoice", text="sample")
    session.add(entry)
    session.flush()
    assert entry.id is not None
    return entry.id


def invoice(
    handle: str,
    number: str | None,
    total_minor: int,
    *,
    issued_on: date,
    due_on: date | None,
    settled_on: date | None = None,
    currency: str = "EUR",
    total_book_minor: int | None = None,
    kind: str = "invoice",
) -> int:
    """An invoice or credit note; without a number a draft."""

    def make(session: Session) -> int:
        party = service.find(session, handle)
        assert party.id is not None
        document = Document(
            kind=kind,
            number=number,
            status="open" if number else "draft",
            party_id=party.id,
            issued_on=issued_on,
            posted_on=issued_on if number else None,
            due_on=due_on,
            currency=currency,
            rate=Decimal("0.92") if currency != "EUR" else Decimal(1),
            total_minor=total_minor,
            total_book_minor=total_minor if total_book_minor is None else total_book_minor,
            settled_on=settled_on,
            open_minor=total_minor if number else 0,
        )
        session.add(document)
        session.flush()
        assert document.id is not None
        return document.id

    return change(make)


def payment(handle: str, amount_minor: int, *, paid_on: date, applied_on: date | None = None) -> int:
    def make(session: Session) -> int:
        party = service.find(session, handle)
        bank = session.exec(select(Account).where(Account.key == "bank")).one()
        assert party.id is not None and bank.id is not None
        paid = Payment(
            party_id=party.id,
            paid_on=paid_on,
            account_id=bank.id,
            currency="EUR",
            amount_minor=amount_minor,
            amount_book_minor=amount_minor,
            applied_on=applied_on,
            entry_id=_entry(session, paid_on),
        )
        session.add(paid)
        session.flush()
        assert paid.id is not None
        return paid.id

    return change(make)


def settle(
    document_id: int,
    amount_minor: int,
    *,
    on: date,
    book_minor: int | None = None,
    payment_id: int | None = None,
    credit_id: int | None = None,
) -> None:
    book = amount_minor if book_minor is None else book_minor

    def make(session: Session) -> None:
        row = Allocation(
            kind="credit" if credit_id else "payment",
            document_id=document_id,
            payment_id=payment_id,
            credit_id=credit_id,
            effective_on=on,
            amount_minor=amount_minor,
            book_minor=book,
            source_book_minor=book,
            entry_id=_entry(session, on),
        )
        session.add(row)
        document = session.get_one(Document, document_id)
        document.open_minor -= amount_minor
        if document.open_minor and document.kind == "invoice":
            document.status = "part_paid" if document.open_minor < document.total_minor else "open"
        session.add(document)

    change(make)


def deal(handle: str, name: str, *, stage: str = "Proposal", expected_on: date | None = None) -> None:
    def make(session: Session) -> None:
        party = service.find(session, handle)
        place = session.exec(select(Stage).where(Stage.name == stage)).one()
        assert party.id is not None and place.id is not None
        row = Deal(
            name=name,
            name_key=name.lower(),
            party_id=party.id,
            stage_id=place.id,
            amount_minor=500000,
            currency="USD",
            counted_from_on=date(2026, 7, 1),
            expected_on=expected_on,
        )
        session.add(row)

    change(make)


def posting(handle: str) -> None:
    def make(session: Session) -> None:
        party = service.find(session, handle)
        account = session.exec(select(Account).where(Account.key == "sales")).one()
        assert account.id is not None
        on = date(2026, 7, 1)
        row = Posting(
            entry_id=_entry(session, on),
            account_id=account.id,
            posted_on=on,
            amount_minor=0,
            currency="EUR",
            foreign_minor=0,
            party_id=party.id,
        )
        session.add(row)

    change(make)
