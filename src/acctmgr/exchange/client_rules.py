"""A row of a file of clients as values."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from acctmgr.core.dates import today
from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, fold
from acctmgr.exchange.asked_rules import Kind
from acctmgr.exchange.rules import Words, words_in
from acctmgr.exchange.run_rules import Terms
from acctmgr.parties.clash_rules import Named, named
from acctmgr.parties.fact_rules import FACTS
from acctmgr.parties.handle_rules import handle_of
from acctmgr.parties.rules import check_handle

_FACTS = tuple(field for field in FACTS if field != "since")
# what the columns are called in the files of other systems; where several are filled the first counts
_COLUMNS = {
    "name": (
        "company_name account_name organization_name organisation_name customer_name vendor_name supplier_name"
        " company organization organisation"
    ).split(),
    "phone": "phone_number work_phone telephone".split(),
    "email": "email_address work_email".split(),
    "website": "website_url corporate_website".split(),
}
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}
KIND = Kind(
    "clients",
    ("key", "handle", *FACTS, "archived_on", "merged_into", "tags"),
    ("name",),
    ("since", "archived_on"),
    also={"since": "since_on", "terms": "terms_days"},
    synonyms=_COLUMNS,
    mark="merged_into",
)
VENDORS = KIND._replace(name="vendors")


class ClientIn(NamedTuple):
    """A row of the file; facts: columns of the party that it gives."""

    key: str
    handle: str
    facts: Mapping[str, Any]
    words: Words
    merged_into: str  # the handle of the client that it is an alias of

    @property
    def name_key(self) -> str:
        """The name for comparing."""
        return str(self.facts["name_key"])

    @property
    def named(self) -> Named:
        """What it is named by, as far as the row says."""
        name = str(self.facts["name"])
        return named(self.handle or handle_of(name), name, self.facts.get("email"))


@lru_cache(8192)  # files repeat their words
def _fact(field: str, text: str) -> Any:
    return FACTS[field].read(text, today())


def client_in(fields: dict[str, str], terms: Terms) -> ClientIn:
    """A row as values. Raises for what can't be read."""
    for name, field in _FIELD_OF.items():
        if name in fields:
            fields.setdefault(field, fields[name])
    if "name" not in fields:
        raise Refused("name is empty")
    if terms.is_key_needed and "key" not in fields:
        raise Refused("the key is empty")
    facts = {FACTS[field].column: _fact(field, fields[field]) for field in _FACTS if field in fields}
    facts["name_key"] = fold(facts["name"])
    if since := terms.cells.day(fields, "since"):
        facts["since_on"] = since
    if archived_on := terms.cells.day(fields, "archived_on"):
        facts["archived_on"] = archived_on
    key = clean_line(fields["key"], "the key") if "key" in fields else ""
    handle, merged_into = (
        check_handle(fields[field]) if field in fields else "" for field in ("handle", "merged_into")
    )
    return ClientIn(key, handle, facts, words_in(fields), merged_into)
