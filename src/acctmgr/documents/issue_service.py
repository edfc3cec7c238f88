"""Issuing: a draft gets its number, its entry and its fixed face, all at once."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session, select

from acctmgr.core.errors import Refused
from acctmgr.core.money import convert_minor, digits_of
from acctmgr.documents.correction_service import recover
from acctmgr.documents.deposit_service import booked_minor, check_taken_off
from acctmgr.documents.parts_service import Back, BackTax, tax_rows
from acctmgr.documents.posting_rules import BookAmounts, TaxAmount, book_amounts
from acctmgr.documents.series_service import take_number
from acctmgr.documents.settlement_service import Settlement
from acctmgr.documents.snapshot_rules import seller_snapshot, snapshot
from acctmgr.documents.tables import Document, DocumentLine, DocumentTax
from acctmgr.documents.total_rules import WAY
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line
from acctmgr.parties.service import kept
from acctmgr.parties.tables import Party
from acctmgr.store.settings_service import book_setting

COMPANY = ("company.name", "company.address", "company.country", "company.tax_id", "company.iban")


def issue(session: Session, document: Document, *, backdate: bool = False) -> None:
    """Number, post and fix an invoice; its total is the client's debt from then on."""
    _date(session, document)
    day = posted_on(document)
    rows = tax_rows(session, document)
    amounts = in_book(session, document, rows)
    number = take_number(session, kind=document.kind, on=day, backdate=backdate)
    receivable = ledger.account_id(session, "receivable")
    debt = Line(receivable, amounts.total_minor, document.currency, document.total_minor, document.party_id)
    lines = [debt, *income_lines(session, document, rows, amounts, sign=-1)]
    entry = ledger.post(session, on=day, kind=document.kind, text=f"Invoice {number}", lines=lines)
    fix(session, document, rows, amounts, number=number, entry_id=entry.id)


def issue_credit(
    session: Session, document: Document, invoice: Document, *, amounts: BookAmounts, backdate: bool = False
) -> None:
    """Number, post and fix a credit note; what the invoice has open it settles, the rest is the client's credit.

    What was written off without its tax was never paid: it is owed again first, so that nobody gets it back.
    """
    day = posted_on(document)
    rows = tax_rows(session, document)
    number = take_number(session, kind=document.kind, on=day, backdate=backdate)
    document.total_book_minor = amounts.total_minor
    settlement = Settlement(session, kind=document.kind, text=f"Credit note {number} for {invoice.number}")
    credits = ledger.account_id(session, "client_credits")
    credit = Line(credits, -amounts.total_minor, document.currency, -document.total_minor, document.party_id)
    settlement.add_lines(day, [credit, *income_lines(session, document, rows, amounts, sign=1)])
    lacking = max(document.total_minor - settlement.most_to_settle(invoice, on=day), 0)
    credited = _as_back(document, rows, amounts)
    recover(settlement, invoice, lacking, on=day, keeps_relief=True, credited=credited)
    if settled := min(document.total_minor, settlement.most_to_settle(invoice, on=day)):
        settlement.apply(document, invoice, settled, on=day, kind="credit")
    entries = settlement.post()
    fix(session, document, rows, amounts, number=number, entry_id=entries[day].id)
    settlement.record(entries)


def _as_back(document: Document, rows: list[DocumentTax], amounts: BookAmounts) -> Back:
    """What a credit note gives back, before it is in the books."""
    taxes = [
        BackTax(row.tax_code_id, row.position, row.kind, row.base_minor, row.tax_minor, book_minor)
        for row, book_minor in zip(rows, amounts.taxes, strict=True)
    ]
    return Back(document.net_minor, document.total_minor, amounts.total_minor, taxes)


def posted_on(document: Document) -> date:
    """The day a document is in the ledger; asked only once it has one."""
    assert document.posted_on is not None
    return document.posted_on


def _date(session: Session, document: Document) -> None:
    if document.status != "draft":
        raise Refused(f"{document.number} is issued already")
    assert document.issued_on is not None
    document.supplied_on = document.supplied_on or document.issued_on
    document.posted_on = document.issued_on
    if document.due_on is None:
        party = kept(session, document.party_id)
        terms = party.terms_days if party.terms_days is not None else int(book_setting(session, "terms"))
        document.due_on = document.issued_on + timedelta(days=terms)
    if document.due_on < document.issued_on:
        raise Refused(f"due on {document.due_on}, before it is issued on {document.issued_on}")


def in_book(session: Session, document: Document, rows: list[DocumentTax]) -> BookAmounts:
    """The document in book currency at its rate; a deposit goes off at what it was booked at."""
    to_book = converter(session, document)
    taxes = [TaxAmount(row.kind, to_book(row.tax_minor)) for row in rows]
    nets = {account: to_book(net) for account, net in income_nets(session, document).items()}
    taken_off = _deposits_in_book(session, document)
    for account in taken_off:
        nets.pop(account)
    total = to_book(document.total_minor)
    amounts = book_amounts(total + sum(taken_off.values()), nets, taxes)
    off = {account: -minor for account, minor in taken_off.items()}
    return amounts._replace(total_minor=total, nets={**amounts.nets, **off})


def _deposits_in_book(session: Session, document: Document) -> dict[int, int]:
    """What the deposits that a document takes off were booked at, by their account."""
    deposits = check_taken_off(session, document)
    if not deposits:
        return {}
    booked = sum(booked_minor(session, deposit, on=posted_on(document)) for deposit in deposits)
    return {ledger.account_id(session, "deposits"): booked}


def converter(session: Session, document: Document) -> Callable[[int], int]:
    """From minor units of the document to those of the book, at the document's rate."""
    digits, book_digits = digits_of(document.currency), digits_of(ledger.book_currency(session))
    return lambda minor: convert_minor(minor, document.rate, digits, book_digits)


def income_nets(session: Session, document: Document) -> dict[int, int]:
    """The document's net by income account."""
    nets: dict[int, int] = defaultdict(int)
    for line in session.exec(select(DocumentLine).where(DocumentLine.document_id == document.id)):
        nets[line.account_id] += line.net_minor
    return dict(nets)


def income_lines(
    session: Session, document: Document, rows: list[DocumentTax], amounts: BookAmounts, *, sign: int
) -> list[Line]:
    """Sales and taxes; sign -1 on an invoice, where income is a credit, 1 on a credit note."""
    party, currency = document.party_id, document.currency
    lines = [
        Line(account, sign * amounts.nets[account], currency, sign * net, party)
        for account, net in income_nets(session, document).items()
    ]
    for row, book_minor in zip(rows, amounts.taxes, strict=True):
        way = sign * WAY[row.kind]
        lines.append(Line(row.account_id, way * book_minor, currency, way * row.tax_minor, party))
    return lines


def fix(
    session: Session,
    document: Document,
    rows: list[DocumentTax],
    amounts: BookAmounts,
    *,
    number: str,
    entry_id: int | None,
) -> None:
    """Give the document its final face; from the flush on the database refuses to change it."""
    for row, book_minor in zip(rows, amounts.taxes, strict=True):
        row.tax_book_minor = book_minor
        session.add(row)
    session.flush()
    party = kept(session, document.party_id)
    face: dict[str, object] = {
        "number": number,
        "entry_id": entry_id,
        "status": "open" if document.total_minor else "paid",
        "total_book_minor": amounts.total_minor,
        "open_minor": document.total_minor,
        "open_book_minor": amounts.total_minor,
        "settled_on": None if document.total_minor else document.posted_on,
        "seller": seller_snapshot({key: book_setting(session, key) for key in COMPANY}),
        "buyer": snapshot(
            name=party.legal_name or party.name,
            address=party.address,
            country=party.country,
            tax_id=party.tax_id,
        ),
        "owner": _owner(session, document, party),
    }
    for name, value in face.items():  # all at once: a numbered document is frozen at its first flush
        setattr(document, name, value)
    session.add(document)
    session.flush()


def _owner(session: Session, document: Document, party: Party) -> str | None:
    """Who of us sold it: whom the client belongs to that day; a credit note takes from whoever sold."""
    if document.credits_id is not None:
        return session.get_one(Document, document.credits_id).owner
    return party.owner
