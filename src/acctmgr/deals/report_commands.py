"""`report pipeline`: what is coming."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.core.money import Notation
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, show
from acctmgr.ui.values import key_of

_THEN = "Stages are as of that day; amounts and probabilities as they are known now."
_TOTALS = "The totals are over the open stages."
_NOT_SUMMED = "Not in the sums: {amounts}. Give a rate to include it: --rate {code}=RATE."

pipeline = noun("What is in the pipeline, stage by stage.", is_single=True)


@pipeline.verb(
    "pipeline",
    "report pipeline",
    "report pipeline --by month --rate USD=0.92",
    "report pipeline --as-of 2026-06-30 --all",
)
def pipeline_command(
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="The pipeline as it stood on this day.")
    ] = "today",
    by: Annotated[
        str,
        typer.Option(metavar="VIEW", help="A row for each: stage, client, owner or month expected to close."),
    ] = "stage",
    with_closed: Annotated[
        bool, typer.Option("--all", help="Won and lost deals too; never in the totals.")
    ] = False,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=RATE", help="Exchange rate of a currency, such as USD=0.92. Repeatable."),
    ] = None,
) -> None:
    """What is in the pipeline: deals, their amounts, and what to count on by their probability.

    Deals in another currency are summed at the rates given; those without a rate are listed and not summed.
    """
    from acctmgr.deals import reports
    from acctmgr.ledger.rate_rules import rates_of
    from acctmgr.store.read import reading

    today = dates.today()
    day = dates.parse_date(as_of, today)
    with reading() as db:
        rates = rates_of(rate or (), style=db.notation.style, book_currency=db.currency)
        found = reports.pipeline(db, as_of=day, by=by, with_closed=with_closed, rates=rates)
        left_out = found.not_summed
        notes = (
            _THEN if day < today else "",
            _TOTALS if with_closed else "",
            _left_out(left_out, db.notation) if left_out else "",
        )
        report = Report(
            "pipeline",
            db.notation,
            found.rows,
            found.row_type,
            found.totals,
            as_of=day,
            table=_table(found.row_type, _hidden(by=by, with_closed=with_closed, is_summed=not left_out)),
            bars="amount",
            beyond="not_summed",
            optional=("oldest_days", "without_amount", "name"),  # a client's handle stays
            extra={"rates": rates} if rates else {},
            title="Pipeline" if by == "stage" else f"Pipeline by {by}",
            note=" ".join(filter(None, notes)),
        )
    show(report)


def _left_out(amounts: Mapping[str, int], notation: Notation) -> str:
    """What was not summed, and how it is."""
    return _NOT_SUMMED.format(amounts=notation.by_currency(amounts), code=next(iter(amounts)))


def _hidden(*, by: str, with_closed: bool, is_summed: bool) -> set[str]:
    """What says nothing: the kind where all is open, what could not be summed where all could."""
    kind = set() if with_closed or by == "stage" else {"kind"}
    return kind | ({"not_summed_minor"} if is_summed else set())


def _table(row_type: Any, hidden: set[str]) -> tuple[str, ...]:
    return tuple(key_of(name) for name in row_type._fields if name not in hidden)
