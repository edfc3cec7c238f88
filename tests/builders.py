"""Builders with sensible defaults, through the services."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from acctmgr.core.money import DOT
from acctmgr.documents import payment_service as payments
from acctmgr.documents.line_rules import parse_discount, parse_line
from acctmgr.documents.service import Typed
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import credit_service, service
from acctmgr.ledger import service as ledger
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.tax import service as taxes


def day(text: str) -> date:
    """2026-05-01 from "05-01"."""
    return date.fromisoformat(f"2026-{text}")


def a_client(session: Session, name: str = "Acme", **facts: object) -> Party:
    """A client of that name, made once."""
    from sqlmodel import select

    found = session.exec(select(Party).where(Party.name == name)).first()
    if found:
        return found
    party = Party(handle=name.lower(), name=name, name_key=name.lower(), **facts)
    session.add(party)
    session.flush()
    return party


def an_invoice(
    session: Session,
    *lines: str,
    on: str = "05-01",
    due: str | None = None,
    client: str = "Acme",
    currency: str | None = None,
    rate: str | None = None,
    discount: str = "",
    tax_included: bool = False,
    is_draft: bool = False,
    backdate: bool = True,
    is_deposit: bool = False,
    deducts: Sequence[Document] = (),
) -> Document:
    """An issued invoice over 100.00 without tax, unless told otherwise; the Spanish codes are loaded."""
    taxes.load(session, "es")
    typed = Typed(
        lines=[parse_line(line, style=DOT, digits=2) for line in lines or ("Consulting; 1; 100; tax=none",)],
        discount=parse_discount(discount, style=DOT, digits=2) if discount else None,
        tax_included=tax_included,
        issued_on=day(on),
        due_on=day(due) if due else None,
        currency=currency,
        rate=Decimal(rate) if rate else None,
        is_deposit=is_deposit,
        deducts=deducts,
    )
    party = a_client(session, client)
    return service.add(session, party, typed, today=day(on), is_draft=is_draft, backdate=backdate)


def a_payment(
    session: Session,
    minor: int,
    *documents: Document,
    on: str = "05-10",
    client: str = "Acme",
    currency: str = "EUR",
    rate: str | None = None,
) -> Payment:
    """Money that arrived in the bank, for these documents in this order."""
    account = ledger.money_account(session, None)
    money = payments.Money(minor, day(on), account, currency, Decimal(rate) if rate else None)
    return payments.receive(session, a_client(session, client), money, list(documents))


def a_credit(session: Session, invoice: Document, minor: int | None = None, *, on: str = "05-20") -> Document:
    """A credit note, for all that is left unless an amount is given."""
    return credit_service.credit(
        session, invoice, amount_minor=minor, lines=(), issued_on=day(on), backdate=True
    )


def balances(book: Book, up_to: str = "12-31") -> dict[str, int]:
    """What every account that moved holds at the end of a day, debit positive."""
    with reading(book) as db:
        rows = db.run(
            "SELECT a.name, CAST(SUM(p.amount_minor) AS BIGINT) FROM posting p JOIN account a ON a.id = p.account_id "
            "WHERE p.posted_on <= :day GROUP BY a.name",
            {"day": day(up_to)},
        ).fetchall()
    return {name: total for name, total in rows if total}


def open_on(book: Book, number: str, on: str) -> int:
    """What is open of an invoice at the end of a day."""
    with reading(book) as db:
        return int(
            db.value(
                "SELECT total_minor - CAST((SELECT COALESCE(SUM(amount_minor), 0) FROM allocation a "
                "WHERE a.document_id = d.id AND a.effective_on <= :day) AS BIGINT) FROM document d "
                "WHERE number = :number",
                number=number,
                day=day(on),
            )
        )


def count(book: Book, table: str) -> int:
    """How many rows a table has."""
    with reading(book) as db:
        return int(db.value(f"SELECT COUNT(*) FROM {table}"))


__all__ = ["a_client", "a_credit", "a_payment", "an_invoice", "balances", "change", "count", "day", "open_on"]
