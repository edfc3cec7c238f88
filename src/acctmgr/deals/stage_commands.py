"""`deal stage`: the stages that deals go through."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import clean_line
from acctmgr.deals.fact_rules import parse_probability
from acctmgr.ui.options import Where, confirmed, noun
from acctmgr.ui.output import Card, Listing, added, is_whole_wanted, say, show

if TYPE_CHECKING:
    from sqlmodel import Session

_LENGTH = 40  # of a stage's name

Stage = Annotated[str, typer.Argument(metavar="STAGE", help="Its name, or the beginning of it.")]

app = noun("The stages of the pipeline.")


@app.verb("list", "deal stage list", 'deal stage list --where "deals>0"')
def list_command(where: Where = None) -> None:
    """List the stages in the order of the pipeline, with the deals in them now."""
    from acctmgr.deals import queries
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    with reading() as db:
        page = filtered(db, where, queries.STAGE_FACTS, 0, lambda limit: queries.stages(db, limit=limit))
        empty = "no stages like that" if where else ""
        result = Listing(page.rows, queries.StageRow, db.notation, ref="name", empty=empty)
    show(result)


@app.verb("add", "deal stage add Demo --probability 40 --before proposal")
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    probability: Annotated[
        str, typer.Option(metavar="PERCENT", help="That a deal in it is won, unless the deal says otherwise.")
    ],
    before: Annotated[
        str | None,
        typer.Option(metavar="STAGE", help="It comes before this one; last of the open ones if not given."),
    ] = None,
) -> None:
    """Add an open stage."""
    from acctmgr.deals import stage_service
    from acctmgr.store.write import change

    title, percent = clean_line(name, "the name", max_length=_LENGTH), parse_probability(probability)
    change(lambda session: stage_service.add(session, name=title, probability=percent, before=before))
    added(title, f"added stage {title} at {percent} %", _card(title) if is_whole_wanted() else None)


@app.verb("edit", "deal stage edit proposal --probability 60", "deal stage edit lead --name Contacted")
def edit_command(
    stage: Stage,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What it is called from now on.")] = None,
    probability: Annotated[
        str | None, typer.Option(metavar="PERCENT", help="That a deal in it is won.")
    ] = None,
) -> None:
    """Give a stage another name or probability."""
    from acctmgr.deals import stage_service
    from acctmgr.store.write import change

    if name is None and probability is None:
        raise WrongUsage("nothing to change was named", hint="give --name or --probability")
    title = clean_line(name, "the name", max_length=_LENGTH) if name is not None else None
    percent = parse_probability(probability) if probability is not None else None

    def edit(session: "Session") -> str:
        found = stage_service.stage_named(session, stage)
        stage_service.edit(session, found, name=title, probability=percent)
        return f"changed stage {found.name}, at {found.probability} %"

    say(change(edit))


@app.verb("rm", "deal stage rm qualified --move-to lead")
def rm_command(
    stage: Stage,
    move_to: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Where its deals and their history go.")
    ] = None,
) -> None:
    """Remove an open stage; its deals, and those that passed through it, go to another one."""
    from acctmgr.deals import queries, stage_service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change
    from acctmgr.ui.prompts import confirm

    with reading() as db:
        name = queries.stage_named(db, stage)
        target = queries.stage_named(db, move_to) if move_to is not None else None
    whereto = f" and move its deals and their history to {target}" if target else ""
    confirm(f"Remove stage {name}{whereto}?", yes=confirmed())

    def remove(session: "Session") -> int:
        going = stage_service.stage_named(session, name)
        kept = stage_service.stage_named(session, target) if target else None
        return stage_service.remove(session, going, move_to=kept)

    moved = change(remove)
    say(f"removed stage {name}" + (f"; deals moved to {target}: {moved}" if target else ""))


@app.verb("order", "deal stage order lead qualified proposal negotiation")
def order_command(
    stages: Annotated[list[str], typer.Argument(metavar="STAGE...", help="Those that come first, in order.")],
) -> None:
    """Put the open stages in another order; those not named follow as they stood."""
    from acctmgr.deals import stage_service
    from acctmgr.store.write import change

    change(lambda session: stage_service.order(session, stages))
    list_command()


def _card(name: str) -> Card:
    from acctmgr.deals import queries
    from acctmgr.store.read import reading

    with reading() as db:
        row = next(row for row in queries.stages(db).rows if row.name == name)
        return Card(row, db.notation, ref="name", title=name)
