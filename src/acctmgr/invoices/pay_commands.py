"""The verbs that book money from clients: `invoice pay`, and those of `payment`."""

from datetime import date
from typing import Annotated

import typer

from acctmgr.core.dates import parse_date, today
from acctmgr.invoices.commands import NumberArgument, On, Rate
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say
from acctmgr.ui.prompts import confirm

invoice_app = noun("")
app = noun("")

PaidOn = Annotated[str, typer.Option("--on", metavar="DATE", help="The day it arrived; today if not given.")]
Into = Annotated[str, typer.Option(metavar="ACCOUNT", help="Bank, cash or card account; Bank if not given.")]
Source = Annotated[
    str, typer.Argument(metavar="SOURCE", help="A payment as p12, or the number of a credit note.")
]
Reference = Annotated[str, typer.Option(metavar="TEXT", help="What the bank says of it.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="A note on it.")]
Fee = Annotated[
    str, typer.Option(metavar="AMOUNT", help="What the bank kept of it: settles too, as Bank fees.")
]
PaidEarly = Annotated[
    str,
    typer.Option(
        "--discount",
        metavar="DISCOUNT",
        help="Early-payment discount: 2% of what the payment settles, 24.20, or rest for all that is left.",
    ),
]


@invoice_app.verb(
    "pay",
    "invoice pay 7",
    "invoice pay INV-2026-0007 500.00 --on 2026-07-03 --into Cash",
    "invoice pay 7 985 --fee 15",
    "invoice pay 7 --discount 2%",
)
def pay_command(
    number: NumberArgument,
    amount: Annotated[str, typer.Argument(metavar="[AMOUNT]", help="All that is open if not given.")] = "",
    on: PaidOn = "",
    into: Into = "",
    fee: Fee = "",
    discount: PaidEarly = "",
    rate: Rate = "",
    reference: Reference = "",
    note: Note = "",
) -> None:
    """Book a payment for an invoice; what is more than it has open becomes the client's credit.

    What was written off of it comes back as far as it is paid.
    """
    from acctmgr.documents.intake_service import RawMoney, RawShort
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, _day(on), into, "", rate, reference, note)
    short = RawShort(fee, discount)
    told(*change(lambda session: money_service.pay(session, number, raw, short)))


@app.verb(
    "add",
    "payment add acme 1500.00",
    "payment add acme 1000 --currency USD --rate 0.92 --on 2026-07-03",
    "payment add acme 985 --fee 15",
)
def add_command(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="Handle, id, e-mail or name.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What arrived.")],
    on: PaidOn = "",
    into: Into = "",
    fee: Fee = "",
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="Its currency; the client's if not given.")
    ] = "",
    rate: Rate = "",
    reference: Reference = "",
    note: Note = "",
) -> None:
    """Book a payment from a client against the oldest open invoices; what is left becomes the client's credit."""
    from acctmgr.documents.intake_service import RawMoney, RawShort
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, _day(on), into, currency, rate, reference, note)
    told(*change(lambda session: money_service.receive_oldest_first(session, client, raw, RawShort(fee))))


@app.verb("void", "payment void p12", "payment void p12 --on 2026-07-10 --fee 4.50")
def void_command(
    payment: Source,
    on: On = "",
    fee: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What the bank takes for it, from the payment's account.")
    ] = "",
    fee_on: Annotated[
        str, typer.Option(metavar="DATE", help="When it takes that; the same day if not given.")
    ] = "",
) -> None:
    """Take a payment or a refund back, as when it bounces: from that day on its invoices are open again."""
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    day = _day(on)
    fee_day = _day(fee_on) if fee_on else day
    if not confirmed():
        from acctmgr.invoices.payment_queries import payment as known
        from acctmgr.store.read import reading

        with reading() as db:
            name = known(db, payment, today=today()).payment
        confirm(f"Void {name} on {day}?", yes=False)
    say(change(lambda session: money_service.void(session, payment, on=day, fee=fee, fee_on=fee_day)))


@app.verb("refund", "payment refund p12", "payment refund CN-2026-0002 50.00 --on 2026-07-10 --from Cash")
def refund_command(
    source: Source,
    amount: Annotated[str, typer.Argument(metavar="[AMOUNT]", help="All that is free of it.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day it goes out; today if not given.")] = "",
    from_: Annotated[
        str,
        typer.Option("--from", metavar="ACCOUNT", help="Bank, cash or card account; Bank if not given."),
    ] = "",
    rate: Rate = "",
    reference: Reference = "",
    note: Note = "",
) -> None:
    """Pay a client's credit back: what was paid too much, or a credit note."""
    from acctmgr.documents.intake_service import RawMoney
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, _day(on), from_, "", rate, reference, note)
    told(*change(lambda session: money_service.refund(session, source, raw)))


@app.verb("apply", "payment apply p12 7", "payment apply CN-2026-0002 INV-2026-0009 100.00 --on 2026-07-10")
def apply_command(
    source: Source,
    number: NumberArgument,
    amount: Annotated[str, typer.Argument(metavar="[AMOUNT]", help="As much as fits if not given.")] = "",
    on: On = "",
    fee: Fee = "",
    discount: PaidEarly = "",
) -> None:
    """Use a client's credit, from a payment or a credit note, for one of its invoices."""
    from acctmgr.documents.intake_service import RawShort
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    day, short = _day(on), RawShort(fee, discount)
    say(
        change(
            lambda session: money_service.apply(session, source, number, amount=amount, on=day, short=short)
        )
    )


@app.verb("unapply", "payment unapply p12 7", "payment unapply CN-2026-0002 INV-2026-0009 --on 2026-07-10")
def unapply_command(source: Source, number: NumberArgument, on: On = "") -> None:
    """Free what a payment or credit note settles of an invoice, fee and discount too; before that day it counts."""
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    say(change(lambda session: money_service.unapply(session, source, number, on=_day(on))))


def _day(text: str) -> date:
    return parse_date(text, today()) if text else today()


def told(reference: str, sentence: str) -> None:
    """Say what was booked; the whole of it where the format wants that."""
    card = None
    if is_whole_wanted():
        from acctmgr.invoices.payment_commands import card_of
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_of(db, reference)
    added(reference, sentence, card)
