"""`invoice mail`: a document on its way to the client."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from acctmgr.core import dates
from acctmgr.core.errors import AcctError, Conflict, Refused, WrongUsage
from acctmgr.core.money import DOT, Notation
from acctmgr.invoices import file_rules
from acctmgr.ui.options import noun
from acctmgr.ui.output import Card, fact, say, warn
from acctmgr.ui.prompts import replacing

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlmodel import Session

    from acctmgr.invoices.look_queries import Recipient
    from acctmgr.invoices.mail_queries import MailingRow
    from acctmgr.invoices.mail_rules import To
    from acctmgr.invoices.mail_service import Mailed
    from acctmgr.invoices.smtp_service import Send
    from acctmgr.store.read import Reader

app = noun("")

SendOption = Annotated[
    bool, typer.Option("--send", help="Send it by the server of the settings smtp.*, instead of a draft.")
]


class MailCard(NamedTuple):
    """A mail that was written or sent; path: where the draft is."""

    document: str
    to: str
    subject: str
    way: str
    mailed_on: date
    path: str | None


_EARLIER = {
    "draft": "a draft for {} was written on {} already",
    "smtp": "it was mailed to {} on {} already",
    "attempt": "a mail to {} was attempted on {}, and may not have gone out",
}


class _Letter(NamedTuple):
    """A mail that is ready, and what it is of."""

    document: str
    document_id: int
    to: "To"
    mail: "EmailMessage"
    warnings: list[str]
    earlier: "list[MailingRow]"


@app.verb(
    "mail",
    "invoice mail 7",
    "invoice mail 7 --to ana@acme.example --output ~/drafts",
    "invoice mail 7 --send",
)
def mail_command(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Its number, or an ending of it.")],
    *,
    to: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="An e-mail, or a contact's name; the client's if not given."),
    ] = "",
    output: Annotated[
        str,
        typer.Option(metavar="PATH", help="The draft's file, or a folder for it; this folder if not given."),
    ] = "",
    send: SendOption = False,
    again: Annotated[bool, typer.Option("--again", help="Send it though it was mailed already.")] = False,
) -> None:
    """Write a mail with an invoice or credit note as PDF: a draft to open in a mail program, or sent with --send."""
    from acctmgr.invoices.mail_service import Mailed
    from acctmgr.invoices.pdf_reports import check_extra
    from acctmgr.store.read import reading

    if send and output:
        raise WrongUsage("--output is for a draft, --send writes none", hint="give one of them")
    check_extra()
    with reading() as db:
        letter = _letter(db, number, to, is_sent=send)
    _check_again(letter, is_wanted=again or not send)
    for warning in letter.warnings:
        warn(warning)
    mails = [Mailed(letter.document_id, 0)]
    path = None if send else _draft_path(output, letter.document)
    if path:
        draft(path, letter.mail, mails, letter.to, again=True)
    else:
        with server() as post:
            sent(post, letter.mail, mails, letter.to, again=again)
    _tell(letter, path)


def _letter(db: "Reader", reference: str, typed_to: str, *, is_sent: bool) -> _Letter:
    from acctmgr.invoices import (
        mail_queries,
        mail_reports,
        mail_rules,
        paper_queries,
        paper_reports,
        pdf_reports,
    )
    from acctmgr.invoices.queries import find_document

    paper = paper_queries.paper(db, find_document(db, reference), today=dates.today())
    mail_reports.check_sendable(paper)
    to = addressee(db, paper.client, typed_to)
    sender = db.settings["smtp.from"]
    if is_sent and not sender:
        raise Refused("no sender is set", hint='acctmgr config set smtp.from "Acme <billing@acme.example>"')
    sheet, warnings = paper_reports.document_sheet(paper, db.notation.style)
    made = pdf_reports.printed(sheet, paper.look)
    subject, body = mail_reports.document_mail(paper, to, db.notation.style, db.settings)
    name = file_rules.file_name(paper.card.document, ".pdf")
    mail = mail_rules.message(
        sender,
        to,
        subject=subject,
        body=body,
        attachments=[mail_rules.Attachment(name, made.pdf)],
        at=dates.now() if is_sent else None,
    )
    earlier = [row for row in mail_queries.mailings(db, paper.card.id) if row.level == 0]
    return _Letter(paper.card.document, paper.card.id, to, mail, [*warnings, *made.warnings], earlier)


def addressee(db: "Reader", party: "Recipient", typed: str) -> "To":
    """Who gets a client's mail; Refused where nobody may be written to."""
    from acctmgr.invoices import mail_queries, mail_rules

    people = mail_queries.people(db, party.id)
    if typed:
        return mail_rules.chosen(typed, people, party.handle)
    found = mail_rules.recipient(mail_queries.client_email(db, party.id), people)
    if found is None:
        hint = f"name one with --to, or: acctmgr client edit {party.handle} --email ADDRESS"
        raise Refused(f"{party.name} has no e-mail that may be written to", hint=hint)
    return found


def _check_again(letter: _Letter, *, is_wanted: bool) -> None:
    if letter.earlier and not is_wanted:
        last = letter.earlier[-1]
        raise Conflict(
            f"{letter.document}: {_EARLIER[last.way].format(last.recipient, last.mailed_on)}",
            hint="to send it once more, add --again",
        )


def _draft_path(output: str, document: str) -> Path:
    is_folder = Path(output or ".").expanduser().is_dir()
    (path,) = file_rules.targets(output, [file_rules.file_name(document, ".eml")], is_folder=is_folder)
    return path


def draft(path: Path, mail: "EmailMessage", mails: "Sequence[Mailed]", to: "To", *, again: bool) -> None:
    """Write a draft and remember it, both or neither."""
    from acctmgr.invoices import mail_service
    from acctmgr.store import output_files
    from acctmgr.store.write import change

    with output_files.ready(str(path), mail.as_bytes(), output_files.DRAFT_MAIL, may=replacing()) as place:

        def step(session: "Session") -> None:
            mail_service.remember(
                session, mails, on=dates.today(), way="draft", recipient=to.email, again=again
            )
            place()

        change(step)


def sent(
    post: "Send",
    mail: "EmailMessage",
    mails: "Sequence[Mailed]",
    to: "To",
    *,
    again: bool = False,
) -> None:
    """Remember that a mail is begun, then send it: it never goes out twice.

    What the server does not take is forgotten again; what ends in between is shown as an attempt.
    """
    from acctmgr.invoices import mail_service
    from acctmgr.invoices.smtp_service import NotSent
    from acctmgr.store.write import change

    ids = change(
        lambda session: mail_service.remember(
            session, mails, on=dates.today(), way="attempt", recipient=to.email, again=again
        )
    )
    try:
        post(mail)
    except NotSent:
        change(lambda session: mail_service.forget(session, ids))
        raise
    try:
        change(lambda session: mail_service.arrived(session, ids))
    except AcctError as error:
        warn(f"the mail to {to.email} went out, though the book shows it as attempted: {error}")


def server() -> "AbstractContextManager[Send]":
    """The mail server of this machine's settings."""
    from acctmgr.invoices import smtp_service
    from acctmgr.invoices.smtp_rules import server_of
    from acctmgr.store import settings

    config = settings.load()
    own = {
        key: settings.machine_setting(key, config) for key in settings.MACHINE_KEYS if key.startswith("smtp.")
    }
    return smtp_service.connected(server_of(own))


def _tell(letter: _Letter, path: Path | None) -> None:
    way = "draft" if path else "smtp"
    subject = str(letter.mail["Subject"])
    card = MailCard(
        letter.document, letter.to.email, subject, way, dates.today(), str(path) if path else None
    )
    if str(path) != "-":  # there, standard output is the mail's
        fact(str(path) if path else letter.document, Card(card, Notation("EUR", DOT), ref="document"))
    say(f"{letter.document} to {letter.to.email}: {'a draft to send' if path else 'sent'}")
