"""Yes and no as other systems write them, and the columns that say that a row is no more."""

import re
from collections.abc import Mapping, Sequence

from acctmgr.core.errors import Refused
from acctmgr.core.text import fold

_YES = frozenset("true yes y t 1 x on si s verdadero verdadeiro sim oui vrai ja wahr da checked".split())
_NO = frozenset("false no n f 0 off falso nao non faux nein falsch unchecked".split())
_PLAIN = frozenset(
    "true false yes no si verdadero falso verdadeiro vrai faux wahr falsch checked unchecked".split()
)
_DAY = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ,].*)?")
_NO_DAY = re.compile(r"[0/.:T -]+Z?")
# a column of each, in every kind of file, and why a row that says yes there is left aside
ASIDE: Mapping[str, str] = {"is_deleted": "deleted", "is_converted": "converted"}
ASIDE_COLUMNS: Mapping[str, Sequence[str]] = {
    "is_deleted": "deleted deleted_at deleted_on deleted_date date_deleted is_removed eliminado borrado".split(),
    "is_converted": ["converted"],
}
_FIELD_OF = {name: field for field, names in ASIDE_COLUMNS.items() for name in (field, *names)}


def is_flag(text: str) -> bool:
    """Whether a text is a yes or a no beyond doubt, and so no name of anybody: X and 1 may be one."""
    return fold(text.strip()) in _PLAIN


def is_yes(text: str, field: str) -> bool:
    """What a cell of yes or no says; Refused for another word."""
    word = fold(text.strip())
    if word not in _YES | _NO:
        raise Refused(f"{field}: {text!r} is neither yes nor no", hint="write true or false")
    return word in _YES


def why_aside(fields: dict[str, str]) -> str:
    """Why a row is left aside, empty if it is not; takes the columns that say so out of it."""
    told = {name: fields.pop(name) for name in _FIELD_OF if name in fields}
    return next((ASIDE[_FIELD_OF[name]] for name, text in told.items() if _is_so(name, text)), "")


def _is_so(name: str, text: str) -> bool:
    """Whether the cell says so: by a word, or by the day since when it is so."""
    if _NO_DAY.fullmatch(text):
        return False
    return bool(_DAY.fullmatch(text)) or is_yes(text, name)
