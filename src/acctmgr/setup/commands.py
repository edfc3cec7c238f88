"""`init`: make a new book."""

from typing import Annotated

import typer

from acctmgr.core.money import check_currency, style_named
from acctmgr.core.text import clean_line
from acctmgr.store import book as books
from acctmgr.ui.options import noun
from acctmgr.ui.output import say

init = noun("Make a new book.", is_single=True)


@init.verb("init", 'init --currency EUR --name "Acme Studio"', "--db team.db init --currency USD")
def init_command(
    currency: Annotated[
        str,
        typer.Option(
            metavar="CODE",
            help="Currency of the books, ISO code; that of the machine's country if not given, else EUR.",
        ),
    ] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="Your business as it stands on documents.")] = "",
    number_style: Annotated[
        str, typer.Option(metavar="STYLE", help="How amounts are typed and shown: 1,250.00 or 1.250,00.")
    ] = "1,250.00",
) -> None:
    """Make a new book: at --db, under --book, or the default one.

    A book that is there already is left alone, and that is an error.
    """
    from acctmgr.store.create import create

    chosen = {
        "currency": check_currency(currency) if currency else default_currency(),
        "number_style": style_named(number_style).name,
        "company.name": clean_line(name, "the name") if name else "",
    }
    book = books.current()
    create(book, chosen)
    say(f"made a book at {book.title} in {chosen['currency']}")


def default_currency() -> str:
    """The currency of the country that the machine is set up for."""
    import os

    from acctmgr.core.money import currency_of_country

    words = os.environ.get("LC_ALL") or os.environ.get("LC_MONETARY") or os.environ.get("LANG") or ""
    return currency_of_country(words.partition(".")[0].rpartition("_")[2])
