"""`report pipeline`: what is coming."""

from typing import Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.ui.options import noun
from acctmgr.ui.output import Report, show
from acctmgr.ui.values import key_of

_THEN = "Stages are as of that day; amounts and probabilities as they are known now."
_TOTALS = "The totals are over the open stages."

pipeline = noun("What is in the pipeline, stage by stage.", is_single=True)


@pipeline.verb(
    "pipeline", "report pipeline", "report pipeline --by month", "report pipeline --as-of 2026-06-30 --all"
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
) -> None:
    """What is in the pipeline: deals, their amounts, and what to count on by their probability."""
    from acctmgr.deals import reports
    from acctmgr.store.read import reading

    today = dates.today()
    day = dates.parse_date(as_of, today)
    with reading() as db:
        found = reports.pipeline(db, as_of=day, by=by, with_closed=with_closed)
        report = Report(
            "pipeline",
            db.notation,
            found.rows,
            found.row_type,
            found.totals,
            as_of=day,
            table=_table(found.row_type, by=by, with_closed=with_closed),
            bars="amount",
            optional=("oldest_days", "without_amount", "name"),  # a client's handle stays
            title="Pipeline" if by == "stage" else f"Pipeline by {by}",
            note=" ".join([_THEN] * (day < today) + [_TOTALS] * with_closed),
        )
    show(report)


def _table(row_type: Any, *, by: str, with_closed: bool) -> tuple[str, ...]:
    """What people see: all is open unless the closed deals were asked for, so that the kind says nothing."""
    hidden = set() if with_closed or by == "stage" else {"kind"}
    return tuple(key_of(name) for name in row_type._fields if name not in hidden)
