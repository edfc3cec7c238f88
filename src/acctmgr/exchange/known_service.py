"""Invoices that the book has already: what a file may change of them, and what not."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of, plain_minor
from acctmgr.documents.settlement_rules import least_open
from acctmgr.exchange.invoice_rules import Amounts, InvoiceIn, paid_minor
from acctmgr.exchange.party_service import Client
from acctmgr.exchange.receipt_service import Owed, Receipts, Settled
from acctmgr.exchange.run_rules import chunks
from acctmgr.parties.merged_rules import joined_party
from acctmgr.store.bulk import Bulk, ChangedRows


class Known(NamedTuple):
    """An invoice or credit note as the book has it."""

    id: int
    kind: str
    number: str
    status: str
    party_id: int
    kept_id: int  # whom it is for now, where that one was merged into another
    party_name: str
    handle: str
    issued_on: date
    posted_on: date
    due_on: date | None
    currency: str
    rate: Decimal
    total_minor: int
    total_book_minor: int
    open_minor: int
    is_opening: bool
    is_outside: bool


_KNOWN = f"""
    SELECT document.id, document.kind, document.number, document.status, document.party_id,
           party.id AS kept_id, party.name AS party_name, party.handle, document.issued_on, document.posted_on,
           document.due_on, document.currency, document.rate, document.total_minor,
           document.total_book_minor, document.open_minor, document.is_opening, document.is_outside
      FROM document
      {joined_party("document.party_id")}
     WHERE document.kind IN ('invoice', 'credit_note')
       AND document.number IN (:numbers)
     ORDER BY CASE document.status WHEN 'void' THEN 0 ELSE 1 END, document.id
"""
_SETTLED = """
    SELECT document_id, kind, effective_on, amount_minor, book_minor
      FROM allocation
     WHERE document_id IN (:ids)
     ORDER BY document_id, effective_on, id
"""


class KnownInvoices:
    """Finds invoices by their numbers and brings them up to date; changes wait for `write`."""

    def __init__(self, db: Bulk, receipts: Receipts) -> None:
        self._db, self._receipts = db, receipts
        self._changed = ChangedRows(db, "document")
        self._known: dict[str, list[Known]] = {}
        self._settled: dict[int, list[Settled]] = {}

    def look_up(self, numbers: Iterator[str]) -> None:
        """Fetch the documents of these numbers, and what settles them already."""
        self._known = {}
        for some in chunks(numbers, 500):
            for known in self._db.rows(Known, _KNOWN, numbers=some):
                self._known.setdefault(known.number, []).append(known)
        self._settled = {}
        several = (known for found in self._known.values() for known in found)
        for ids in chunks((known.id for known in several if known.open_minor), 500):
            for old in self._db.rows(Settled, _SETTLED, ids=ids):
                self._settled.setdefault(old.document_id, []).append(old)

    def get(self, row: InvoiceIn) -> Known | None:
        """The document that a row means: by its number, one that stands before one that is void.

        An export tells kinds apart, and documents of one number of which one is void.
        """
        found, own = self._known.get(row.number, []), row.own
        if own is None:
            return found[-1] if found else None
        kind = "credit_note" if own.is_credit else "invoice"
        mine = [one for one in found if one.kind == kind]
        same = [one for one in mine if (one.status == "void") == bool(own.voided_on)]
        return next(reversed(same or [one for one in mine if own.voided_on or not one.is_outside]), None)

    def compare(self, known: Known, client: Client, row: InvoiceIn, amounts: Amounts) -> str:
        """What was issued stays, and what is void stays void; a new payment pays what is open, due_on may change."""
        amounts = _since_opening(known, amounts)
        _check_same(known, client, row, amounts)
        if row.own and row.own.voided_on and known.status != "void":
            raise Refused(
                f"{known.number} is void in the file since {row.own.voided_on}, and here it stands",
                hint=f"acctmgr invoice void {known.number} --on {row.own.voided_on}",
            )
        if known.status == "void":
            return "unchanged"
        changes: dict[str, Any] = {}
        if row.due_on is not None and row.due_on != known.due_on:
            self._receipts.check_open(known.posted_on)  # past agings move with it
            changes["due_on"] = row.due_on
        changes |= self._pay(known, row, amounts)
        if changes:
            self._changed.set(known.id, changes)
        return "updated" if changes else "unchanged"

    def _pay(self, known: Known, row: InvoiceIn, amounts: Amounts) -> dict[str, Any]:
        """The payment that the row has and the book has not."""
        before: Sequence[Settled] = self._settled.get(known.id, ())
        new_minor = _new_money(known, amounts, before, row.paid_on)
        if not known.open_minor or new_minor <= 0 or not paid_minor(row, amounts):
            return {}
        assert row.paid_on is not None
        still_open = least_open(known.total_minor, before, max(row.paid_on, known.posted_on))
        share = min(new_minor, still_open)
        if share <= 0:
            return {}
        owed = Owed(
            *(known.id, known.party_id, known.party_name, known.currency, known.rate),
            *(known.total_minor, known.total_book_minor, known.posted_on),
        )
        self._receipts.check(owed, before, row.paid_on, share)
        return dict(
            self._receipts.book(
                owed, before, row.paid_on, share if amounts.paid_minor is None else new_minor, share
            )
        )

    def write(self) -> None:
        """Write what was noted."""
        self._changed.write()


def _new_money(known: Known, amounts: Amounts, before: Sequence[Settled], paid_on: date | None) -> int:
    """What the row says was paid beyond what the book knows; not above zero: nothing.

    On a day that the book has a payment of, what was taken back since still counts: it is no new money, and
    booking it again would double it. A day newly seen pays what is not settled now.
    """
    day = max(paid_on, known.posted_on) if paid_on else None
    is_seen = any(
        old.kind == "payment" and old.amount_minor > 0 and old.effective_on == day for old in before
    )
    booked = [old for old in before if old.amount_minor > 0 or not is_seen]
    settled = sum(old.amount_minor for old in booked)
    if amounts.open_minor is not None:
        return known.total_minor - amounts.open_minor - settled
    if amounts.paid_minor is None:
        return known.total_minor - settled
    return amounts.paid_minor - sum(old.amount_minor for old in booked if old.kind == "payment")


def _since_opening(known: Known, amounts: Amounts) -> Amounts:
    """Of an invoice that was moved in, only what was open then is in the book: the rest is as it was paid before."""
    before = amounts.total_minor - known.total_minor
    if not known.is_opening or before <= 0:
        return amounts
    paid = None if amounts.paid_minor is None else max(amounts.paid_minor - before, 0)
    return amounts._replace(total_minor=known.total_minor, paid_minor=paid)


def _check_same(known: Known, client: Client, row: InvoiceIn, amounts: Amounts) -> None:
    """Refuse a row that would change what was issued."""
    digits = digits_of(known.currency)
    there, here = plain_minor(known.total_minor, digits), plain_minor(amounts.total_minor, digits)
    if amounts.is_credit and known.kind == "invoice":
        here = f"-{here}"
    differences = [
        f"{what} {old}, the file says {new}"
        for what, old, new in (
            (
                "for",
                known.handle,
                known.handle if client.id == known.kept_id else client.handle or client.name,
            ),
            ("of", known.issued_on, row.issued_on),
            ("with the total", f"{there} {known.currency}", f"{here} {row.currency or known.currency}"),
        )
        if old != new
    ]
    if differences:
        raise Refused(
            f"{known.number} is there already, {' and '.join(differences)}",
            hint="what was issued never changes",
        )
