"""`log`: what happened with a client, in one line."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.followups import fact_rules, rules
from acctmgr.followups.activity_commands import Deal, Kind, Minutes, card_of
from acctmgr.followups.commands import Contact
from acctmgr.ui.options import noun
from acctmgr.ui.output import added, is_whole_wanted

if TYPE_CHECKING:
    from sqlmodel import Session

log = noun("Log a call, a meeting, a mail: what happened with a client.", is_single=True)


@log.verb(
    "log",
    'log acme "Ana likes the offer" --kind call --minutes 15',
    'log acme "Met at the fair" --kind meeting --on yesterday --follow-up "fri 09:30: Send the brochure"',
    'log acme "Sent the contract" --kind email --contact ana --deal 12',
)
def log_command(
    client: Annotated[
        str, typer.Argument(metavar="CLIENT", help="Handle, id, e-mail or name, or the beginning of one.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened.")],
    kind: Kind = "note",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day it happened.")] = "today",
    minutes: Minutes = None,
    contact: Contact = None,
    deal: Deal = None,
    follow_up: Annotated[
        str | None,
        typer.Option(
            metavar="DATE: TEXT", help='What is to do next, in the same breath: "fri 09:30: Send the offer".'
        ),
    ] = None,
) -> None:
    """Log what happened with a client; prints the id of the activity."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import link_service as links
    from acctmgr.followups import activity_service as service
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(fact_rules.ACTIVITY, typed, dates.today())
    next_up = rules.parse_dated(follow_up, "--follow-up", dates.today()) if follow_up is not None else None

    def add(session: "Session") -> tuple[int | None, str]:
        about = links.about(session, client=client, contact=contact, deal=deal)
        activity = service.log(session, client=about.client, contact=about.contact, facts=facts)
        links.set_deal(session, activity, about.deal)
        told = f"logged {activity.kind} with {about.client.name} on {activity.happened_on}"
        if next_up:
            planned = links.plan(session, about, next_up)
            told += f"; follow-up {planned.id} {planned.text}, due {planned.due_on}"
        return activity.id, told

    activity_id, sentence = change(add)
    added(str(activity_id), sentence, card_of(str(activity_id)) if is_whole_wanted() else None)
