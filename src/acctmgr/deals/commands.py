"""`deal`: the verbs that look; those that write are in write_commands and move_commands."""

from typing import Annotated

import typer

from acctmgr.core import dates
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, show

_TABLE = ("id", "name", "client", "stage", "amount", "expected_on", "owner")  # what 80 columns hold
_OPTIONAL = ("owner", "expected_on")
_EMPTY = "no deals yet: acctmgr deal add NAME --client REF"

app = noun("Deals and the stages of the pipeline.")

Reference = Annotated[
    str, typer.Argument(metavar="ID", help="The deal's id, or exactly the key it was imported with.")
]


@app.verb(
    "list",
    "deal list --open",
    "deal list --stage proposal --owner ana --sort -amount",
    "deal list --from today --to eoq",
    'deal list --open --where "amount>5000 and client.tier=A"',
)
def list_command(
    stage: Annotated[str | None, typer.Option(metavar="STAGE", help="In this stage.")] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="With this client.")] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Looked after by this one of us.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Neither won nor lost.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Closed, or expected to close, from this day on."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Closed, or expected to close, up to this day.")
    ] = None,
    where: Where = None,
    sort: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="One of: close id name client stage amount weighted probability opened owner;"
            " -KEY the other way round.",
        ),
    ] = "close",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List deals: the open ones as they are expected to close, then those closed last.

    A list is for looking and leaves fields out. To move data: `export deals`.
    """
    from acctmgr.deals import queries
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    today = dates.today()
    with reading() as db:
        wanted = queries.Wanted(
            stage=stage,
            party_id=find_party(db, client).id if client is not None else 0,
            owner=owner,
            only_open=only_open,
            from_on=dates.parse_date(since, today) if since else None,
            to_on=dates.parse_date(until, today) if until else None,
        )
        page = filtered(
            db,
            where,
            queries.DEAL_FACTS,
            limit_of(limit),
            lambda limit: queries.deals(db, wanted, sort=sort, limit=limit),
        )
        empty = _EMPTY if wanted == queries.Wanted() and where is None else "no deals like that"
        result = Listing(
            page.rows, queries.DealRow, db.notation, _TABLE, "id", page.left_out, empty, _OPTIONAL
        )
    show(result)


@app.verb("show", "deal show 12", "deal show 1C1I7A6R --format json")
def show_command(reference: Reference) -> None:
    """Show a deal with its way through the pipeline, what is to do and what happened."""
    show(card_of(reference))


def card_of(reference: str) -> Card:
    """Everything known of a deal, to be shown."""
    from acctmgr.deals import queries
    from acctmgr.store.read import reading

    with reading() as db:
        deal = queries.deal(db, reference, today=dates.today())
        return Card(
            deal,
            db.notation,
            title=f"{deal.name} ({deal.client_name})",
            hidden=("name", "client_name", "kind"),
        )
