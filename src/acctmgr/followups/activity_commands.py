"""`activity`: what happened; `log` adds to it."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.followups import fact_rules
from acctmgr.followups.commands import Contact
from acctmgr.ui.options import Where, confirmed, limit_of, noun
from acctmgr.ui.output import Card, Listing, say, show

if TYPE_CHECKING:
    from sqlmodel import Session

_TABLE = ("id", "on", "kind", "client", "text", "contact", "minutes", "deal")
_OPTIONAL = ("deal", "minutes", "contact")
_EMPTY = "no activities yet: acctmgr log CLIENT TEXT"

app = noun("Activities: the calls, meetings and mails that were logged.")

Reference = Annotated[str, typer.Argument(metavar="ACTIVITY", help="The activity's id.")]
Kind = Annotated[str, typer.Option(metavar="KIND", help="One of: call email meeting visit note message.")]
OneKind = Annotated[
    str | None, typer.Option(metavar="KIND", help="One of: call email meeting visit note message.")
]
Minutes = Annotated[str | None, typer.Option(metavar="N", help="How many minutes it took.")]
Deal = Annotated[str | None, typer.Option(metavar="ID", help="The deal that it was about.")]


@app.verb(
    "list",
    "activity list --client acme",
    "activity list --kind call --since -30d",
    "activity list --from 2026-01-01 --to 2026-03-31 --format csv",
)
def list_command(
    client: Annotated[str | None, typer.Option(metavar="REF", help="With this client.")] = None,
    kind: OneKind = None,
    since: Annotated[
        str | None, typer.Option("--since", "--from", metavar="DATE", help="From this day on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="CONTACT", help="With this contact: id, e-mail or name.")
    ] = None,
    deal: Annotated[str | None, typer.Option(metavar="ID", help="About this deal.")] = None,
    where: Where = None,
    sort: Annotated[
        str,
        typer.Option(metavar="KEY", help="One of: on id kind client minutes; -KEY the other way round."),
    ] = "-on",
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List what happened, the latest first.

    A list is for looking and leaves fields out. To move data: `export activities`.
    """
    from acctmgr.deals.queries import deal_id_of
    from acctmgr.followups import activity_queries as queries
    from acctmgr.followups import rules
    from acctmgr.parties.contact_queries import find_contact
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    today = dates.today()
    with reading() as db:
        wanted = queries.Wanted(
            kind=rules.one_of(kind, "kind", rules.KINDS) if kind is not None else None,
            party_id=find_party(db, client).id if client is not None else 0,
            contact_id=find_contact(db, contact).id if contact is not None else 0,
            deal_id=deal_id_of(db, deal) if deal is not None else 0,
            from_on=dates.parse_date(since, today) if since is not None else None,
            to_on=dates.parse_date(until, today) if until is not None else None,
        )
        page = filtered(
            db,
            where,
            queries.ACTIVITY_FACTS,
            limit_of(limit),
            lambda limit: queries.activities(db, wanted, sort=sort, limit=limit),
        )
        empty = _EMPTY if wanted == queries.Wanted() and where is None else "no activities like that"
        table = rules.filled(_TABLE, _OPTIONAL, page.rows)
        result = Listing(
            page.rows, queries.ActivityRow, db.notation, table, "id", page.left_out, empty, _OPTIONAL
        )
    show(result)


@app.verb("show", "activity show 7", "activity show 7 --format json")
def show_command(reference: Reference) -> None:
    """Show an activity, its whole text."""
    show(card_of(reference))


def card_of(reference: str) -> Card:
    """Everything known of an activity, to be shown."""
    from acctmgr.followups import activity_queries as queries
    from acctmgr.store.read import reading

    with reading() as db:
        activity = queries.activity(db, reference)
        title = f"{activity.kind} with {activity.client_name} on {activity.on}"
        return Card(activity, db.notation, title=title, hidden=("client_name", "kind", "on"))


@app.verb(
    "edit",
    'activity edit 7 --kind meeting --minutes 45 --text "Met Ana at her office"',
    "activity edit 7 --on yesterday --clear deal",
)
def edit_command(
    reference: Reference,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="What happened.")] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="With whom.")] = None,
    kind: OneKind = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day it happened.")] = None,
    minutes: Minutes = None,
    contact: Contact = None,
    deal: Deal = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help=f"Take away one of: {' '.join(fact_rules.clear_words(fact_rules.ACTIVITY))}."
        ),
    ] = None,
) -> None:
    """Change what is named; all else stays as it is."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import link_service as links
    from acctmgr.followups import activity_service as service
    from acctmgr.store.write import change

    wanted = fact_rules.edit_of(fact_rules.ACTIVITY, typed, dates.today())
    if not wanted.is_anything:
        raise WrongUsage("nothing to change was named", hint="see: acctmgr activity edit --help")

    def edit(session: "Session") -> str:
        activity = service.find(session, reference)
        service.edit(session, activity, wanted.facts)
        links.move(session, activity, links.Move(client, contact, deal, wanted.clear))
        return f"changed {activity.kind} {activity.id}"

    say(change(edit))


@app.verb("rm", "activity rm 7", "activity rm 7 --yes")
def rm_command(reference: Reference) -> None:
    """Delete an activity that never was."""
    from acctmgr.deals import link_service as links
    from acctmgr.followups import activity_queries as queries
    from acctmgr.followups import activity_service as service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change
    from acctmgr.ui.prompts import confirm

    with reading() as db:
        activity = queries.activity(db, reference)
    confirm(
        f"Delete {activity.kind} {activity.id} with {activity.client_name} on {activity.on}?", yes=confirmed()
    )
    change(lambda session: links.remove(session, service.find(session, str(activity.id))))
    say(f"deleted {activity.kind} {activity.id}")
