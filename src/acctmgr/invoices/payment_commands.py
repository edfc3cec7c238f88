"""`payment`: the verbs that look; those that write are in pay_commands."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, show

if TYPE_CHECKING:
    from acctmgr.store.read import Reader

app = noun("Money received and paid back, and what it settles.")

_TABLE = ("payment", "paid_on", "client", "amount", "open", "account", "status")
_OPTIONAL = ("account", "status")
_EMPTY = "no payments here: acctmgr invoice pay NUMBER, or acctmgr payment add CLIENT AMOUNT"


@app.verb(
    "list",
    "payment list --client acme",
    "payment list --open",
    "payment list --from bom --to today",
    'payment list --where "amount>1000 and client.country=ES"',
)
def list_command(
    *,
    client: Annotated[str | None, typer.Option(metavar="REF", help="Of one client.")] = None,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="Received on this day or later.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="Received on this day or earlier.")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Only what has something left to apply.")] = False,
    where: Where = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List payments, and refunds as negative ones, as they stand today, the newest first.

    A list is for looking and leaves fields out. To move data: `export payments`.
    """
    from acctmgr.invoices import payment_queries
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    today = dates.today()
    with reading() as db:
        wanted = payment_queries.Wanted(
            party_id=find_party(db, client).id if client is not None else None,
            first=dates.parse_date(first, today) if first else None,
            last=dates.parse_date(last, today) if last else None,
            is_open=open_,
        )
        page = filtered(
            db,
            where,
            payment_queries.PAYMENT_FACTS,
            limit_of(limit),
            lambda limit: payment_queries.payments(db, wanted, today=today, limit=limit),
        )
        empty = _EMPTY if wanted == payment_queries.Wanted() and where is None else "no payments like that"
        result = Listing(
            page.rows,
            payment_queries.PaymentRow,
            db.notation,
            _TABLE,
            "payment",
            page.left_out,
            empty,
            _OPTIONAL,
        )
    show(result)


@app.verb("show", "payment show p12")
def show_command(
    payment: Annotated[str, typer.Argument(metavar="PAYMENT", help="Its reference: p12.")],
) -> None:
    """Show a payment, or a refund, with what it settles."""
    from acctmgr.store.read import reading

    with reading() as db:
        card = card_of(db, payment)
    show(card)


def card_of(db: "Reader", reference: str) -> Card:
    """Everything known of a payment, to be shown."""
    from acctmgr.invoices import payment_queries

    card = payment_queries.payment(db, reference, today=dates.today())
    return Card(card, db.notation, ref="payment", title=f"Payment {card.payment}", hidden=("id",))
