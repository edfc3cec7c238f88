"""What a fee, a discount or a write-off posts beside the document that it settles."""

from collections.abc import Sequence
from functools import partial

from sqlmodel import Session, col, select

from acctmgr.documents.correction_rules import over_accounts
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.tables import AllocationTax, Document, DocumentLine
from acctmgr.documents.total_rules import WAY
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Account


def income_lines(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    book_minor: int,
    taxes: Sequence[AllocationTax] = (),
) -> list[Line]:
    """A discount: less tax, and less income where the document's income went."""
    lines, net, net_book = _tax_lines(document, amount_minor, book_minor, taxes)
    accounts = _income_accounts(settlement.session, document)
    shares, book_shares = over_accounts(net, accounts), over_accounts(net_book, accounts)
    line = partial(Line, currency=document.currency, party_id=document.party_id)
    return [
        *lines,
        *(line(account, book_shares[account], foreign_minor=shares[account]) for account in accounts),
    ]


def loss_lines(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    book_minor: int,
    taxes: Sequence[AllocationTax] = (),
) -> list[Line]:
    """A write-off: the tax that comes back, and the loss."""
    lines, net, net_book = _tax_lines(document, amount_minor, book_minor, taxes)
    bad_debts = ledger.account_id(settlement.session, "bad_debts")
    return [*lines, Line(bad_debts, net_book, document.currency, net, document.party_id)]


def fee_lines(
    settlement: Settlement,
    document: Document,
    amount_minor: int,
    book_minor: int,
    taxes: Sequence[AllocationTax] = (),
) -> list[Line]:
    """A fee: what it costs; there is no tax in it."""
    assert not taxes
    bank_fees = ledger.account_id(settlement.session, "bank_fees")
    return [Line(bank_fees, book_minor, document.currency, amount_minor, document.party_id)]


def _tax_lines(
    document: Document, amount_minor: int, book_minor: int, taxes: Sequence[AllocationTax]
) -> tuple[list[Line], int, int]:
    """The postings of the taxes, and what of the amount is left beside them, in its currency and the book's."""
    line = partial(Line, currency=document.currency, party_id=document.party_id)
    lines = []
    for tax in taxes:
        way = WAY[tax.kind]
        amount_minor -= way * tax.tax_minor
        book_minor -= way * tax.tax_book_minor
        lines.append(line(tax.account_id, way * tax.tax_book_minor, foreign_minor=way * tax.tax_minor))
    return lines, amount_minor, book_minor


def _income_accounts(session: Session, document: Document) -> dict[int, int]:
    """Where a document's income went, each with its net; what was moved in without income counts as sales."""
    query = (
        select(DocumentLine.account_id, DocumentLine.net_minor)
        .join(Account, col(Account.id) == col(DocumentLine.account_id))
        .where(
            DocumentLine.document_id == document.id,
            col(DocumentLine.deducts_id).is_(None),
            Account.type == "income",
        )
        .order_by(col(DocumentLine.position))
    )
    nets: dict[int, int] = {}
    for account_id, net in session.exec(query):
        nets[account_id] = nets.get(account_id, 0) + net
    return nets or {ledger.account_id(session, "sales"): 1}


SIDES = {"fee": fee_lines, "discount": income_lines, "write_off": loss_lines}
