"""The verbs of `followup` that add, change and delete it."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.followups import fact_rules
from acctmgr.followups.commands import Contact, Reference
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("")

Time = Annotated[str | None, typer.Option(metavar="HH:MM", help="The time of day.")]
Deal = Annotated[str | None, typer.Option(metavar="ID", help="The deal that it is about.")]
Priority = Annotated[str | None, typer.Option(metavar="high|normal|low", help="How much it matters.")]
Repeat = Annotated[
    str | None,
    typer.Option(
        metavar="EVERY", help="How far apart it repeats: 3d 2w 1m 1y; the 31st stays at month's end."
    ),
]


@app.verb(
    "add",
    'followup add "Call Ana about the offer" --client acme --due fri',
    'followup add "Quarterly review" --client acme --due 2026-12-31 --time 10:00 --repeat 3m --priority high',
    'followup add "Send the contract" --deal 12 --due +2d',
)
def add_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to do.")],
    due: Annotated[str, typer.Option(metavar="DATE", help="The day to do it.")],
    client: Annotated[
        str | None, typer.Option(metavar="REF", help="For whom; the deal's or contact's client if not given.")
    ] = None,
    time: Time = None,
    contact: Contact = None,
    deal: Deal = None,
    priority: Priority = None,
    repeat: Repeat = None,
) -> None:
    """Add something to do for a client on a day."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import link_service as links
    from acctmgr.followups import service
    from acctmgr.followups.commands import card_of
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(fact_rules.FOLLOW_UP, typed, dates.today())

    def add(session: "Session") -> tuple[int | None, str]:
        about = links.about(session, client=client, contact=contact, deal=deal)
        follow_up = service.add(session, client=about.client, contact=about.contact, facts=facts)
        links.set_deal(session, follow_up, about.deal)
        return follow_up.id, about.client.name

    follow_up_id, client_name = change(add)
    card = card_of(str(follow_up_id)) if is_whole_wanted() else None
    added(
        str(follow_up_id), f"added follow-up {facts['text']} with {client_name}, due {facts['due_on']}", card
    )


@app.verb(
    "edit",
    "followup edit 12 --due +1w --time 16:30",
    "followup edit 12 --repeat 2w --priority high",
    "followup edit 12 --clear repeat --clear contact",
)
def edit_command(
    reference: Reference,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="What is to do.")] = None,
    due: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day to do it; what repeats is counted from it.")
    ] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="For whom.")] = None,
    time: Time = None,
    contact: Contact = None,
    deal: Deal = None,
    priority: Priority = None,
    repeat: Repeat = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=f"Take away one of: {' '.join(fact_rules.clear_words(fact_rules.FOLLOW_UP))}.",
        ),
    ] = None,
) -> None:
    """Change what is named; all else stays as it is."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import link_service as links
    from acctmgr.followups import service
    from acctmgr.store.write import change

    wanted = fact_rules.edit_of(fact_rules.FOLLOW_UP, typed, dates.today())
    if not wanted.is_anything:
        raise WrongUsage("nothing to change was named", hint="see: acctmgr followup edit --help")

    def edit(session: "Session") -> str:
        follow_up = service.find(session, reference)
        service.edit(session, follow_up, wanted.facts)
        links.move(session, follow_up, links.Move(client, contact, deal, wanted.clear))
        return f"changed follow-up {follow_up.id} {follow_up.text}"

    say(change(edit))


@app.verb("rm", "followup rm 12", "followup rm 12 --yes")
def rm_command(reference: Reference) -> None:
    """Delete a follow-up; what came to be is rather done."""
    from acctmgr.deals import link_service as links
    from acctmgr.followups import queries, service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change
    from acctmgr.ui.prompts import confirm

    with reading() as db:
        follow_up = queries.follow_up(db, reference, today=dates.today())
    confirm(f"Delete follow-up {follow_up.id} {follow_up.text}?", yes=confirmed())
    change(lambda session: links.remove(session, service.find(session, str(follow_up.id))))
    say(f"deleted follow-up {follow_up.id} {follow_up.text}")
