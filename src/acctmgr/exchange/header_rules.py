"""Whether the first line of a file names its columns, or is the first of its rows."""

import re
from collections.abc import Collection, Sequence

from acctmgr.core.errors import Refused
from acctmgr.core.text import listed

_HINT = (
    "--no-header if line 1 is data: columns are named by their place then, as in --map date=#1;"
    " --header if it names the columns"
)
_DAY = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ].*)?"
_AMOUNT = (
    r"[-+−(]?\s?(?:[^\w\s]|[A-Z]{3})?\s?[-+−]?[0-9][0-9.,'\u00a0 ]*[.,][0-9]{1,4}\s?(?:[^\w\s]|[A-Z]{3})?\)?"
)
_SIGNED = r"[-+−][0-9]+"
_ADDRESS = r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+"
_VALUE = re.compile(f"{_DAY}|{_AMOUNT}|{_SIGNED}|{_ADDRESS}")
_NUMBER = re.compile(r"[0-9]+", re.ASCII)


def check_header(header: Sequence[str], used: Collection[int], named: Collection[int]) -> None:
    """Refused where line 1 holds values instead of names, or where none of its names was of any use.

    used: places of the columns that serve a field; named: those of them that were found by their names.
    """
    values = [cell for cell in header if _VALUE.fullmatch(cell)]
    if not values and not named:
        values = [cell for cell in header if _NUMBER.fullmatch(cell)]
    if values:
        shown = listed([repr(cell) for cell in values[:3]], "and")
        raise Refused(f"line 1 is no header, it seems: it holds {shown}", hint=_HINT)
    if used and not named:
        raise Refused("is line 1 a header? No column was found by the name that it gives", hint=_HINT)
