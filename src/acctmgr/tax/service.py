"""Tax codes: finding the one that a line means, adding them, loading those of a country."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.money import NumberStyle, parse_percent, style_named
from acctmgr.core.text import did_you_mean
from acctmgr.ledger.rules import check_open
from acctmgr.ledger.service import locked_until
from acctmgr.ledger.tables import Account
from acctmgr.store.settings_service import book_setting
from acctmgr.tax import rules
from acctmgr.tax.packs import pack
from acctmgr.tax.tables import TaxCode, TaxComponent

NO_TAX = "none"  # what a line says that has no tax code at all
SET_DEFAULT = "acctmgr config set tax.default CODE"
_RATE = re.compile(r"[0-9]+(?:[.,][0-9]+)?\s*%?", re.ASCII)


class Loaded(NamedTuple):
    """What `load` did: the codes that are new, and those that were there and stay as they are."""

    new: list[str]
    known: list[str]


def resolve(session: Session, text: str, day: date) -> tuple[TaxCode, rules.TaxCode]:
    """The code that holds on a day, by its name in any case or by the bare rate that it adds.

    Raises NotFound, or Conflict where a rate may mean several.
    """
    wanted = text.strip()
    if not _RATE.fullmatch(wanted):
        row = _named(session, wanted.lower(), day)
        return row, as_rules(session, row)
    style = number_style(session)
    codes = _with_rules(session, _rows_on(session, day))
    meant = rules.shorthand(parse_percent(wanted, style=style), [code for _, code in codes], day)
    return next(pair for pair in codes if pair[1] is meant)


def is_default_missing(session: Session) -> bool:
    """Whether the book has codes that tax something, and lines that name none stay without any."""
    if book_setting(session, "tax.default") != NO_TAX:
        return False
    return any(session.exec(select(col(TaxComponent.rate))))


def usual(session: Session) -> str:
    """The name of a code to show in examples: the default, else the highest simple rate; "" in a book without codes."""
    default = book_setting(session, "tax.default")
    if default != NO_TAX:
        return default
    codes = [code for _, code in _with_rules(session, list(session.exec(select(TaxCode))))]
    plain = [code for code in codes if rules.is_plain(code)] or codes
    return min(plain, key=_unusual).code if plain else ""


def _unusual(code: rules.TaxCode) -> tuple[bool, int, Decimal, str]:
    return code.valid_to is not None, len(code.components), -rules.added_rate(code), code.code


def number_style(session: Session) -> NumberStyle:
    """How this book types rates."""
    return style_named(book_setting(session, "number_style"))


def as_rules(session: Session, row: TaxCode) -> rules.TaxCode:
    """A stored code as the rules know it."""
    return _with_rules(session, [row])[0][1]


def add(session: Session, code: rules.TaxCode) -> TaxCode:
    """A new code, or the next turn of one: what held until now ends the day before.

    A component posts to the account of its key, code or name. Conflict where two turns overlap.
    """
    if code.code == NO_TAX:
        raise Refused(f"{NO_TAX} stands for no tax at all", hint="choose another name")
    rules.check_code(code)
    _make_room(session, code)
    row = TaxCode(**{key: value for key, value in code._asdict().items() if key != "components"})
    session.add(row)
    session.flush()
    assert row.id is not None
    for position, component in enumerate(code.components):
        session.add(_component_row(session, row.id, position, component))
    session.flush()
    return row


def load(session: Session, country: str) -> Loaded:
    """The codes of a country; one whose name is there already is left alone."""
    there = set(session.exec(select(TaxCode.code)))
    loaded = Loaded([], [])
    for code in pack(country.strip().lower()):
        if code.code in there:
            loaded.known.append(code.code)
        else:
            add(session, code)
            loaded.new.append(code.code)
    return loaded


def _named(session: Session, name: str, day: date) -> TaxCode:
    turns = _turns(session, name)
    for row in turns:
        if rules.valid_on(_bare(row), day):
            return row
    if turns:
        spans = ", ".join(_span(row) for row in turns)
        raise NotFound(f"tax code {name} does not hold on {day}", hint=f"it holds {spans}")
    known = sorted(set(session.exec(select(TaxCode.code))))
    hint = did_you_mean(name, known) or "see: acctmgr tax list; new ones come with: acctmgr tax load"
    raise NotFound(f"no tax code {name}", hint=hint)


def _turns(session: Session, name: str) -> list[TaxCode]:
    rows = session.exec(select(TaxCode).where(TaxCode.code == name))
    return sorted(rows, key=lambda row: row.valid_from or date.min)


def _span(row: TaxCode) -> str:
    start = f"from {row.valid_from}" if row.valid_from else ""
    end = f"to {row.valid_to}" if row.valid_to else ""
    return " ".join(filter(None, (start, end))) or "always"


def _rows_on(session: Session, day: date) -> list[TaxCode]:
    rows = session.exec(select(TaxCode).order_by(TaxCode.code))
    return [row for row in rows if rules.valid_on(_bare(row), day)]


def _bare(row: TaxCode) -> rules.TaxCode:
    """A code without its components."""
    return rules.TaxCode(row.code, row.name, row.treatment, row.valid_from, row.valid_to, row.words)


def _with_rules(session: Session, rows: Sequence[TaxCode]) -> list[tuple[TaxCode, rules.TaxCode]]:
    parts = _components(session, [row.id for row in rows if row.id is not None])
    return [(row, _bare(row)._replace(components=tuple(parts.get(row.id or 0, ())))) for row in rows]


def _components(session: Session, code_ids: Iterable[int]) -> dict[int, list[rules.TaxComponent]]:
    rows = session.exec(
        select(TaxComponent, Account.key, Account.code)
        .join(Account, col(Account.id) == col(TaxComponent.account_id))
        .where(col(TaxComponent.tax_code_id).in_(list(code_ids)))
        .order_by(col(TaxComponent.tax_code_id), col(TaxComponent.position))
    )
    parts: dict[int, list[rules.TaxComponent]] = {}
    for row, key, account_code in rows:
        part = rules.TaxComponent(row.name, row.rate, row.kind, key or account_code, row.deductible, row.box)
        parts.setdefault(row.tax_code_id, []).append(part)
    return parts


def _make_room(session: Session, code: rules.TaxCode) -> None:
    """End the turn that is open when a later one begins; refuse what would hold twice."""
    turns = _turns(session, code.code)
    last = turns[-1] if turns else None
    if last and code.valid_from:
        check_open(code.valid_from, locked_until(session))
    if last and not code.valid_from and not code.valid_to:
        raise Conflict(
            f"there is a tax code {code.code} already",
            hint="a new turn of it begins on a day: --from 2027-01-01",
        )
    if last and last.valid_to is None and code.valid_from and code.valid_from > (last.valid_from or date.min):
        last.valid_to = code.valid_from - timedelta(days=1)
    rules.check_turns([*map(_bare, turns), code])
    session.add_all(turns)


def _component_row(
    session: Session, code_id: int, position: int, component: rules.TaxComponent
) -> TaxComponent:
    return TaxComponent(
        tax_code_id=code_id,
        position=position,
        name=component.name,
        rate=component.rate,
        kind=component.kind,
        account_id=_account_id(session, rules.account_key_of(component), component.kind),
        deductible=component.deductible,
        box=component.box,
    )


def _account_id(session: Session, reference: str, kind: str) -> int:
    """The account of a component, by its key, code or name in any case; what is withheld from us is an asset."""
    accounts = list(session.exec(select(Account).order_by(Account.code)))
    wanted = reference.casefold()
    found = [row for row in accounts if wanted in (row.key, row.code.casefold(), row.name.casefold())]
    if not found:
        hint = did_you_mean(reference, [name for row in accounts for name in (row.name, row.code)])
        raise NotFound(f"no account {reference}", hint=hint)
    account = found[0]
    if account.closed_on:
        raise Refused(f"{account.name} is closed since {account.closed_on}")
    types = {"asset"} if kind == "withheld" else {"asset", "liability"}
    is_fit = account.type in types and not account.is_money
    if not is_fit or (account.is_control and account.key != rules.ACCOUNT_KEYS[kind]):
        raise Refused(
            f"no tax is posted to {account.name}",
            hint="name the account where the tax waits until it is paid",
        )
    assert account.id is not None
    return account.id
