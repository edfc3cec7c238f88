"""`deal`: possible sales, from the first word to won or lost."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import clean_line
from acctmgr.deals import fact_rules
from acctmgr.deals.stage_commands import app as stage_app
from acctmgr.ui.options import confirmed, limit_of, noun
from acctmgr.ui.output import Card, Listing, added, is_whole_wanted, say, show

if TYPE_CHECKING:
    from sqlmodel import Session

_TABLE = ("id", "name", "client", "stage", "amount", "expected_on", "owner")  # what 80 columns hold
_EMPTY = "no deals here: acctmgr deal add NAME --client REF"

Reference = Annotated[
    str, typer.Argument(metavar="ID", help="The deal's id, or exactly the key it was imported with.")
]
Amount = Annotated[str | None, typer.Option(metavar="AMOUNT", help="What it would bring, in its currency.")]
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
On = Annotated[str, typer.Option(metavar="DATE", help="The day it happened.")]

app = noun("Deals and the stages of the pipeline.")
app.add_typer(stage_app, name="stage")


@app.verb(
    "add",
    'deal add "New website" --client acme --amount 12,000 --close eoq',
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
) -> None:
    """Add a deal."""
    from acctmgr.deals import service, stage_service
    from acctmgr.parties import service as parties
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(
        dates.today(),
        name=name,
        currency=currency,
        probability=probability,
        opened=opened,
        close=close,
        owner=owner,
        source=source,
        competitor=competitor,
        note=note,
    )
    words = _words(tag, None, field)

    def add(session: "Session") -> tuple[int | None, str, str]:
        buyer = parties.find(session, client)
        start = (
            stage_service.stage_named(session, stage)
            if stage
            else stage_service.stage_of_kind(session, "open")
        )
        code = facts.get("currency") or buyer.currency or _book_currency(session)
        money = {"currency": code, "amount_minor": _amount(session, amount, code) if amount else None}
        opened_on = facts["opened_on"]
        deal = service.add(session, client=buyer, stage=start, opened_on=opened_on, facts=facts | money)
        service.edit(session, deal, words)
        return deal.id, buyer.name, start.name

    deal_id, buyer_name, stage_name = change(add)
    card = _card(str(deal_id)) if is_whole_wanted() else None
    added(str(deal_id), f"added deal {facts['name']} with {buyer_name}, in {stage_name}", card)


@app.verb(
    "list",
    "deal list --open",
    "deal list --stage proposal --owner ana --sort -amount",
    "deal list --from today --to eoq",
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
    """List deals: the open ones as they are expected to close, then those closed last."""
    from acctmgr.deals import queries
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading

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
        page = queries.deals(db, wanted, sort=sort, limit=limit_of(limit))
        result = Listing(
            page.rows, queries.DealRow, db.notation, _TABLE, left_out=page.left_out, empty=_EMPTY
        )
    show(result)


@app.verb("show", "deal show 12", "deal show 1C1I7A6R --format json")
def show_command(reference: Reference) -> None:
    """Show a deal with its way through the pipeline."""
    show(_card(reference))


@app.verb(
    "edit", "deal edit 12 --amount 15,000 --close +2m", "deal edit 12 --clear competitor --rm-tag renewal"
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
    tag: Tag = None,
    rm_tag: Annotated[list[str] | None, typer.Option(metavar="WORD", help="A word to take off it.")] = None,
    field: Field = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=f"Take away one of: {' '.join(fact_rules.clear_words())}, or a field of your own.",
        ),
    ] = None,
) -> None:
    """Change what is known of a deal."""
    from acctmgr.deals import service, stage_service
    from acctmgr.parties import service as parties
    from acctmgr.store.write import change

    facts = fact_rules.facts_of(
        dates.today(),
        name=name,
        currency=currency,
        probability=probability,
        opened=opened,
        close=close,
        owner=owner,
        source=source,
        competitor=competitor,
        note=note,
    )
    words = _words(tag, rm_tag, field)._replace(clear=clear or [])
    if not (facts or any(words) or any(text is not None for text in (client, amount, stage))):
        raise WrongUsage("nothing to change was named", hint="see: acctmgr deal edit --help")

    def edit(session: "Session") -> str:
        deal = service.find(session, reference)
        if client is not None:
            service.give(session, deal, parties.find(session, client))
        money = _new_amount(session, deal, amount, facts.get("currency"))
        service.edit(session, deal, words._replace(facts=facts | money))
        if stage is not None:
            service.move(session, deal, stage=stage_service.stage_named(session, stage), on=dates.today())
        return f"changed deal {deal.id} {deal.name}"

    say(change(edit))


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
        return f"deal {deal.id} {deal.name}: {held.name} to {target.name} on {day}"

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
    _close(reference, "lost", on, reason=clean_line(reason, "the reason") if reason is not None else None)


def _close(
    reference: str, kind: str, on: str, *, amount: str | None = None, reason: str | None = None
) -> None:
    from acctmgr.deals import service
    from acctmgr.store.write import change

    day = fact_rules.past_day(on, dates.today())

    def close(session: "Session") -> str:
        deal = service.find(session, reference)
        service.close(session, deal, kind=kind, on=day, reason=reason)
        service.edit(session, deal, fact_rules.Edit(facts=_new_amount(session, deal, amount, None)))
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


def _book_currency(session: "Session") -> str:
    from acctmgr.store.settings_service import book_setting

    return book_setting(session, "currency")


def _amount(session: "Session", text: str, currency: str) -> int:
    """An amount as typed, in minor units of the deal's currency."""
    from acctmgr.core.money import digits_of, parse_unsigned_minor, style_named
    from acctmgr.store.settings_service import book_setting

    style = style_named(book_setting(session, "number_style"))
    return parse_unsigned_minor(text, style=style, digits=digits_of(currency))


def _new_amount(session: "Session", deal: Any, amount: str | None, currency: str | None) -> dict[str, int]:
    """The amount typed; another currency with other decimals needs one."""
    from acctmgr.core.money import digits_of

    if amount is not None:
        return {"amount_minor": _amount(session, amount, currency or deal.currency)}
    if currency and deal.amount_minor is not None and digits_of(currency) != digits_of(deal.currency):
        raise WrongUsage(
            f"the amount is in {deal.currency}, which has other decimals", hint="give it anew: --amount"
        )
    return {}


def _card(reference: str) -> Card:
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
