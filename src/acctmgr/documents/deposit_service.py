"""Deposits: invoices asked for in advance, kept in Client deposits until the final invoice takes them off.

A deposit is taken off once, with all that is left of it: net and tax by code, and in the book what it was booked at.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of, format_minor
from acctmgr.documents.credit_rules import CodePart
from acctmgr.documents.deposit_moves_service import finals_of
from acctmgr.documents.given_back_service import credit_notes, given_back
from acctmgr.documents.parts_service import codes_of, parts_left, tax_rows, whole_of
from acctmgr.documents.step_rules import and_again
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.documents.total_rules import TaxLine, Totals, merge_taxes, sum_of
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import style_of
from acctmgr.parties.service import kept
from acctmgr.tax.tables import TaxCode


def take_off(
    session: Session,
    document: Document,
    worked: Totals,
    codes: dict[str, TaxCode],
    deposits: Sequence[Document],
) -> Totals:
    """Put a line per deposit and tax code on a draft; gives what it comes to then. New codes join `codes`."""
    net, taxes, position = worked.net_minor, list(worked.taxes), len(worked.line_nets)
    for deposit in deposits:
        _check(session, document, deposit)
        own = codes_of(session, tax_rows(session, deposit))
        for part in _left(session, document, deposit):
            position += 1
            session.add(_line(session, document, deposit, part, position, own))
            net -= part.net_minor
            if part.code:
                taxes += _negative(part, _key(codes, own[part.code]))
    merged = merge_taxes(taxes)
    added, withheld = sum_of("added", merged), sum_of("withheld", merged)
    over = withheld - net - added
    if over > 0:
        raise Refused(
            "the deposits are more than the invoice",
            hint=and_again(f"invoice credit {deposits[-1].number} {_typed(session, document, over)}"),
        )
    return worked._replace(
        taxes=merged,
        net_minor=net,
        tax_minor=added,
        withheld_minor=withheld,
        total_minor=net + added - withheld,
    )


def deposits_of(session: Session, document: Document) -> list[Document]:
    """The deposits that a document takes off, in order."""
    query = (
        select(DocumentLine.deducts_id)
        .where(DocumentLine.document_id == document.id, col(DocumentLine.deducts_id).is_not(None))
        .order_by(col(DocumentLine.position))
    )
    return [session.get_one(Document, deposit_id) for deposit_id in dict.fromkeys(session.exec(query))]


def check_taken_off(session: Session, document: Document) -> list[Document]:
    """Before a document is issued: its deposits are still there, as its lines say. Gives them."""
    deposits = deposits_of(session, document)
    for deposit in deposits:
        _check(session, document, deposit)
        query = select(DocumentLine.net_minor).where(
            DocumentLine.document_id == document.id, DocumentLine.deducts_id == deposit.id
        )
        left = sum(part.net_minor for part in _left(session, document, deposit))
        if left != -sum(session.exec(query)):
            raise Refused(
                f"{deposit.number} is not what it was when this was written",
                hint=f"acctmgr invoice edit d{document.id} --deduct {deposit.number}",
            )
    return deposits


def booked_minor(session: Session, deposit: Document, *, on: date) -> int:
    """What is left of a deposit in Client deposits, in the book's currency."""
    return whole_of(session, deposit).net_book_minor - given_back(session, deposit, on=on).net_book_minor


def _check(session: Session, document: Document, deposit: Document) -> None:
    """Whether a document may take this deposit off."""
    name = deposit.number or f"d{deposit.id}"
    if not deposit.is_deposit or deposit.kind != "invoice":
        raise Refused(f"{name} is no deposit", hint="one is written with: acctmgr invoice add --deposit")
    if document.is_deposit:
        raise Refused("a deposit does not take another one off")
    if deposit.status in {"draft", "void"}:
        hint = and_again(f"invoice issue {name}") if deposit.status == "draft" else ""
        raise Refused(f"{name} is {deposit.status}: there is nothing to take off", hint=hint)
    if kept(session, deposit.party_id) != kept(session, document.party_id):
        raise Refused(f"{name} belongs to another client")
    if deposit.currency != document.currency:
        raise Refused(f"{name} is in {deposit.currency}, the invoice is in {document.currency}")
    assert document.issued_on is not None and deposit.posted_on is not None
    if document.issued_on < deposit.posted_on:
        raise Refused(f"{name} was issued on {deposit.issued_on}: nothing earlier can take it off")
    for note in credit_notes(session, deposit, on=document.issued_on):
        if note.voided_on:  # it still counts on days before, and would be taken off twice
            raise Refused(f"{name} was credited until {note.voided_on}: take it off from that day on")
    if not _left(session, document, deposit):
        if finals := finals_of(session, deposit, on=document.issued_on):
            raise Refused(
                f"{name} is taken off {finals[-1].number} already",
                hint=and_again(f"invoice credit {finals[-1].number}"),
            )
        raise Refused(f"{name} is credited in full: there is nothing to take off")


def _typed(session: Session, document: Document, minor: int) -> str:
    """An amount as a user types it."""
    return format_minor(minor, style=style_of(session), digits=digits_of(document.currency))


def _left(session: Session, document: Document, deposit: Document) -> list[CodePart]:
    assert document.issued_on is not None
    return parts_left(session, deposit, given_back(session, deposit, on=document.issued_on))


def _key(codes: dict[str, TaxCode], code: TaxCode) -> str:
    """The name of a code among those of the document; another turn of the same name is one of its own."""
    known = codes.get(code.code)
    key = code.code if known is None or known.id == code.id else f"{code.code} {code.id}"
    codes[key] = code
    return key


def _negative(part: CodePart, key: str) -> list[TaxLine]:
    return [
        tax._replace(code=key, base_minor=-tax.base_minor, tax_minor=-tax.tax_minor) for tax in part.taxes
    ]


def _line(
    session: Session,
    document: Document,
    deposit: Document,
    part: CodePart,
    position: int,
    codes: Mapping[str, TaxCode],
) -> DocumentLine:
    assert document.id is not None
    price = part.net_minor + (sum_of("added", part.taxes) if document.is_tax_included else 0)
    return DocumentLine(
        document_id=document.id,
        position=position,
        description=f"Deposit {deposit.number} of {deposit.issued_on}",
        quantity=Decimal(1),
        unit_price=Decimal(-price).scaleb(-digits_of(document.currency)),
        tax_code_id=codes[part.code].id if part.code else None,
        net_minor=-part.net_minor,
        account_id=ledger.account_id(session, "deposits"),
        deducts_id=deposit.id,
    )
