"""Contacts as `export` writes them."""

from typing import NamedTuple

from acctmgr.exchange.export_queries import Kind


class ContactRow(NamedTuple):
    """A contact with all its facts.

    twin: which of several of the client's contacts of one name, those with an e-mail and those without counted apart;
    empty where there is only one.
    """

    id: int
    key: str | None
    name: str
    client: str
    role: str | None
    influence: str | None
    emails: list[str] | None
    phones: list[str] | None
    prefers: str | None
    birthday: str | None
    no_contact: bool
    note: str | None
    twin: int | None
    tags: list[str] | None
    fields: dict[str, str] | None


_HAS_EMAIL = "CASE WHEN EXISTS (SELECT 1 FROM contact_email WHERE contact_id = contact.id) THEN 1 ELSE 0 END"
# the number of a contact among those that nothing but their age tells apart
TWINS = f"""
    SELECT id, CASE WHEN COUNT(*) OVER (PARTITION BY party_id, name_key) > 1
                    THEN ROW_NUMBER() OVER (PARTITION BY party_id, name_key, has_email ORDER BY id) END AS twin
      FROM (SELECT id, party_id, name_key, {_HAS_EMAIL} AS has_email FROM contact) AS told
"""
_CONTACTS = f"""
    SELECT contact.id, contact.outside_key AS key, contact.name, party.handle AS client, contact.role,
           contact.influence, NULL AS emails, NULL AS phones, contact.prefers, contact.birthday,
           contact.is_no_contact AS no_contact, contact.note, twins.twin, NULL AS tags, NULL AS fields
      FROM contact
      JOIN party ON party.id = contact.party_id
      JOIN ({TWINS}) AS twins ON twins.id = contact.id
     ORDER BY contact.id
"""
CONTACTS = Kind(
    "contacts",
    ContactRow,
    _CONTACTS,
    lists={
        "emails": "SELECT contact_id, email FROM contact_email WHERE contact_id IN (:ids) ORDER BY id",
        "phones": "SELECT contact_id, phone FROM contact_phone WHERE contact_id IN (:ids) ORDER BY id",
    },
    words="contact",
)
