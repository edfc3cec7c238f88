"""`import followups`."""

from acctmgr.exchange.commands import (
    DateFormat,
    DecimalSign,
    Defaults,
    Delimiter,
    DryRun,
    Encoding,
    FileName,
    Header,
    Maps,
    Missing,
    Rejects,
    Sets,
    Strict,
)
from acctmgr.exchange.import_commands import perform
from acctmgr.ui.options import noun

app = noun("Follow-ups from a file.")


@app.verb(
    "followups",
    "import followups tasks.csv --map text=Subject --map 'due_on=Due Date' --create-missing",
    "export followups | acctmgr --db other.db import followups -",
)
def followups_command(
    file: FileName,
    maps: Maps = None,
    sets: Sets = None,
    defaults: Defaults = None,
    create_missing: Missing = False,
    date_format: DateFormat = "",
    decimal: DecimalSign = ".",
    header: Header = None,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    rejects: Rejects = "",
    strict: Strict = False,
    dry_run: DryRun = False,
) -> None:
    """Import follow-ups: new ones are added, known ones brought up to date.

    Fields: client text due_on due_time priority repeat planned_on
    month_day done_on status contact deal (or deal_key, or deal_name and
    deal_opened_on) id previous_id

    Client, due date and text tell follow-ups apart. What is done by its
    status needs a done_on. previous_id is the id, in the same file, of
    the one before it in its series. A contact or deal that the client
    does not have is told, and the row comes in without it. An empty cell
    leaves what is there.
    """
    from acctmgr.exchange.asked_rules import Asked
    from acctmgr.exchange.followup_rules import KIND
    from acctmgr.exchange.followup_service import FollowUps

    asked = Asked(file, maps or (), sets or (), defaults or (), date_format, decimal, encoding, delimiter)
    asked = asked._replace(
        create_missing=create_missing, rejects=rejects, strict=strict, dry_run=dry_run, header=header
    )
    perform(KIND, FollowUps, asked)
