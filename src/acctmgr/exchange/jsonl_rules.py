"""JSON Lines as an import reads them: each object becomes a row of cells, as it would stand in a CSV file."""

import io
import json
from collections.abc import Iterator
from typing import Any, NoReturn

from acctmgr.core.errors import Refused
from acctmgr.core.text import defuse, join_list
from acctmgr.exchange.mapping_rules import CUSTOM

_FIELDS = "fields"  # the object of custom fields: each is a column of its own
_NESTED = ("lines", "settles")  # objects in an object: each is a row, with what is around it


def is_json_lines(text: str) -> bool:
    """Whether the first line with anything on it is a JSON object; Refused for the array that `-f json` writes."""
    first = next((line.strip() for line in io.StringIO(text) if line.strip()), "")
    if first == "[" or first.startswith("[{"):
        raise Refused(
            "this is a JSON array, not CSV or JSON Lines",
            hint="write one object a line, without the brackets around them and the commas between",
        )
    return first.startswith("{")


def header_of(text: str) -> list[str]:
    """The columns that the objects have among them, in the order in which they first come."""
    names: dict[str, None] = {}
    for _, thing in _objects(text):
        for row in _rows(thing):
            names.update(dict.fromkeys(_cells(row)))
    return list(names)


def rows_of(text: str, header: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The line of each object, from 1, and its cells."""
    for number, thing in _objects(text):
        for row in _rows(thing):
            cells = _cells(row)
            yield number, [cells.get(name, "") for name in header]


def _rows(thing: dict[str, Any]) -> list[dict[str, Any]]:
    """The object, as often as it has others in it that are rows of their own."""
    for name in _NESTED:
        inner = thing.get(name)
        if isinstance(inner, list) and all(isinstance(part, dict) for part in inner):
            around = {key: value for key, value in thing.items() if key != name}
            for part in inner:
                if clash := next((key for key in part if key in around), ""):
                    raise Refused(
                        f"{clash!r} is in {name} and around them", hint="give it one name in each place"
                    )
            return [{**around, **part} for part in inner] or [around]
    return [thing]


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    decode = json.JSONDecoder(
        object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_number
    ).decode
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            thing = decode(line)
        except json.JSONDecodeError as wrong:
            raise Refused(f"line {number} is no JSON: {wrong.msg} at column {wrong.colno}") from None
        except (Refused, RecursionError) as wrong:
            raise Refused(f"line {number}: {wrong}") from None
        if not isinstance(thing, dict):
            raise Refused(f"line {number} is no JSON object", hint="each line is one object: {...}")
        yield number, thing


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Refused(f"the key {next(name for name in names if names.count(name) > 1)!r} comes twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise Refused(f"{text} is no number")


def _cells(thing: dict[str, Any]) -> dict[str, str]:
    """The cells as a CSV file of ours has them, so that one way leads on from here."""
    cells: dict[str, str] = {}
    for name, value in thing.items():
        if name == _FIELDS and isinstance(value, dict):
            cells.update((f"{CUSTOM}{field}", defuse(_text(inner))) for field, inner in value.items())
        else:
            cells[name] = defuse(_text(value))
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return join_list(_text(part) for part in value if part not in (None, ""))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
