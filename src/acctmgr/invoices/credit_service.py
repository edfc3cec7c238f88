"""Credit notes: what an invoice gives back, by amount or by lines, never more than it has.

The credit note of an invoice that takes deposits off gives them back in the same proportion: a line for each.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of, share_minor
from acctmgr.documents.correction_rules import Figure, next_book_minor
from acctmgr.documents.credit_rules import (
    CodePart,
    credit_gross,
    credit_nets,
    credit_split,
    negative,
    parts_sum,
    rest_to_credit,
)
from acctmgr.documents.deposit_moves_service import Taken, finals_of, part_back_of, taken_by
from acctmgr.documents.deposit_service import deposits_of
from acctmgr.documents.given_back_service import given_back
from acctmgr.documents.issue_service import income_nets, issue_credit, posted_on
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.parts_service import (
    Back,
    codes_of,
    figure_of,
    parts_back,
    parts_left,
    parts_of,
    tax_rows,
)
from acctmgr.documents.posting_rules import BookAmounts, TaxAmount, book_amounts
from acctmgr.documents.service import add_taxes
from acctmgr.documents.side_service import lost_minor
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import AmountOff, PercentOff, spread, sum_of
from acctmgr.invoices.credit_line_service import CreditLine, credit_lines
from acctmgr.invoices.steps_service import deposit_steps, void_steps
from acctmgr.ledger import service as ledger
from acctmgr.tax.tables import TaxCode

_Ratios = Mapping[str, tuple[int, int]]  # how much of what is left is credited, by code


class _Note(NamedTuple):
    """What a credit note comes to: what it credits of the invoice's own lines, the deposits that it gives back, and
    both together."""

    own: list[CodePart]
    deposits: list[tuple[Taken, Back]]
    parts: list[CodePart]


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
    taken = taken_by(session, invoice, deposits_of(session, invoice), on=issued_on)
    typed = credit_lines(session, invoice, lines)
    note = (
        _by_lines(session, invoice, given, taken, typed)
        if typed
        else _by_amount(session, invoice, given, taken, amount_minor)
    )
    document = _draft(session, invoice, note, typed, issued_on)
    amounts = _in_book(session, document, invoice, given, note)
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
    finals = finals_of(session, invoice, on=issued_on)
    if finals and not parts_left(session, invoice, given_back(session, invoice, on=issued_on)):
        hint = deposit_steps(session, invoice, finals[-1], on=issued_on)
        raise Refused(f"{invoice.number} is taken off {finals[-1].number}", hint=hint)


def _by_lines(
    session: Session, invoice: Document, given: Back, taken: Sequence[Taken], lines: Sequence[CreditLine]
) -> _Note:
    """The lines name what the invoice had before its deposits went off; those follow by code."""
    amounts: dict[str, int] = defaultdict(int)
    for line in lines:
        amounts[line.code] += line.amount_minor
    whole = parts_sum([parts_of(session, invoice), *(parts_back(session, each.took) for each in taken)])
    credited = parts_sum(
        [parts_back(session, given), *(parts_back(session, each.returned) for each in taken)]
    )
    is_gross = bool(invoice.is_tax_included)
    own = (credit_gross if is_gross else credit_nets)(amounts, whole, credited)
    left = {part.code: part for part in rest_to_credit(whole, credited)}
    ratios = {part.code: (_price(part, is_gross), _price(left[part.code], is_gross)) for part in own}
    deposits = _deposits_back(session, taken, ratios)
    off = [negative(parts_back(session, back)) for _, back in deposits]
    return _Note(own, deposits, parts_sum([own, *off]))


def _price(part: CodePart, is_gross: bool) -> int:
    return part.net_minor + (sum_of("added", part.taxes) if is_gross else 0)


def _by_amount(
    session: Session, invoice: Document, given: Back, taken: Sequence[Taken], amount_minor: int | None
) -> _Note:
    whole, credited = parts_of(session, invoice), parts_back(session, given)
    rest = rest_to_credit(whole, credited)
    left = sum(part.total_minor for part in rest)
    if not left:
        raise _nothing_left(session, invoice)
    amount = left if amount_minor is None else amount_minor
    parts = credit_split(amount, whole, credited)
    credits = {part.code: part.total_minor for part in parts}
    # where a deposit leaves nothing under a code, that goes back by what is credited of the whole
    ratios = {
        part.code: (credits.get(part.code, 0), part.total_minor) if part.total_minor else (amount, left)
        for part in rest
    }
    deposits = _deposits_back(session, taken, ratios)
    own = parts_sum([parts, *(parts_back(session, back) for _, back in deposits)])
    return _Note(own, deposits, parts)


def _nothing_left(session: Session, invoice: Document) -> Refused:
    if not invoice.total_minor:
        hint = void_steps(session, invoice, on=today())
        return Refused(f"{invoice.number} comes to nothing: there is nothing to credit", hint=hint)
    hint = then(f"invoice write-off {invoice.number} --undo", f"invoice credit {invoice.number}")
    is_lost = lost_minor(session, invoice) > 0
    return Refused(f"{invoice.number} is credited in full already", hint=hint if is_lost else "")


def _deposits_back(session: Session, taken: Sequence[Taken], ratios: _Ratios) -> list[tuple[Taken, Back]]:
    """What goes back of each deposit: of what is left of it, as much as is credited of what is left."""
    found = []
    for each in taken:
        rest = rest_to_credit(parts_back(session, each.took), parts_back(session, each.returned))
        nets = {
            part.code: share_minor(part.net_minor, *ratios[part.code]) for part in rest if part.code in ratios
        }
        found.append((each, part_back_of(session, each.took, each.returned, nets)))
    return found


def _netted(lines: Sequence[CreditLine], parts: list[CodePart]) -> list[CreditLine]:
    """Lines with their nets instead of their amounts; those under one code share its net."""
    nets = list(lines)
    for part in parts:
        places = [place for place, line in enumerate(lines) if line.code == part.code]
        shares = spread(part.net_minor, [lines[place].amount_minor for place in places])
        for place, share in zip(places, shares, strict=True):
            nets[place] = lines[place]._replace(amount_minor=share)
    return nets


def _of_part(invoice: Document, part: CodePart) -> CreditLine:
    price = Decimal(part.net_minor).scaleb(-digits_of(invoice.currency))
    return CreditLine(TypedLine(f"Credit for {invoice.number}", Decimal(1), price), part.code, part.net_minor)


def _draft(
    session: Session, invoice: Document, note: _Note, typed: Sequence[CreditLine], issued_on: date
) -> Document:
    worked = [tax for part in note.parts for tax in part.taxes]
    net, tax, withheld = (
        sum(part.net_minor for part in note.parts),
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
    codes = codes_of(session, tax_rows(session, invoice))
    own = [_of_part(invoice, part) for part in note.own if part.net_minor or part.total_minor]
    lines = [_line(session, document, row, codes) for row in (_netted(typed, note.own) if typed else own)]
    for taken, back in note.deposits:
        lines += [
            _deposit_line(session, document, taken.deposit, part, codes)
            for part in parts_back(session, back)
            if part.net_minor
        ]
    for position, line in enumerate(lines, start=1):
        line.position = position
        session.add(line)
    add_taxes(session, document, worked, codes)
    session.flush()
    return document


def _deposit_line(
    session: Session, document: Document, deposit: Document, part: CodePart, codes: Mapping[str, TaxCode]
) -> DocumentLine:
    """What waits in the deposit again, and so is not given back by this credit note."""
    price = Decimal(-part.net_minor).scaleb(-digits_of(document.currency))
    row = CreditLine(
        TypedLine(f"Deposit {deposit.number} given back", Decimal(1), price), part.code, -part.net_minor
    )
    line = _line(session, document, row, codes)
    line.account_id = ledger.account_id(session, "deposits")
    line.deducts_id = deposit.id
    return line


def _line(
    session: Session, document: Document, row: CreditLine, codes: Mapping[str, TaxCode]
) -> DocumentLine:
    assert document.id is not None
    off = row.typed.discount
    account = "deposits" if document.is_deposit else "sales"
    return DocumentLine(
        document_id=document.id,
        position=0,
        description=row.typed.description,
        quantity=row.typed.quantity,
        unit_price=row.typed.unit_price,
        discount_percent=off.percent if isinstance(off, PercentOff) else None,
        discount_minor=off.amount_minor if isinstance(off, AmountOff) else 0,
        tax_code_id=codes[row.code].id if row.code else None,
        net_minor=row.amount_minor,
        account_id=ledger.account_id(session, account),
    )


def _in_book(
    session: Session, document: Document, invoice: Document, given: Back, note: _Note
) -> BookAmounts:
    """The credit note in book currency, cumulatively: all that is given back of a whole invoice is all it booked.

    A deposit comes back at what it was taken off at.
    """
    of_invoice = tax_rows(session, invoice)
    taxes = [
        TaxAmount(
            row.kind, next_book_minor(figure_of(of_invoice, row), figure_of(given.taxes, row), row.tax_minor)
        )
        for row in tax_rows(session, document)
    ]
    whole = Figure(invoice.total_minor, invoice.total_book_minor)
    total = next_book_minor(whole, Figure(given.total_minor, given.total_book_minor), document.total_minor)
    waiting = {ledger.account_id(session, "deposits"): -sum(back.net_book_minor for _, back in note.deposits)}
    nets = {
        account: share_minor(total, net, document.total_minor)
        for account, net in income_nets(session, document).items()
        if not note.deposits or account not in waiting
    }
    amounts = book_amounts(total - sum(waiting.values()), nets, taxes)
    return amounts._replace(total_minor=total, nets={**amounts.nets, **(waiting if note.deposits else {})})
