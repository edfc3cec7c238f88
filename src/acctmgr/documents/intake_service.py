"""What was typed for a document or payment, read in the book's number style and the document's currency."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from acctmgr.core.dates import parse_date
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import (
    check_currency,
    digits_of,
)
from acctmgr.core.text import clean_line, clean_text
from acctmgr.documents import reference_rules
from acctmgr.documents.correction_rules import early_discount
from acctmgr.documents.line_rules import TypedLine, parse_discount, parse_line
from acctmgr.documents.service import Typed
from acctmgr.documents.side_service import lost_minor
from acctmgr.documents.tables import Document
from acctmgr.documents.total_rules import AmountOff, Discount
from acctmgr.ledger.amount_service import style_of, typed_amount, typed_rate
from acctmgr.ledger.service import book_currency
from acctmgr.store.write import connection_of
from acctmgr.tax import service as taxes


class Raw(NamedTuple):
    """A document's options as the shell gave them; empty when not given."""

    lines: Sequence[str] = ()
    discount: str = ""
    tax_included: bool | None = None
    issued: str = ""
    supplied: str = ""
    due: str = ""
    reference: str = ""
    note: str = ""
    currency: str = ""
    rate: str = ""
    is_deposit: bool | None = None
    deducts: Sequence[str] = ()  # numbers of deposits; "none" takes them all away


def typed_document(session: Session, raw: Raw, *, today: date, default_currency: str | None) -> Typed:
    """Read all of it; the first thing that makes no sense is refused."""
    currency = check_currency(raw.currency) if raw.currency else None
    used = currency or default_currency or book_currency(session)
    return Typed(
        lines=typed_lines(session, raw.lines, used),
        discount=_discount(session, raw.discount, used) if raw.discount else None,
        tax_included=raw.tax_included,
        issued_on=_day(raw.issued, today),
        supplied_on=_day(raw.supplied, today),
        due_on=_day(raw.due, today),
        reference=clean_line(raw.reference, "the reference") if raw.reference else None,
        note=clean_text(raw.note, "the note") if raw.note else None,
        currency=currency,
        rate=typed_rate(session, raw.rate),
        is_deposit=raw.is_deposit,
        deducts=_deposits(session, raw.deducts),
    )


def _discount(session: Session, text: str, currency: str) -> Discount:
    """What --discount says."""
    return parse_discount(
        text, style=style_of(session), digits=digits_of(currency), currency=currency, key="--discount "
    )


def _deposits(session: Session, references: Sequence[str]) -> list[Document] | None:
    """The deposits named, each once; None when nothing was said of them."""
    if not references:
        return None
    if [text.strip().lower() for text in references] == ["none"]:
        return []
    run = connection_of(session).run
    found = [reference_rules.find(run, text).id for text in references]
    return [session.get_one(Document, document_id) for document_id in dict.fromkeys(found)]


def _day(text: str, today: date) -> date | None:
    return parse_date(text, today) if text else None


def typed_lines(session: Session, texts: Sequence[str], currency: str) -> list[TypedLine]:
    """Lines of a document, or on their own, as a credit note takes them."""
    style, digits, tax = style_of(session), digits_of(currency), taxes.usual(session)
    return [parse_line(text, style=style, digits=digits, currency=currency, tax=tax) for text in texts]


class RawMoney(NamedTuple):
    """A payment's options as the shell gave them; the amount empty where it is worked out."""

    amount: str
    paid_on: date
    into: str = ""
    currency: str = ""
    rate: str = ""
    reference: str = ""
    note: str = ""


class RawShort(NamedTuple):
    """What of a payment did not arrive, as the shell gave it; a discount: 24.20, 2% or rest."""

    fee: str = ""
    discount: str = ""


def typed_short(
    session: Session, raw: RawShort, document: Document, *, arrived_minor: int | None
) -> tuple[int, int]:
    """Fee and discount of a payment for a document, in its currency; `rest` needs the amount that arrived.

    A discount in percent is of what that payment settles, not of the whole document.
    """
    fee = typed_amount(session, raw.fee, document.currency) or 0
    if not raw.discount:
        return fee, 0
    if raw.discount.strip().lower() == "rest":
        if arrived_minor is None:
            raise WrongUsage("a discount of the rest needs the amount that arrived")
        left = document.open_minor - arrived_minor - fee
        if left <= 0:
            raise Refused(f"nothing of {document.number} is left for a discount")
        return fee, left
    off = _discount(session, raw.discount, document.currency)
    if isinstance(off, AmountOff):
        minor = off.amount_minor
    elif off.percent == 100:
        raise Refused(
            "a discount of 100 % leaves nothing to pay", hint=f"acctmgr invoice credit {document.number}"
        )
    else:
        paid = None if arrived_minor is None else arrived_minor + fee
        lost = lost_minor(session, document)
        minor = early_discount(paid, off.percent, open_minor=document.open_minor, lost_minor=lost)
    if not 0 < minor <= document.total_minor:
        raise WrongUsage("a discount is more than nothing, and not more than the invoice")
    return fee, minor
