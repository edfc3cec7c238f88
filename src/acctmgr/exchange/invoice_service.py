"""Invoices from a file: posted with their payments, or compared with what is there already."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import digits_of, plain_exact
from acctmgr.core.text import listed
from acctmgr.documents.number_rules import parse_seq
from acctmgr.exchange.document_service import Documents, Issued
from acctmgr.exchange.figures_rules import How, amounts_of, composed
from acctmgr.exchange.found_service import Names
from acctmgr.exchange.invoice_rules import (
    Amounts,
    InvoiceIn,
    Said,
    amounts_in,
    invoice_in,
    moved_in,
    paid_minor,
    said_in,
    settled_in,
    with_status,
)
from acctmgr.exchange.known_service import Known, KnownInvoices
from acctmgr.exchange.line_rules import FileLine, lines_in
from acctmgr.exchange.own_rules import Own
from acctmgr.exchange.own_service import OwnDocuments
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.posting_service import Poster
from acctmgr.exchange.receipt_service import Receipts
from acctmgr.exchange.run_rules import LEFT_ASIDE, Once, Terms, aside_notes
from acctmgr.exchange.split_rules import Split, split
from acctmgr.exchange.unit_rules import Picked
from acctmgr.exchange.unknown_service import UnknownCode
from acctmgr.store.bulk import Bulk
from acctmgr.tax.rules import StoredCode

_SETTLED = ("paid", "part_paid", "credited", "written_off")
WAITING = (
    "{} documents are settled in whole or in part in the other book: they are open in this one until their "
    "payments are here (acctmgr export payments there, acctmgr import payments here)"
)


class Invoices:
    """Takes the rows of a file of invoices; codes: the book's tax codes, where one was asked for."""

    def __init__(self, db: Bulk, terms: Terms, run_id: int, codes: Sequence[StoredCode]) -> None:
        if terms.opening and terms.tax:
            raise WrongUsage(
                "--tax does not go with --opening", hint="what is moved in has been taxed already"
            )
        if terms.is_export and (terms.opening or terms.tax):
            raise WrongUsage(
                f"{'--opening' if terms.opening else '--tax'} does not go with an export of ours",
                hint="each document comes back as it was booked, with its own tax: leave the option out",
            )
        self._db, self._terms = db, terms
        self._clients = Clients(db, terms)
        self._names = Names(db, codes, terms.tax)
        self._poster = Poster(db)
        self._unknown_code = UnknownCode(db, codes, self._poster.accounts)
        self._documents = Documents(db, self._poster, run_id)
        self._receipts = Receipts(db, self._poster, run_id, terms)
        self._known = KnownInvoices(db, self._receipts)
        self._once = Once()
        self._own = OwnDocuments(db, terms.cells, self._names, self._unknown_code)
        self._settled = 0  # of the documents that came out of an export
        self._aside: Counter[str] = Counter()
        self._rates: dict[Decimal, set[str]] = {}

    def read(self, rows: list[Picked]) -> InvoiceIn:
        """The rows of a document as values."""
        return invoice_in(rows, self._terms, self._db.currency)

    def look_up(self, rows: list[InvoiceIn]) -> None:
        """Fetch the clients and documents that these rows may mean, and what settles them already."""
        self._clients.look_up(row.client for row in rows)
        self._known.look_up(row.number for row in rows)
        self._own.look_up(rows)

    def take(self, row: InvoiceIn, line: int) -> str:
        """Post the invoice, or bring the one that is there up to date."""
        if row.is_no_invoice:
            return self._leave_aside(row.aside)
        client, known = self._clients.find(row.client), self._known.get(row)
        self._once.claim(line, {_identity(row): "number"})
        currency = row.currency or (known.currency if known else client.currency or self._db.currency)
        figures, amounts = self._figures(row, client, currency)
        self._refuse_credit_note(row, amounts, known)
        if row.aside:
            return self._leave_aside(row.aside)
        if row.own and not known:
            return self._restore(row, row.own, client, figures)
        if not self._terms.is_export:  # an export has its payments in a file of their own
            amounts = with_status(row, amounts)
        if self._terms.opening:
            figures, amounts = None, moved_in(row, amounts, self._terms.opening)
        if known:
            return self._known.compare(known, client, row, amounts)
        if self._terms.opening and not amounts.total_minor:
            return self._leave_aside("already settled")  # there is nothing to move in
        return self._create(client, row, currency, amounts, figures)

    def _figures(self, row: InvoiceIn, client: Client, currency: str) -> tuple[Split | None, Amounts]:
        """What a document comes to; the figures only where they come from its lines."""
        digits = digits_of(currency)
        if not row.lines:
            return None, amounts_in(row, self._terms, currency, digits)
        said = said_in(row, self._terms, currency)
        lines = lines_in(row.lines, self._terms.cells, currency, digits)
        if row.own:
            figures = self._own.figures(row, client, lines, said)
            return figures, amounts_of(figures, (None, None), is_credit=row.own.is_credit)
        is_credit = _is_credit(said, lines)
        if is_credit:
            said, lines = said.turned(), [line.turned() for line in lines]
        how = How(digits, self._db.settings["rounding"], row.tax_included)
        figures = composed(self._names.found(lines, row.issued_on), said, how)
        return figures, amounts_of(figures, settled_in(row, self._terms, currency), is_credit=is_credit)

    def _leave_aside(self, why: str) -> str:
        self._aside[why] += 1
        return LEFT_ASIDE

    def _refuse_credit_note(self, row: InvoiceIn, amounts: Amounts, known: Known | None) -> None:
        """What is numbered as a credit note and not negative: our lists of credit notes show their sizes."""
        if amounts.is_credit:
            return
        if (
            row.is_credit_note
            or (known and known.kind == "credit_note")
            or self._is_numbered_as_credit_note(row.number)
        ):
            raise Refused(
                f"{row.number} is a credit note, and a credit note has a negative total",
                hint="write its amounts with a minus sign, or leave it out",
            )

    def _is_numbered_as_credit_note(self, number: str) -> bool:
        ours, invoices = self._db.settings["series.credit_note"], self._db.settings["series.invoice"]
        if not number.startswith(ours.partition("{")[0]):
            return False
        return bool(parse_seq(ours, number)) and not parse_seq(invoices, number)

    def _create(
        self, client: Client, row: InvoiceIn, currency: str, amounts: Amounts, figures: Split | None
    ) -> str:
        rate = self._rate(row, currency)
        posted_on = self._terms.opening or row.issued_on
        self._poster.check_open(posted_on)
        code = None
        if figures is None:
            code = None if self._terms.opening else self._names.code(row.tax_code, row.issued_on)
            figures = split(amounts, code.code if code else None, digits_of(currency))
        if code is None and figures.taxes and not figures.codes:
            code = self._unknown_code.stored()
        paid = paid_minor(row, amounts)
        share = min(paid, figures.total_minor)
        if paid:
            assert row.paid_on is not None
            self._receipts.check_paid(row.paid_on)
        client = self._clients.settle(client)
        issued = Issued(
            *(row, client, currency, rate, posted_on, figures),
            *(amounts.is_credit, self._terms.opening is not None, code),
        )
        owed = self._documents.owed(issued)
        state = self._receipts.book(owed, (), row.paid_on, paid, share) if paid and row.paid_on else {}
        self._documents.add(issued, owed, state)
        return "created"

    def _restore(self, row: InvoiceIn, own: Own, client: Client, figures: Split | None) -> str:
        """Post a document of an export as it was; what settles it comes with its payments."""
        assert figures is not None
        rate = self._rate(row, row.currency)
        self._poster.check_open(own.posted_on, *([own.voided_on] if own.voided_on else []))
        client = self._clients.settle(client)
        is_credit, is_opening = own.is_credit, own.is_opening
        issued = Issued(row, client, row.currency, rate, own.posted_on, figures, is_credit, is_opening, None)
        self._own.restore(issued, self._documents, self._receipts)
        if row.cells.get("status") in _SETTLED:
            self._settled += 1
        return "created"

    def _rate(self, row: InvoiceIn, currency: str) -> Decimal:
        if currency == self._db.currency:
            # a rate for all of a file is meant for its rows in other currencies
            if row.rate is not None and row.rate != 1 and not row.currency:
                raise Refused(
                    f"rate: {currency} is the currency of the books, its rate is 1",
                    hint="--map currency=COLUMN or --default currency=USD says which one is meant",
                )
            return Decimal(1)
        if row.rate is None:
            raise Refused(
                f"rate is empty, and the invoice is in {currency}",
                hint="--map rate=COLUMN or --default rate=0.92",
            )
        self._rates.setdefault(row.rate, set()).add(currency)
        return row.rate

    def write(self) -> None:
        """Write what was noted, in the order in which the rows refer to each other."""
        for rows in (
            *(self._clients, self._poster, self._unknown_code),
            *(self._documents, self._known, self._receipts),
        ):
            rows.write()

    def finish(self) -> list[str]:
        """Bring the balances of the months up to date; tells what was left aside, and what rate looks wrong."""
        self._poster.finish()
        aside = aside_notes(self._aside)
        doubtful = [
            f"{listed(sorted(currencies), 'and')} were all converted at {plain_exact(rate)}: is that their rate?"
            for rate, currencies in sorted(self._rates.items())
            if len(currencies) > 1
        ]
        waiting = [WAITING.format(self._settled)] if self._settled else []
        return self._clients.notes() + aside + doubtful + waiting

    def understood(self, row: InvoiceIn) -> str:
        """The dates and amounts of a row, in words."""
        currency = row.currency or self._db.currency
        _, amounts = self._figures(row, self._clients.find(row.client), currency)
        total = self._db.notation._replace(currency=currency).format(amounts.total_minor)
        days = {"due_on": row.due_on, "paid_on": row.paid_on}
        parts = [f"issued_on {row.issued_on}", *(f"{name} {day}" for name, day in days.items() if day)]
        return ", ".join([*parts, f"total {'-' if amounts.is_credit else ''}{total} {currency}"])


def _is_credit(said: Said, lines: Sequence[FileLine]) -> bool:
    """Whether the amounts of a document are below nothing, as those of a credit note are."""
    whole = said.total_minor if said.total_minor is not None else said.net_minor
    return (sum(line.amount_minor for line in lines) if whole is None else whole) < 0


def _identity(row: InvoiceIn) -> tuple[object, ...]:
    """What no other document of a file may have; an export may have a void one of the same number."""
    return (row.number, row.own.is_credit, row.own.voided_on) if row.own else (row.number,)
