"""Payments from clients and refunds to them, and what they settle; what is left is true of the day asked for."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.errors import NotFound
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.parties.merged_rules import SAME_PARTY, joined_party
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class PaymentRow(NamedTuple):
    """Money received; applied and open: how much of it settles documents, and how much is the client's credit.

    Money paid back is negative, and has nothing to apply. What is dated later is coming: nothing of it is open.
    """

    id: int
    client: str
    paid_on: date
    amount_minor: int
    currency: str
    account: str
    applied_minor: int
    open_minor: int
    status: str
    reference: str | None
    note: str | None

    @property
    def payment(self) -> str:
        """How people type it."""
        return f"p{self.id}"


class AllocationRow(NamedTuple):
    """What a payment settles from a day on, with fee and discount; negative where it was taken back.

    document: what is settled; of a refund the payment that it went out by, or on that one what it came from.
    """

    effective_on: date
    kind: str
    amount_minor: int
    document: str | None


class PaymentCard(NamedTuple):
    """A payment and everything known of it; rate: book currency for one unit of its own."""

    id: int
    client: str
    paid_on: date
    amount_minor: int
    currency: str
    account: str
    applied_minor: int
    open_minor: int
    status: str
    reference: str | None
    note: str | None
    client_name: str
    rate: Decimal
    voided_on: date | None
    allocations: list[AllocationRow]

    @property
    def payment(self) -> str:
        """How people type it."""
        return f"p{self.id}"


class _Unseen(NamedTuple):
    """What is known of a payment that a list does not show."""

    id: int
    client_name: str
    rate: Decimal
    voided_on: date | None


PAYMENT_FACTS = Facts(
    PaymentRow,
    more_type=_Unseen,
    more=f"""
    SELECT payment.id, party.name AS client_name, payment.rate, payment.voided_on
      FROM payment
      {joined_party("payment.party_id")}
     ORDER BY payment.id
""",
    client=PARTY_FACTS,
)


class Wanted(NamedTuple):
    """Which payments a list shows; None and False leave a filter off."""

    party_id: int | None = None
    first: date | None = None
    last: date | None = None
    is_open: bool = False


class _Id(NamedTuple):
    id: int


class _Facts(NamedTuple):
    client_name: str
    rate: Decimal
    voided_on: date | None


# open_minor is what is left when all that is known has taken effect: what does so later is put back
_PAYMENTS = f"""
    SELECT id, client, paid_on, amount_minor, currency, account, applied_minor, open_minor,
           CASE WHEN voided_on <= :today OR voided_on <= paid_on THEN 'void'
                WHEN paid_on > :today THEN 'coming'
                WHEN amount_minor < 0 THEN 'refund'
                WHEN open_minor = 0 THEN 'applied'
                WHEN open_minor = amount_minor THEN 'open'
                ELSE 'part' END AS status,
           reference, note
      FROM (
        SELECT payment.id, party.handle AS client, payment.paid_on, payment.currency,
               CASE WHEN payment.direction = 'in' THEN payment.amount_minor ELSE -payment.amount_minor END
                 AS amount_minor,
               account.name AS account, payment.voided_on, payment.reference, payment.note,
               CASE WHEN payment.paid_on > :today THEN 0
                    ELSE payment.open_minor + CAST(COALESCE((
                           SELECT SUM(later.amount_minor)
                             FROM allocation AS later
                            WHERE later.payment_id = payment.id AND later.effective_on > :today), 0) AS BIGINT)
                    END AS open_minor,
               CAST(COALESCE((
                 SELECT SUM(done.amount_minor)
                   FROM allocation AS done
                  WHERE done.payment_id = payment.id AND done.effective_on <= :today
                    AND done.kind <> 'void'), 0) AS BIGINT) AS applied_minor
          FROM payment
          {joined_party("payment.party_id")}
          JOIN account ON account.id = payment.account_id
         WHERE 1 = 1
"""
_OF_PARTY = f"AND payment.party_id IN ({SAME_PARTY})"
_FROM = "AND payment.paid_on >= :first"
_TO = "AND payment.paid_on <= :last"
_UNAPPLIED = """
    AND payment.id IN (
        SELECT id FROM payment WHERE applied_on IS NULL
        UNION ALL
        SELECT id FROM payment WHERE applied_on > :today)
"""
_ONE = "AND payment.id = :id"
_THESE = "AND payment.id IN (:ids)"
_ORDER = " ORDER BY paid_on DESC, id DESC"
_OPEN = ") AS listed WHERE open_minor > 0" + _ORDER
_ALL = ") AS listed" + _ORDER
_IDS = "SELECT payment.id FROM payment WHERE 1 = 1 "

_FACTS = f"""
    SELECT party.name AS client_name, payment.rate, payment.voided_on
      FROM payment
      {joined_party("payment.party_id")}
     WHERE payment.id = :id
"""

_ALLOCATIONS = """
    SELECT mine.effective_on, mine.kind, mine.amount_minor,
           CASE WHEN mine.payment_id = :id AND mine.kind = 'refund' THEN 'p' || CAST(mine.through_id AS TEXT)
                WHEN mine.kind = 'refund' AND mine.credit_id IS NULL THEN 'p' || CAST(mine.payment_id AS TEXT)
                ELSE document.number END AS document
      FROM (SELECT id, effective_on, kind, amount_minor, document_id, credit_id, payment_id, through_id
              FROM allocation
             WHERE payment_id = :id
            UNION ALL
            SELECT id, effective_on, kind, amount_minor, document_id, credit_id, payment_id, through_id
              FROM allocation
             WHERE through_id = :id) AS mine
      LEFT JOIN document ON document.id = COALESCE(mine.document_id, mine.credit_id)
     WHERE mine.amount_minor <> 0
     ORDER BY mine.effective_on, mine.id
"""


def payments(db: Reader, wanted: Wanted, *, today: date, limit: int = 0) -> Page[PaymentRow]:
    """Payments as they stand today, the newest first."""
    parameters: dict[str, Any] = {"today": today, **wanted._asdict()}
    inner = _inner(wanted)
    if wanted.is_open or not limit:
        return db.page(
            PaymentRow, _PAYMENTS + inner + (_OPEN if wanted.is_open else _ALL), limit=limit, **parameters
        )
    ids = db.page(_Id, _IDS + inner + _ORDER, limit=limit, **parameters)  # only these need working out
    parameters["ids"] = [row.id for row in ids.rows]
    return Page(db.rows(PaymentRow, _PAYMENTS + _THESE + _ALL, **parameters), ids.left_out)


def _inner(wanted: Wanted) -> str:
    conditions = (
        (_OF_PARTY, wanted.party_id is not None),
        (_FROM, wanted.first is not None),
        (_TO, wanted.last is not None),
        (_UNAPPLIED, wanted.is_open),
    )
    return " ".join(text for text, holds in conditions if holds)


def payment(db: Reader, reference: str, *, today: date) -> PaymentCard:
    """A payment by its reference, p12 or 12, with what it settles."""
    digits = reference.strip().lower().removeprefix("p")
    is_id = digits.isascii() and digits.isdigit() and len(digits) < 18
    row = db.row(PaymentRow, _PAYMENTS + _ONE + _ALL, id=int(digits), today=today) if is_id else None
    if row is None:
        raise NotFound(f"no payment {reference}", hint="see: acctmgr payment list")
    facts = db.row(_Facts, _FACTS, id=row.id)
    assert facts is not None
    return PaymentCard(*row, *facts, db.rows(AllocationRow, _ALLOCATIONS, id=row.id))
