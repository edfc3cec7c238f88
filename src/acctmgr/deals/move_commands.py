"""The verbs of `deal` that take it through the pipeline."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.deals import fact_rules
from acctmgr.deals.commands import Reference
from acctmgr.deals.rules import moved_sentence
from acctmgr.ui.options import noun
from acctmgr.ui.output import say

if TYPE_CHECKING:
    from sqlmodel import Session

app = noun("")

Amount = Annotated[str | None, typer.Option(metavar="AMOUNT", help="What it would bring, in its currency.")]
On = Annotated[str, typer.Option(metavar="DATE", help="The day it happened.")]


@app.verb("move", "deal move 12 proposal", "deal move 12 nego --on fri")
def move_command(
    reference: Reference,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="Its name, or the beginning of it.")],
    on: On = "today",
) -> None:
    """Move a deal to another stage; a day before other moves is put in between them."""
    from acctmgr.deals import service, stage_service
    from acctmgr.store.write import change

    day = fact_rules.past_day(on, dates.today())

    def move(session: "Session") -> str:
        deal = service.find(session, reference)
        target = stage_service.stage_named(session, stage)
        held = service.move(session, deal, stage=target, on=day)
        return moved_sentence(f"{deal.id} {deal.name}", held.name, target.name, target.kind, day)

    say(change(move))


@app.verb("win", "deal win 12", "deal win 12 --on yesterday --amount 14,500")
def win_command(reference: Reference, on: On = "today", amount: Amount = None) -> None:
    """Win a deal."""
    _close(reference, "won", on, amount=amount)


@app.verb("lose", 'deal lose 12 --reason "too expensive"')
def lose_command(
    reference: Reference,
    on: On = "today",
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
) -> None:
    """Lose a deal."""
    _close(reference, "lost", on, reason=reason)


def _close(
    reference: str, kind: str, on: str, *, amount: str | None = None, reason: str | None = None
) -> None:
    from acctmgr.deals import amount_service, service
    from acctmgr.store.write import change

    day = fact_rules.past_day(on, dates.today())
    facts = fact_rules.facts_of({"reason": reason}, dates.today())

    def close(session: "Session") -> str:
        deal = service.find(session, reference)
        service.close(session, deal, kind=kind, on=day)
        money = amount_service.new_amount(session, deal, amount, None)
        service.edit(session, deal, fact_rules.Edit(facts=facts | money))
        return f"deal {deal.id} {deal.name} is {kind} on {day}"

    say(change(close))


@app.verb("reopen", "deal reopen 12", "deal reopen 12 qualified --on yesterday")
def reopen_command(
    reference: Reference,
    stage: Annotated[
        str | None, typer.Argument(metavar="[STAGE]", help="Where it goes on; where it was if not given.")
    ] = None,
    on: On = "today",
) -> None:
    """Open a won or lost deal again; its history keeps that it was closed."""
    from acctmgr.deals import service, stage_service
    from acctmgr.store.write import change

    day = fact_rules.past_day(on, dates.today())

    def reopen(session: "Session") -> str:
        deal = service.find(session, reference)
        wanted = stage_service.stage_named(session, stage) if stage is not None else None
        held = service.reopen(session, deal, stage=wanted, on=day)
        return f"deal {deal.id} {deal.name} is open again, in {held.name} from {day} on"

    say(change(reopen))
