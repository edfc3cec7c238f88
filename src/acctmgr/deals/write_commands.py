"""The verbs of `deal` that add, change and delete it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.deals import fact_rules
from acctmgr.deals.commands import Reference
from acctmgr.deals.move_commands import Amount
from acctmgr.deals.rules import moved_sentence
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say

if TYPE_CHECKING:
    from sqlmodel import Session

    from acctmgr.deals.tables import Deal
    from acctmgr.followups.rules import Dated

app = noun("")

Currency = Annotated[
    str | None, typer.Option(metavar="CODE", help="Of the amount; the client's or the book's if not given.")
]
Probability = Annotated[
    str | None, typer.Option(metavar="PERCENT", help="That it is won, if not what its stage says.")
]
Opened = Annotated[str | None, typer.Option(metavar="DATE", help="The day it began.")]
Close = Annotated[str | None, typer.Option(metavar="DATE", help="The day it is expected to close.")]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Who of us looks after it.")]
Source = Annotated[str | None, typer.Option(metavar="TEXT", help="Where it came from.")]
Competitor = Annotated[str | None, typer.Option(metavar="NAME", help="Who else is after it.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Whatever else there is to say.")]
Tag = Annotated[list[str] | None, typer.Option(metavar="WORD", help="A word on it, as often as needed.")]
Field = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="A field of your own, as often as needed.")
]
Next = Annotated[
    str | None,
    typer.Option("--next", metavar="DATE: TEXT", help='What is to do next about it: "fri: Send the offer".'),
]


@app.verb(
    "add",
    'deal add "New website" --client acme --amount 12,000 --close eoq --next "fri 09:30: Call Ana"',
    'deal add "Support 2027" --client acme --stage proposal --probability 60 --tag renewal --field region=north',
)
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is about.")],
    client: Annotated[str, typer.Option(metavar="REF", help="Who would buy: handle, id, e-mail or name.")],
    amount: Amount = None,
    currency: Currency = None,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="An open stage; the first if not given.")
    ] = None,
    probability: Probability = None,
    opened: Opened = "today",
    close: Close = None,
    owner: Owner = None,
    source: Source = None,
    competitor: Competitor = None,
    note: Note = None,
    tag: Tag = None,
    field: Field = None,
    next_up: Next = None,
) -> None:
    """Add a deal."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import amount_service, service, stage_service
    from acctmgr.deals.commands import card_of
    from acctmgr.parties import service as parties
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(typed, dates.today())
    words = _words(tag, None, field)
    planned = _next_of(next_up)

    def add(session: "Session") -> tuple[int | None, str]:
        buyer = parties.find(session, client)
        start = (
            stage_service.stage_of_kind(session, "open")
            if stage is None
            else stage_service.stage_named(session, stage)
        )
        code = amount_service.currency_for(session, buyer, facts.get("currency"))
        minor = amount_service.amount(session, amount, code) if amount is not None else None
        money = {"currency": code, "amount_minor": minor}
        opened_on = facts["opened_on"]
        deal = service.add(session, client=buyer, stage=start, opened_on=opened_on, facts=facts | money)
        service.edit(session, deal, words)
        told = [f"added deal {deal.name} with {buyer.name}, in {start.name}", *_plan(session, deal, planned)]
        return deal.id, "; ".join(told)

    deal_id, sentence = change(add)
    added(str(deal_id), sentence, card_of(str(deal_id)) if is_whole_wanted() else None)


@app.verb(
    "edit",
    "deal edit 12 --amount 15,000 --close +2m",
    'deal edit 12 --next "mon: Send the contract"',
    "deal edit 12 --clear competitor --rm-tag renewal",
)
def edit_command(
    reference: Reference,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What it is about.")] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="Who would buy.")] = None,
    amount: Amount = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="Of the amount.")] = None,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Moves it there today, as `deal move`.")
    ] = None,
    probability: Probability = None,
    opened: Opened = None,
    close: Close = None,
    owner: Owner = None,
    source: Source = None,
    competitor: Competitor = None,
    note: Note = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it was lost.")] = None,
    tag: Tag = None,
    rm_tag: Annotated[list[str] | None, typer.Option(metavar="WORD", help="A word to take off it.")] = None,
    field: Field = None,
    next_up: Next = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=f"Take away one of: {' '.join(fact_rules.clear_words())}, or a field of your own.",
        ),
    ] = None,
) -> None:
    """Change what is known of a deal."""
    typed = locals()  # by the names of the options, which are the names of the facts
    from acctmgr.deals import amount_service, service
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(typed, dates.today())
    words = _words(tag, rm_tag, field)._replace(clear=clear or [])
    is_changed = bool(facts) or any(words) or client is not None or amount is not None
    planned = _next_of(next_up)
    if not is_changed and stage is None and planned is None:
        raise WrongUsage("nothing to change was named", hint="see: acctmgr deal edit --help")

    def edit(session: "Session") -> list[str]:
        deal = service.find(session, reference)
        if client is not None:
            _give(session, deal, client)
        moved = _moved(session, deal, stage) if stage is not None else None
        money = amount_service.new_amount(session, deal, amount, facts.get("currency"))
        service.edit(session, deal, words._replace(facts=facts | money))
        title = f"{deal.id} {deal.name}"
        told = [f"changed deal {title}"] if is_changed else []
        told += [moved_sentence(title, *moved)] if moved else []
        return [*told, *_plan(session, deal, planned)]

    for sentence in change(edit):
        say(sentence)


def _give(session: "Session", deal: "Deal", client: str) -> None:
    """Make it a deal with another client, and what is still to do about it too."""
    from acctmgr.deals import link_service, service
    from acctmgr.parties import service as parties

    buyer = parties.find(session, client)
    service.give(session, deal, buyer)
    link_service.give(session, deal, buyer)


def _next_of(text: str | None) -> "Dated | None":
    """What was typed for --next."""
    from acctmgr.followups.rules import parse_dated

    return parse_dated(text, "--next", dates.today()) if text is not None else None


def _plan(session: "Session", deal: "Deal", planned: "Dated | None") -> list[str]:
    """What is to do next about a deal; gives what to say of it."""
    from acctmgr.deals import link_service

    if planned is None:
        return []
    follow_up = link_service.plan_about(session, deal, planned)
    return [f"follow-up {follow_up.id} {follow_up.text}, due {follow_up.due_on}"]


def _moved(session: "Session", deal: "Deal", stage: str) -> tuple[str, str, str, date]:
    """Move a deal today; gives the stage it was in, the one it is in, of which kind that is, and the day."""
    from acctmgr.deals import service, stage_service

    target = stage_service.stage_named(session, stage)
    held = service.move(session, deal, stage=target, on=dates.today())
    return held.name, target.name, target.kind, dates.today()


@app.verb("rm", "deal rm 12", "deal rm 12 --yes")
def rm_command(reference: Reference) -> None:
    """Delete a deal with its history; a deal that came to nothing is rather lost."""
    from acctmgr.deals import queries, service
    from acctmgr.store.read import reading
    from acctmgr.store.write import change
    from acctmgr.ui.prompts import confirm

    with reading() as db:
        deal = queries.deal(db, reference, today=dates.today())
    confirm(f"Delete deal {deal.id} {deal.name} with its history?", yes=confirmed())
    change(lambda session: service.remove(session, service.find(session, str(deal.id))))
    say(f"deleted deal {deal.id} {deal.name}")


def _words(tag: list[str] | None, rm_tag: list[str] | None, field: list[str] | None) -> fact_rules.Edit:
    """What was typed of tags and fields."""
    from acctmgr.parties.fact_rules import tags_of

    return fact_rules.Edit(
        tags=tags_of(tag or ()), rm_tags=tags_of(rm_tag or ()), fields=fact_rules.fields_of(field or ())
    )
