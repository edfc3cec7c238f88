"""Payments from a file with what they settle, entered through the services that settle, one unit after the other."""

from collections.abc import Callable
from datetime import date

from sqlmodel import col, select

from acctmgr.core.errors import NotFound, Refused
from acctmgr.documents import payment_service as payments
from acctmgr.documents.side_service import Source
from acctmgr.documents.tables import Allocation, Document, Payment
from acctmgr.exchange.known_payment_service import KnownEvents, KnownPayments, Like, Same
from acctmgr.exchange.own_rules import tax_in
from acctmgr.exchange.party_service import Clients
from acctmgr.exchange.payment_rules import MARK, EventIn, MoneyIn, Named, UnitIn, unit_in
from acctmgr.exchange.replay_service import Found, Replay, enter_event, void_again
from acctmgr.exchange.run_rules import ROW_ERRORS, Terms, check_moved
from acctmgr.exchange.unit_rules import LineRefused, Picked
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import shown
from acctmgr.parties.tables import Party
from acctmgr.store.write import SessionBulk


class _Unit:
    """What became of one unit so far."""

    def __init__(self, row: UnitIn) -> None:
        self.row = row
        self.payments: dict[str, Payment] = {}  # by what the file calls them
        self.rows: dict[str, Allocation] = {}  # by the number of the event
        self.known: list[Allocation] = []
        self.new: list[Payment] = []
        self.entered = 0  # events
        self.void: list[Source] = []  # what was void before
        self.replay: Replay | None = None
        self.entry = ""

    def at(self, entry: str, make: Callable[[], Replay]) -> Replay:
        """The moves that are posted together with what has the same entry."""
        if self.replay is None or entry != self.entry:
            self.close()
            self.replay, self.entry = make(), entry
        return self.replay

    def close(self) -> None:
        """Post what waits."""
        if self.replay is not None:
            self.void += [thing for thing in self.replay.enter() if thing not in self.void]
        self.replay = None


class Payments:
    """Takes the units of a file of payments, each whole or not at all."""

    def __init__(self, db: SessionBulk, terms: Terms, run_id: int) -> None:
        self._db, self._session, self._terms, self._run_id = db, db.session, terms, run_id
        self._clients = Clients(
            db,
            terms._replace(create_missing=False),
            way_out="import clients first, or: acctmgr client add",
        )
        self._payments = KnownPayments(db.session)
        self._events = KnownEvents(db.session)

    def read(self, rows: list[Picked]) -> UnitIn:
        """The rows of a unit as values."""
        return unit_in(rows, self._terms)

    def look_up(self, rows: list[UnitIn]) -> None:
        """Fetch the clients that these rows name."""
        moneys = (money.client for row in rows for money in row.moneys.values())
        self._clients.look_up([*moneys, *(event.client for row in rows for event in row.events)])

    def take(self, row: UnitIn, line: int) -> str:
        """Book the money and enter what it settles, so far as the book does not have it."""
        unit = _Unit(row)
        with self._session.begin_nested():
            for event in row.events:
                self._event_of(unit, event)
            for ref in row.moneys:
                self._money_of(unit, ref)
            unit.close()
            for thing in unit.void:
                void_again(self._session, thing)
            for payment in unit.new:
                self._check_whole(unit, payment)
        self._payments.take(list(unit.payments.values()))
        self._events.take(unit.known)
        if unit.new or (unit.entered and not row.moneys):
            return "created"
        return "updated" if unit.entered else "unchanged"

    def _money_of(self, unit: _Unit, ref: str) -> Payment | None:
        """The payment that a row calls so, booked now if it is not there."""
        if not ref:
            return None
        if ref not in unit.row.moneys:
            raise Refused(f"there is no payment {ref} in the file")
        if ref not in unit.payments:
            money = unit.row.moneys[ref]
            try:
                unit.payments[ref] = self._money(unit, money)
            except ROW_ERRORS as wrong:
                raise LineRefused(money.line, wrong) from None
        return unit.payments[ref]

    def _money(self, unit: _Unit, money: MoneyIn) -> Payment:
        client = self._clients.find(money.client)
        party = self._session.get_one(Party, client.id)
        events = [event for event in unit.row.events if event.ref == money.ref]
        document = next(
            (self._document(event.document, "invoice") for event in events if event.document), None
        )
        currency = money.currency or (document.currency if document else client.currency or self._db.currency)
        amount = self._minor(money.amount, "amount", currency)
        if amount <= 0:
            raise Refused("amount is not more than zero")
        account = ledger.money_account(self._session, money.account or None)
        assert account.id is not None
        direction = "in" if money.is_in else "out"
        same = Same(
            *(direction, client.id, money.paid_on, account.id, currency, amount, money.reference or "")
        )
        known = self._payments.find(party, same, list(unit.payments.values()))
        if known is not None:
            return known
        check_moved(money.paid_on, self._terms)
        rate = None if currency == self._db.currency and money.rate == 1 else money.rate
        if rate is None and currency != self._db.currency:
            raise Refused(
                f"rate is empty, and the payment is in {currency}",
                hint="--map rate=COLUMN or --default rate=0.92",
            )
        typed = payments.Money(amount, money.paid_on, account, currency, rate, money.reference, money.note)
        payment = payments.new_payment(self._session, party, typed, direction=direction)
        payment.import_id = self._run_id
        self._check_in_book(money, payment)
        unit.new.append(payment)
        if money.is_in:
            entry = money.entry or (events[0].entry if events else f"#{money.ref}")
            text = f"Payment from {party.name}"
            unit.at(entry, lambda: Replay(self._session, kind="payment", text=text)).receive(payment)
        return payment

    def _check_in_book(self, money: MoneyIn, payment: Payment) -> None:
        """Refused where an export says another amount in its book's currency: that is not ours."""
        if money.in_book and (
            payment.amount_book_minor != self._minor(money.in_book, MARK, self._db.currency)
        ):
            raise Refused(
                f"{MARK} {money.in_book} is not the amount at its rate in {self._db.currency}",
                hint="a book takes exports of books in its own currency",
            )

    def _check_whole(self, unit: _Unit, payment: Payment) -> None:
        """Refused where rows of an export are missing: money out that pays nothing back, another rest than it says."""
        ref = next(ref for ref, known in unit.payments.items() if known is payment)
        money = unit.row.moneys[ref]
        if not payment.entry_id:
            raise LineRefused(money.line, Refused("it went out, and no row says what it pays back"))
        if money.left and payment.open_minor != self._minor(money.left, "open", payment.currency):
            left = shown(self._session, payment.open_minor, payment.currency)
            raise LineRefused(
                money.line,
                Refused(f"open is {money.left}, and its rows leave {left} of {ref}: is one of them missing?"),
            )

    def _event_of(self, unit: _Unit, event: EventIn) -> None:
        try:
            self._event(unit, event)
        except LineRefused:
            raise
        except ROW_ERRORS as wrong:
            raise LineRefused(event.line, wrong) from None

    def _event(self, unit: _Unit, event: EventIn) -> None:
        document = self._document(event.document, "invoice")
        note = self._document(event.credit_note, "credit_note")
        money = self._money_of(unit, event.ref)
        source = self._source(unit, event, note, money)
        through = None if event.kind in ("payment", "credit", "void") else money
        currency = next((thing.currency for thing in (document, source, money) if thing), self._db.currency)
        on = event.on or self._earliest(document, source)
        if event.kind == "void" or (event.kind == "refund" and event.reverses):
            self._void(unit, event, money, on)
            return
        is_new = any(thing in unit.new for thing in (source, money) if thing)
        said = self._minor(event.settled, "settled", currency) if event.settled else None
        if not is_new:
            same = self._events.find(_like(event.kind, on, said, document, source, through), unit.known)
            if same is not None:
                unit.known.append(same)
                unit.rows[event.event] = same
                return
        check_moved(on, self._terms)
        amount = said if said is not None else self._most(document, source, on)
        reversed_row = self._reversed(unit, event)
        if reversed_row and not reversed_row.id:  # it waits to be posted itself
            unit.close()
        taxes = [tax_in(part, currency, self._db.currency) for part in event.taxes]
        found = Found(
            *(event.kind, on, amount, document, source, through, reversed_row),
            *(event.reason, taxes),
        )
        replay = unit.at(event.entry, lambda: Replay(self._session, kind=event.posted_as, text=_text(found)))
        enter_event(self._session, replay, found)
        unit.rows[event.event] = next(one.row for one in reversed(replay.rows) if one.row.amount_minor)
        unit.entered += 1

    def _source(
        self, unit: _Unit, event: EventIn, note: Document | None, money: Payment | None
    ) -> Source | None:
        if event.kind == "payment":
            return money
        if event.kind == "refund" and event.source:
            return self._money_of(unit, event.source)
        return note

    def _reversed(self, unit: _Unit, event: EventIn) -> Allocation | None:
        if not event.reverses:
            return None
        if event.reverses not in unit.rows:
            raise Refused(f"it takes back event {event.reverses}, which is not in the file")
        return unit.rows[event.reverses]

    def _void(self, unit: _Unit, event: EventIn, payment: Payment | None, on: date) -> None:
        if payment is None:
            raise Refused("no payment is named that is void")
        if payment.voided_on == on:
            return
        if not payment.entry_id:  # it waits to be posted itself
            unit.close()
        check_moved(on, self._terms)
        text = f"Payment p{payment.id} void"
        unit.at(event.entry, lambda: Replay(self._session, kind=event.posted_as, text=text)).void(
            payment, on=on
        )
        unit.entered += 1

    def _earliest(self, document: Document | None, source: Source | None) -> date:
        if document is None or source is None:
            raise Refused("effective_on is empty")
        return payments.earliest(source, document)

    def _most(self, document: Document | None, source: Source | None, on: date) -> int:
        """What is settled where the row does not say: as much as there is and as is open."""
        if document is None or source is None:
            raise Refused("settled is empty")
        left = Replay(self._session, kind="payment", text="").most_to_settle(document, on=on)
        amount = min(payments.free_on(self._session, source, on), left)
        if amount <= 0:
            raise Refused(
                f"{document.number} has nothing open on {on}", hint="leave document empty: it is credit"
            )
        return amount

    def _minor(self, text: str, field: str, currency: str) -> int:
        found = self._terms.cells.minor({field: text}, field, currency)
        assert found is not None
        return found

    def _document(self, named: Named | None, kind: str) -> Document | None:
        """The document of that number: of several the one that is void since the same day, else the one that stands."""
        if named is None:
            return None
        query = select(Document).where(Document.kind == kind, Document.number == named.number)
        found = list(self._session.exec(query.order_by(col(Document.id))))
        if not found:
            what = kind.replace("_", " ")
            raise NotFound(f"there is no {what} {named.number}", hint="import invoices first")
        return max(found, key=lambda one: (one.voided_on == named.voided_on, one.voided_on is None))

    def write(self) -> None:
        """Write what was noted."""
        self._session.flush()

    def finish(self) -> list[str]:
        """After the last row; there is nothing more to say."""
        return []

    def understood(self, row: UnitIn) -> str:
        """The dates and amounts of a unit, in words."""
        words = []
        for money in row.moneys.values():
            currency = money.currency or self._db.currency
            minor = self._minor(money.amount, "amount", currency)
            amount = self._db.notation._replace(currency=currency).format(minor)
            words.append(f"paid_on {money.paid_on}, amount {amount} {currency}")
        return "; ".join(words) or "what settles without a payment"


def _like(
    kind: str,
    on: date,
    minor: int | None,
    document: Document | None,
    source: Source | None,
    through: Payment | None,
) -> Like:
    return Like(
        *(kind, on, minor, document.id if document else None),
        source.id if isinstance(source, Payment) else None,
        source.id if isinstance(source, Document) else None,
        through.id if through else None,
    )


def _text(found: Found) -> str:
    """What an entry is called."""
    number = found.document.number if found.document else ""
    if found.kind == "write_off":
        return f"{number} written off" if found.reverses is None else f"Write-off of {number} taken back"
    if found.source is None:
        return f"{found.kind.replace('_', ' ').capitalize()} on {number}"
    title = payments.title(found.source)
    if found.kind == "refund":
        return f"Refund of {title}"
    return f"{title} freed from {number}" if found.reverses else f"{title} applied to {number}"
