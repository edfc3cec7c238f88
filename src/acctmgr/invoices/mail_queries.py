"""Who may be written to, and what was mailed already."""

from datetime import date
from typing import NamedTuple

from acctmgr.invoices.mail_rules import Person
from acctmgr.store.read import Reader


class MailingRow(NamedTuple):
    """A document went out by mail; level 0 is the document itself, above it a reminder."""

    mailed_on: date
    level: int
    way: str
    recipient: str


class _Person(NamedTuple):
    name: str
    email: str
    prefers: str | None
    is_no_contact: bool


_PEOPLE = """
    SELECT contact.name, contact_email.email, contact.prefers, contact.is_no_contact
      FROM contact
      JOIN contact_email ON contact_email.contact_id = contact.id
     WHERE contact.party_id IN (SELECT id FROM party WHERE id = :party_id OR merged_into_id = :party_id)
     ORDER BY contact.id, contact_email.id
"""
_EMAIL = "SELECT email FROM party WHERE id = :party_id"
_MAILINGS = """
    SELECT mailed_on, level, way, recipient FROM mailing WHERE document_id = :document_id ORDER BY id
"""


def people(db: Reader, party_id: int) -> list[Person]:
    """The contacts of a client that have an e-mail."""
    return [Person(*row) for row in db.rows(_Person, _PEOPLE, party_id=party_id)]


def client_email(db: Reader, party_id: int) -> str | None:
    """The client's own address."""
    found: str | None = db.value(_EMAIL, party_id=party_id)
    return found


def mailings(db: Reader, document_id: int) -> list[MailingRow]:
    """When a document was mailed, and how, the first time first."""
    return db.rows(MailingRow, _MAILINGS, document_id=document_id)
