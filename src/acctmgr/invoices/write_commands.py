"""The verbs of `invoice` that change the book."""

from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import day_or_today, parse_date, today
from acctmgr.core.errors import WrongUsage
from acctmgr.invoices.commands import NumberArgument, On, Rate
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say
from acctmgr.ui.prompts import confirm

if TYPE_CHECKING:
    from acctmgr.invoices.told_service import Told

app = noun("")

DraftArgument = Annotated[str, typer.Argument(metavar="DRAFT", help="The draft, as d12.")]
Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        metavar="LINE",
        help='"DESCRIPTION; QUANTITY; UNIT PRICE; tax=CODE; disc=10%"; repeat it for more.',
    ),
]
Discount = Annotated[
    str,
    typer.Option(metavar="DISCOUNT", help="On the whole document: 10% or 50.00; 10 is refused as ambiguous."),
]
Issued = Annotated[str, typer.Option(metavar="DATE", help="The date on it; today if not given.")]
Supplied = Annotated[str, typer.Option(metavar="DATE", help="When it was supplied: the tax point.")]
Due = Annotated[
    str, typer.Option(metavar="DATE", help="When it is to be paid; by the client's terms if not given.")
]
Reference = Annotated[str, typer.Option(metavar="TEXT", help="The client's own reference.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="A note on it.")]
Currency = Annotated[str, typer.Option(metavar="CODE", help="Currency; the client's if not given.")]
Deduct = Annotated[
    list[str] | None,
    typer.Option(
        "--deduct",
        metavar="NUMBER",
        help="Take a deposit off, with its tax; repeat it for more; none: no deposit.",
    ),
]
Backdate = Annotated[bool, typer.Option("--backdate", help="Allow a date before the latest of the series.")]


@app.verb(
    "add",
    'invoice add acme --line "Consulting; 10; 80.00; tax=21"',
    'invoice add acme --line "Licence; 1; 900" --line "Setup; 2; 150; disc=10%" --due +2w --draft',
    'invoice add acme --line "Advance; 1; 300; tax=21" --deposit',
    'invoice add acme --line "Kitchen; 1; 1000; tax=21" --deduct INV-2026-0003',
)
def add_command(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Handle, id, e-mail or name.")],
    line: Lines = None,
    discount: Discount = "",
    tax_included: Annotated[
        bool, typer.Option("--tax-included", help="Prices have their tax inside.")
    ] = False,
    issued: Issued = "",
    supplied: Supplied = "",
    due: Due = "",
    reference: Reference = "",
    note: Note = "",
    currency: Currency = "",
    rate: Rate = "",
    deposit: Annotated[
        bool, typer.Option("--deposit", help="Asked for in advance; the final invoice takes it off.")
    ] = False,
    deduct: Deduct = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it as a draft, without a number.")] = False,
    backdate: Backdate = False,
) -> None:
    """Write an invoice and issue it at once, or keep it as a draft."""
    from acctmgr.documents.intake_service import Raw
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    typed = (line or (), discount, tax_included, issued, supplied, due, reference, note, currency, rate)
    raw = Raw(*typed, deposit, deduct or ())
    _told(
        change(
            lambda session: told_service.add(
                session, client, raw, today=today(), is_draft=draft, backdate=backdate
            )
        )
    )


@app.verb("issue", "invoice issue d12", "invoice issue d12 --issued 2026-07-01")
def issue_command(
    draft: DraftArgument,
    issued: Annotated[
        str, typer.Option(metavar="DATE", help="The date on it; the draft's own if not given.")
    ] = "",
    backdate: Backdate = False,
) -> None:
    """Give a draft its number and post it."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    day = parse_date(issued, today()) if issued else None
    _told(change(lambda session: told_service.issue(session, draft, issued_on=day, backdate=backdate)))


@app.verb(
    "edit",
    'invoice edit d12 --due +30d --note "Thank you"',
    'invoice edit d12 --line "Consulting; 12; 80.00"',
)
def edit_command(
    draft: DraftArgument,
    line: Lines = None,
    discount: Discount = "",
    tax_included: Annotated[
        bool | None, typer.Option("--tax-included/--tax-added", help="Prices have their tax inside, or not.")
    ] = None,
    issued: Issued = "",
    supplied: Supplied = "",
    due: Due = "",
    reference: Reference = "",
    note: Note = "",
    currency: Currency = "",
    rate: Rate = "",
    deposit: Annotated[
        bool | None, typer.Option("--deposit/--no-deposit", help="Asked for in advance, or not.")
    ] = None,
    deduct: Deduct = None,
) -> None:
    """Change a draft; lines given replace all its lines. What was issued never changes."""
    from acctmgr.documents.intake_service import Raw
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    typed = (line or (), discount, tax_included, issued, supplied, due, reference, note, currency, rate)
    raw = Raw(*typed, deposit, deduct or ())
    if raw == Raw():
        raise WrongUsage("there is nothing to change", hint="name what: acctmgr invoice edit --help")
    _said(change(lambda session: told_service.edit(session, draft, raw, today=today())))


@app.verb("due", "invoice due 7 2026-09-30", "invoice due INV-2026-0007 +2w")
def due_command(
    number: NumberArgument, date: Annotated[str, typer.Argument(metavar="DATE", help="The new due date.")]
) -> None:
    """Give an invoice another due date."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    day = parse_date(date, today())
    _said(change(lambda session: told_service.set_due(session, number, due_on=day)))


@app.verb("copy", "invoice copy 7")
def copy_command(number: NumberArgument) -> None:
    """Make a draft with the same client and lines, dated today."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    _told(change(lambda session: told_service.copy(session, number, today=today())))


@app.verb("void", "invoice void 7", "invoice void 7 --on 2026-07-31")
def void_command(number: NumberArgument, on: On = "") -> None:
    """Let an invoice or credit note count no more; it keeps its number. Only while nothing is settled on it."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    day = day_or_today(on)
    _agree(f"Void {{}} on {day}?", number)
    _said(change(lambda session: told_service.void(session, number, on=day)))


@app.verb(
    "credit",
    "invoice credit 7",
    "invoice credit 7 250.00 --issued 2026-07-31",
    'invoice credit 7 --line "Two days less; 2; 80.00"',
)
def credit_command(
    number: NumberArgument,
    amount: Annotated[
        str, typer.Argument(metavar="[AMOUNT]", help="With its tax inside; all that is left.")
    ] = "",
    line: Lines = None,
    issued: Issued = "",
    backdate: Backdate = False,
) -> None:
    """Issue a credit note for an invoice: all that is left of it, an amount, or lines."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    if amount and line:
        raise WrongUsage("a credit note takes an amount or lines, not both")
    day = day_or_today(issued)
    _told(
        change(
            lambda session: told_service.credit(
                session, number, amount=amount, lines=line or (), issued_on=day, backdate=backdate
            )
        )
    )


@app.verb("rm", "invoice rm d12")
def rm_command(draft: DraftArgument) -> None:
    """Throw a draft away."""
    from acctmgr.invoices import told_service
    from acctmgr.store.write import change

    _agree("Throw {} away?", draft)
    _said(change(lambda session: told_service.drop(session, draft)))


def _agree(question: str, reference: str) -> None:
    """Ask before something is destroyed, once it is found; {} in the question is its name."""
    if not confirmed():
        from acctmgr.invoices.queries import find_document
        from acctmgr.store.read import reading

        with reading() as db:
            name = find_document(db, reference).ref
        confirm(question.format(name), yes=False)


def _said(told: "Told") -> None:
    say(told.sentence)


def _told(told: "Told") -> None:
    """Say what was made; the whole of it where the format wants that."""
    card = None
    if is_whole_wanted():
        from acctmgr.invoices.commands import card_of
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_of(db, told.reference)
    added(told.reference, told.sentence, card)
    if told.note:
        say(told.note)
