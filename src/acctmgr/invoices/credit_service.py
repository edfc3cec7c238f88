"""Credit notes: what an invoice gives back, by amount or by lines, never more than it has."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of, share_minor
from acctmgr.documents.correction_rules import Figure, next_book_minor
from acctmgr.documents.credit_rules import (
    CodePart,
    credit_gross,
    credit_nets,
    credit_split,
    rest_to_credit,
)
from acctmgr.documents.given_back_service import (
    GivenBack,
    deducted_by,
    figure_of,
    given_back,
    parts_back,
    parts_of,
    tax_rows,
)
from acctmgr.documents.issue_service import income_nets, issue_credit, posted_on
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.posting_rules import BookAmounts, TaxAmount, book_amounts
from acctmgr.documents.service import add_taxes
from acctmgr.documents.side_service import document_rows, standing
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import (
    AmountOff,
    LineIn,
    PercentOff,
    line_amount,
    spread,
    sum_of,
)
from acctmgr.ledger import service as ledger
from acctmgr.tax import service as taxes
from acctmgr.tax.tables import TaxCode


class _Row(NamedTuple):
    """A line of a credit note: as typed, under which code ("" is none), and what it comes to in those prices."""

    typed: TypedLine
    code: str
    amount_minor: int


def credit(
    session: Session,
    invoice: Document,
    *,
    amount_minor: int | None,
    lines: Sequence[TypedLine],
    issued_on: date,
    backdate: bool = False,
) -> Document:
    """Issue a credit note for an invoice: an amount with its tax inside, lines, or all that is left."""
    _check(session, invoice, issued_on)
    given = given_back(session, invoice, on=issued_on)
    whole, credited = parts_of(session, invoice), parts_back(session, given)
    parts = _wanted(session, invoice, whole, credited, amount_minor, lines)
    document = _draft(session, invoice, parts, lines, issued_on)
    amounts = _in_book(session, document, invoice, given)
    issue_credit(session, document, invoice, amounts=amounts, backdate=backdate)
    return document


def _check(session: Session, invoice: Document, issued_on: date) -> None:
    if invoice.kind != "invoice":
        raise Refused(f"{invoice.number} is no invoice")
    if invoice.status in {"draft", "void"}:
        name = invoice.number or f"d{invoice.id}"
        raise Refused(f"{name} is {invoice.status}, there is nothing to credit")
    if issued_on < posted_on(invoice):
        raise Refused(f"{invoice.number} was issued on {invoice.issued_on}: it can't be credited before")
    if final := deducted_by(session, invoice, on=issued_on):
        hint = f"void that first: acctmgr invoice void {final.number}"
        raise Refused(f"{invoice.number} is taken off {final.number}", hint=hint)


def _wanted(
    session: Session,
    invoice: Document,
    whole: list[CodePart],
    credited: list[CodePart],
    amount_minor: int | None,
    lines: Sequence[TypedLine],
) -> list[CodePart]:
    if lines:
        amounts: dict[str, int] = defaultdict(int)
        for row in _typed_rows(session, invoice, lines):
            amounts[row.code] += row.amount_minor
        by_lines = credit_gross if invoice.is_tax_included else credit_nets
        return by_lines(amounts, whole, credited)
    left = sum(part.total_minor for part in rest_to_credit(whole, credited))
    if not left:
        hint = f"what was lost comes back by: acctmgr invoice write-off {invoice.number} --undo"
        is_lost = any(row.kind == "write_off" for row, _ in standing(document_rows(session, invoice)))
        raise Refused(f"{invoice.number} is credited in full already", hint=hint if is_lost else "")
    return credit_split(left if amount_minor is None else amount_minor, whole, credited)


def _typed_rows(session: Session, invoice: Document, lines: Sequence[TypedLine]) -> list[_Row]:
    """Lines as typed; one that names no tax takes the invoice's, where it has just one."""
    used = sorted({session.get_one(TaxCode, row.tax_code_id).code for row in tax_rows(session, invoice)})
    default = used[0] if len(used) == 1 else taxes.NO_TAX
    assert invoice.issued_on is not None
    day = invoice.supplied_on or invoice.issued_on
    rows = []
    for line in lines:
        name = line.tax or default
        code = None if name == taxes.NO_TAX else taxes.resolve(session, name, day)[1]
        amount = line_amount(
            LineIn(line.quantity, line.unit_price, line.discount), digits_of(invoice.currency)
        )
        rows.append(_Row(line, code.code if code else "", amount))
    return rows


def _netted(rows: list[_Row], parts: list[CodePart]) -> list[_Row]:
    """Rows with their nets instead of their amounts; those under one code share its net."""
    nets: list[_Row] = list(rows)
    for part in parts:
        places = [place for place, row in enumerate(rows) if row.code == part.code]
        shares = spread(part.net_minor, [rows[place].amount_minor for place in places])
        for place, share in zip(places, shares, strict=True):
            nets[place] = rows[place]._replace(amount_minor=share)
    return nets


def _of_part(invoice: Document, part: CodePart) -> _Row:
    price = Decimal(part.net_minor).scaleb(-digits_of(invoice.currency))
    return _Row(TypedLine(f"Credit for {invoice.number}", Decimal(1), price), part.code, part.net_minor)


def _draft(
    session: Session, invoice: Document, parts: list[CodePart], lines: Sequence[TypedLine], issued_on: date
) -> Document:
    worked = [tax for part in parts for tax in part.taxes]
    net, tax, withheld = (
        sum(part.net_minor for part in parts),
        sum_of("added", worked),
        sum_of("withheld", worked),
    )
    if net + tax - withheld <= 0:
        raise Refused("a credit note of nothing is no credit note")
    document = Document(
        kind="credit_note",
        party_id=invoice.party_id,
        currency=invoice.currency,
        rate=invoice.rate,
        rounding=invoice.rounding,
        issued_on=issued_on,
        supplied_on=issued_on,
        posted_on=issued_on,
        due_on=issued_on,
        credits_id=invoice.id,
        reference=invoice.number,
        is_deposit=invoice.is_deposit,
        net_minor=net,
        tax_minor=tax,
        withheld_minor=withheld,
        total_minor=net + tax - withheld,
    )
    session.add(document)
    session.flush()
    codes = {row.code: row for row in _codes(session, invoice)}
    typed = _typed_rows(session, invoice, lines)
    rows = _netted(typed, parts) if typed else [_of_part(invoice, part) for part in parts]
    for position, row in enumerate(rows, start=1):
        session.add(_line(session, document, row, position, codes))
    add_taxes(session, document, worked, codes)
    session.flush()
    return document


def _codes(session: Session, invoice: Document) -> list[TaxCode]:
    return [session.get_one(TaxCode, row.tax_code_id) for row in tax_rows(session, invoice)]


def _line(
    session: Session, document: Document, row: _Row, position: int, codes: dict[str, TaxCode]
) -> DocumentLine:
    assert document.id is not None
    off = row.typed.discount
    account = "deposits" if document.is_deposit else "sales"
    return DocumentLine(
        document_id=document.id,
        position=position,
        description=row.typed.description,
        quantity=row.typed.quantity,
        unit_price=row.typed.unit_price,
        discount_percent=off.percent if isinstance(off, PercentOff) else None,
        discount_minor=off.amount_minor if isinstance(off, AmountOff) else 0,
        tax_code_id=codes[row.code].id if row.code else None,
        net_minor=row.amount_minor,
        account_id=ledger.account_id(session, account),
    )


def _in_book(session: Session, document: Document, invoice: Document, given: GivenBack) -> BookAmounts:
    """The credit note in book currency, cumulatively: all that is given back of a whole invoice is all it booked."""
    of_invoice = tax_rows(session, invoice)
    taxes = [
        TaxAmount(
            row.kind, next_book_minor(figure_of(of_invoice, row), figure_of(given.taxes, row), row.tax_minor)
        )
        for row in tax_rows(session, document)
    ]
    whole = Figure(invoice.total_minor, invoice.total_book_minor)
    total = next_book_minor(whole, Figure(given.total_minor, given.total_book_minor), document.total_minor)
    nets = {
        account: share_minor(total, net, document.total_minor)
        for account, net in income_nets(session, document).items()
    }
    return book_amounts(total, nets, taxes)
