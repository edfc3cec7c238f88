"""What a row names besides its client: a contact, a deal, the follow-up that it did."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line
from acctmgr.exchange.run_rules import Terms
from acctmgr.parties.email_rules import like_kept

_EMAIL = re.compile(r"[^\s<>()@;,]+@[^\s<>()@;,]+")
FIELDS = (
    "contact contact_twin contact_client deal deal_key deal_name deal_opened_on deal_twin deal_client "
    "followup_text followup_due_on followup_twin followup_client"
).split()
DATES = ("deal_opened_on", "followup_due_on")


class Ref(NamedTuple):
    """One thing that a row names; client: whose it is, empty where it is the row's own.

    is_told_by_day: it goes by its name and day, which may be None, and by nothing else.
    """

    name: str = ""
    key: str = ""
    on: date | None = None
    twin: int = 0  # which of several that nothing but their age tells apart, from 1
    client: str = ""
    is_told_by_day: bool = False


class Refs(NamedTuple):
    """All that a row names."""

    contact: Ref | None = None
    deal: Ref | None = None
    follow_up: Ref | None = None

    def clients(self) -> list[str]:
        """The clients whose they are, beyond the row's own."""
        return [ref.client for ref in self if ref and ref.client]


def refs_in(fields: Mapping[str, str], terms: Terms) -> Refs:
    """What the row names. Raises for what can't be read."""
    return Refs(_contact(fields, terms), _deal(fields, terms), _follow_up(fields, terms))


def _contact(fields: Mapping[str, str], terms: Terms) -> Ref | None:
    if "contact" not in fields:
        return None
    name = fields["contact"]
    name = clean_line(name, "the contact") if terms.is_export else first_contact(name)
    return Ref(name, twin=twin_in(fields, "contact_twin"), client=fields.get("contact_client", ""))


def _deal(fields: Mapping[str, str], terms: Terms) -> Ref | None:
    client, twin = fields.get("deal_client", ""), twin_in(fields, "deal_twin")
    if "deal_key" in fields:
        return Ref(key=fields["deal_key"], client=client)
    if "deal_name" in fields:
        opened_on = terms.cells.day(fields, "deal_opened_on")
        is_told_by_day = terms.is_export or opened_on is not None
        return Ref(fields["deal_name"], "", opened_on, twin, client, is_told_by_day)
    return Ref(fields["deal"], client=client) if "deal" in fields else None


def _follow_up(fields: Mapping[str, str], terms: Terms) -> Ref | None:
    if "followup_text" not in fields:
        return None
    due_on, client = terms.cells.day(fields, "followup_due_on"), fields.get("followup_client", "")
    twin = twin_in(fields, "followup_twin")
    return Ref(fields["followup_text"], on=due_on, twin=twin, client=client, is_told_by_day=True)


def twin_in(fields: Mapping[str, str], field: str) -> int:
    """The number of one of several that are alike, 0 where it is the only one."""
    text = fields.get(field, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise Refused(f"{field}: {text!r} is no number", hint="a whole number from 1")
    return int(text)


@lru_cache(8192)
def first_contact(text: str) -> str:
    """The first contact of a cell: its e-mail where there is one, as in "Ana Ruiz (ana@acme.example); Bo Lind"."""
    first = text.partition(";")[0]
    found = _EMAIL.search(first)
    return like_kept(found[0]) if found else clean_line(first, "the contact")
