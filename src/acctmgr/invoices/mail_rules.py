"""Mails: who gets them, what they say, and the message itself, in which no text can become a header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.text import clean_line, did_you_mean, fold
from acctmgr.parties.email_rules import check_email, letter_address, spellings

if TYPE_CHECKING:
    from email.message import EmailMessage

_PLACE = re.compile(r"\{([a-z]+)\}")


class Person(NamedTuple):
    """An e-mail address of a contact; is_no_contact: who opted out."""

    name: str
    email: str
    prefers: str | None
    is_no_contact: bool


class To(NamedTuple):
    """Who a mail goes to; the name is empty where it is a general address."""

    name: str
    email: str


class Attachment(NamedTuple):
    """A PDF that goes with a mail."""

    name: str
    content: bytes


def check_sender(text: str) -> str:
    """`billing@acme.example` or `Acme Studio <billing@acme.example>`."""
    from email.utils import parseaddr

    line = clean_line(text, "the sender")
    name, address = parseaddr(line)
    found = check_email(address or line)
    return f"{name} <{found}>" if name else found


def check_text(text: str, places: Iterable[str]) -> str:
    """A text with places to fill in: refused where one of them is not known."""
    known = sorted(places)
    for name in _PLACE.findall(text):
        if name not in known:
            hint = did_you_mean(name, known) or f"there is: {' '.join(f'{{{place}}}' for place in known)}"
            raise Refused(f"{{{name}}} is nothing that a mail knows", hint=hint)
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in; what a value holds is never filled in again."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def recipient(client_email: str | None, people: Sequence[Person]) -> To | None:
    """Who gets a client's mail: its own address, else that of a contact, those who prefer mail first.

    Never one that belongs to somebody who opted out; None where nobody is left.
    """
    opted_out = {person.email for person in people if person.is_no_contact}
    willing = [person for person in people if not person.is_no_contact]
    if client_email and client_email not in opted_out:
        name = next((person.name for person in willing if person.email == client_email), "")
        return To(name, client_email)
    willing.sort(key=lambda person: person.prefers != "email")  # what is equal keeps its order
    return To(willing[0].name, willing[0].email) if willing else None


def chosen(typed: str, people: Sequence[Person], client: str) -> To:
    """The address as typed, or that of a contact by its name; refused for somebody who opted out."""
    wanted = fold(typed.strip())
    by_address = [person for person in people if person.email in spellings(typed.strip())]
    by_name = [person for person in people if fold(person.name) == wanted]
    found = by_address or by_name or [person for person in people if fold(person.name).startswith(wanted)]
    if "@" in typed and not by_address:
        return To("", check_email(typed))
    if not found or len({person.name for person in found}) > 1:
        names = [person.name for person in people]
        raise NotFound(
            f"no contact of {client} is {typed}",
            hint=did_you_mean(typed, names) or "or type an e-mail address",
        )
    if found[0].is_no_contact:
        raise Refused(f"{found[0].name} does not want to be contacted", hint="name somebody else with --to")
    return To(found[0].name, found[0].email)


def message(
    sender: str,
    to: To,
    *,
    subject: str,
    body: str,
    attachments: Sequence[Attachment],
    at: datetime | None,
) -> "EmailMessage":
    """A mail; without a moment it is a draft, which mail programs open to be sent."""
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import make_msgid, parseaddr

    mail = EmailMessage(policy=SMTP)
    if at is None:
        mail["X-Unsent"] = "1"
    if sender:
        name, typed = parseaddr(sender)
        address = letter_address(typed)
        mail["From"] = Address(clean_line(name, "the name") if name else "", addr_spec=address)
    name = clean_line(to.name, "the name") if to.name else ""
    mail["To"] = Address(name, addr_spec=letter_address(to.email))
    mail["Subject"] = clean_line(subject, "the subject", max_length=500)
    if at is not None:
        mail["Date"] = at
        mail["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    mail.set_content(body.strip() + "\n", cte="quoted-printable")
    for attachment in attachments:
        mail.add_attachment(
            attachment.content, maintype="application", subtype="pdf", filename=attachment.name
        )
    return mail
