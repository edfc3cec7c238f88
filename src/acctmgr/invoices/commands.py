"""`invoice`: the verbs that look; those that write are in write_commands and pay_commands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.text import listed
from acctmgr.invoices.status_rules import STATUSES
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, is_whole_wanted, show

if TYPE_CHECKING:
    from acctmgr.store.read import Reader

app = noun("Invoices and credit notes.")

NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Its number, or an unambiguous ending of it.")
]
On = Annotated[str, typer.Option(metavar="DATE", help="The day it takes effect; today if not given.")]
Rate = Annotated[str, typer.Option(metavar="RATE", help="Book currency for one unit of it.")]

_TABLE = ("document", "status", "client", "due_on", "total", "open", "late_days")
_OPTIONAL = ("late_days", "status", "due_on")
_EMPTY = 'no invoices here: acctmgr invoice add CLIENT --line "Consulting; 10; 80.00"'

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Its number or an ending of it; a draft: d12.")]


@app.verb(
    "list",
    "invoice list --open --client acme",
    "invoice list --overdue --sort due",
    "invoice list --credits --from bom",
    'invoice list --where "late_days>30 and total>=1000 and client.tier=A"',
)
def list_command(
    *,
    open_: Annotated[bool, typer.Option("--open", help="Only what has something open.")] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only what is open and past its due date.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Only drafts.")] = False,
    credits_: Annotated[bool, typer.Option("--credits", help="Credit notes instead of invoices.")] = False,
    status: Annotated[
        str | None,
        typer.Option(metavar="WORD", help=f"{listed(STATUSES)}."),
    ] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="Of one client.")] = None,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Issued on this day or later.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Issued on this day or earlier.")] = "",
    where: Where = None,
    sort: Annotated[
        str,
        typer.Option(
            metavar="KEY", help="date, due, number, client, total or open; - in front turns it round."
        ),
    ] = "-date",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List invoices, or credit notes, as they stand today; the newest first.

    What is dated after today is coming: nothing of it is open before its day.

    A list is for looking and leaves fields out. To move data: `export invoices`.
    """
    from acctmgr.invoices import queries
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        wanted = queries.Wanted(
            kind="credit_note" if credits_ else "invoice",
            party_id=find_party(db, client).id if client is not None else None,
            status=status,
            first=_day(first),
            last=_day(last),
            is_draft=draft,
            is_open=open_,
            is_overdue=overdue,
            has_lines=is_whole_wanted(),
        )
        page = filtered(
            db,
            where,
            queries.INVOICE_FACTS,
            limit_of(limit),
            lambda limit: queries.invoices(db, wanted, today=dates.today(), sort=sort, limit=limit),
        )
        empty = _EMPTY if wanted.is_all and where is None else "no invoices like that"
        result = Listing(
            page.rows, queries.InvoiceRow, db.notation, _TABLE, "document", page.left_out, empty, _OPTIONAL
        )
    show(result)


@app.verb("show", "invoice show 7", "invoice show INV-2026-0007 --format json", "invoice show d12")
def show_command(number: Number) -> None:
    """Show an invoice or credit note with its lines, taxes and what settles it."""
    from acctmgr.store.read import reading

    with reading() as db:
        card = card_of(db, number)
    show(card)


@app.verb("gaps", "invoice gaps", "invoice gaps --format json")
def gaps_command() -> None:
    """Show for each series of numbers whether one is missing."""
    from acctmgr.invoices import gap_queries
    from acctmgr.store.read import reading

    with reading() as db:
        rows = gap_queries.gaps(db)
        result = Listing(rows, gap_queries.SeriesRow, db.notation, ref="first", empty="no numbers yet")
    show(result)


# lines have discounts of their own
DISCOUNT_HEADS = {"discount": "document discount", "discount_percent": "document discount percent"}


def card_of(db: "Reader", reference: str) -> Card:
    """Everything known of a document, to be shown."""
    from acctmgr.invoices import card_queries, queries

    found = queries.find_document(db, reference)
    card = card_queries.card(db, found, today=dates.today())
    what = "Draft" if card.number is None else found.kind.replace("_", " ").capitalize()
    return Card(
        card,
        db.notation,
        ref="document",
        title=f"{what} {card.document}",
        hidden=("id", "kind", "number"),
        heads=DISCOUNT_HEADS,
    )


def _day(text: str) -> date | None:
    return dates.parse_date(text, dates.today()) if text else None
