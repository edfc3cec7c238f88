"""Random histories of a book's documents and payments, played through the services."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from acctmgr.cash import fee_service
from acctmgr.core.errors import AcctError
from acctmgr.core.money import DOT
from acctmgr.documents import correction_service as corrections
from acctmgr.documents import payment_service as payments
from acctmgr.documents import refund_service as refunds
from acctmgr.documents import service as documents
from acctmgr.documents.line_rules import parse_discount, parse_line
from acctmgr.documents.service import Typed
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.side_service import Source, live_allocations
from acctmgr.documents.tables import Document, Payment
from acctmgr.invoices import credit_service, service, write_off_service
from acctmgr.ledger import service as ledger
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.write import change, connection_of
from acctmgr.tax import service as taxes

FIRST = date(2026, 1, 5)
RATES = {
    "EUR": None,
    "USD": Decimal("0.9137"),
    "JPY": Decimal("0.00592"),
    "BHD": Decimal("2.4413"),
    "VND": Decimal("0.00004"),  # what rounds to 0.00 in the book is open all the same
}
CODES = ("none", "iva21", "iva10", "iva21-irpf15", "iva21-re52")


class Action(NamedTuple):
    """One step: what is done, to which of the things there are, with which numbers."""

    verb: str
    place: int  # picks a client, document or payment
    other: int  # picks a second one, or a size
    day: int  # days after FIRST
    detail: tuple[Any, ...] = ()


_DAYS = st.integers(-15, 15)  # around the day that the step's place in the history gives it
_A_STEP = 6
_LINES = st.lists(
    st.tuples(
        st.sampled_from(["1", "3", "0.5", "7.25"]),
        st.sampled_from(["1.00", "33.33", "100", "0.07", "1234.5"]),
        st.sampled_from(CODES),
        st.sampled_from(["", "10%", "33.3%"]),
    ),
    min_size=1,
    max_size=3,
)
_INVOICE = st.builds(
    Action,
    st.just("invoice"),
    st.integers(0, 2),
    st.integers(0, 4),
    _DAYS,
    st.tuples(
        _LINES,
        st.sampled_from(["", "5%"]),
        st.booleans(),
        st.sampled_from(["", "", "", "deposit", "final", "final"]),
    ),
)
_STEP = st.builds(
    Action,
    st.sampled_from(
        [
            "pay_part",
            "pay",
            "pay_client",
            "credit_part",
            "credit",
            "credit_line",
            "apply",
            "unapply",
            "void_payment",
            "void",
            "due",
            "pay_short",
            "pay_short",
            "write_off",
            "write_off",
            "relief",
            "undo",
            "refund",
            "refund",
            "bank_fee",
            "pay_and_bounce",
            "pay_and_bounce",
            "apply_and_free",
        ]
    ),
    st.integers(0, 7),
    st.integers(1, 99),
    _DAYS,
    st.just(()),
)


def _spread(parts: tuple[list[Action], list[Action]]) -> list[Action]:
    """Give the steps days one after the other, some of them back-dated."""
    steps = [*parts[0], *parts[1]]
    return [step._replace(day=max(0, _A_STEP * place + step.day)) for place, step in enumerate(steps)]


HISTORIES = st.tuples(
    st.lists(_INVOICE, min_size=2, max_size=3),
    st.lists(st.integers(0, 5).flatmap(lambda n: _INVOICE if n == 5 else _STEP), min_size=6, max_size=18),
).map(_spread)


def prepare(book: Book) -> None:
    """Three clients and the tax codes that histories use."""

    def begin(session: Session) -> None:
        for name in ("Acme", "Bluebird", "Cobalt"):
            session.add(Party(handle=name.lower(), name=name, name_key=name.lower()))
        taxes.load(session, "es")

    change(begin, book)


def play(book: Book, history: list[Action]) -> int:
    """Run a history, each step its own operation; gives how many steps were taken and not refused."""
    done = 0
    for action in history:
        try:
            change(lambda session, action=action: _STEPS[action.verb](session, action), book)
            done += 1
        except AcctError:
            continue
    return done


def _day(action: Action) -> date:
    return FIRST + timedelta(days=action.day)


def _invoice(session: Session, action: Action) -> None:
    lines, discount, tax_included, what = action.detail
    party = session.get_one(Party, action.place + 1)
    currency = list(RATES)[action.other]
    deposits: list[Document] = []
    if what == "final":
        deposits = list(
            session.exec(select(Document).where(Document.is_deposit == 1, Document.kind == "invoice"))
        )
        deposits = [one for one in deposits if one.party_id == party.id][-1:]
        currency = deposits[0].currency if deposits else currency
    typed = Typed(
        lines=[
            parse_line(f"work; {q}; {p}; tax={t}" + (f"; disc={d}" if d else ""), style=DOT, digits=2)
            for q, p, t, d in lines
        ],
        discount=parse_discount(discount, style=DOT, digits=2) if discount else None,
        tax_included=tax_included,
        issued_on=_day(action),
        currency=currency,
        rate=RATES[currency] and RATES[currency] * (1 + Decimal(action.day) / 1000),
        is_deposit=what == "deposit",
        deducts=deposits,
    )
    service.add(session, party, typed, today=_day(action), backdate=True)


def _pick(session: Session, kind: str, place: int) -> Document:
    rows = list(session.exec(select(Document).where(Document.kind == kind).order_by(col(Document.id))))
    if not rows:
        raise AcctError("there is none")
    return rows[place % len(rows)]


def _money(session: Session, action: Action, amount_minor: int, currency: str) -> payments.Money:
    if amount_minor <= 0:
        raise AcctError("nothing to pay")
    rate = RATES[currency]
    moved = rate * (1 + Decimal(action.other) / 1000) if rate else None
    return payments.Money(amount_minor, _day(action), ledger.money_account(session, None), currency, moved)


def _pay(session: Session, action: Action, *, percent: int = 100) -> None:
    invoice = _pick(session, "invoice", action.place)
    party = session.get_one(Party, invoice.party_id)
    amount = invoice.total_minor * percent // 100
    payments.receive(session, party, _money(session, action, amount, invoice.currency), [invoice])


def _pay_short(session: Session, action: Action) -> None:
    """Some of an invoice arrives; the bank kept some, some was taken off for paying early."""
    invoice = _pick(session, "invoice", action.place)
    party = session.get_one(Party, invoice.party_id)
    amount = invoice.open_minor * action.other // 100
    rest = invoice.open_minor - amount
    fee, discount = (rest // 3, rest // 5) if action.other % 2 else (0, rest)
    money = _money(session, action, amount, invoice.currency)
    payments.receive(session, party, money, [invoice], payments.Short(fee, discount))


def _write_off(session: Session, action: Action, *, has_relief: bool = False) -> None:
    invoice = _pick(session, "invoice", action.place)
    settlement = Settlement(session, kind="write_off", text="lost")
    most = settlement.most_to_settle(invoice, on=_day(action))
    amount = most if action.other % 2 else most * action.other // 100
    if not amount or invoice.status == "void":
        raise AcctError("nothing to write off")
    corrections.write_off(settlement, invoice, amount, on=_day(action), has_relief=has_relief)
    settlement.record(settlement.post())


def _undo(session: Session, action: Action) -> None:
    invoices = session.exec(
        select(Document).where(Document.status == "written_off").order_by(col(Document.id))
    )
    for invoice in invoices:
        amount = None if action.other % 2 else f"{max(1, action.other) / 100:.2f}"
        write_off_service.take_back(session, str(invoice.number), amount=amount or "", on=_day(action))
        return


def _refund(session: Session, action: Action) -> None:
    sources = [
        one
        for one in session.exec(select(Payment).order_by(col(Payment.id)))
        if one.open_minor and not one.voided_on
    ]
    source = sources[action.place % len(sources)] if sources else _pick(session, "credit_note", action.place)
    free = refunds.check_refundable(session, source, _day(action))
    amount = free if action.other % 2 else free * action.other // 100
    refunds.refund(session, source, _money(session, action, amount, source.currency))


def _bank_fee(session: Session, action: Action) -> None:
    payment = _payment(session, action.place)
    payments.void(session, payment, on=_day(action))
    bounced = fee_service.Bounced(f"p{payment.id}", payment.account_id, payment.rate)
    fee_service.charge(session, bounced, action.other, on=_day(action))


def _pay_client(session: Session, action: Action) -> None:
    party = session.get_one(Party, action.place % 3 + 1)
    currency = list(RATES)[action.other % len(RATES)]
    documents = payments.open_documents(session, party, currency=currency)
    payments.receive(session, party, _money(session, action, action.other * 1013, currency), documents)


def _credit(session: Session, action: Action, *, percent: int | None = None) -> None:
    invoice = _pick(session, "invoice", action.place)
    amount = None if percent is None else max(1, invoice.total_minor * percent // 100)
    credit_service.credit(
        session, invoice, amount_minor=amount, lines=(), issued_on=_day(action), backdate=True
    )


def _credit_line(session: Session, action: Action) -> None:
    """A part of one line, by its name; the lines of a history are all named alike, so the tax is said too."""
    invoice = _pick(session, "invoice", action.place)
    lines = documents.typed_lines(session, invoice)
    line = lines[action.other % len(lines)]
    part = line._replace(quantity=line.quantity * (action.other % 5 + 1) / 5)
    credit_service.credit(
        session, invoice, amount_minor=None, lines=[part], issued_on=_day(action), backdate=True
    )


def _void(session: Session, action: Action) -> None:
    kind = "invoice" if action.other % 2 else "credit_note"
    service.void(session, _pick(session, kind, action.place), on=_day(action))


def _payment(session: Session, place: int) -> Payment:
    rows = list(session.exec(select(Payment).order_by(col(Payment.id))))
    if not rows:
        raise AcctError("there is none")
    return rows[place % len(rows)]


def _source(session: Session, action: Action) -> Source:
    return (
        _payment(session, action.place) if action.other % 3 else _pick(session, "credit_note", action.place)
    )


def _apply(session: Session, action: Action) -> None:
    invoice = _pick(session, "invoice", action.other)
    payments.apply(session, _source(session, action), invoice, amount_minor=None, on=_day(action))


def _unapply(session: Session, action: Action) -> None:
    source = _source(session, action)
    rows = live_allocations(session, source)
    if not rows:
        raise AcctError("nothing is applied")
    document = session.get_one(Document, rows[action.other % len(rows)].document_id)
    payments.unapply(session, source, document, on=_day(action))


def _void_payment(session: Session, action: Action) -> None:
    payment = _payment(session, action.place)
    if payment.direction == "out":
        refunds.void_refund(session, payment, on=_day(action))
    else:
        payments.void(session, payment, on=_day(action))


def _held(session: Session) -> dict[int, tuple[int, int]]:
    """What each account holds, in the book's currency and in its own."""
    session.flush()
    rows = connection_of(session).run(
        "SELECT account_id, CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(foreign_minor) AS BIGINT) "
        "FROM posting GROUP BY account_id"
    )
    return {account: (minor, own) for account, minor, own in rows if minor or own}


def _pay_and_bounce(session: Session, action: Action) -> None:
    """A payment, in half of the cases of what was written off, that bounces: the books are as before."""
    if action.other % 2:
        _write_off(session, action, has_relief=action.other % 4 == 1)
    invoice = _pick(session, "invoice", action.place)
    amount = max(1, invoice.total_minor * action.other // 100)
    fee, discount = (amount // 9, amount // 7) if action.other % 3 == 0 else (0, 0)
    money, held = _money(session, action, amount, invoice.currency), _held(session)
    stood = (invoice.status, invoice.open_minor, invoice.open_book_minor)
    party = session.get_one(Party, invoice.party_id)
    payment = payments.receive(session, party, money, [invoice], payments.Short(fee, discount))
    payments.void(session, payment, on=max(_day(action), payments.earliest(payment, invoice)))
    assert _held(session) == held
    assert (invoice.status, invoice.open_minor, invoice.open_book_minor) == stood


def _apply_and_free(session: Session, action: Action) -> None:
    """Money that is applied and freed three times: the books are as before."""
    invoice = _pick(session, "invoice", action.place)
    amount = max(1, invoice.total_minor * action.other // 100)
    money, party = _money(session, action, amount, invoice.currency), session.get_one(Party, invoice.party_id)
    source = payments.receive(session, party, money, [])
    held = _held(session)
    for _ in range(3):
        _, day = payments.apply(session, source, invoice, amount_minor=None, on=_day(action))
        payments.unapply(session, source, invoice, on=day)
        assert _held(session) == held


_STEPS: dict[str, Callable[[Session, Action], None]] = {
    "invoice": _invoice,
    "pay": _pay,
    "pay_part": lambda session, action: _pay(session, action, percent=action.other),
    "pay_client": _pay_client,
    "credit": _credit,
    "credit_part": lambda session, action: _credit(session, action, percent=action.other),
    "credit_line": _credit_line,
    "void": _void,
    "void_payment": _void_payment,
    "apply": _apply,
    "unapply": _unapply,
    "pay_short": _pay_short,
    "write_off": _write_off,
    "relief": lambda session, action: _write_off(session, action, has_relief=True),
    "undo": _undo,
    "refund": _refund,
    "bank_fee": _bank_fee,
    "pay_and_bounce": _pay_and_bounce,
    "apply_and_free": _apply_and_free,
    "due": lambda s, a: service.set_due(s, _pick(s, "invoice", a.place), due_on=_day(a)),
}
