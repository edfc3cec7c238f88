"""The verbs that book money from clients: `invoice pay`, and those of `payment`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from acctmgr.core.dates import day_or_today, parse_date, today
from acctmgr.invoices.commands import NumberArgument, On, Rate
from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import added, is_whole_wanted, say
from acctmgr.ui.prompts import confirm, moved_on

if TYPE_CHECKING:
    from sqlmodel import Session

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
    "invoice pay 7 50 --as-credit",
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
    as_credit: Annotated[
        bool,
        typer.Option("--as-credit", help="Book the money as the client's credit where nothing is open."),
    ] = False,
) -> None:
    """Book a payment for an invoice. What is more than it has open becomes the client's credit.

    A payment of an invoice that was written off reverses the write-off, as
    far as it is paid. An invoice with nothing open takes no payment, unless
    --as-credit says that the client paid more. Asks for confirmation when the date is after today.
    """
    from acctmgr.documents.intake_service import RawMoney, RawShort
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, moved_on(on), into, "", rate, reference, note)
    short = RawShort(fee, discount)
    told(*change(lambda session: money_service.pay(session, number, raw, short, is_as_credit=as_credit)))


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
    """Book a payment from a client for its oldest open invoices. What is left becomes the client's credit.

    Asks for confirmation when the date is after today.
    """
    from acctmgr.documents.intake_service import RawMoney, RawShort
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, moved_on(on), into, currency, rate, reference, note)
    told(*change(lambda session: money_service.receive_oldest_first(session, client, raw, RawShort(fee))))


@app.verb("void", "payment void p12", "payment void p12 --on 2026-07-10 --fee 4.50")
def void_command(
    payment: Source,
    on: On = "",
    fee: Annotated[
        str,
        typer.Option(
            metavar="AMOUNT",
            help="What the bank takes for it, in the currency of the payment's account: a cash entry of its own.",
        ),
    ] = "",
    fee_on: Annotated[
        str, typer.Option(metavar="DATE", help="When it takes that; the same day if not given.")
    ] = "",
) -> None:
    """Void a payment or a refund, for example when it bounced. Its invoices reopen on that date.

    The books are as before the payment: a write-off that it reversed stands
    again. The fee is a cash entry, and is taken back by `cash void`.
    """
    from acctmgr.store.write import change

    day = day_or_today(on)
    fee_day = parse_date(fee_on, today()) if fee_on else day
    if not confirmed():
        from acctmgr.invoices.payment_queries import payment as known
        from acctmgr.store.read import reading

        with reading() as db:
            name = known(db, payment, today=today()).payment
        confirm(f"Void {name} on {day}?", yes=False)
    for sentence in change(lambda session: _voided(session, payment, day, fee, fee_day)):
        say(sentence)


def _voided(session: "Session", payment: str, on: date, fee: str, fee_on: date) -> list[str]:
    """Void a payment, and book the fee of a bounce."""
    from acctmgr.invoices import money_service

    if not fee:
        return [money_service.void(session, payment, on=on)]
    from acctmgr.cash import fee_service

    found = money_service.bounced(session, payment)
    bounced = fee_service.Bounced(f"p{found.id}", found.account_id, found.rate)
    said = money_service.void(session, payment, on=on)
    return [said, fee_service.charge_typed(session, bounced, fee, on=fee_on)]


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
    """Pay a client's credit back: what was paid too much, or a credit note.

    Asks for confirmation when the date is after today.
    """
    from acctmgr.documents.intake_service import RawMoney
    from acctmgr.invoices import money_service
    from acctmgr.store.write import change

    raw = RawMoney(amount, moved_on(on), from_, "", rate, reference, note)
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

    day, short = day_or_today(on), RawShort(fee, discount)
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

    say(change(lambda session: money_service.unapply(session, source, number, on=day_or_today(on))))


def told(reference: str, sentence: str) -> None:
    """Say what was booked; the whole of it where the format wants that."""
    card = None
    if is_whole_wanted():
        from acctmgr.invoices.payment_commands import card_of
        from acctmgr.store.read import reading

        with reading() as db:
            card = card_of(db, reference)
    added(reference, sentence, card)
