"""Contacts as people look at them, with all that they have."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean, fold
from acctmgr.parties import contact_rules
from acctmgr.parties.birthday_rules import coming
from acctmgr.parties.client_queries import PARTY_FACTS
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts

_IN_ONE_GO = 500


class ContactRow(NamedTuple):
    """A contact; no_contact: it opted out; key: its id in the system it came from."""

    id: int
    name: str
    client: str
    role: str | None
    influence: str | None
    emails: list[str]
    phones: list[str]
    birthday: str | None  # --05-17 where the year is not known
    prefers: str | None
    no_contact: bool
    note: str | None
    tags: list[str]
    fields: dict[str, str]
    key: str | None

    @property
    def main_email(self) -> str | None:
        """The first of its e-mails."""
        return self.emails[0] if self.emails else None

    @property
    def main_phone(self) -> str | None:
        """The first of its phones."""
        return self.phones[0] if self.phones else None


CONTACT_FACTS = Facts(
    ContactRow,
    tags="SELECT contact_id, tag FROM contact_tag ORDER BY contact_id, tag",
    fields="SELECT contact_id, name, value FROM contact_field ORDER BY contact_id, name",
    client=PARTY_FACTS,
)


class FollowUpRow(NamedTuple):
    """A follow-up that is still to do with a contact."""

    id: int
    due_on: date
    text: str


class ActivityRow(NamedTuple):
    """What happened with a contact."""

    id: int
    on: date
    kind: str
    text: str


class ContactCard(NamedTuple):
    """All that is known of a contact."""

    id: int
    name: str
    client: str
    role: str | None
    influence: str | None
    emails: list[str]
    phones: list[str]
    birthday: str | None
    prefers: str | None
    no_contact: bool
    note: str | None
    tags: list[str]
    fields: dict[str, str]
    key: str | None
    client_name: str
    follow_ups: list[FollowUpRow]
    activities: list[ActivityRow]


class Filters(NamedTuple):
    """Which contacts a list shows; what is empty lets all through."""

    party_id: int = 0
    role: str = ""
    influence: str = ""
    tag: str = ""
    birthday_days: int | None = None  # a birthday today or within so many days
    is_no_contact: bool = False
    with_archived: bool = False


# an alias leads to the party that it was merged into
_FROM = """
      FROM contact
      JOIN party AS own ON own.id = contact.party_id
      JOIN party ON party.id = COALESCE(own.merged_into_id, own.id)
"""
_COLUMNS = """
    contact.id, contact.name, party.handle AS client, contact.role, contact.influence, NULL AS emails, NULL AS phones,
    contact.birthday, contact.prefers, contact.is_no_contact AS no_contact, contact.note, NULL AS tags,
    NULL AS fields, contact.outside_key AS key
"""
_MONTH_AND_DAY = "SUBSTR(contact.birthday, LENGTH(contact.birthday) - 4)"
_CONTACTS = f"""
    SELECT {_COLUMNS}
      {_FROM}
     WHERE (:party_id = 0 OR party.id = :party_id)
       AND (:with_archived = 1 OR party.archived_on IS NULL)
       AND (:role = '' OR contact.role IN (:roles))
       AND (:influence = '' OR contact.influence = :influence)
       AND (:tag = '' OR EXISTS (SELECT 1 FROM contact_tag WHERE contact_id = contact.id AND tag = :tag))
       AND (:is_no_contact = 0 OR contact.is_no_contact = 1)
       AND (:has_birthday = 0 OR {_MONTH_AND_DAY} IN (:days))
"""
_CARD = f"""
    SELECT {_COLUMNS}, party.name AS client_name, NULL AS follow_ups, NULL AS activities
      {_FROM}
     WHERE contact.id = :id
"""
_ORDERS = {  # key of --sort: what it sorts by, empty values last
    "name": "contact.name_key",
    "client": "party.handle",
    "role": "contact.role IS NULL, contact.role",
    "influence": "CASE contact.influence WHEN 'decider' THEN 1 WHEN 'champion' THEN 2 WHEN 'influencer' THEN 3 "
    "WHEN 'user' THEN 4 WHEN 'blocker' THEN 5 ELSE 6 END",
    "birthday": f"contact.birthday IS NULL, CASE WHEN {_MONTH_AND_DAY} >= :first_day THEN 0 ELSE 1 END, "
    f"{_MONTH_AND_DAY}",
}
_ROLES = "SELECT DISTINCT role FROM contact WHERE role IS NOT NULL"
_EMAILS = "SELECT contact_id, email FROM contact_email WHERE contact_id IN (:ids) ORDER BY contact_id, id"
_PHONES = "SELECT contact_id, phone FROM contact_phone WHERE contact_id IN (:ids) ORDER BY contact_id, id"
_TAGS = "SELECT contact_id, tag FROM contact_tag WHERE contact_id IN (:ids) ORDER BY contact_id, tag"
_FIELDS = """
    SELECT contact_id, name, value FROM contact_field WHERE contact_id IN (:ids) ORDER BY contact_id, name
"""
_FOLLOW_UPS = """
    SELECT id, due_on, text FROM follow_up WHERE contact_id = :id AND done_on IS NULL ORDER BY due_on, id
"""
_ACTIVITIES = """
    SELECT id, happened_on, kind, text FROM activity WHERE contact_id = :id ORDER BY happened_on DESC, id DESC
     LIMIT 5
"""
_HANGING = """
    SELECT (SELECT COUNT(*) FROM follow_up WHERE contact_id = :id) AS follow_ups,
           (SELECT COUNT(*) FROM activity WHERE contact_id = :id) AS activities
"""


def find_contact(
    db: Reader, reference: str, *, party_id: int = 0, client: str = ""
) -> contact_rules.Candidate:
    """The contact meant, of all or of one party, whose handle is `client`; NotFound or Conflict if unclear."""
    return contact_rules.find(db.run, reference, party_id, client)


def contacts(db: Reader, filters: Filters, *, today: date, sort: str, limit: int) -> Page[ContactRow]:
    """Contacts with all that they have; `sort` is a key of the list, with - in front the other way round."""
    values = filters._asdict()
    days = values.pop("birthday_days")
    page = db.page(
        ContactRow,
        f"{_CONTACTS} ORDER BY {order_of(sort)}",
        limit=limit,
        **values,
        roles=_spellings(db, filters.role),
        has_birthday=days is not None,
        days=coming(today, days) if days is not None else [],
        first_day=f"{today:%m-%d}",
    )
    return page._replace(rows=with_all(db, page.rows))


def order_of(sort: str) -> str:
    """The SQL of a sort key."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"contacts can't be sorted by {key}", hint=hint)
    direction = " DESC" if sort.startswith("-") else ""
    return f"{_ORDERS[key]}{direction}, contact.name_key, contact.id"


def _spellings(db: Reader, typed: str) -> list[str]:
    """Every role in the book with this text in it, in whatever case and accents."""
    return [role for (role,) in db.run(_ROLES) if fold(typed) in fold(role)] if typed else []


def with_all(db: Reader, rows: Sequence[Any]) -> list[Any]:
    """The rows with their e-mails, phones, tags and custom fields."""
    emails: dict[int, list[str]] = {}
    phones: dict[int, list[str]] = {}
    tags: dict[int, list[str]] = {}
    fields: dict[int, dict[str, str]] = {}
    for start in range(0, len(rows), _IN_ONE_GO):
        ids = [row.id for row in rows[start : start + _IN_ONE_GO]]
        for sql, found in ((_EMAILS, emails), (_PHONES, phones), (_TAGS, tags)):
            for contact_id, word in db.run(sql, {"ids": ids}):
                found.setdefault(contact_id, []).append(word)
        for contact_id, name, value in db.run(_FIELDS, {"ids": ids}):
            fields.setdefault(contact_id, {})[name] = value
    return [
        row._replace(
            emails=emails.get(row.id, []),
            phones=phones.get(row.id, []),
            tags=tags.get(row.id, []),
            fields=fields.get(row.id, {}),
        )
        for row in rows
    ]


def contact_card(db: Reader, contact_id: int) -> ContactCard:
    """One contact, whole."""
    (card,) = with_all(db, db.rows(ContactCard, _CARD, id=contact_id))
    filled: ContactCard = card._replace(
        follow_ups=db.rows(FollowUpRow, _FOLLOW_UPS, id=contact_id),
        activities=db.rows(ActivityRow, _ACTIVITIES, id=contact_id),
    )
    return filled


def hanging(db: Reader, contact_id: int) -> contact_rules.Hanging:
    """What names a contact."""
    (found,) = db.rows(contact_rules.Hanging, _HANGING, id=contact_id)
    return found
