"""The verbs of `followup` that take it off the list, put it off or back."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.core.errors import Refused
from acctmgr.followups import fact_rules
from acctmgr.followups.commands import Reference
from acctmgr.ui.options import noun
from acctmgr.ui.output import say

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("")


@app.verb(
    "done",
    "followup done 12",
    'followup done 12 --note "She signs on Monday" --kind call',
    "followup done 12 13 --on yesterday",
)
def done_command(
    references: Annotated[list[str], typer.Argument(metavar="FOLLOWUP...", help="Their ids.")],
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What came of it: logs an activity.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="Of the activity: call, email, meeting, visit, note or message; alone it logs the text"
            " of the follow-up.",
        ),
    ] = None,
    on: Annotated[str, typer.Option(metavar="DATE", help="The day it was done.")] = "today",
) -> None:
    """Tick follow-ups off; one that repeats makes its next, the first of its plan after that day."""
    from acctmgr.deals import link_service as links
    from acctmgr.followups import service
    from acctmgr.store.write import change

    today = dates.today()
    day = fact_rules.past_day(on, today)
    facts = fact_rules.facts_of(fact_rules.ACTIVITY, {"text": note, "kind": kind}, today)

    def done(session: "Session") -> list[str]:
        told = []
        for reference in dict.fromkeys(references):
            follow_up = service.find(session, reference)
            following = links.done(session, follow_up, on=day)
            told.append(f"follow-up {follow_up.id} {follow_up.text} is done")
            if facts:
                activity = links.log_done(session, follow_up, {**facts, "happened_on": day})
                told.append(f"logged {activity.kind} {activity.id}")
            if following:
                told.append(f"its next is follow-up {following.id}, due {following.due_on}")
        return told

    for sentence in change(done):
        say(sentence)


@app.verb("reopen", "followup reopen 12")
def reopen_command(reference: Reference) -> None:
    """Take back that a follow-up was done, with the next that it made; what was logged stays."""
    from acctmgr.deals import link_service as links
    from acctmgr.followups import service
    from acctmgr.store.write import change

    def reopen(session: "Session") -> str:
        follow_up = service.find(session, reference)
        following = service.following(session, follow_up)
        gone = f"; its next, follow-up {following.id}, is gone" if following else ""
        links.reopen(session, follow_up)
        return f"follow-up {follow_up.id} {follow_up.text} is to do again, due {follow_up.due_on}{gone}"

    say(change(reopen))


@app.verb("snooze", "followup snooze 12 mon", "followup snooze 12 +1w")
def snooze_command(
    reference: Reference,
    to: Annotated[str, typer.Argument(metavar="DATE", help="The day to do it instead.")],
) -> None:
    """Put a follow-up off; what repeats stays as planned."""
    from acctmgr.followups import service
    from acctmgr.store.write import change

    today = dates.today()
    day = dates.parse_date(to, today)
    if day < today:
        raise Refused(f"{day} is over", hint="to say when it was due: acctmgr followup edit ID --due DATE")

    def snooze(session: "Session") -> Any:
        follow_up = service.find(session, reference)
        service.snooze(session, follow_up, to=day)
        return f"follow-up {follow_up.id} {follow_up.text} is due {day}"

    say(change(snooze))
