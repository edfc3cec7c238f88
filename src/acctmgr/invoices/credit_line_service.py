"""The lines of a credit note as typed: under which code of the invoice each of them gives something back."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, Refused
from acctmgr.core.money import digits_of
from acctmgr.core.text import fold, listed
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.parts_service import code_key
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import LineIn, line_amount
from acctmgr.tax import service as taxes
from acctmgr.tax.tables import TaxCode


class CreditLine(NamedTuple):
    """A line of a credit note: as typed, under which code ("" is none), and what it comes to in those prices."""

    typed: TypedLine
    code: str
    amount_minor: int


class _Own(NamedTuple):
    """A line of the invoice, the key of its code ("" is none), and what people type for the code."""

    line: DocumentLine
    code: str
    tax: str


def credit_lines(session: Session, invoice: Document, lines: Sequence[TypedLine]) -> list[CreditLine]:
    """Lines as typed, each under a code of the invoice: the one it names, else that of the line it names."""
    own = _own_lines(session, invoice)
    digits = digits_of(invoice.currency)
    return [
        CreditLine(
            line,
            _code_named(session, invoice, line, own) if line.tax else _code_of_like(invoice, line, own),
            line_amount(LineIn(line.quantity, line.unit_price, line.discount), digits),
        )
        for line in lines
    ]


def _own_lines(session: Session, invoice: Document) -> list[_Own]:
    """The lines of an invoice, without the deposits that it takes off."""
    query = select(DocumentLine).where(
        DocumentLine.document_id == invoice.id, col(DocumentLine.deducts_id).is_(None)
    )
    rows = session.exec(query.order_by(col(DocumentLine.position)))
    return [_own_line(session, row) for row in rows]


def _own_line(session: Session, row: DocumentLine) -> _Own:
    if row.tax_code_id is None:
        return _Own(row, "", taxes.NO_TAX)
    code = session.get_one(TaxCode, row.tax_code_id)
    return _Own(row, code_key(code), code.code)


def _code_named(session: Session, invoice: Document, line: TypedLine, own: Sequence[_Own]) -> str:
    """The code that the line names, where the invoice has it: on the line that is named alike, if there is one."""
    alike = _alike(line, own)
    code = _code_typed(session, invoice, line, alike or own)
    if code not in _codes(own):
        raise Refused(f"{invoice.number} has no line with tax={line.tax}", hint=_choice(alike or own))
    if alike and code not in _codes(alike):
        raise Refused(
            f"{line.description!r} stands on {invoice.number} with {_choice(alike)}, not with tax={line.tax}",
            hint=f"name the tax of the line: {_choice(alike)}",
        )
    return code


def _code_typed(session: Session, invoice: Document, line: TypedLine, own: Sequence[_Own]) -> str:
    assert line.tax and invoice.issued_on
    if line.tax == taxes.NO_TAX:
        return ""
    try:
        return code_key(taxes.resolve(session, line.tax, invoice.supplied_on or invoice.issued_on)[0])
    except Conflict as error:
        raise Conflict(str(error), hint=f"name the tax of the line: {_choice(own)}") from error


def _code_of_like(invoice: Document, line: TypedLine, own: Sequence[_Own]) -> str:
    """The code of the lines that are named alike; price and quantity help to tell them apart."""
    alike = _alike(line, own)
    tests: list[Callable[[DocumentLine], bool]] = [
        lambda _: True,
        lambda row: row.unit_price == line.unit_price,
        lambda row: row.quantity == line.quantity,
    ]
    for fits in tests:
        nearer = [each for each in alike if fits(each.line)]
        alike = nearer or alike
        if len(_codes(alike)) == 1:
            return alike[0].code
    if not alike and len(_codes(own)) == 1:
        return own[0].code
    said = (
        f"{line.description!r} stands on {invoice.number} with several taxes"
        if alike
        else f"{line.description!r} is no line of {invoice.number}, which has several taxes"
    )
    raise Refused(said, hint=f"name the tax of the line: {_choice(alike or own)}")


def _alike(line: TypedLine, own: Sequence[_Own]) -> list[_Own]:
    """The lines of the invoice that a line names."""
    return [each for each in own if _key(each.line.description) == _key(line.description)]


def _key(description: str) -> str:
    return fold(" ".join(description.split()))


def _codes(own: Iterable[_Own]) -> list[str]:
    return list(dict.fromkeys(each.code for each in own))


def _choice(own: Sequence[_Own]) -> str:
    """The codes to choose from, as a line names them; two turns of one code have one name."""
    return listed([f"tax={name}" for name in dict.fromkeys(each.tax for each in own)])
