"""Changes to the book's own settings."""

from datetime import date

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.documents.number_rules import format_number, parse_seq
from acctmgr.documents.series_service import series_of
from acctmgr.documents.tables import Document
from acctmgr.ledger.tables import Entry
from acctmgr.setup.rules import Jump, jump_of
from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.store.settings_service import book_setting, set_book_setting
from acctmgr.tax import service as taxes

_OTHER_SERIES = {"series.invoice": "series.credit_note", "series.credit_note": "series.invoice"}


def set_setting(session: Session, *, key: str, value: str, today: date) -> str:
    """Set one setting to a value that `rules.checked` gave; gives the value as it is kept."""
    if jump := jump_of(key):
        _move_series(session, jump, int(value), today)
        return value
    if key == "currency" and value != book_setting(session, "currency"):
        _check_currency_is_free(session)
    if key in _OTHER_SERIES and value == book_setting(session, _OTHER_SERIES[key]):
        raise Refused(
            f"{_OTHER_SERIES[key]} numbers like that already", hint="two documents would share a number"
        )
    if key == "tax.default":
        value = _tax_code(session, value, today)
    set_book_setting(session, key, value)
    return value


def unset(session: Session, *, key: str, today: date) -> str:
    """Bring back the default; a series goes on after its last used number. Gives the value."""
    if jump := jump_of(key):
        following = _last_used(session, jump, today) + 1
        _move_series(session, jump, following, today)
        return str(following)
    return set_setting(session, key=key, value=BOOK_DEFAULTS[key], today=today)


def _tax_code(session: Session, text: str, today: date) -> str:
    """The code as it is spelled, named in any case or by its rate."""
    if text.lower() == taxes.NO_TAX:
        return taxes.NO_TAX
    return taxes.resolve(session, text, today)[0].code


def _check_currency_is_free(session: Session) -> None:
    currency = book_setting(session, "currency")
    if session.exec(select(Entry.id).limit(1)).first():
        raise Refused(
            f"something is posted: the books stay in {currency}",
            hint="make another book: acctmgr --db PATH init --currency CODE",
        )
    if session.exec(select(Document.id).limit(1)).first():
        raise Refused(f"there are drafts in {currency}", hint="remove them first: acctmgr invoice rm d1")


def _move_series(session: Session, jump: Jump, following: int, today: date) -> None:
    last = _last_used(session, jump, today)
    if following <= last:
        number = format_number(book_setting(session, jump.pattern_key), today.year, last)
        raise Refused(f"{number} is used already", hint=f"the next can be {last + 1} or later")
    series = series_of(session, kind=jump.kind, on=today)
    series.next_seq = following
    session.add(series)


def _year(session: Session, jump: Jump, today: date) -> int:
    return today.year if "{year}" in book_setting(session, jump.pattern_key) else 0


def _last_used(session: Session, jump: Jump, today: date) -> int:
    """The highest place that a number of this year's series has, 0 when there is none."""
    pattern, year = book_setting(session, jump.pattern_key), _year(session, jump, today)
    numbers = session.exec(
        select(Document.number).where(Document.kind == jump.kind, col(Document.number).is_not(None))
    )
    places = (parse_seq(pattern, number) for number in numbers if number)
    return max((place[1] for place in places if place and place[0] == year), default=0)
