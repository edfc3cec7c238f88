"""A book whose story a test tells in a line a step, through the services that the commands use."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from acctmgr.core.dates import parse_date
from acctmgr.documents.intake_service import Raw, RawMoney
from acctmgr.invoices import money_service, told_service
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.settings_service import set_book_setting
from acctmgr.store.write import change
from acctmgr.tax import service as taxes
from acctmgr.tax.rules import TaxCode, TaxComponent

TODAY = date(2026, 7, 15)


def day(text: str) -> date:
    return parse_date(text, TODAY)


class Story:
    """What happens in a book; days are typed as ISO dates, references are given back as people see them."""

    def __init__(self, book: Book, *clients: str) -> None:
        self.book = book
        for name in clients:
            self.client(name)

    def do(self, step: Any) -> Any:
        return change(step, self.book)

    def client(self, name: str, **facts: Any) -> None:
        handle = name.lower().replace(" ", "-")
        party = Party(handle=handle, name=name, name_key=name.lower(), **facts)
        self.do(lambda session: session.add(party))

    def setting(self, key: str, value: str) -> None:
        self.do(lambda session: set_book_setting(session, key, value))

    def taxes(self, country: str) -> None:
        self.do(lambda session: taxes.load(session, country))

    def tax(self, code: str, rate: str) -> None:
        component = TaxComponent("VAT", Decimal(rate))
        self.do(lambda session: taxes.add(session, TaxCode(code, code, components=(component,))))

    def invoice(
        self,
        client: str,
        price: str,
        issued: str,
        due: str = "",
        *,
        tax: str = "none",
        draft: bool = False,
        **more: Any,
    ) -> str:
        """An invoice of one line; a price of several, joined by +, has as many lines."""
        lines = [f"Work; 1; {part}; tax={tax}" for part in price.split("+")]
        raw = Raw(lines=lines, issued=issued, due=due or issued, **more)

        def step(session: Session) -> str:
            return told_service.add(session, client, raw, today=TODAY, is_draft=draft, backdate=True)[0]

        return str(self.do(step))

    def pay(self, number: str, amount: str, on: str, rate: str = "") -> str:
        raw = RawMoney(amount=amount, paid_on=day(on), rate=rate)
        return str(self.do(lambda session: money_service.pay(session, number, raw)[0]))

    def receive(self, client: str, amount: str, on: str) -> str:
        raw = RawMoney(amount=amount, paid_on=day(on))
        return str(self.do(lambda session: money_service.receive_oldest_first(session, client, raw)[0]))

    def credit(self, number: str, amount: str, on: str) -> str:
        def step(session: Session) -> str:
            told = told_service.credit(
                session, number, amount=amount, lines=(), issued_on=day(on), backdate=True
            )
            return told[0]

        return str(self.do(step))

    def void(self, number: str, on: str) -> None:
        self.do(lambda session: told_service.void(session, number, on=day(on)))

    def bounce(self, payment: str, on: str) -> None:
        self.do(lambda session: money_service.void(session, payment, on=day(on)))

    def apply(self, source: str, number: str, amount: str, on: str) -> None:
        self.do(lambda session: money_service.apply(session, source, number, amount=amount, on=day(on)))

    def unapply(self, source: str, number: str, on: str) -> None:
        self.do(lambda session: money_service.unapply(session, source, number, on=day(on)))
