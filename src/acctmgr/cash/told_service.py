"""What the verbs of `cash` do, each in one transaction, and what is said of it."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import or_
from sqlmodel import Session, col, select

from acctmgr.cash import service
from acctmgr.cash.rules import OpenInvoices
from acctmgr.cash.tables import CashEntry, Receipt
from acctmgr.core.dates import today
from acctmgr.core.errors import Conflict, WrongUsage
from acctmgr.core.money import check_currency
from acctmgr.core.text import clean_line, listed
from acctmgr.ledger import account_service as accounts
from acctmgr.ledger import service as ledger
from acctmgr.ledger.amount_service import note_on, shown, typed_amount, typed_rate
from acctmgr.ledger.tables import Account
from acctmgr.parties.rules import wanted_text
from acctmgr.parties.service import find as find_party
from acctmgr.parties.service import ids_of, kept
from acctmgr.parties.tables import Party
from acctmgr.parties.vendor_service import find as find_vendor
from acctmgr.store.files import Content, folder_of, keep, machine_of
from acctmgr.store.write import connection_of
from acctmgr.tax import service as taxes

MEMO_LENGTH = 500
_HOW = {"added": "inside", "withheld": "withheld", "self_assessed": "self-assessed"}


# plain SQL: the tables of documents would cost every cash entry their loading
_WAITING = """
    SELECT number, open_minor
      FROM document
     WHERE party_id IN (:parties) AND kind = 'invoice' AND currency = :currency
       AND open_minor > 0 AND status NOT IN ('draft', 'void')
     ORDER BY due_on, issued_on, id
"""


class Raw(NamedTuple):
    """Money in or out as the shell gave it; empty where nothing was typed."""

    is_in: bool
    amount: str
    category: str
    on: date
    who: str = ""
    account: str = ""
    tax: str = ""
    memo: str = ""
    client: str = ""
    vendor: str = ""
    currency: str = ""
    rate: str = ""
    receipt: Content | None = None
    is_own_income: bool = False  # it pays none of the client's invoices: somebody was asked


class RawTransfer(NamedTuple):
    """A transfer as the shell gave it."""

    amount: str
    source: str
    target: str
    on: date
    received: str = ""
    rate: str = ""
    memo: str = ""


class Told(NamedTuple):
    """The reference, a sentence for people, and what they should know besides."""

    reference: str
    sentence: str
    warning: str = ""


def book(session: Session, raw: Raw) -> Told:
    """Book money in or out. Raises OpenInvoices where it may pay one, and nobody was asked."""
    party, who = _party(session, raw)
    category = accounts.find_category(session, raw.category)
    account = accounts.find_money(session, raw.account or None)
    currency = check_currency(raw.currency) if raw.currency else _currency(session, account)
    amount = typed_amount(session, raw.amount, currency)
    assert amount is not None
    warning = _double_income(session, raw, party, category, currency) if raw.is_in and party else ""
    move = service.Move(
        raw.is_in,
        amount,
        raw.on,
        account,
        category,
        currency,
        typed_rate(session, raw.rate),
        who,
        party,
        None if raw.tax.strip().lower() in ("", taxes.NO_TAX) else taxes.resolve(session, raw.tax, raw.on),
        clean_line(raw.memo, "the memo", max_length=MEMO_LENGTH) if raw.memo else None,
    )
    row = service.book(session, move)
    if raw.receipt:
        _keep(session, row, raw.receipt)
    return Told(str(row.id), _sentence(session, row, move) + note_on(raw.on, today()), warning)


def _currency(session: Session, account: Account) -> str:
    return account.currency or ledger.book_currency(session)


def _party(session: Session, raw: Raw) -> tuple[Party | None, str]:
    """Whom the money came from or went to, and the name it stands under."""
    if raw.client and raw.vendor:
        raise WrongUsage("--client and --vendor name two sides", hint="give one of them")
    who = clean_line(raw.who, "the name") if raw.who else ""
    if raw.client or raw.vendor:
        found = find_party(session, raw.client) if raw.client else find_vendor(session, raw.vendor)
        party = kept(session, found.id or 0)
        return party, who or party.name
    if not who:
        option = "--from" if raw.is_in else "--to"
        raise WrongUsage("who was it?", hint=f"{option} NAME, or --client or --vendor with a handle")
    named = _named(session, who)
    return (named, named.name) if named else (None, who)


def _named(session: Session, who: str) -> Party | None:
    """The party whose handle, e-mail or whole name was typed; a beginning is only a text."""
    wanted = wanted_text(who)
    fits = or_(
        col(Party.handle) == wanted.handle,
        col(Party.email).in_(wanted.emails),
        col(Party.name_key) == wanted.name_key,
    )
    rows = session.exec(select(Party).where(fits)).all()
    found = {party.id: party for party in (kept(session, row.id or 0) for row in rows)}
    if len(found) > 1:
        handles = listed(sorted(party.handle for party in found.values()), "and")
        raise Conflict(
            f"{who} fits more than one: {handles}", hint="name one: --client HANDLE, --vendor HANDLE"
        )
    return next(iter(found.values()), None)


def _double_income(session: Session, raw: Raw, party: Party, category: Account, currency: str) -> str:
    """What to know where a client with open invoices pays and income is booked anew."""
    if category.type != "income":
        return ""
    wanted = {"parties": ids_of(session, party), "currency": currency}
    found = connection_of(session).run(_WAITING, wanted).fetchall()
    if not found:
        return ""
    amount = typed_amount(session, raw.amount, currency)
    waiting = OpenInvoices(
        party.name,
        [(number, shown(session, open_minor, currency)) for number, open_minor in found],
        amount=raw.amount,
        best=next((number for number, open_minor in found if open_minor == amount), ""),
    )
    if not raw.is_own_income:
        raise waiting
    return f"{waiting}; this money is booked as income of its own, and they stay open"


def _keep(session: Session, row: CashEntry, content: Content) -> None:
    """Note the receipt and put it beside the book: the last thing before the commit, so it is there when this is."""
    connection = connection_of(session)
    session.add(
        Receipt(
            cash_entry_id=row.id or 0,
            sha256=content.sha256,
            name=clean_line(content.name, "the name of the receipt", max_length=255),
            size=len(content.data),
            machine=machine_of(connection),
        )
    )
    session.flush()
    keep(folder_of(connection), content)


def _sentence(session: Session, row: CashEntry, move: service.Move) -> str:
    amount = shown(session, row.amount_minor, row.currency)
    way = "in from" if move.is_in else "out to"
    parts = [
        f"{shown(session, part.tax_minor, row.currency)} {part.name} {_HOW[part.kind]}"
        for part in service.tax_rows(session, row)
        if part.tax_minor
    ]
    inside = f" (with {listed(parts, 'and')})" if parts else ""
    return f"cash {row.id}: {amount} {way} {move.who}, {move.category.name}{inside}, {move.account.name}"


def transfer(session: Session, raw: RawTransfer) -> Told:
    """Move money between two accounts of ours."""
    source, target = (accounts.find_money(session, name) for name in (raw.source, raw.target))
    amount = typed_amount(session, raw.amount, _currency(session, source))
    assert amount is not None
    between = service.Between(
        amount,
        raw.on,
        source,
        target,
        typed_amount(session, raw.received, _currency(session, target)),
        typed_rate(session, raw.rate),
        clean_line(raw.memo, "the memo", max_length=MEMO_LENGTH) if raw.memo else None,
    )
    row = service.transfer(session, between)
    arrived = between.received_minor
    there = f", {shown(session, arrived, _currency(session, target))} arrived" if arrived else ""
    said = f"cash {row.id}: {shown(session, amount, row.currency)} from {source.name} to {target.name}{there}"
    return Told(str(row.id), said + note_on(raw.on, today()))


def void(session: Session, reference: str, *, on: date | None) -> Told:
    """Take a cash entry back."""
    row = service.find(session, reference)
    day = service.void(session, row, on=on, today=today())
    return Told(str(row.id), f"cash {row.id} is void from {day} on" + note_on(day, today()))
