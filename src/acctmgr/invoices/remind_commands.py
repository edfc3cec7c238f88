"""`invoice remind`: who is late, at which level, and the mails about it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from acctmgr.core import dates
from acctmgr.core.errors import AcctError, Conflict, Refused, WrongUsage
from acctmgr.core.money import DOT, Notation
from acctmgr.invoices import file_rules, mail_commands
from acctmgr.ui.options import noun
from acctmgr.ui.output import Listing, say, show, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from acctmgr.invoices.mail_rules import Attachment
    from acctmgr.invoices.remind_reports import Reminder
    from acctmgr.invoices.smtp_service import Send
    from acctmgr.store.read import Reader

app = noun("")

_TABLE = ("number", "client", "due_on", "late_days", "open", "level", "to", "skipped")
_OPTIONAL = ("to", "due_on")
_DUE = 10


class RemindedRow(NamedTuple):
    """A mail about what is overdue, to one client; path: where the draft is."""

    client: str
    to: str
    level: int
    numbers: list[str]
    way: str
    path: str | None


class _Letter(NamedTuple):
    reminder: "Reminder"
    mail: "EmailMessage"
    is_again: bool


class _Failure(NamedTuple):
    """A reminder that did not go out, and why."""

    client: str
    error: AcctError


@app.verb(
    "remind",
    "invoice remind",
    "invoice remind --write ~/drafts",
    "invoice remind --send --quiet",
    "invoice remind --client acme --exit-code",
)
def remind_command(
    *,
    client: Annotated[str, typer.Option(metavar="REF", help="One client alone.")] = "",
    write: Annotated[str, typer.Option(metavar="FOLDER", help="Write a draft for each client there.")] = "",
    send: mail_commands.SendOption = False,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="Mails without the invoices as PDF.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also what was begun before and may not have gone out.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 10 if a reminder was due.")
    ] = False,
) -> None:
    """List who is to be reminded of what; with --write or --send remind them, one mail for each client.

    The days late of each level are in the setting remind.days. No invoice is reminded twice at one level, however
    often this runs; what was attempted and may not have gone out is told, and goes out once more with --again.
    Nobody is reminded who is in dispute or archived, has a credit that covers it, or opted out.
    """
    from acctmgr.invoices import remind_reports
    from acctmgr.parties.queries import find_party
    from acctmgr.store.read import reading

    if write and send:
        raise WrongUsage("--write makes drafts, --send sends", hint="give one of them")
    is_mailing = bool(write) or send
    if is_mailing and not no_pdf:
        from acctmgr.invoices.pdf_reports import check_extra

        check_extra()
    with reading() as db:
        party_id = find_party(db, client).id if client else None
        due = remind_reports.due(db, today=dates.today(), party_id=party_id, again=again)
        if send:
            _check_sender(db)
        letters = [
            _letter(db, one, is_sent=send, no_pdf=no_pdf, is_again=again)
            for one in due.reminders
            if is_mailing
        ]
        notation = db.notation
    if is_mailing:
        for row in due.rows:
            if row.skipped:
                say(f"{row.number} of {row.name} ({row.client}) is left out: {row.skipped}")
        _remind(letters, Path(write).expanduser() if write else None)
    else:
        empty = "nobody is to be reminded"
        show(Listing(due.rows, remind_reports.RemindRow, notation, _TABLE, "number", 0, empty, _OPTIONAL))
    if exit_code and due.reminders:
        raise typer.Exit(_DUE)


def _check_sender(db: "Reader") -> None:
    """Without a sender no letter can go out; what is wrong with one client's letter stops that one alone."""
    from acctmgr.invoices.mail_rules import check_sender

    if not db.settings["smtp.from"]:
        raise Refused("no sender is set", hint='acctmgr config set smtp.from "Acme <billing@acme.example>"')
    check_sender(db.settings["smtp.from"])


def _letter(
    db: "Reader", reminder: "Reminder", *, is_sent: bool, no_pdf: bool, is_again: bool
) -> "_Letter | _Failure":
    try:
        return _written(db, reminder, is_sent=is_sent, no_pdf=no_pdf, is_again=is_again)
    except AcctError as error:
        return _Failure(reminder.handle, error)


def _written(db: "Reader", reminder: "Reminder", *, is_sent: bool, no_pdf: bool, is_again: bool) -> _Letter:
    from acctmgr.invoices import look_queries, mail_rules, remind_reports

    look = look_queries.look_for(db, reminder.language)
    subject, body = remind_reports.reminder_mail(reminder, look.language, db.notation.style, db.settings)
    mail = mail_rules.message(
        db.settings["smtp.from"],
        reminder.to,
        subject=subject,
        body=body,
        attachments=[] if no_pdf else _papers(db, reminder),
        at=dates.now() if is_sent else None,
    )
    return _Letter(reminder, mail, is_again)


def _papers(db: "Reader", reminder: "Reminder") -> "list[Attachment]":
    from acctmgr.invoices.mail_rules import Attachment
    from acctmgr.invoices.pdf_commands import printed

    papers = []
    for row in reminder.rows:
        number, paper = printed(db, row.number)
        for warning in paper.warnings:
            warn(warning)
        papers.append(Attachment(file_rules.file_name(number, ".pdf"), paper.pdf))
    return papers


def _remind(letters: "Sequence[_Letter | _Failure]", folder: Path | None) -> None:
    """Send or write them all; one that fails does not hold up the others."""
    from acctmgr.store.output_files import make_folder
    from acctmgr.store.signals import until_interrupted

    ready = [letter for letter in letters if isinstance(letter, _Letter)]
    if folder and ready:
        make_folder(str(folder))
    if folder or not ready:
        outcomes = [_done(letter, folder, None) for letter in until_interrupted(ready)]
    else:
        with mail_commands.server() as post:
            outcomes = [_done(letter, None, post) for letter in until_interrupted(ready)]
    done = [outcome for outcome in outcomes if isinstance(outcome, RemindedRow)]
    failed = [outcome for outcome in (*letters, *outcomes) if isinstance(outcome, _Failure)]
    show(Listing(done, RemindedRow, Notation("EUR", DOT), ref="client", empty="nobody was to be reminded"))
    for failure in failed:
        warn(f"the reminder to {failure.client} did not go out: {failure.error.in_one_line()}")
    if failed:
        hint = "mend what the warnings name and run it again: what went out does not go out twice"
        raise AcctError(f"{len(failed)} of {len(letters)} reminders did not go out", hint=hint)


def _done(letter: _Letter, folder: Path | None, post: "Send | None") -> RemindedRow | _Failure | None:
    """One reminder on its way; an error for one that failed, None where another machine was quicker."""
    from acctmgr.invoices.mail_service import Mailed

    reminder = letter.reminder
    mails = [
        Mailed(item.document_id or 0, row.level)
        for item, row in zip(reminder.items, reminder.rows, strict=True)
    ]
    first = reminder.rows[0]
    name = file_rules.file_name(f"{reminder.handle}-{first.number}-reminder-{first.level}", ".eml")
    path = folder / name if folder else None
    try:
        if path:
            mail_commands.draft(path, letter.mail, mails, reminder.to, again=letter.is_again)
        elif post:
            mail_commands.sent(post, letter.mail, mails, reminder.to, again=letter.is_again)
    except Conflict:
        return None
    except AcctError as error:
        return _Failure(reminder.handle, error)
    numbers = [row.number for row in reminder.rows]
    way = "draft" if path else "smtp"
    return RemindedRow(
        reminder.handle, reminder.to.email, reminder.level, numbers, way, str(path) if path else None
    )
