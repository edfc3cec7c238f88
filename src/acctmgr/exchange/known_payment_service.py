"""Payments and allocations that the book has already: by what they say, as often as they say it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.documents.tables import Allocation, Payment
from acctmgr.parties.service import ids_of
from acctmgr.parties.tables import Party


class Same(NamedTuple):
    """What tells payments apart that have no number of their own in the file."""

    direction: str
    party_id: int
    paid_on: date
    account_id: int
    currency: str
    amount_minor: int
    reference: str


class Like(NamedTuple):
    """What an allocation says; amount_minor None: as much as there was and was open."""

    kind: str
    on: date
    amount_minor: int | None
    document_id: int | None
    payment_id: int | None
    credit_id: int | None
    through_id: int | None


class KnownPayments:
    """Finds what rows mean that were imported or typed before; two rows alike are two payments."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._taken: set[int] = set()  # payments that a row of this file means, or made
        self._last = session.exec(select(Payment.id).order_by(col(Payment.id).desc())).first() or 0

    def find(self, party: Party, same: Same, besides: Sequence[Payment]) -> Payment | None:
        """The next payment like this that no earlier row means; besides: those that rows of the same unit mean."""
        query = select(Payment).where(
            col(Payment.party_id).in_(ids_of(self._session, party)),
            Payment.direction == same.direction,
            Payment.paid_on == same.paid_on,
            Payment.account_id == same.account_id,
            Payment.currency == same.currency,
            Payment.amount_minor == same.amount_minor,
            col(Payment.id) <= self._last,
        )
        for payment in self._session.exec(query.order_by(col(Payment.id))):
            assert payment.id is not None
            if payment in besides or payment.id in self._taken:
                continue
            if (payment.reference or "") == same.reference:
                return payment
        return None

    def take(self, payments: list[Payment]) -> None:
        """Note what rows of this file mean."""
        self._taken.update(payment.id for payment in payments if payment.id)


class KnownEvents:
    """Finds allocations that the book has of an event; one stands for one event of the file only."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._taken: set[int] = set()
        self._last = session.exec(select(Allocation.id).order_by(col(Allocation.id).desc())).first() or 0

    def find(self, like: Like, besides: Sequence[Allocation]) -> Allocation | None:
        """The allocation of before this file that says the same and stands for no other event, nor is in `besides`."""
        query = select(Allocation).where(
            Allocation.kind == like.kind,
            Allocation.effective_on == like.on,
            col(Allocation.id) <= self._last,
        )
        if like.amount_minor is None:
            query = query.where(Allocation.amount_minor > 0)
        else:
            query = query.where(Allocation.amount_minor == like.amount_minor)
        if like.document_id is not None:
            query = query.where(Allocation.document_id == like.document_id)
        elif like.credit_id is not None:
            query = query.where(Allocation.credit_id == like.credit_id)
        else:
            query = query.where(Allocation.payment_id == like.payment_id)
        for row in self._session.exec(query.order_by(col(Allocation.id))):
            ids = (row.document_id, row.payment_id, row.credit_id, row.through_id)
            if ids == like[3:] and row.id not in self._taken and row not in besides:
                return row
        return None

    def take(self, rows: list[Allocation]) -> None:
        """Note what events of this file mean."""
        self._taken.update(row.id for row in rows if row.id)
