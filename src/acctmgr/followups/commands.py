"""`followup`: the verbs that look; those that write are in write_commands and do_commands."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, show

if TYPE_CHECKING:
    from acctmgr.store.read import Reader

_TABLE = (
    "id",
    "due_on",
    "time",
    "done_on",
    "client",
    "text",
    "priority",
    "repeat",
    "contact",
    "deal",
    "late_days",
)
_OPTIONAL = ("deal", "contact", "repeat", "priority", "time", "done_on", "late_days")
_EMPTY = 'nothing to do: acctmgr followup add "Call Ana" --client REF --due fri'

app = noun("Follow-ups: what to do, for whom and when.")

Reference = Annotated[str, typer.Argument(metavar="FOLLOWUP", help="The follow-up's id.")]
Contact = Annotated[
    str | None, typer.Option(metavar="CONTACT", help="With whom: a contact's id, e-mail or name.")
]


@app.verb(
    "list",
    "followup list",
    "followup list --due today",
    "followup list --client acme --due all",
    "followup list --done --limit 10",
)
def list_command(
    due: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="today, overdue, week (today and the seven days after) or all (what is done too).",
        ),
    ] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="For this client.")] = None,
    is_done: Annotated[bool, typer.Option("--done", help="What is done, instead of what is to do.")] = False,
    priority: Annotated[str | None, typer.Option(metavar="high|normal|low", help="Of this priority.")] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="CONTACT", help="With this contact: id, e-mail or name.")
    ] = None,
    deal: Annotated[str | None, typer.Option(metavar="ID", help="About this deal.")] = None,
    where: Where = None,
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="One of: due done id client priority text; -KEY the other way round. What is next comes first.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List what is still to do, the next first; what is done with --done or --due all.

    A list is for looking and leaves fields out. To move data: `export followups`.
    """
    from acctmgr.followups import queries, rules
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        wanted = queries.Wanted(
            due=rules.one_of(due, "due day", queries.DUE) if due is not None else None,
            is_done=is_done,
            party_id=_client_id(db, client) if client is not None else 0,
            contact_id=_contact_id(db, contact) if contact is not None else 0,
            deal_id=_deal_id(db, deal) if deal is not None else 0,
            priority=rules.one_of(priority, "priority", rules.PRIORITIES) if priority is not None else None,
        )
        page = filtered(
            db,
            where,
            queries.FOLLOW_UP_FACTS,
            limit_of(limit),
            lambda limit: queries.follow_ups(db, wanted, today=dates.today(), sort=sort, limit=limit),
        )
        empty = _EMPTY if wanted == queries.Wanted() and where is None else "no follow-ups like that"
        table = rules.filled(_TABLE, _OPTIONAL, page.rows)
        result = Listing(
            page.rows, queries.FollowUpRow, db.notation, table, "id", page.left_out, empty, _OPTIONAL
        )
    show(result)


def _client_id(db: "Reader", reference: str) -> int:
    from acctmgr.parties.queries import find_party

    return find_party(db, reference).id


def _contact_id(db: "Reader", reference: str) -> int:
    from acctmgr.parties.contact_queries import find_contact

    return find_contact(db, reference).id


def _deal_id(db: "Reader", reference: str) -> int:
    from acctmgr.deals.queries import deal_id_of

    return deal_id_of(db, reference)


@app.verb("show", "followup show 12", "followup show 12 --format json")
def show_command(reference: Reference) -> None:
    """Show a follow-up with what was logged when it was done."""
    show(card_of(reference))


def card_of(reference: str) -> Card:
    """Everything known of a follow-up, to be shown."""
    from acctmgr.followups import queries
    from acctmgr.store.read import reading

    with reading() as db:
        follow_up = queries.follow_up(db, reference, today=dates.today())
        title = f"{follow_up.text} ({follow_up.client_name})"
        return Card(follow_up, db.notation, title=title, hidden=("text", "client_name"))
