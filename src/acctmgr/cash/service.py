"""Money in, out and between accounts, each as one entry, and its taking back."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from acctmgr.cash.posting_rules import TAX_COLUMNS, Places, Worth, cash_lines, difference_lines, taxed
from acctmgr.cash.rules import Currencies, TaxPart, is_buying, tax_inside, value_of, withheld_by_us
from acctmgr.cash.tables import CashEntry, CashTax
from acctmgr.core.errors import NotFound, Refused, WrongUsage
from acctmgr.core.money import digits_of
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rate_rules import check_rate
from acctmgr.ledger.rules import Line
from acctmgr.ledger.tables import Account, Entry
from acctmgr.parties.tables import Party
from acctmgr.store.write import connection_of
from acctmgr.tax import rules as tax_rules
from acctmgr.tax.tables import TaxCode, TaxComponent

_HELD = """
    SELECT CAST(COALESCE(SUM(foreign_minor), 0) AS BIGINT), CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT)
      FROM posting
     WHERE account_id = :id AND posted_on <= :day
"""
_RATE_PLACES = Decimal("0.000000001")


class Move(NamedTuple):
    """Money in or out as it is booked: amount_minor is all that moved, in `currency`, its tax inside."""

    is_in: bool
    amount_minor: int
    on: date
    account: Account
    category: Account
    currency: str
    rate: Decimal | None = None
    who: str = ""
    party: Party | None = None
    tax: tuple[TaxCode, tax_rules.TaxCode] | None = None
    memo: str | None = None


class Between(NamedTuple):
    """Money from one account of ours to another; received_minor in the currency of the second."""

    amount_minor: int
    on: date
    source: Account
    target: Account
    received_minor: int | None = None
    rate: Decimal | None = None
    memo: str | None = None


def book(session: Session, move: Move) -> CashEntry:
    """Post money in or out with the tax inside it."""
    _check_currency(move.account, move.currency)
    buying = is_buying(move.category.type, is_in=move.is_in)
    parts = tax_inside(move.amount_minor, move.tax[1], is_buying=buying) if move.tax else []
    worth = _worth(session, move)
    accounts = [_tax_account(session, move, part, is_buying=buying) for part in parts]
    taxes = taxed(parts, accounts, worth)
    places = _places(session, move.account, move.category, move.currency, move.party)
    lines = cash_lines(worth, taxes, places)
    entry = ledger.post(session, on=move.on, kind="cash", text=_text(move), lines=lines)
    row = _row(session, move, abs(worth.worth_minor), entry)
    row.tax_minor = sum(part.tax_minor for part in parts if part.kind == "added")
    session.add(row)
    session.flush()
    for tax in taxes:
        figures: dict[str, Any] = dict(zip(TAX_COLUMNS, tax.figures, strict=True))
        session.add(CashTax(cash_entry_id=row.id or 0, tax_code_id=row.tax_code_id or 0, **figures))
    return row


def _places(
    session: Session, account: Account, other: Account, currency: str, party: Party | None = None
) -> Places:
    return Places(
        _id(account),
        _id(other),
        currency,
        party.id if party else None,
        ledger.book_currency(session),
        ledger.account_id(session, "currency_gain"),
        ledger.account_id(session, "currency_loss"),
    )


def _check_currency(account: Account, currency: str) -> None:
    if account.currency and account.currency != currency:
        raise Refused(f"{account.name} takes {account.currency}, not {currency}")


def _worth(session: Session, move: Move) -> Worth:
    """What the account moves by in the book's currency, and what the movement is worth there."""
    own = ledger.book_currency(session)
    signed = move.amount_minor if move.is_in else -move.amount_minor
    if move.currency == own:
        check_rate(move.rate, move.currency, own)
        return Worth(signed, signed, signed)
    is_kept_apart = move.account.currency == move.currency
    if not is_kept_apart:
        check_rate(move.rate, move.currency, own)
    holds = held(session, move.account, move.on) if is_kept_apart else (0, 0)
    digits = Currencies(digits_of(move.currency), digits_of(own))
    return Worth(signed, *value_of(signed, holds, move.rate, digits))


def held(session: Session, account: Account, on: date) -> tuple[int, int]:
    """What an account holds at the end of a day, in its own currency and carried in the book's."""
    session.flush()
    own, carried = connection_of(session).run(_HELD, {"id": account.id, "day": on}).fetchone()
    return int(own), int(carried)


def _tax_account(session: Session, move: Move, part: TaxPart, *, is_buying: bool) -> int:
    assert move.tax is not None
    if withheld_by_us(part, is_buying=is_buying):
        return ledger.account_id(session, "withheld_payable")
    query = select(TaxComponent.account_id).where(
        TaxComponent.tax_code_id == move.tax[0].id, TaxComponent.position == part.position
    )
    found = session.exec(query).first()
    return found if found is not None else ledger.account_id(session, "tax")


def _text(move: Move) -> str:
    way = f"in from {move.who}" if move.is_in else f"out to {move.who}"
    return f"Cash {way}: {move.category.name}"


def _row(session: Session, move: Move, worth_minor: int, entry: Entry) -> CashEntry:
    return CashEntry(
        direction="in" if move.is_in else "out",
        moved_on=move.on,
        account_id=_id(move.account),
        other_id=_id(move.category),
        party_id=move.party.id if move.party else None,
        party=move.who,
        memo=move.memo,
        amount_minor=move.amount_minor,
        currency=move.currency,
        rate=move.rate or _rate(session, move.amount_minor, worth_minor, move.currency),
        amount_book_minor=worth_minor,
        tax_code_id=move.tax[0].id if move.tax else None,
        entry_id=entry.id or 0,
    )


def _rate(session: Session, amount_minor: int, worth_minor: int, currency: str) -> Decimal:
    """What the two amounts come to: book currency for one unit. The amounts are exact, the rate is for people."""
    own = ledger.book_currency(session)
    if currency == own:
        return Decimal(1)
    return _scaled(worth_minor, amount_minor, digits_of(own), digits_of(currency)).quantize(_RATE_PLACES)


def transfer(session: Session, between: Between) -> CashEntry:
    """Move money from one account of ours to another, with what an exchange of currencies gains or loses."""
    source, target = between.source, between.target
    if source.id == target.id:
        raise WrongUsage(f"{source.name} is both ends of this transfer", hint="name another account")
    own = ledger.book_currency(session)
    leaves, arrives = source.currency or own, target.currency or own
    received = _received(between, leaves, arrives)
    left, reached = _exchanged(session, between, received)
    lines = [
        Line(_id(source), left, leaves, -between.amount_minor),
        Line(_id(target), reached, arrives, received),
        *difference_lines(left + reached, _places(session, source, target, leaves)),
    ]
    text = f"Transfer from {source.name} to {target.name}"
    entry = ledger.post(session, on=between.on, kind="cash", text=text, lines=lines)
    row = CashEntry(
        direction="transfer",
        moved_on=between.on,
        account_id=_id(source),
        other_id=_id(target),
        memo=between.memo,
        amount_minor=between.amount_minor,
        currency=leaves,
        rate=between.rate or _rate(session, between.amount_minor, abs(reached), leaves),
        amount_book_minor=abs(reached),
        entry_id=entry.id or 0,
    )
    session.add(row)
    session.flush()
    return row


def _received(between: Between, leaves: str, arrives: str) -> int:
    source, target = between.source, between.target
    if leaves != arrives:
        if between.received_minor is None:
            raise WrongUsage(
                f"{source.name} is in {leaves}, {target.name} in {arrives}",
                hint=f"say what arrived: --received AMOUNT, in {arrives}",
            )
        return between.received_minor
    if between.received_minor not in (None, between.amount_minor):
        raise Refused(
            "both accounts are in one currency, and another amount arrived",
            hint="book what the bank kept by itself: acctmgr cash out AMOUNT --to BANK --category 'Bank fees'",
        )
    return between.amount_minor


def _exchanged(session: Session, between: Between, received: int) -> tuple[int, int]:
    """What leaves and what arrives in the book's currency, the first negative."""
    own = ledger.book_currency(session)
    source, target = between.source, between.target
    leaves, arrives = source.currency or own, target.currency or own
    if leaves == own and arrives == own:
        _check_no_rate(between)
        return -between.amount_minor, between.amount_minor
    if leaves == own:
        _check_no_rate(between)
        moved, _ = _arrived(session, between, received, arrives)
        return -between.amount_minor, moved
    rate = between.rate
    if arrives == own:
        _check_no_rate(between)
        rate = _scaled(received, between.amount_minor, digits_of(own), digits_of(leaves))
    digits = Currencies(digits_of(leaves), digits_of(own))
    left, worth = value_of(-between.amount_minor, held(session, source, between.on), rate, digits)
    if arrives == own:
        return left, received
    return (left, -left) if rate is None or leaves == arrives else (left, -worth)


def _arrived(session: Session, between: Between, received: int, arrives: str) -> tuple[int, int]:
    """What comes into a foreign account is worth what was given for it; a debt is filled up at what it is carried."""
    own = ledger.book_currency(session)
    rate = _scaled(between.amount_minor, received, digits_of(own), digits_of(arrives))
    holds = held(session, between.target, between.on)
    if holds[0] >= 0:
        return between.amount_minor, between.amount_minor
    return value_of(received, holds, rate, Currencies(digits_of(arrives), digits_of(own)))


def _check_no_rate(between: Between) -> None:
    if between.rate is not None:
        raise WrongUsage("the two amounts are the rate", hint="leave --rate out")


def _scaled(book_minor: int, own_minor: int, book_digits: int, own_digits: int) -> Decimal:
    """The rate that two amounts come to."""
    return Decimal(book_minor).scaleb(-book_digits) / Decimal(own_minor).scaleb(-own_digits)


def void(session: Session, row: CashEntry, *, on: date | None, today: date) -> date:
    """Take it back by an entry; gives the day, the first open one from today on if none was named."""
    if row.voided_on:
        raise Refused(f"cash {row.id} is void since {row.voided_on}")
    day = on or ledger.first_open_day(session, max(today, row.moved_on))
    if day < row.moved_on:
        raise Refused(f"cash {row.id} moved on {row.moved_on}: it can't be void on {day}")
    for account_id in (row.account_id, row.other_id):
        account = session.get_one(Account, account_id)
        if account.closed_on:
            raise Refused(
                f"{account.name} is closed since {account.closed_on}",
                hint=f"open it again first: acctmgr account edit {account.code} --reopen",
            )
    entry = ledger.post(
        session,
        on=day,
        kind="void",
        text=f"Cash {row.id} void",
        lines=_taken_back(session, row),
        reverses=session.get_one(Entry, row.entry_id),
    )
    row.voided_on, row.void_entry_id = day, entry.id
    session.add(row)
    return day


def _taken_back(session: Session, row: CashEntry) -> list[Line]:
    """The mirror of its entry; what we withheld before that had an account of its own was moved there since."""
    lines = ledger.mirrored(session, row.entry_id, without=())
    category = session.get_one(Account, row.other_id)
    claim = ledger.account_id(session, "withheld_tax")
    buying = is_buying(category.type, is_in=row.direction == "in")
    taxes = tax_rows(session, row)
    if not any(withheld_by_us(tax, is_buying=buying) and tax.account_id == claim for tax in taxes):
        return lines
    owed = ledger.account_id(session, "withheld_payable")
    return [line._replace(account_id=owed) if line.account_id == claim else line for line in lines]


def find(session: Session, reference: str) -> CashEntry:
    """A cash entry by its number."""
    number = reference.strip()
    is_id = number.isascii() and number.isdigit() and len(number) < 18
    row = session.get(CashEntry, int(number)) if is_id else None
    if row is None:
        if number[:1].lower() == "p" and number[1:].isdigit():
            raise Refused(f"{number} is a payment", hint=f"see: acctmgr payment void {number}")
        raise NotFound(f"there is no cash entry {reference}", hint="see: acctmgr cash list")
    return row


def tax_rows(session: Session, row: CashEntry) -> list[CashTax]:
    """The taxes inside a cash entry, in order."""
    query = select(CashTax).where(CashTax.cash_entry_id == row.id).order_by(col(CashTax.position))
    return list(session.exec(query))


def _id(account: Account) -> int:
    assert account.id is not None
    return account.id
