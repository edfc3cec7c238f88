"""Imported invoices and credit notes as documents, with the entries that they post."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from acctmgr.core.money import convert_minor, digits_of, plain_exact
from acctmgr.documents.posting_rules import BookAmounts, TaxAmount, book_amounts
from acctmgr.documents.snapshot_rules import seller_snapshot, snapshot
from acctmgr.documents.total_rules import WAY, AmountOff, PercentOff, TaxLine
from acctmgr.exchange.invoice_rules import InvoiceIn
from acctmgr.exchange.party_service import Client
from acctmgr.exchange.posting_service import Poster
from acctmgr.exchange.receipt_service import Owed
from acctmgr.exchange.split_rules import Split, SplitLine
from acctmgr.ledger.rules import Line, turned
from acctmgr.store.bulk import Bulk, NewRows
from acctmgr.tax.rules import StoredCode

_COLUMNS = (
    "kind number is_outside status party_id issued_on supplied_on posted_on due_on currency rate is_tax_included "
    "rounding discount_percent discount_minor net_minor tax_minor withheld_minor total_minor total_book_minor "
    "open_minor open_book_minor settled_on voided_on credits_id reference note seller buyer owner is_opening "
    "is_tax_unknown is_deposit import_id entry_id void_entry_id"
).split()


class Issued(NamedTuple):
    """A document that is about to be made."""

    row: InvoiceIn
    client: Client
    currency: str
    rate: Decimal
    posted_on: date
    figures: Split
    is_credit: bool
    is_opening: bool
    code: StoredCode | None

    @property
    def kind(self) -> str:
        """Its kind."""
        return "credit_note" if self.is_credit else "invoice"


class Documents:
    """Makes documents; they wait for `write`."""

    def __init__(self, db: Bulk, poster: Poster, run_id: int) -> None:
        self._db, self._poster, self._run_id = db, poster, run_id
        self._book_digits = digits_of(db.currency)
        self._seller = seller_snapshot(db.settings)
        self._buyers: dict[int, str] = {}
        self._documents = NewRows(db, "document", *_COLUMNS)
        self._lines = NewRows(
            db,
            "document_line",
            *"document_id position description quantity unit_price discount_percent discount_minor".split(),
            *"tax_code_id net_minor account_id deducts_id".split(),
        )
        self._taxes = NewRows(
            db,
            "document_tax",
            *"document_id tax_code_id position name kind rate base_minor tax_minor tax_book_minor account_id".split(),
        )

    def owed(self, issued: Issued) -> Owed:
        """The document as payments see it, under the id that it will have."""
        total = issued.figures.total_minor
        book = issued.figures.book
        return Owed(
            *(self._documents.next_id, issued.client.id, issued.client.name, issued.currency, issued.rate),
            *(total, book.total_minor if book else self._in_book(issued, total), issued.posted_on),
        )

    def add(self, issued: Issued, owed: Owed, state: Mapping[str, Any]) -> tuple[int, int | None]:
        """Note the document with its lines, taxes and entry; gives the entries that post and that void it.

        state: columns that are other than those of a document that is new, as what payments have made of it.
        """
        amounts = self._book_amounts(issued)
        entry_id, void_entry_id = self._post(issued, amounts, state.get("voided_on"))
        row, figures = issued.row, issued.figures
        off = figures.discount
        facts: dict[str, Any] = {
            "kind": issued.kind,
            "number": row.number,
            "is_outside": 1,
            "party_id": issued.client.id,
            "issued_on": row.issued_on,
            "supplied_on": row.issued_on,
            "posted_on": issued.posted_on,
            "due_on": row.due_on or row.issued_on,
            "currency": issued.currency,
            "rate": str(issued.rate),
            "is_tax_included": int(figures.tax_included),
            "rounding": figures.rounding or self._db.settings["rounding"],
            "discount_percent": plain_exact(off.percent) if isinstance(off, PercentOff) else None,
            "discount_minor": figures.discount_minor,
            "net_minor": figures.net_minor,
            "tax_minor": figures.tax_minor,
            "withheld_minor": figures.withheld_minor,
            "total_minor": figures.total_minor,
            "total_book_minor": amounts.total_minor,
            "reference": row.reference,
            "note": row.note,
            "seller": self._seller,
            "buyer": self._buyer(issued.client),
            "owner": issued.client.owner,
            "is_opening": int(issued.is_opening),
            "is_tax_unknown": int(figures.is_tax_unknown),
            "is_deposit": 0,
            "import_id": self._run_id,
            "entry_id": entry_id,
            "void_entry_id": void_entry_id,
        }
        document_id = self._documents.add(*map({**facts, **_unsettled(owed), **state}.get, _COLUMNS))
        self._add_lines(issued, document_id)
        self._add_taxes(issued, amounts, document_id)
        return entry_id, void_entry_id

    def _add_lines(self, issued: Issued, document_id: int) -> None:
        for position, line in enumerate(_lines(issued), start=1):
            off = line.discount
            self._lines.add(
                *(
                    document_id,
                    position,
                    line.description,
                    plain_exact(line.quantity),
                    plain_exact(line.unit_price),
                ),
                plain_exact(off.percent) if isinstance(off, PercentOff) else None,
                off.amount_minor if isinstance(off, AmountOff) else 0,
                *(line.tax_code_id, line.net_minor, self._account(issued, line.account_id), line.deducts_id),
            )

    def _add_taxes(self, issued: Issued, amounts: BookAmounts, document_id: int) -> None:
        for tax, book_minor in zip(issued.figures.taxes, amounts.taxes, strict=True):
            self._taxes.add(
                *(document_id, _code_of(issued, tax).id, tax.position, tax.name, tax.kind, str(tax.rate)),
                *(tax.base_minor, tax.tax_minor, book_minor, self._tax_account(issued, tax)),
            )

    def _post(self, issued: Issued, amounts: BookAmounts, voided_on: date | None) -> tuple[int, int | None]:
        """Receivable against sales and taxes; a credit note the other way round, into the client's credits."""
        accounts, figures, party_id = self._poster.accounts, issued.figures, issued.client.id
        sign = -1 if issued.is_credit else 1
        line = partial(Line, currency=issued.currency, party_id=party_id)
        debtor = accounts["client_credits" if issued.is_credit else "receivable"]
        nets = self._nets(issued)
        lines = [
            line(debtor, sign * amounts.total_minor, foreign_minor=sign * figures.total_minor),
            *(
                line(income, -sign * net_book, foreign_minor=-sign * nets[income])
                for income, net_book in amounts.nets.items()
            ),
        ]
        for (account, kind, minor), book_minor in zip(self._tax_parts(issued), amounts.taxes, strict=True):
            way = -sign * WAY[kind]
            lines.append(line(account, way * book_minor, foreign_minor=way * minor))
        what = f"{'Credit note' if issued.is_credit else 'Invoice'} {issued.row.number}"
        posted = self._poster.post(
            issued.posted_on,
            "opening" if issued.is_opening else issued.kind,
            f"{what} moved in" if issued.is_opening else what,
            lines,
        )
        if voided_on is None:
            return posted, None
        text = f"{issued.row.number} void"
        return posted, self._poster.post(
            voided_on, "void", text, [turned(one) for one in lines], reverses_id=posted
        )

    def _tax_parts(self, issued: Issued) -> list[tuple[int, str, int]]:
        """Account, kind and amount of each tax."""
        return [(self._tax_account(issued, tax), tax.kind, tax.tax_minor) for tax in issued.figures.taxes]

    def _tax_account(self, issued: Issued, tax: TaxLine) -> int:
        """Where a component is posted; a code without components has one tax of nothing."""
        own = _code_of(issued, tax).accounts
        return own[tax.position] if tax.position < len(own) else self._poster.accounts["tax"]

    def _book_amounts(self, issued: Issued) -> BookAmounts:
        if issued.figures.book is not None:
            return issued.figures.book
        taxes = [TaxAmount(kind, self._in_book(issued, minor)) for _, kind, minor in self._tax_parts(issued)]
        nets = {account: self._in_book(issued, net) for account, net in self._nets(issued).items()}
        return book_amounts(self._in_book(issued, issued.figures.total_minor), nets, taxes)

    def _nets(self, issued: Issued) -> dict[int, int]:
        """The net of a document by income account."""
        if not issued.figures.lines:
            return {self._account(issued, None): issued.figures.net_minor}
        nets: dict[int, int] = {}
        for line in _lines(issued):
            account = self._account(issued, line.account_id)
            nets[account] = nets.get(account, 0) + line.net_minor
        return nets

    def _account(self, issued: Issued, account_id: int | None) -> int:
        return account_id or self._poster.accounts["opening" if issued.is_opening else "sales"]

    def _in_book(self, issued: Issued, minor: int) -> int:
        if issued.rate == 1 and issued.currency == self._db.currency:
            return minor
        return convert_minor(minor, issued.rate, digits_of(issued.currency), self._book_digits)

    def _buyer(self, client: Client) -> str:
        if client.id not in self._buyers:
            self._buyers[client.id] = snapshot(
                client.legal_name or client.name, client.address, client.country, client.tax_id
            )
        return self._buyers[client.id]

    def write(self) -> None:
        """Write what was noted."""
        for rows in (self._documents, self._lines, self._taxes):
            rows.write()


def _lines(issued: Issued) -> Sequence[SplitLine]:
    """The lines of a document: its own, else one over its net."""
    figures, code_id = issued.figures, issued.code.id if issued.code else None
    if not figures.lines:
        price = Decimal(figures.net_minor).scaleb(-digits_of(issued.currency))
        return (SplitLine(issued.row.description, Decimal(1), price, None, code_id, figures.net_minor),)
    return [line._replace(tax_code_id=line.tax_code_id or code_id) for line in figures.lines]


def _code_of(issued: Issued, tax: TaxLine) -> StoredCode:
    found = issued.figures.codes.get(tax.code) or issued.code
    assert found is not None
    return found


def _unsettled(owed: Owed) -> dict[str, Any]:
    is_nothing = owed.total_minor == 0
    return {
        "status": "paid" if is_nothing else "open",
        "open_minor": owed.total_minor,
        "open_book_minor": owed.total_book_minor,
        "settled_on": owed.posted_on if is_nothing else None,
    }
