"""Documents of an export, with what they refer to: the invoice that they credit, the deposits that they take off."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of
from acctmgr.documents.settlement_rules import Event, settled_on
from acctmgr.exchange.document_service import Documents, Issued
from acctmgr.exchange.figures_rules import Found
from acctmgr.exchange.found_service import Names
from acctmgr.exchange.invoice_rules import InvoiceIn, Said
from acctmgr.exchange.line_rules import FileLine
from acctmgr.exchange.own_rules import Own
from acctmgr.exchange.party_service import Client
from acctmgr.exchange.receipt_service import Owed, Receipts
from acctmgr.exchange.related_service import Others, Related, check_credit
from acctmgr.exchange.restored_rules import Turns, check_rate, restored
from acctmgr.exchange.rules import Cells
from acctmgr.exchange.split_rules import UNKNOWN_CODE, Split
from acctmgr.exchange.unit_rules import each_row
from acctmgr.exchange.unknown_service import UnknownCode
from acctmgr.store.bulk import Bulk


class OwnDocuments:
    """Finds what documents of an export name, and restores them as they were."""

    def __init__(self, db: Bulk, cells: Cells, names: Names, unknown: UnknownCode) -> None:
        self._db, self._cells, self._names, self._unknown = db, cells, names, unknown
        self._others = Others(db)

    def look_up(self, rows: Sequence[InvoiceIn]) -> None:
        """Fetch the invoices that these documents refer to."""
        own = [row for row in rows if row.own]
        deposits = (line.fields.get("deducts", "") for row in own for line in row.lines)
        if own:
            self._others.look_up([*(row.own.credits for row in own if row.own), *deposits])

    def figures(self, row: InvoiceIn, client: Client, lines: Sequence[FileLine], said: Said) -> Split:
        """What the document came to. Refused where its parts do not agree, or name what this book does not have."""
        own = row.own
        assert own is not None
        if not row.lines:
            raise Refused("it has no lines")
        digits, turns = digits_of(row.currency), Turns(own.taxes)
        found = [self._found(line, own, turns, client, row.currency) for line in lines]
        nets_book = each_row(row.lines, lambda fields: self._net_book(fields, row))
        check_rate(said.total_minor or 0, own, row.rate or Decimal(1), digits, digits_of(self._db.currency))
        codes = [one.code for one in found if one.code]
        if any(tax.code == UNKNOWN_CODE.code for tax in own.taxes):
            codes.append(self._unknown.stored())
        distinct = list({one.id: one for one in codes}.values())
        return restored(
            *(found, nets_book, own, said, distinct),
            tax_included=bool(row.tax_included),
            digits=digits,
        )

    def _found(self, line: FileLine, own: Own, turns: Turns, client: Client, currency: str) -> Found:
        day, deposit_id = own.supplied_on, None
        if line.deducts:
            deposit = self._others.find(line.deducts, kept_id=client.id, currency=currency)
            if not deposit.is_deposit:
                raise Refused(f"{line.deducts} is no deposit")
            day, deposit_id = deposit.supplied_on, deposit.id
        elif own.credits:
            day = self._others.find(own.credits, kept_id=client.id, currency=currency).supplied_on
        is_unknown = line.tax_code == UNKNOWN_CODE.code
        code = self._unknown.stored() if is_unknown else self._names.turn(line.tax_code, turns, day)
        return Found(line, code, self._names.own_account(line.account), deposit_id)

    def _net_book(self, fields: dict[str, str], row: InvoiceIn) -> int:
        cells, book = self._cells, self._db.currency
        field = "line_net" if row.currency == book else "line_net_book"
        found = cells.minor(fields, field, book)
        if found is None:
            raise Refused(f"{field} is empty")
        return found

    def restore(self, issued: Issued, documents: Documents, receipts: Receipts) -> None:
        """Note the document, and that it is void where it is."""
        row, own = issued.row, issued.row.own
        assert own is not None
        credited = None
        if own.credits:
            credited = self._others.find(own.credits, kept_id=issued.client.id, currency=issued.currency)
            if not own.voided_on:
                check_credit(credited, issued.figures.total_minor, digits_of(issued.currency))
        owed = documents.owed(issued)
        state: dict[str, Any] = {
            "supplied_on": own.supplied_on,
            "due_on": row.due_on,
            "seller": own.seller,
            "buyer": own.buyer,
            "owner": own.owner,
            "is_deposit": int(own.is_deposit),
            "credits_id": credited.id if credited else None,
            **(_void(owed, own) if own.voided_on else {}),
        }
        _, void_entry_id = documents.add(issued, owed, state)
        if own.voided_on and void_entry_id:
            receipts.void(owed, own.voided_on, void_entry_id, is_credit=own.is_credit)
        self._note(issued, owed, own)

    def _note(self, issued: Issued, owed: Owed, own: Own) -> None:
        total = issued.figures.total_minor
        if not own.is_credit:
            facts = (own.supplied_on, own.posted_on, own.is_deposit, total, 0)
            self._others.made(
                Related(owed.id, issued.row.number, issued.client.id, issued.currency, *facts),
                is_void=bool(own.voided_on),
            )
        if own.credits and not own.voided_on:
            self._others.credited(own.credits, total)


def _void(owed: Owed, own: Own) -> dict[str, Any]:
    assert own.voided_on is not None
    return {
        "status": "void",
        "voided_on": own.voided_on,
        "open_minor": 0,
        "open_book_minor": 0,
        "settled_on": settled_on(owed.total_minor, [Event(own.voided_on, owed.total_minor)], owed.posted_on),
    }
