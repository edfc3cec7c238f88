"""Amounts of deals as typed: what they are depends on the book and on the deal."""

from sqlmodel import Session

from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import digits_of, parse_unsigned_minor, style_named
from acctmgr.deals.tables import Deal
from acctmgr.parties.tables import Party
from acctmgr.store.settings_service import book_setting


def currency_for(session: Session, client: Party, typed: str | None) -> str:
    """The currency of a new deal: as typed, the client's or the book's."""
    return typed or client.currency or book_setting(session, "currency")


def amount(session: Session, text: str, currency: str) -> int:
    """An amount as typed, in minor units of the deal's currency."""
    style = style_named(book_setting(session, "number_style"))
    return parse_unsigned_minor(text, style=style, digits=digits_of(currency))


def new_amount(session: Session, deal: Deal, text: str | None, currency: str | None) -> dict[str, int]:
    """The amount typed, by its column; another currency with other decimals needs one."""
    if text is not None:
        return {"amount_minor": amount(session, text, currency or deal.currency)}
    if currency and deal.amount_minor is not None and digits_of(currency) != digits_of(deal.currency):
        raise WrongUsage(
            f"the amount is in {deal.currency}, which has other decimals", hint="give it anew: --amount"
        )
    return {}
