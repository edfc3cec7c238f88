"""Tags and custom fields that a row gives."""

from collections.abc import Mapping
from typing import NamedTuple

from acctmgr.core.text import clean_line
from acctmgr.exchange.mapping_rules import CUSTOM
from acctmgr.exchange.rules import split_list
from acctmgr.parties.fact_rules import tags_of


class Words(NamedTuple):
    """The tags and custom fields that a row gives; tags None: it gives none, and those there stay."""

    tags: list[str] | None
    fields: dict[str, str]


def words_in(row: Mapping[str, str]) -> Words:
    """The tags and custom fields of a row."""
    fields = {
        name[len(CUSTOM) :]: clean_line(text, name, max_length=500)
        for name, text in row.items()
        if name.startswith(CUSTOM)
    }
    return Words(tags_of(split_list(row["tags"])) if "tags" in row else None, fields)
