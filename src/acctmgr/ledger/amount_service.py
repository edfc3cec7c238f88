"""Amounts and rates as people type them and as sentences show them, in the book's number style."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session

from acctmgr.core.money import (
    NumberStyle,
    digits_of,
    format_minor,
    parse_positive_minor,
    style_named,
)
from acctmgr.ledger.rate_rules import exchange_rate
from acctmgr.store.settings_service import book_setting


def style_of(session: Session) -> NumberStyle:
    """How this book types numbers."""
    return style_named(book_setting(session, "number_style"))


def typed_rate(session: Session, text: str) -> Decimal | None:
    """An exchange rate, None when not given."""
    if not text:
        return None
    return exchange_rate(text, style=style_of(session))


def typed_amount(session: Session, text: str, currency: str) -> int | None:
    """A positive amount in minor units, None when not given."""
    if not text:
        return None
    return parse_positive_minor(text, style=style_of(session), digits=digits_of(currency))


def note_on(day: date, today: date) -> str:
    """What a sentence adds where something takes effect on another day than today."""
    if day > today:
        return f" (from {day} on, which is still to come)"
    return f" (back-dated: figures from {day} on have moved)" if day < today else ""


def shown(session: Session, minor: int, currency: str) -> str:
    """An amount for a sentence: 1,250.00 EUR."""
    return f"{format_minor(minor, style=style_of(session), digits=digits_of(currency))} {currency}"


def shown_most(session: Session, minor: int, currency: str) -> str:
    """What is left of something, where more was asked for: only 5.00 EUR, or nothing."""
    return f"only {shown(session, minor, currency)}" if minor else "nothing"
