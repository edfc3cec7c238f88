"""Two contacts before they are merged."""

from collections.abc import Sequence

from acctmgr.parties.contact_merge_rules import WholeContact, plan
from acctmgr.parties.contact_queries import contact_card
from acctmgr.parties.merged_row_rules import LeftRow
from acctmgr.parties.phone_rules import digits_of
from acctmgr.store.read import Reader


def left(db: Reader, kept_id: int, gone_id: int) -> Sequence[LeftRow]:
    """What the kept contact would not take over; refused where its note has no room for it."""
    return plan(_facts(db, kept_id), _facts(db, gone_id)).left


def _facts(db: Reader, contact_id: int) -> WholeContact:
    card = contact_card(db, contact_id)
    columns = card._asdict() | {"is_no_contact": int(card.no_contact), "outside_key": card.key}
    phones = {digits_of(phone, db.settings["company.country"]): phone for phone in card.phones}
    return WholeContact(contact_id, columns, card.client, card.emails, phones, card.tags, card.fields)
