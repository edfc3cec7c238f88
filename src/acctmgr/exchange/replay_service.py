"""What settled documents in another book, entered again in its order through the services that settle here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.documents import payment_service as payments
from acctmgr.documents.correction_service import enter, settle_fee, take_back_part
from acctmgr.documents.issue_service import posted_on
from acctmgr.documents.refund_service import take_back_refund
from acctmgr.documents.settlement_service import Otherwise, Settlement, check_pair
from acctmgr.documents.side_service import Side, Source, document_side, refresh, source_side
from acctmgr.documents.tables import Allocation, AllocationTax, Document, DocumentTax, Payment
from acctmgr.exchange.own_rules import OwnTax
from acctmgr.ledger.amount_service import shown_most
from acctmgr.ledger.tables import Entry
from acctmgr.tax.tables import TaxCode


class Found(NamedTuple):
    """An event with all that it names.

    source: what it comes from, a payment or a credit note. money: the payment that came with it, or went out by it.
    reverses: the allocation that it takes back; amount_minor is negative then, or positive where a write-off stands
    again.
    """

    kind: str
    on: date
    amount_minor: int
    document: Document | None = None
    source: Source | None = None
    money: Payment | None = None
    reverses: Allocation | None = None
    reason: str | None = None
    taxes: Sequence[OwnTax] = ()


class Replay(Settlement):
    """Moves that are entered again; what is void now was not yet, and is void again after them."""

    def __init__(self, session: Session, *, kind: str, text: str) -> None:
        super().__init__(session, kind=kind, text=text)
        self._new: list[Payment] = []
        self._void: dict[date, Payment] = {}

    def receive(self, payment: Payment) -> None:
        """Book money that came in; it is the client's credit so far as nothing here applies it."""
        lines = [payments.money_line(payment, 1), payments.credit_line(self.session, payment)]
        self.add_lines(payment.paid_on, lines)
        self._new.append(payment)

    def pay_back(self, payment: Payment, source: Source, amount_minor: int, *, on: date) -> None:
        """Book money that went out to the client."""
        self.add_lines(payment.paid_on, [payments.money_line(payment, -1)])
        self.pay_out(source, amount_minor, payment, payment.amount_book_minor, on=on)
        self._new.append(payment)

    def void(self, payment: Payment, *, on: date) -> None:
        """Let a payment or refund count no more from a day on; what it settled must have been taken back before."""
        if payment.voided_on:
            raise Refused(f"p{payment.id} is void since {payment.voided_on}")
        if on < payment.paid_on:
            raise Refused(f"it is of {payment.paid_on}, and can't be void on {on}")
        if payment.direction == "in":
            self.void_source(payment, on=on)
            self.add_lines(on, [payments.money_line(payment, -1)])
            self.text = f"Payment p{payment.id} void"
        else:
            take_back_refund(self, payment, on=on)
            self.text = f"Refund p{payment.id} void"
        self._void[on] = payment

    def allocate(self, source: Source, document: Document, amount_minor: int, *, on: date, kind: str) -> None:
        """Let a source settle a document, also where one of them is void now."""
        if not (document.voided_on or source.voided_on):
            check_pair(self.session, source, document)
        self._allocate(self._document(document), self._source(source), amount_minor, on=on, kind=kind)

    def enter(self) -> list[Source]:
        """Post and write the moves; gives what is void now, to be brought up to date after all of them."""
        undone = {on: self.session.get_one(Entry, payment.entry_id) for on, payment in self._void.items()}
        entries = self.post(reverses=undone)
        for on, payment in self._void.items():
            payment.voided_on, payment.void_entry_id = on, entries[on].id
            self.session.add(payment)
        for payment in self._new:
            entry_id = entries[payment.paid_on].id
            assert entry_id is not None
            payment.entry_id = entry_id
            self.session.add(payment)
        self.record(entries)
        things = [side.thing for side in (*self.documents.values(), *self.sources.values())]
        return [thing for thing in things if thing.voided_on]

    def _document(self, document: Document) -> Side:
        if document.voided_on and document.id and document.id not in self.documents:
            self.documents[document.id] = _before_void(document_side(self.session, document))
        return super()._document(document)

    def _source(self, source: Source) -> Side:
        if source.voided_on and id(source) not in self.sources:
            self.sources[id(source)] = _before_void(source_side(self.session, source))
        return super()._source(source)


def void_again(session: Session, thing: Source) -> None:
    """Bring what is void up to date, its void included."""
    if isinstance(thing, Document) and thing.kind == "invoice":
        refresh(session, document_side(session, thing))
    else:
        refresh(session, source_side(session, thing))


def _before_void(side: Side) -> Side:
    """The same without its void."""
    kept = [pair for pair in zip(side.rows, side.events, strict=True) if pair[0].kind != "void"]
    totals = (side.total_minor, side.total_book_minor)
    return Side(side.thing, totals, [row for row, _ in kept], [event for _, event in kept])


def enter_event(session: Session, replay: Replay, found: Found) -> None:
    """Enter what settles, or what takes it back; the moves wait in `replay`."""
    if found.reverses is not None:
        _take_back(replay, found, found.reverses)
    else:
        _ENTERING[found.kind](session, replay, found)


def _take_back(replay: Replay, found: Found, row: Allocation) -> None:
    if found.kind in ("payment", "credit"):
        if found.amount_minor != -row.amount_minor:
            raise Refused("an allocation is taken back as a whole")
        replay.take_back(row, on=found.on)
    else:
        take_back_part(replay, row, -found.amount_minor, on=found.on, through=found.money)


def _settle(session: Session, replay: Replay, found: Found) -> None:
    document, source = found.document, found.source
    if document is None or source is None:
        raise Refused(f"a {found.kind} needs a document, and what it comes from")
    if found.on < payments.earliest(source, document):
        raise Refused(f"{document.number} and what settles it are not both there on {found.on}")
    if found.amount_minor > (most := replay.most_to_settle(document, on=found.on)):
        shown = shown_most(session, most, document.currency)
        raise Refused(
            f"{document.number} has {shown} open on {found.on}",
            hint="leave settled empty: what is more is the client's credit",
        )
    replay.allocate(source, document, found.amount_minor, on=found.on, kind=found.kind)


def _fee(session: Session, replay: Replay, found: Found) -> None:
    if found.document is None or found.money is None:
        raise Refused("a fee needs a document and a payment")
    settle_fee(replay, found.money, found.document, found.amount_minor, on=found.on)


def _correct(session: Session, replay: Replay, found: Found) -> None:
    document = found.document
    if document is None:
        raise Refused(f"a {found.kind} needs a document")
    if found.on < posted_on(document):
        raise Refused(f"{document.number} was not there on {found.on}")
    how = Otherwise(found.kind, None, found.money, note=found.reason)
    taxes = [_tax_back(session, document, tax) for tax in found.taxes]
    enter(replay, document, found.amount_minor, how, on=found.on, taxes=taxes)


def _tax_back(session: Session, document: Document, tax: OwnTax) -> AllocationTax:
    """A tax of the document, or a part of it, that goes back."""
    query = (
        select(DocumentTax)
        .join(TaxCode, col(TaxCode.id) == col(DocumentTax.tax_code_id))
        .where(
            DocumentTax.document_id == document.id,
            TaxCode.code == tax.code,
            DocumentTax.position == tax.position,
        )
        .order_by(col(DocumentTax.id))
    )
    rows = [row for row in session.exec(query) if row.rate == tax.rate]
    if not rows:
        raise Refused(f"{document.number} has no tax under {tax.code}")
    row = rows[0]
    return AllocationTax(
        allocation_id=0,
        tax_code_id=row.tax_code_id,
        position=row.position,
        kind=row.kind,
        base_minor=tax.base_minor,
        tax_minor=tax.tax_minor,
        tax_book_minor=tax.tax_book_minor,
        account_id=row.account_id,
    )


def _refund(session: Session, replay: Replay, found: Found) -> None:
    if found.source is None or found.money is None:
        raise Refused("a refund needs the money that went out, and what it pays back")
    if found.amount_minor != found.money.amount_minor or found.on != found.money.paid_on:
        raise Refused("a refund is all of the money that went out, on its day")
    free = payments.free_on(session, found.source, found.on)
    if found.amount_minor > free:
        raise Refused(f"{payments.title(found.source)} has not so much left to pay back on {found.on}")
    replay.pay_back(found.money, found.source, found.amount_minor, on=found.on)


_ENTERING: dict[str, Callable[[Session, Replay, Found], None]] = {
    "payment": _settle,
    "credit": _settle,
    "fee": _fee,
    "discount": _correct,
    "write_off": _correct,
    "refund": _refund,
}
