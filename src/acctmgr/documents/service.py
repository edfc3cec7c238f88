"""Documents that are written, issued and posted: what invoices, and later bills and quotes, share."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import digits_of
from acctmgr.documents.deposit_service import deposits_of, take_off
from acctmgr.documents.line_rules import TypedLine
from acctmgr.documents.step_rules import then
from acctmgr.documents.tables import Document, DocumentLine, DocumentTax
from acctmgr.documents.total_rules import AmountOff, Discount, LineIn, PercentOff, TaxLine, Totals, totals
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rate_rules import check_rate
from acctmgr.parties.tables import Party
from acctmgr.store.settings_service import book_setting
from acctmgr.tax import service as taxes
from acctmgr.tax.tables import TaxCode, TaxComponent


class Typed(NamedTuple):
    """What was typed for a document; None leaves the default, or on an edit what is there."""

    lines: Sequence[TypedLine] = ()
    discount: Discount | None = None
    tax_included: bool | None = None
    issued_on: date | None = None
    supplied_on: date | None = None
    due_on: date | None = None
    reference: str | None = None
    note: str | None = None
    currency: str | None = None
    rate: Decimal | None = None
    is_deposit: bool | None = None
    deducts: Sequence[Document] | None = None


def draft(session: Session, party: Party, typed: Typed, *, kind: str, today: date) -> Document:
    """Write a draft: no number, no entry."""
    if not typed.lines:
        raise WrongUsage("a document needs at least one line", hint='--line "Consulting; 10; 80.00"')
    assert party.id is not None
    book_currency = ledger.book_currency(session)
    currency = typed.currency or party.currency or book_currency
    check_rate(typed.rate, currency, book_currency)
    document = Document(
        kind=kind,
        party_id=party.id,
        currency=currency,
        issued_on=typed.issued_on or today,
        rounding=book_setting(session, "rounding"),
    )
    session.add(document)
    _fill(document, typed)
    session.flush()
    _set_lines(session, document, typed.lines, typed.deducts or ())
    return document


def rewrite(session: Session, document: Document, typed: Typed) -> None:
    """Change a draft; lines given replace all lines."""
    if document.status != "draft":
        raise Refused(
            f"{document.number} was issued and does not change",
            hint=then(f"invoice credit {document.number}", f"invoice copy {document.number}"),
        )
    currency = typed.currency or document.currency
    if currency != document.currency or typed.rate:
        check_rate(typed.rate, currency, ledger.book_currency(session))
        if currency != document.currency:
            _check_retyped(document, typed)
        document.currency, document.rate = currency, Decimal(1)
    _fill(document, typed)
    session.flush()
    lines = typed.lines or typed_lines(session, document)
    deposits = deposits_of(session, document) if typed.deducts is None else typed.deducts
    clear(session, document)
    _set_lines(session, document, lines, deposits)


def _check_retyped(document: Document, typed: Typed) -> None:
    """Prices and discounts are amounts of the old currency: in another they must be typed again."""
    if not typed.lines:
        raise WrongUsage(f"its lines are in {document.currency}", hint="type them again with --line")
    if document.discount_minor and document.discount_percent is None and typed.discount is None:
        raise WrongUsage(f"its discount is in {document.currency}", hint="type it again with --discount")


def _fill(document: Document, typed: Typed) -> None:
    for name in ("issued_on", "supplied_on", "due_on", "reference", "note"):
        if (value := getattr(typed, name)) is not None:
            setattr(document, name, value)
    if typed.tax_included is not None:
        document.is_tax_included = int(typed.tax_included)
    if typed.discount is not None:
        percent = typed.discount.percent if isinstance(typed.discount, PercentOff) else None
        document.discount_percent = percent
        document.discount_minor = typed.discount.amount_minor if isinstance(typed.discount, AmountOff) else 0
    if typed.rate is not None:
        document.rate = typed.rate
    if typed.is_deposit is not None:
        document.is_deposit = int(typed.is_deposit)


def _set_lines(
    session: Session, document: Document, lines: Sequence[TypedLine], deposits: Sequence[Document]
) -> None:
    """Put lines and taxes in place of those that are there, and work the document out."""
    assert document.id is not None and document.issued_on is not None
    default = book_setting(session, "tax.default")
    day = document.supplied_on or document.issued_on
    names = [line.tax or default for line in lines]
    found = {name: taxes.resolve(session, name, day) for name in dict.fromkeys(names) if name != "none"}
    codes = [found.get(name) for name in names]
    inputs = [
        LineIn(line.quantity, line.unit_price, line.discount, code[1] if code else None)
        for line, code in zip(lines, codes, strict=True)
    ]
    worked = totals(
        inputs,
        digits=digits_of(document.currency),
        discount=discount_of(document),
        tax_included=bool(document.is_tax_included),
        rounding=document.rounding,
    )
    income = ledger.account_id(session, "deposits" if document.is_deposit else "sales")
    for position, (line, code, net) in enumerate(zip(lines, codes, worked.line_nets, strict=True), start=1):
        off = line.discount
        session.add(
            DocumentLine(
                document_id=document.id,
                position=position,
                description=line.description,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount_percent=off.percent if isinstance(off, PercentOff) else None,
                discount_minor=off.amount_minor if isinstance(off, AmountOff) else 0,
                tax_code_id=code[0].id if code else None,
                net_minor=net,
                account_id=income,
            )
        )
    rows = {code[1].code: code[0] for code in codes if code}
    if deposits:
        worked = take_off(session, document, worked, rows, deposits)
    add_taxes(session, document, worked.taxes, rows)
    _take_totals(document, worked)


def discount_of(document: Document) -> Discount | None:
    """The discount on the whole document, as typed."""
    if document.discount_percent is not None:
        return PercentOff(document.discount_percent)
    return AmountOff(document.discount_minor) if document.discount_minor else None


def _take_totals(document: Document, worked: Totals) -> None:
    document.discount_minor = worked.discount_minor
    document.net_minor = worked.net_minor
    document.tax_minor = worked.tax_minor
    document.withheld_minor = worked.withheld_minor
    document.total_minor = worked.total_minor


def clear(session: Session, document: Document) -> None:
    """Take the lines and taxes off a draft."""
    for table in (DocumentLine, DocumentTax):
        for row in session.exec(select(table).where(table.document_id == document.id)):
            session.delete(row)
    session.flush()


def add_taxes(
    session: Session, document: Document, lines: Sequence[TaxLine], codes: dict[str, TaxCode]
) -> None:
    """Keep what each component came to; the book amount is worked out when the document is issued."""
    assert document.id is not None
    for line in lines:
        code = codes[line.code]
        assert code.id is not None
        session.add(
            DocumentTax(
                document_id=document.id,
                tax_code_id=code.id,
                position=line.position,
                name=line.name,
                kind=line.kind,
                rate=line.rate,
                base_minor=line.base_minor,
                tax_minor=line.tax_minor,
                tax_book_minor=0,
                account_id=_account_of(session, code.id, line.position),
            )
        )


def _account_of(session: Session, tax_code_id: int, position: int) -> int:
    found = session.exec(
        select(TaxComponent.account_id).where(
            TaxComponent.tax_code_id == tax_code_id, TaxComponent.position == position
        )
    ).first()
    return found if found is not None else ledger.account_id(session, "tax")


def typed_lines(session: Session, document: Document) -> list[TypedLine]:
    """The lines of a document as they were typed, without deposits that it takes off."""
    rows = session.exec(
        select(DocumentLine)
        .where(DocumentLine.document_id == document.id, col(DocumentLine.deducts_id).is_(None))
        .order_by(col(DocumentLine.position))
    )
    return [
        TypedLine(
            row.description,
            row.quantity,
            row.unit_price,
            _line_discount(row),
            session.get_one(TaxCode, row.tax_code_id).code if row.tax_code_id else "none",
        )
        for row in rows
    ]


def _line_discount(row: DocumentLine) -> Discount | None:
    if row.discount_percent is not None:
        return PercentOff(row.discount_percent)
    return AmountOff(row.discount_minor) if row.discount_minor else None
