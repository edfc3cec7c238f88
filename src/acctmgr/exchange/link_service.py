"""Contacts, deals and follow-ups that rows of a file name, each among those of its client."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from acctmgr.core.text import fold
from acctmgr.exchange.link_rules import Ref, Refs
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.run_rules import chunks
from acctmgr.store.bulk import Bulk

_IN_ONE_GO = 500
_CONTACTS = """
    SELECT contact.party_id, contact.name_key, contact_email.email, contact.id
      FROM contact
      LEFT JOIN contact_email ON contact_email.contact_id = contact.id
     WHERE contact.party_id IN (:parties)
     ORDER BY contact.id, contact_email.id
"""
_DEALS = "SELECT party_id, key, name_key, opened_on, id FROM deal WHERE party_id IN (:parties) ORDER BY id"
_FOLLOW_UPS = "SELECT party_id, text, due_on, id FROM follow_up WHERE party_id IN (:parties) ORDER BY id"


class _Deal(NamedTuple):
    party_id: int
    key: str | None
    name_key: str
    opened_on: date | None
    id: int


class _FollowUp(NamedTuple):
    party_id: int
    text: str
    due_on: date
    id: int


class Found(NamedTuple):
    """The ids of what a row names."""

    contact: int | None
    deal: int | None
    follow_up: int | None


Named = tuple[int, str]  # a client's id, and the name within it
Told = tuple[int, str, date | None]  # the day that goes with the name too


class Links:
    """Finds contacts by e-mail or whole name, deals by key, id or whole name, follow-ups by text and day.

    What is not clear is no link; it is counted.
    """

    def __init__(self, db: Bulk, *, with_follow_ups: bool = False) -> None:
        self._db, self._with_follow_ups = db, with_follow_ups
        self._seen: set[int] = set()
        self._contacts: dict[Named, list[int]] = {}
        self._without_email: dict[Named, list[int]] = {}
        self._deals: dict[Named, list[int]] = {}
        self._keyless: dict[Told, list[int]] = {}
        self._exact: dict[Named, int] = {}  # deals by key, and by id where that is no key
        self._follow_ups: dict[Told, list[int]] = {}
        self.unknown = {"contact": 0, "deal": 0, "follow-up": 0}

    def look_up(self, party_ids: Iterable[int]) -> None:
        """Fetch what these clients have."""
        wanted = set(party_ids) - self._seen - {0}
        self._seen |= wanted
        for some in chunks(iter(sorted(wanted)), _IN_ONE_GO):
            self._look_up_contacts(some)
            self._look_up_deals(some)
            if self._with_follow_ups:
                for follow_up in self._db.rows(_FollowUp, _FOLLOW_UPS, parties=some):
                    self._follow_ups.setdefault(follow_up[:3], []).append(follow_up.id)

    def _look_up_contacts(self, party_ids: list[int]) -> None:
        for party_id, name, email, contact_id in self._db.run(_CONTACTS, {"parties": party_ids}):
            for known in (name, email):
                ids = self._contacts.setdefault((party_id, known), []) if known else [contact_id]
                if contact_id not in ids:
                    ids.append(contact_id)
            if not email:
                self._without_email.setdefault((party_id, name), []).append(contact_id)

    def _look_up_deals(self, party_ids: list[int]) -> None:
        for deal in self._db.rows(_Deal, _DEALS, parties=party_ids):
            self._deals.setdefault((deal.party_id, deal.name_key), []).append(deal.id)
            self._exact.setdefault((deal.party_id, str(deal.id)), deal.id)
            if deal.key:
                self._exact[deal.party_id, deal.key] = deal.id
            else:
                told = deal.party_id, deal.name_key, deal.opened_on
                self._keyless.setdefault(told, []).append(deal.id)

    def all(self, client: Client, refs: Refs, clients: Clients) -> Found:
        """All that a row of a client names, each looked up before."""

        def found(ref: Ref | None, find: Callable[[int, Ref], int | None]) -> int | None:
            return find(clients.id_of(ref.client) if ref.client else client.id, ref) if ref else None

        return Found(
            found(refs.contact, self.contact),
            found(refs.deal, self.deal),
            found(refs.follow_up, self.follow_up),
        )

    def contact(self, party_id: int, ref: Ref) -> int | None:
        """The contact of that e-mail or name, None where none or several have it; counted then."""
        named = party_id, fold(ref.name)
        if ref.twin:
            return self._twin("contact", self._without_email.get(named, []), ref.twin)
        by_email = self._contacts.get((party_id, ref.name))  # which is not folded
        return self._only("contact", by_email or self._contacts.get(named, []))

    def deal(self, party_id: int, ref: Ref) -> int | None:
        """The deal of that key, id or name, None where none or several have it; counted then."""
        if ref.is_told_by_day:
            alike = self._keyless.get((party_id, fold(ref.name), ref.on), [])
            return self._twin("deal", alike, ref.twin) if ref.twin else self._only("deal", alike)
        exact = self._exact.get((party_id, ref.key or ref.name))
        named = [] if ref.key else self._deals.get((party_id, fold(ref.name)), [])
        return exact or self._only("deal", named)

    def follow_up(self, party_id: int, ref: Ref) -> int | None:
        """The follow-up of that text and day, None where none or several have both; counted then."""
        alike = self._follow_ups.get((party_id, ref.name, ref.on), [])
        return self._twin("follow-up", alike, ref.twin) if ref.twin else self._only("follow-up", alike)

    def _twin(self, what: str, found: list[int], twin: int) -> int | None:
        return self._only(what, found[twin - 1 : twin])

    def _only(self, what: str, found: list[int]) -> int | None:
        if len(found) == 1:
            return found[0]
        self.unknown[what] += 1
        return None

    def notes(self) -> list[str]:
        """What people should know: how many rows came in without the link that they name."""
        return [
            f"{count} row{'' if count == 1 else 's'} came in without the {what} named: no one {what} of the client fits"
            for what, count in self.unknown.items()
            if count
        ]
