"""Writes the invoices of the demo and what became of them, in the order in which it happened."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from sqlmodel import Session

from acctmgr.cash import fee_service
from acctmgr.documents import correction_service as corrections
from acctmgr.documents import payment_service as payments
from acctmgr.documents import refund_service as refunds
from acctmgr.documents.service import Typed
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import credit_service, mail_service
from acctmgr.invoices import service as invoices
from acctmgr.ledger import service as ledger
from acctmgr.parties.tables import Party
from acctmgr.setup import demo_recurring_service as recurring
from acctmgr.setup.demo_invoice_rules import Sale, Step

BANK_FEE_MINOR, BOUNCE_FEE_MINOR, DISCOUNT_PERCENT = 15_00, 12_00, 2
_Event = tuple[date, int, int, Callable[[], None]]  # on one day, invoices come before what becomes of them


class Money:
    """Invoices with their steps, and the recurring ones."""

    def __init__(self, session: Session, clients: dict[str, Party], today: date) -> None:
        self.session, self.clients, self.today = session, clients, today
        self.bank = ledger.money_account(session, None)
        self.invoices: dict[int, Document] = {}
        self.payments: dict[int, Payment] = {}
        self.deposits: dict[int, Document] = {}  # by client
        self.levels: dict[int, int] = {}  # how often an invoice was reminded of
        self.takes: dict[str, Callable[[int, Sale, Step], None]] = {
            "pay": self._pay,
            "pay_less_fee": self._pay_less_fee,
            "pay_less_discount": self._pay_less_discount,
            "bounce": self._bounce,
            "refund": self._refund,
            "credit": self._credit,
            "write_off": self._write_off,
            "write_off_with_tax": self._write_off,
            "remind": self._remind,
            "void": self._void,
        }

    def write(self, planned: Sequence[Sale]) -> None:
        """Issue every sale, make every recurring invoice, and take their steps, day by day."""
        events = [*self._sales(planned), *self._recurring(len(planned))]
        for _, _, _, happen in sorted(events, key=lambda event: event[:3]):
            happen()

    def _sales(self, planned: Sequence[Sale]) -> Iterator[_Event]:
        for place, sale in enumerate(planned):
            yield sale.issued_on, 0, place, partial(self._issue, place, sale)
            for turn, step in enumerate(sale.steps, start=1):
                yield step.on, turn, place, partial(self.takes[step.verb], place, sale, step)

    def _recurring(self, place: int) -> Iterator[_Event]:
        for begun in recurring.begin(self.session, self.clients, today=self.today):
            for period_on in begun.repeat.days_made(self.today):
                place += 1
                yield period_on, 0, place, partial(self._make, place, begun, period_on)
                if begun.repeat.paid_after_days is not None:
                    paid_on = period_on + timedelta(days=begun.repeat.paid_after_days)
                    yield paid_on, 1, place, partial(self._pay_recurring, place, begun.client, paid_on)

    def _issue(self, place: int, sale: Sale) -> None:
        client = self.clients[sale.firm.name]
        assert client.id is not None
        typed = Typed(
            lines=sale.lines,
            issued_on=sale.issued_on,
            rate=sale.rate,
            is_deposit=sale.is_deposit,
            deducts=[self.deposits[client.id]] if sale.takes_off_deposit else None,
        )
        document = invoices.add(self.session, client, typed, today=self.today, is_draft=sale.is_draft)
        self.invoices[place] = document
        if sale.is_deposit:
            self.deposits[client.id] = document

    def _make(self, place: int, begun: recurring.Begun, period_on: date) -> None:
        self.invoices[place] = recurring.make(self.session, begun, period_on)

    def _pay_recurring(self, place: int, client: Party, on: date) -> None:
        if on <= self.today:
            invoice = self.invoices[place]
            payments.receive(self.session, client, self._money(invoice, invoice.total_minor, on), [invoice])

    def _money(self, invoice: Document, minor: int, on: date, sale: Sale | None = None) -> payments.Money:
        rate = sale.paid_rate if sale else None
        return payments.Money(minor, on, self.bank, invoice.currency, rate, invoice.number)

    def _part(self, place: int, step: Step) -> int:
        return self.invoices[place].total_minor * step.percent // 100

    def _pay(self, place: int, sale: Sale, step: Step) -> None:
        self._receive(place, sale, step, payments.NOTHING)

    def _pay_less_fee(self, place: int, sale: Sale, step: Step) -> None:
        self._receive(place, sale, step, payments.Short(fee_minor=BANK_FEE_MINOR))

    def _pay_less_discount(self, place: int, sale: Sale, step: Step) -> None:
        discount = self._part(place, step) * DISCOUNT_PERCENT // 100
        self._receive(place, sale, step, payments.Short(discount_minor=discount))

    def _receive(self, place: int, sale: Sale, step: Step, short: payments.Short) -> None:
        invoice = self.invoices[place]
        money = self._money(invoice, self._part(place, step) - sum(short), step.on, sale)
        client = self.clients[sale.firm.name]
        self.payments[place] = payments.receive(self.session, client, money, [invoice], short)

    def _bounce(self, place: int, _: Sale, step: Step) -> None:
        payments.void(self.session, self.payments[place], on=step.on)
        payment = self.payments[place]
        bounced = fee_service.Bounced(f"p{payment.id}", payment.account_id, payment.rate)
        fee_service.charge(self.session, bounced, BOUNCE_FEE_MINOR, on=step.on)

    def _refund(self, place: int, sale: Sale, step: Step) -> None:
        """Pay back all that was too much."""
        source = self.payments[place]
        money = self._money(self.invoices[place], source.open_minor, step.on, sale)
        refunds.refund(self.session, source, money)

    def _credit(self, place: int, _: Sale, step: Step) -> None:
        minor = self._part(place, step)
        credit_service.credit(
            self.session, self.invoices[place], amount_minor=minor, lines=(), issued_on=step.on
        )

    def _write_off(self, place: int, _: Sale, step: Step) -> None:
        invoice = self.invoices[place]
        settlement = Settlement(self.session, kind="write_off", text=f"{invoice.number} written off")
        has_relief = step.verb == "write_off_with_tax"
        corrections.write_off(settlement, invoice, invoice.open_minor, on=step.on, has_relief=has_relief)
        settlement.record(settlement.post())

    def _remind(self, place: int, sale: Sale, step: Step) -> None:
        level = self.levels[place] = self.levels.get(place, 0) + 1
        document_id = self.invoices[place].id
        assert document_id is not None
        mailed = [mail_service.Mailed(document_id, level)]
        mail_service.remember(
            self.session, mailed, on=step.on, way="draft", recipient=sale.firm.email, again=True
        )

    def _void(self, place: int, _: Sale, step: Step) -> None:
        invoices.void(self.session, self.invoices[place], on=step.on)
