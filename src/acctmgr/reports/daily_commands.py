"""`report daily`: what is due and what happened, for the morning's mail."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from acctmgr.core import dates
from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import Notation
from acctmgr.reports import daily_rules as rules
from acctmgr.reports.commands import SOMETHING_IS_DUE, ExitCode, today_report
from acctmgr.ui.options import noun
from acctmgr.ui.output import Listing, Part, Report, is_quiet, page, plain_text, show

if TYPE_CHECKING:
    from acctmgr.reports.daily_reports import Daily

daily = noun("What is due, what happened, and how things stand.", is_single=True)


@daily.verb(
    "daily",
    "report daily --format md",
    "report daily --html > today.html",
    "report daily --quiet --mail ana@ruiz.example | sendmail -t",
    "report daily --since -1w --format json",
)
def daily_command(
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Look back to this day; the last working day if not given."),
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="A page for a browser.")] = False,
    mail: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A mail to this address, as text and HTML, for sendmail -t."),
    ] = None,
    exit_code: ExitCode = False,
) -> None:
    """What is due as `today` says it, what happened since the last working day, and how things stand.

    The week against the one before, the pipeline, open invoices by age, income by month. With --quiet it is
    silent when nothing is due and nothing happened.
    """
    from acctmgr.reports.daily_reports import daily as read
    from acctmgr.store.read import reading

    if html and mail is not None:
        raise WrongUsage("--html and --mail are two things", hint="name one of them")
    today = dates.today()
    period = rules.looked_back_on(dates.parse_date(since, today) if since is not None else None, today)
    with reading() as db:
        found = read(db, today=today, period=period)
        notation, firm = db.notation, db.settings["company.name"]
    if not (found.is_empty and is_quiet()):
        _write(found, notation, firm, is_html=html, address=mail)
    if found.due.rows and exit_code:
        raise typer.Exit(SOMETHING_IS_DUE)


def _write(found: "Daily", notation: Notation, firm: str, *, is_html: bool, address: str | None) -> None:
    report = daily_report(found, notation)
    if not is_html and address is None:
        show(report)
        return
    from acctmgr.reports import mail_rules, page_rules

    text = page_rules.page(found, notation, firm)
    page(text if address is None else mail_rules.mail(address, found, plain_text(report), text))


def daily_report(found: "Daily", notation: Notation) -> Report:
    """The daily report, to be shown."""
    report = today_report(found.due, found.today, notation)
    back = found.looked_back_on
    extra: Mapping[str, object] = {
        **report.extra,
        "since": back.first,
        "happened": found.happened,
        "weeks": found.weeks,
        "pipeline": found.pipeline,
        "pipeline_totals": found.pipeline_totals,
        "aging": found.aging,
        "months": found.months,
    }
    return report._replace(name="daily", extra=extra, parts=_parts(found, notation))


def _parts(found: "Daily", notation: Notation) -> tuple[Part, ...]:
    """Its further tables, for people."""
    from acctmgr.deals.reports import ByStage
    from acctmgr.reports.daily_reports import HappenedRow

    def part(
        title: str,
        rows: Sequence[tuple[Any, ...]],
        row_type: type[tuple[Any, ...]],
        *table: str,
        empty: str = "",
    ) -> Part:
        return Part(title, Listing(rows, row_type, notation, table, table[0], empty=empty))

    back = found.looked_back_on
    days = f"on {back.first}" if back.first == back.last else f"from {back.first} to {back.last}"
    return (
        part(
            f"What happened {days}",
            *(found.happened, HappenedRow, "kind", "client", "what", "on", "amount"),
            empty="nothing that the book knows of",
        ),
        part("The week", found.weeks, rules.WeekRow, *_week_table(found, notation.currency)),
        part(
            "Pipeline",
            *(found.pipeline, ByStage, "stage", "deals", "amount", "weighted"),
            *(["not_summed"] if any(row.not_summed_minor for row in found.pipeline) else []),
            empty="no open deals",
        ),
        part("Open invoices", found.aging, rules.BucketRow, "late", "open"),
        part("Income by month", found.months, rules.MonthRow, "month", "income"),
    )


def _week_table(found: "Daily", currency: str) -> tuple[str, ...]:
    """The columns of the weeks; what was won in other currencies only where there is any."""
    is_foreign = any(code != currency for week in found.weeks for code in week.won_by_currency_minor)
    return tuple(name for name in _WEEK if is_foreign or name != "won_by_currency")


_WEEK = (
    "week",
    "invoiced",
    "received",
    "won",
    "won_by_currency",
    "deals_won",
    "activities",
    "followups_done",
)
