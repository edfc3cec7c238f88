"""Values as text for people."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from acctmgr.core.money import Notation, digits_of, format_minor, plain_exact
from acctmgr.core.text import safe
from acctmgr.ui.values import is_amount, key_of


def label(key: str) -> str:
    """A key in words; between two numbers it says up to which."""
    words = re.sub(r"(?<=[0-9])_(?=[0-9])", "-", key.removeprefix("is_"))
    return safe(words.replace("_", " "))


def shown(name: str, value: Any, notation: Notation) -> str:
    """A value as people read it: amounts in the book's number style, moments in local time."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        if not is_amount(name):
            return str(value)
        return format_minor(value, style=notation.style, digits=digits_of(notation.currency))
    return _shown_other(name, value, notation)


def _shown_other(name: str, value: Any, notation: Notation) -> str:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping) or hasattr(value, "_fields"):
        is_by_currency = is_amount(name) and not hasattr(value, "_fields")
        return notation.by_currency(value) if is_by_currency else _in_pairs(value, notation)
    if is_table(value):
        return str(len(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(name, part, notation) for part in value)
    return plain_exact(value).replace(".", notation.style.decimal)


def _in_pairs(value: Any, notation: Notation) -> str:
    return ", ".join(f"{key}: {text}" for key, text in pairs(value, notation))


def is_table(value: Any) -> bool:
    """Whether a value is a list of rows, such as the lines of an invoice."""
    return isinstance(value, (list, tuple)) and bool(value) and hasattr(value[0], "_fields")


def in_own_currency(row: Any, notation: Notation) -> Notation:
    """The notation of a row: its own currency, where it has one."""
    own = row.get("currency") if isinstance(row, Mapping) else getattr(row, "currency", None)
    return notation._replace(currency=own) if own else notation


def pairs(thing: Any, notation: Notation, *, keep_newlines: bool = False) -> Iterator[tuple[str, str]]:
    """What is known of one thing, as label and text; what is absent and lists of rows are left out."""
    own = in_own_currency(thing, notation)
    items = thing.items() if isinstance(thing, Mapping) else zip(thing._fields, thing, strict=True)
    for name, value in items:
        is_group = isinstance(value, Mapping) and not is_amount(name)
        if is_group or hasattr(value, "_fields"):
            prefix = "" if name == "fields" else label(key_of(name)) + " "
            inner = pairs(value, own, keep_newlines=keep_newlines)
            yield from ((prefix + key, text) for key, text in inner)
        elif not is_table(value):
            is_text = isinstance(value, str)
            text = safe(value, keep_newlines=keep_newlines) if is_text else shown(name, value, own)
            if text:
                yield label(key_of(name)), text
