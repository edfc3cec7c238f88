"""Rows as keys and plain values: what JSON and CSV say, and what a table's columns are called."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from acctmgr.core.money import digits_of, plain_exact, plain_minor

_AMOUNT = "_minor"


def key_of(name: str) -> str:
    """The public key of a field: its name without the unit, or the `_` of a name that Python keeps for itself."""
    return name.removesuffix(_AMOUNT).removesuffix("_")


def is_amount(name: str) -> bool:
    """Whether whole numbers of this field are minor units; a mapping of them is by currency code."""
    return name.endswith(_AMOUNT)


def field_for(row_type: Any, key: str) -> str:
    """The field that a key, or a field's own name, stands for; of the first if there is no key.

    A property of the row does too: what people see and type, where machines get its parts.
    """
    for name in row_type._fields:
        if not key or key in (name, key_of(name)):
            return str(name)
    if isinstance(getattr(row_type, key, None), property):
        return key
    raise KeyError(key)


def plain(name: str, value: Any, currency: str) -> Any:
    """A value as JSON has it; amounts are text with exactly the currency's decimals."""
    if isinstance(value, str):
        return str(value)  # enumerations of text too
    if isinstance(value, int) and is_amount(name):
        return plain_minor(value, digits_of(currency))
    return value if value is None or isinstance(value, int) else _plain_other(name, value, currency)


def _plain_other(name: str, value: Any, currency: str) -> Any:
    if isinstance(value, date):  # moments too
        return value.isoformat()
    if isinstance(value, Mapping):
        return plain_amounts(value) if is_amount(name) else plain_mapping(name, value, currency)
    if hasattr(value, "_fields"):
        return plain_row(value, currency)
    if isinstance(value, (list, tuple)):
        return [plain(name, part, currency) for part in value]
    return plain_exact(value)


def plain_amounts(amounts: Mapping[str, int]) -> dict[str, str]:
    """Amounts by currency code, each with the decimals of its own currency."""
    return {code: plain_minor(minor, digits_of(code)) for code, minor in amounts.items()}


def plain_row(row: Any, currency: str) -> dict[str, Any]:
    """A row as JSON has it; its own currency goes before the one given."""
    own = getattr(row, "currency", None) or currency
    return {key_of(name): plain(name, value, own) for name, value in zip(row._fields, row, strict=True)}


def plain_mapping(name: str, values: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Totals and the like as JSON has them; `other_currencies` holds one mapping per currency code."""
    if name == "other_currencies":
        return {code: plain_mapping(code, inner, code) for code, inner in values.items()}
    own = values.get("currency") or currency
    return {key_of(key): plain(key, value, own) for key, value in values.items()}
