"""`invoice recurring`: invoices that come again and again, and the run that makes them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import meant_month_day, parse_date, parse_interval, today
from acctmgr.core.errors import AcctError, WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.invoices.commands import DISCOUNT_HEADS
from acctmgr.invoices.recurring_rules import MadeRow, Plan
from acctmgr.invoices.write_commands import Currency, Discount, Lines, Reference
from acctmgr.ui.options import Where, limit_of, noun
from acctmgr.ui.output import Card, Listing, added, fact, fail, is_whole_wanted, say, show

if TYPE_CHECKING:
    from sqlmodel import Session

    from acctmgr.invoices.recurring_queries import DueRow
    from acctmgr.invoices.recurring_run_service import Due, Failed, How, Made
    from acctmgr.store.read import Reader

app = noun("Invoices that come again and again.")

_TABLE = ("id", "client", "every", "next_on", "last_on", "last_document", "total", "status")
_OPTIONAL = ("last_on", "last_document", "status")
_EMPTY = "nothing comes again yet: acctmgr invoice recurring add CLIENT --like NUMBER --every 1m --from bom"
_STATUSES = ("running", "due", "stopped", "ended")
_MADE_TABLE = ("recurring", "client", "period_on", "status", "document", "issued_on", "due_on", "total")

Id = Annotated[int, typer.Argument(metavar="ID", min=1, max=10**15, help="Its id, as the list shows it.")]
Until = Annotated[
    str, typer.Option(metavar="DATE", help="The last day that one may fall on; without end if not given.")
]
Terms = Annotated[
    int | None,
    typer.Option(metavar="DAYS", min=0, max=3650, help="Days to pay; the client's if not given."),
]
Note = Annotated[str, typer.Option(metavar="TEXT", help="A note on each; it may hold {month} and the like.")]


@app.verb(
    "add",
    'invoice recurring add acme --line "Hosting {month} {year}; 1; 80.00; tax=21" --every 1m --from bom',
    'invoice recurring add acme --line "Support {period}; 1; 900" --every 1q --from 2026-07-31 --missed skip',
    "invoice recurring add --like 7 --every 1y --from +1y --draft",
)
def add_command(
    client: Annotated[
        str | None,
        typer.Argument(metavar="[CLIENT]", help="Handle, id, e-mail or name; that of --like if not given."),
    ] = None,
    *,
    line: Lines = None,
    every: Annotated[
        str, typer.Option(metavar="SPAN", help="How far apart: 1m, 2w, 10d, 1q, 1y or monthly.")
    ],
    first: Annotated[
        str,
        typer.Option(
            "--from", metavar="DATE", help="The first day; a 31st, and eom, stay at the month's end."
        ),
    ],
    until: Until = "",
    like: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="As this invoice is; what else is given goes before it."),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make drafts, to be looked at and issued.")] = False,
    missed: Annotated[
        str,
        typer.Option(
            metavar="all|skip",
            help="Periods that nobody ran: all are made up for, or only the latest one is made.",
        ),
    ] = "all",
    terms: Terms = None,
    discount: Discount = "",
    reference: Reference = "",
    note: Note = "",
    tax_included: Annotated[
        bool | None, typer.Option("--tax-included/--tax-added", help="Prices have their tax inside, or not.")
    ] = None,
    currency: Currency = "",
) -> None:
    """Let an invoice come again: each period one, made by `invoice recurring run`.

    Descriptions, the reference and the note may hold {month}, {year} and {period}.

    They become words of the period, in the client's language.
    """
    from acctmgr.documents.intake_service import Raw
    from acctmgr.invoices import recurring_service
    from acctmgr.store.write import change

    plan = Plan(
        parse_date(first, today()),
        parse_interval(every),
        parse_date(until, today()) if until else None,
        missed=missed,
        month_day=meant_month_day(first),
    )
    raw = Raw(line or (), discount, tax_included, reference=reference, note=note, currency=currency)
    order = recurring_service.Order(client, like, plan, raw, terms, draft)
    reference_, sentence = change(lambda session: recurring_service.add(session, order, today=today()))
    added(reference_, sentence, _card(int(reference_)) if is_whole_wanted() else None)


@app.verb(
    "list",
    "invoice recurring list",
    "invoice recurring list --status due --where 'total>100 and client.tier=A'",
)
def list_command(
    status: Annotated[
        str | None, typer.Option(metavar="WORD", help="running, due, stopped or ended.")
    ] = None,
    client: Annotated[str | None, typer.Option(metavar="REF", help="Of one client.")] = None,
    where: Where = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many; 0 for all.")] = None,
) -> None:
    """List invoices that come again, the next first, with what each comes to at the taxes of its next day."""
    from acctmgr.invoices import recurring_queries
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading
    from acctmgr.store.where import filtered

    if status is not None and status not in _STATUSES:
        hint = did_you_mean(status, _STATUSES) or f"one of: {', '.join(_STATUSES)}"
        raise WrongUsage(f"no status {status}", hint=hint)
    with reading() as db:
        party_id = find_party(db, client).id if client is not None else None
        page = filtered(
            db,
            where,
            recurring_queries.RECURRING_FACTS,
            limit_of(limit),
            lambda limit: recurring_queries.recurring(
                db, today=today(), party_id=party_id, status=status, limit=limit
            ),
        )
        is_all = status is None and client is None and where is None
        empty = _EMPTY if is_all else "no recurring invoices like that"
        result = Listing(
            page.rows,
            recurring_queries.RecurringRow,
            db.notation,
            _TABLE,
            "id",
            page.left_out,
            empty,
            _OPTIONAL,
        )
    show(result)


@app.verb("show", "invoice recurring show 3", "invoice recurring show 3 --format json")
def show_command(reference: Id) -> None:
    """Show one with its lines and every period that was run."""
    show(_card(reference))


@app.verb(
    "edit",
    "invoice recurring edit 3 --until 2027-12-31 --missed skip",
    'invoice recurring edit 3 --line "Hosting {month} {year}; 1; 90.00; tax=21"',
    "invoice recurring edit 3 --clear stop --clear until",
)
def edit_command(
    reference: Id,
    line: Lines = None,
    until: Until = "",
    draft: Annotated[
        bool | None, typer.Option("--draft/--issue", help="Make drafts, or issue them at once.")
    ] = None,
    missed: Annotated[
        str | None, typer.Option(metavar="all|skip", help="What becomes of periods that nobody ran.")
    ] = None,
    terms: Terms = None,
    discount: Discount = "",
    client_reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help="The client's own reference.")
    ] = "",
    note: Note = "",
    tax_included: Annotated[
        bool | None, typer.Option("--tax-included/--tax-added", help="Prices have their tax inside, or not.")
    ] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORD",
            help="Take away: until, stop (it goes on), terms, discount, reference or note; repeat it for more.",
        ),
    ] = None,
) -> None:
    """Change what comes from now on; lines given replace all its lines. What was made stays as it is."""
    from acctmgr.documents.intake_service import Raw
    from acctmgr.invoices import recurring_service
    from acctmgr.store.write import change

    changes = recurring_service.Edit(
        parse_date(until, today()) if until else None,
        missed,
        draft,
        terms,
        Raw(line or (), discount, tax_included, reference=client_reference, note=note),
        clear or (),
    )
    if changes == recurring_service.Edit():
        raise WrongUsage(
            "there is nothing to change", hint="name what: acctmgr invoice recurring edit --help"
        )
    say(change(lambda session: recurring_service.edit(session, reference, changes, today=today()))[1])


@app.verb("stop", "invoice recurring stop 3", "invoice recurring stop 3 --on eom")
def stop_command(
    reference: Id,
    on: Annotated[
        str, typer.Option(metavar="DATE", help="Nothing for this day or any after it; today if not given.")
    ] = "today",
) -> None:
    """Stop one: nothing is made from a day on; periods before it that are due still are."""
    from acctmgr.invoices import recurring_service
    from acctmgr.store.write import change

    day = parse_date(on, today())
    say(change(lambda session: recurring_service.stop(session, reference, on=day))[1])


@app.verb(
    "run",
    "invoice recurring run --quiet",
    "invoice recurring run --dry-run",
    "invoice recurring run --rate USD=0.9137",
)
def run_command(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be made, with its number; nothing is.")
    ] = False,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=RATE", help="Book currency for one unit of a currency; repeat it."),
    ] = None,
    backdate: Annotated[
        bool,
        typer.Option(
            "--backdate", help="Date each its period's day, though before the latest of the series."
        ),
    ] = False,
) -> None:
    """Make the invoices that are due: each period once, however often and from wherever this is run.

    Each is dated its period's day; where later ones were issued meanwhile, or that day is locked, today.

    It says that it was supplied on its period's day, and has the taxes of that day.

    A foreign currency takes the rate typed here, else the last of an invoice or payment of 31 days before.

    Without a rate it is refused. A client in dispute is invoiced all the same, an archived one is refused.

    What is refused is told and holds up its own later periods only; the exit code is then 1.

    For cron: with --quiet it prints the numbers alone, and nothing where nothing is due.
    """
    from acctmgr.invoices import recurring_queries
    from acctmgr.ledger.rate_rules import parse_rates
    from acctmgr.store.read import reading

    rates = parse_rates(rate or ())
    with reading() as db:
        due = recurring_queries.due(db, today=today())
        notation = db.notation
    rows: list[MadeRow] = []
    is_listed = is_whole_wanted() or dry_run
    failed = 0
    for each in _outcomes(due, rates, backdate=backdate, dry_run=dry_run) if due else ():
        if isinstance(each, AcctError):
            fail(each)
            failed += 1
            continue
        rows += each.rows
        if not is_listed:
            fact(each.rows[-1].document or "")
        if not dry_run:
            say(each.sentence)
            if each.note:
                say(each.note)
    if is_listed:
        show(Listing(rows, MadeRow, notation, _MADE_TABLE, "document"))
    if not rows and not failed:
        say("nothing is due")
    if failed:
        raise typer.Exit(1)


def _outcomes(
    due: Sequence["DueRow"], rates: dict[str, str], *, backdate: bool, dry_run: bool
) -> "Iterator[Made | AcctError]":
    """What becomes of each period, one after the other; each is a change of its own."""
    from acctmgr.invoices import recurring_run_service as runs
    from acctmgr.store.signals import until_interrupted

    how = runs.How(today(), rates, backdate)
    wanted = [runs.Due(*row) for row in due]
    if dry_run:
        yield from map(_told, _rehearsed(wanted, how))
    else:
        yield from map(_told, runs.run(until_interrupted(wanted), lambda each: runs.once(each, how)))


def _rehearsed(due: "Sequence[Due]", how: "How") -> "list[Made | Failed]":
    from acctmgr.invoices import recurring_run_service as runs
    from acctmgr.store.write import change

    def rehearse(session: "Session") -> None:
        runs.rehearse(session, due, how)

    try:
        change(rehearse)
    except runs.Rehearsed as done:
        return done.outcome
    return []


def _told(outcome: "Made | Failed") -> "Made | AcctError":
    """A failure with the name of what failed."""
    from acctmgr.invoices.recurring_run_service import Failed

    if not isinstance(outcome, Failed):
        return outcome
    due, error = outcome
    return AcctError(
        f"recurring {due.recurring_id} for {due.client}, {due.period_on}: {error}", hint=error.hint
    )


def _card(recurring_id: int) -> Card:
    from acctmgr.store.read import reading

    with reading() as db:
        return _card_in(db, recurring_id)


def _card_in(db: "Reader", recurring_id: int) -> Card:
    from acctmgr.invoices import recurring_queries

    card = recurring_queries.card(db, recurring_id, today=today())
    title = f"Recurring {card.id} for {card.client_name}"
    return Card(card, db.notation, title=title, hidden=("id",), heads=DISCOUNT_HEADS)
