"""Invoices from a file: posted with their payments, or compared with what is there already."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import digits_of, plain_minor
from acctmgr.documents.settlement_rules import least_open
from acctmgr.exchange.code_service import Codes
from acctmgr.exchange.document_service import Documents, Issued
from acctmgr.exchange.invoice_rules import (
    Amounts,
    InvoiceIn,
    MovedIn,
    amounts_in,
    invoice_in,
    moved_in,
    paid_minor,
)
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.posting_service import Poster
from acctmgr.exchange.receipt_service import Owed, Receipts, Settled
from acctmgr.exchange.run_rules import Once, Terms, chunks
from acctmgr.exchange.split_rules import Split, split
from acctmgr.store.bulk import Bulk, ChangedRows


class _Known(NamedTuple):
    """An invoice or credit note as the book has it."""

    id: int
    kind: str
    number: str
    status: str
    party_id: int
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
    reference: str | None
    note: str | None


_KNOWN = """
    SELECT document.id, document.kind, document.number, document.status, document.party_id, party.name AS party_name,
           party.handle, document.issued_on, document.posted_on, document.due_on, document.currency, document.rate,
           document.total_minor, document.total_book_minor, document.open_minor, document.reference, document.note
      FROM document
      JOIN party ON party.id = document.party_id
     WHERE document.kind IN ('invoice', 'credit_note')
       AND document.number IN (:numbers)
       AND (document.is_outside = 0 OR document.status <> 'void')
     ORDER BY document.id
"""
_SETTLED = """
    SELECT document_id, kind, effective_on, amount_minor, book_minor
      FROM allocation
     WHERE document_id IN (:ids)
     ORDER BY document_id, effective_on, id
"""


class Invoices:
    """Takes the rows of a file of invoices."""

    def __init__(self, db: Bulk, terms: Terms, run_id: int) -> None:
        if terms.opening and terms.tax:
            raise WrongUsage(
                "--tax does not go with --opening", hint="what is moved in has been taxed already"
            )
        self._db, self._terms = db, terms
        self._clients = Clients(db, create_missing=terms.create_missing)
        self._codes = Codes(db, terms.tax) if terms.tax else None
        self._poster = Poster(db)
        self._documents = Documents(db, self._poster, run_id)
        self._receipts = Receipts(db, self._poster, run_id)
        self._changed = ChangedRows(db, "document")
        self._once = Once()
        self._known: dict[str, _Known] = {}
        self._settled: dict[int, list[Settled]] = {}
        self._aside = 0

    def read(self, fields: dict[str, str]) -> InvoiceIn:
        """The row as values."""
        return invoice_in(fields, self._terms)

    def look_up(self, rows: list[InvoiceIn]) -> None:
        """Fetch the clients and documents that these rows may mean, and what settles them already."""
        self._clients.look_up(row.client for row in rows)
        self._known = {
            known.number: known
            for some in chunks((row.number for row in rows), 500)
            for known in self._db.rows(_Known, _KNOWN, numbers=some)
        }
        self._settled = {}
        for ids in chunks((known.id for known in self._known.values() if known.open_minor), 500):
            for old in self._db.rows(Settled, _SETTLED, ids=ids):
                self._settled.setdefault(old.document_id, []).append(old)

    def take(self, row: InvoiceIn, line: int) -> str:
        """Post the invoice, or bring the one that is there up to date."""
        client = self._clients.find(row.client)
        known = self._known.get(row.number)
        if row.is_aside:
            return self._leave_aside()
        self._once.claim(line, {row.number: "number"})
        currency = row.currency or (known.currency if known else client.currency or self._db.currency)
        amounts = amounts_in(row, self._terms, currency, digits_of(currency))
        opening = moved_in(row, amounts, self._terms.opening) if self._terms.opening else None
        if known:
            result = self._compare(known, client, row, amounts, opening)
        elif opening and not opening.open_minor:
            return self._leave_aside()  # there is nothing to move in
        else:
            result = self._create(client, row, currency, amounts, opening)
        return result

    def _leave_aside(self) -> str:
        self._aside += 1
        return "unchanged"

    def _create(
        self, client: Client, row: InvoiceIn, currency: str, amounts: Amounts, opening: MovedIn | None
    ) -> str:
        rate = self._rate(row, currency)
        posted_on = self._terms.opening or row.issued_on
        self._poster.check_open(posted_on)
        code = self._codes.on(row.issued_on) if self._codes else None
        if opening:
            figures, paid = Split(opening.open_minor, 0, 0, opening.open_minor), opening.paid_minor
        else:
            figures, paid = (
                split(amounts, code.code if code else None, digits_of(currency)),
                paid_minor(row, amounts),
            )
        share = min(paid, figures.total_minor)
        if paid:
            assert row.paid_on is not None
            self._poster.check_open(row.paid_on)
        client = self._clients.settle(client)
        issued = Issued(
            row, client, currency, rate, posted_on, figures, amounts.is_credit, opening is not None, code
        )
        owed = self._documents.owed(issued)
        state = self._receipts.book(owed, (), row.paid_on, paid, share) if paid and row.paid_on else {}
        self._documents.add(issued, owed, state)
        return "created"

    def _rate(self, row: InvoiceIn, currency: str) -> Decimal:
        if currency == self._db.currency:
            if row.rate is not None and row.rate != 1:
                raise Refused(f"rate: {currency} is the currency of the books, its rate is 1")
            return Decimal(1)
        if row.rate is None:
            raise Refused(
                f"rate is empty, and the invoice is in {currency}",
                hint="--map rate=COLUMN or --set rate=0.92",
            )
        return row.rate

    def _compare(
        self, known: _Known, client: Client, row: InvoiceIn, amounts: Amounts, opening: MovedIn | None
    ) -> str:
        """What was issued stays; a payment that is new pays what is open, and due_on, reference, note may change."""
        _check_same(
            known, client, row, opening.open_minor if opening else amounts.total_minor, amounts.is_credit
        )
        given = {"due_on": row.due_on, "reference": row.reference, "note": row.note}
        changes: dict[str, Any] = {
            column: value
            for column, value in given.items()
            if value is not None and value != getattr(known, column)
        }
        if known.status != "void":
            changes |= self._pay(
                known, row, opening.paid_minor if opening else paid_minor(row, amounts), amounts
            )
        if changes:
            self._changed.set(known.id, changes)
        return "updated" if changes else "unchanged"

    def _pay(self, known: _Known, row: InvoiceIn, paid: int, amounts: Amounts) -> dict[str, Any]:
        """The payment that the row has and the book has not."""
        if not paid or not known.open_minor or row.paid_on is None:
            return {}
        before: Sequence[Settled] = self._settled.get(known.id, ())
        still_open = least_open(known.total_minor, before, max(row.paid_on, known.posted_on))
        booked = sum(old.amount_minor for old in before if old.kind == "payment")
        amount = still_open if amounts.paid_minor is None else paid - booked
        share = min(amount, still_open)
        if share <= 0:
            return {}
        owed = Owed(
            *(known.id, known.party_id, known.party_name, known.currency, known.rate),
            *(known.total_minor, known.total_book_minor, known.posted_on),
        )
        self._receipts.check(owed, before, row.paid_on, share)
        return dict(self._receipts.book(owed, before, row.paid_on, amount, share))

    def write(self) -> None:
        """Write what was noted, in the order in which the rows refer to each other."""
        for rows in (self._clients, self._poster, self._documents, self._changed, self._receipts):
            rows.write()

    def finish(self) -> list[str]:
        """Bring the balances of the months up to date."""
        self._poster.finish()
        aside = f"{self._aside} rows are void, a draft or settled by the opening day, and left aside"
        return self._clients.notes() + ([aside] if self._aside else [])

    def understood(self, row: InvoiceIn) -> str:
        """The dates and amounts of a row, in words."""
        currency = row.currency or self._db.currency
        amounts = amounts_in(row, self._terms, currency, digits_of(currency))
        total = self._db.notation._replace(currency=currency).format(amounts.total_minor)
        days = {"due_on": row.due_on, "paid_on": row.paid_on}
        parts = [f"issued_on {row.issued_on}", *(f"{name} {day}" for name, day in days.items() if day)]
        return ", ".join([*parts, f"total {'-' if amounts.is_credit else ''}{total} {currency}"])


def _check_same(known: _Known, client: Client, row: InvoiceIn, total_minor: int, is_credit: bool) -> None:
    """Refuse a row that would change what was issued."""
    digits = digits_of(known.currency)
    there, here = plain_minor(known.total_minor, digits), plain_minor(total_minor, digits)
    if is_credit and known.kind == "invoice":
        here = f"-{here}"
    differences = [
        f"{what} {old}, the file says {new}"
        for what, old, new in (
            (
                "for",
                known.handle,
                known.handle if client.id == known.party_id else client.handle or client.name,
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
