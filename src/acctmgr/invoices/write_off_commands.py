"""`invoice write-off`: an invoice given up as lost, and taken back."""

from typing import Annotated

import typer

from acctmgr.core.dates import day_or_today
from acctmgr.core.errors import WrongUsage
from acctmgr.invoices.commands import NumberArgument, On
from acctmgr.ui.options import noun
from acctmgr.ui.output import say

app = noun("")


@app.verb(
    "write-off",
    "invoice write-off 7",
    'invoice write-off 7 121.00 --tax-relief --on 2026-12-31 --reason "bankrupt"',
    "invoice write-off 7 --undo",
)
def write_off_command(
    number: NumberArgument,
    amount: Annotated[str, typer.Argument(metavar="[AMOUNT]", help="All that is open if not given.")] = "",
    on: On = "",
    tax_relief: Annotated[
        bool, typer.Option("--tax-relief", help="The tax in it comes back, where the law allows it.")
    ] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take it back: the invoice is owed again.")] = False,
) -> None:
    """Give an invoice up as lost: an expense, never counted as paid; a later payment takes it back."""
    from acctmgr.invoices import write_off_service
    from acctmgr.store.write import change

    day = day_or_today(on)
    if undo:
        if tax_relief or reason:
            raise WrongUsage("--undo takes back what there is: tax and reason are not said again")
        told = change(lambda session: write_off_service.take_back(session, number, amount=amount, on=day))
    else:
        told = change(
            lambda session: write_off_service.write_off(
                session, number, amount=amount, on=day, has_relief=tax_relief, reason=reason
            )
        )
    say(told[1])
