"""Handing mails to a server. Nothing of the password is ever kept or shown."""

import os
import shlex
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from acctmgr.core.errors import AcctError, Refused
from acctmgr.invoices.smtp_rules import Server

VARIABLE = "ACCTMGR_SMTP_PASSWORD"
_SECONDS = 30
Send = Callable[[EmailMessage], None]


class NotSent(AcctError):
    """The server did not take a mail, or was not there."""


@contextmanager
def connected(server: Server) -> Iterator[Send]:
    """A server that takes mails, one after the other; NotSent says what it said."""
    password = _password(server) if server.user else ""
    with _told(server):
        client = _client(server)
    try:
        with _told(server):
            if server.security == "starttls":
                client.starttls(context=ssl.create_default_context())
            if server.user:
                client.login(server.user, password)

        def send(mail: EmailMessage) -> None:
            with _told(server):
                client.send_message(mail)

        yield send
    finally:
        client.close()


def _client(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=_SECONDS)


@contextmanager
def _told(server: Server) -> Iterator[None]:
    """What goes wrong on the way, in one line."""
    place = f"{server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"{place} refused the login of {server.user}: {_answer(error.smtp_error)}") from None
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{to}: {_answer(text)}" for to, (_, text) in error.recipients.items())
        raise NotSent(f"{place} refused the recipient: {said}") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{place} said {error.smtp_code}: {_answer(error.smtp_error)}") from None
    except smtplib.SMTPException as error:
        raise NotSent(f"{place}: {error}") from None
    except OSError as error:  # nobody there, a name that means nothing, a certificate that does not fit
        raise NotSent(f"{place} can't be reached: {error.strerror or error}") from None


def _answer(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _password(server: Server) -> str:
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not server.password_command:
        raise Refused(
            f"no password for {server.user} at {server.host}",
            hint=f'set {VARIABLE}, or: acctmgr config set smtp.password_command "pass show mail"',
        )
    try:
        done = subprocess.run(
            shlex.split(server.password_command), stdout=subprocess.PIPE, text=True, check=False
        )
    except (OSError, ValueError) as error:
        raise Refused(f"smtp.password_command can't be run: {error}") from None
    if done.returncode or not done.stdout.strip("\n"):
        raise Refused(f"smtp.password_command gave no password (exit {done.returncode})")
    return done.stdout.split("\n")[0]
