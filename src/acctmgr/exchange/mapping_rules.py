"""Which column, constant or default serves each field of an import, and the row that comes of it."""

import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from acctmgr.core.errors import Conflict, Refused, WrongUsage
from acctmgr.core.text import did_you_mean, listed, undefuse

CUSTOM = "field:"  # --map field:NAME=COLUMN, and the column name an export writes
_NAMES_SHOWN_MAX = 30
_DELIMITERS = ";\t|,"
_FOR_EXCEL = re.compile(r'="((?:[^"]|"")*)"')
_SEPARATORS = {ord(sign): None for sign in " _-"}
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
_ONE_PLACE = "a field comes from one place: leave one out"


Name = str | re.Pattern[str]  # of a column


class AfterGap(str):
    """The only cell of a row behind an empty line, as the foot of a report is written."""

    __slots__ = ()


class Typed(str):
    """A value that was typed on the line, not read from a cell: in the style of the book, not of the file."""

    __slots__ = ()


class Default(Typed):
    """A value typed for empty cells: what else the row says counts for more."""

    __slots__ = ()


class Plan(NamedTuple):
    """Where each field comes from; a field without a source is absent from the rows.

    columns: field to place in the row, from 0. constants win over columns, defaults fill empty cells.
    stand_ins: field to the further names under which its columns come to the row.
    """

    header: list[str]
    columns: dict[str, int]
    constants: dict[str, str]
    defaults: dict[str, str]
    unmapped: list[str]
    stand_ins: Mapping[str, Sequence[str]] = _NONE


def plan(
    header: Sequence[str],
    fields: Collection[str],
    *,
    maps: Sequence[str] = (),
    sets: Sequence[str] = (),
    defaults: Sequence[str] = (),
    required: Sequence[str] = (),
    custom: bool = False,
    also: Mapping[str, str] | None = None,
) -> Plan:
    """Serve the fields from the FIELD=COLUMN, FIELD=VALUE texts and from columns of the same name.

    fields: their names, or each with further names of columns that serve it too and come to the row under their own,
    unless the field was given a source on the line. A pattern among these names takes every column that it or a name
    fits, which come to the row as FIELD#PLACE. `--set FIELD=` leaves a field out, also where a column has its
    name. also: field to a second name that its column may have. Raises WrongUsage for texts that make no sense,
    Conflict for a name that two columns share, Refused where a required field has no source.
    """
    names: Mapping[str, Sequence[Name]] = fields if isinstance(fields, Mapping) else {}
    synonyms = {field: [one for one in some if isinstance(one, str)] for field, some in names.items()}
    further = list(chain.from_iterable(synonyms.values()))
    mapped = _assigned("--map", maps, fields, custom, further)
    constants = _assigned("--set", sets, fields, custom)
    fallbacks = _assigned("--default", defaults, fields, custom)
    _refuse_both("--map", mapped, "--set", constants)
    _refuse_both("--set", constants, "--default", fallbacks)
    columns = {field: _named_column(header, name, field) for field, name in mapped.items()}
    columns |= _same_names(header, [*fields, *_custom_columns(header, custom)], {*mapped, *constants})
    for field, name in (also or {}).items():
        if not {field} & {*columns, *constants} and places_of(header, name):
            columns[field] = _named_column(header, name, field)
    for field, some in names.items():
        if field not in {**mapped, **constants}:
            served = {*mapped, *constants}
            patterns = [one for one in some if not isinstance(one, str)]
            found = _every(header, field, synonyms[field], patterns, columns)
            columns |= found if patterns else _same_names(header, synonyms[field], served)
            synonyms[field] += found if patterns else []
    made = Plan(list(header), columns, constants, fallbacks, _left_over(header, columns), synonyms)
    check_required(made, required)
    return made


def without(made: Plan, names: Collection[str]) -> Plan:
    """The plan without these columns, by the names under which they would come to the row."""
    if not names:
        return made
    columns = {name: place for name, place in made.columns.items() if name not in names}
    return made._replace(columns=columns, unmapped=_left_over(made.header, columns))


def _assigned(
    option: str, texts: Sequence[str], fields: Collection[str], custom: bool, further: Sequence[str] = ()
) -> dict[str, str]:
    """The FIELD=TEXT texts of one option as a mapping."""
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        what = "COLUMN" if option == "--map" else "VALUE"
        if not equals or not name.strip() or (option == "--map" and not value.strip()):
            raise WrongUsage(
                f"{option} {text!r} is not understood", hint=f"write it as {option} FIELD={what}"
            )
        field = _field(option, name.strip(), fields, custom, further)
        if field in given:
            raise WrongUsage(f"{option} names {field} twice", hint=_ONE_PLACE)
        given[field] = value.strip()
    return given


def _field(option: str, name: str, fields: Collection[str], custom: bool, further: Sequence[str]) -> str:
    """The field that is meant, however its name is written."""
    if custom and _custom_name(name):
        return CUSTOM + _custom_name(name)
    for field in (*fields, *further):
        if _loose(field) == _loose(name):
            return field
    more = f", {CUSTOM}NAME" if custom else ""
    hint = _either(did_you_mean(name, fields), f"the fields are: {', '.join(fields)}{more}")
    raise WrongUsage(f"{option}: unknown field {name!r}", hint=hint)


def _custom_name(name: str) -> str:
    """NAME of `field:NAME`, else nothing."""
    return name[len(CUSTOM) :].strip() if name[: len(CUSTOM)].lower() == CUSTOM else ""


def _custom_columns(header: Sequence[str], custom: bool) -> list[str]:
    names = [_custom_name(name) for name in header] if custom else []
    return [CUSTOM + name for name in dict.fromkeys(names) if name]


def _loose(name: str) -> str:
    """A name for comparing: `Due Date`, `due_date`, `due-date` and `DueDate` are one."""
    return name.casefold().translate(_SEPARATORS)


def places_of(header: Sequence[str], name: str) -> list[int]:
    """The columns of that name: those spelt exactly so, else those with other case and separators."""
    exact = [place for place, column in enumerate(header) if column == name]
    loose = _loose(name)
    return exact or [place for place, column in enumerate(header) if loose and _loose(column) == loose]


def _named_column(header: Sequence[str], name: str, field: str) -> int:
    """The column a user named, also by its place: `#3`."""
    places = places_of(header, name)
    if (
        not places
        and name[:1] == "#"
        and name[1:].isdecimal()
        and len(name) < 10
        and 0 < int(name[1:]) <= len(header)
    ):
        return int(name[1:]) - 1
    if not places:
        hint = _either(did_you_mean(name, header), f"the columns are: {_shown(header)}")
        raise WrongUsage(f"the file has no column {name!r}", hint=hint)
    return _only(places, name, field)


def _only(places: Sequence[int], name: str, field: str) -> int:
    if len(places) > 1:
        numbers = listed([str(place + 1) for place in places], "and")
        hint = f"name one by its place: --map '{field}=#{places[0] + 1}'"
        raise Conflict(f"columns {numbers} are both called {name!r}", hint=hint)
    return places[0]


def _same_names(header: Sequence[str], fields: Collection[str], served: Collection[str]) -> dict[str, int]:
    """The fields, beyond those served already, that have a column of their own name."""
    found = {field: places_of(header, field) for field in fields if field not in served}
    return {field: _only(places, header[places[0]], field) for field, places in found.items() if places}


def _every(
    header: Sequence[str],
    field: str,
    names: Sequence[str],
    patterns: Sequence[re.Pattern[str]],
    columns: Mapping[str, int],
) -> dict[str, int]:
    """Every column not used yet that one of the names or patterns fits, what is called primary before the others."""
    wanted, used = set(map(_loose, names)), set(columns.values())
    places = [
        place
        for place, name in enumerate(header)
        if place not in used
        and (_loose(name) in wanted or any(pattern.fullmatch(_loose(name)) for pattern in patterns))
    ]
    places.sort(key=lambda place: "primary" not in _loose(header[place]))
    return {f"{field}#{place + 1}": place for place in places}


def _left_over(header: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """The columns nobody uses, in the file's order; one without a name is called by its place."""
    used = set(columns.values())
    return [name or f"#{place + 1}" for place, name in enumerate(header) if place not in used]


def _refuse_both(option: str, one: Mapping[str, str], other_option: str, other: Mapping[str, str]) -> None:
    for field in one:
        if field in other:
            raise WrongUsage(f"{option} and {other_option} both give {field}", hint=_ONE_PLACE)


def check_required(made: Plan, required: Sequence[str]) -> None:
    """Refused where a field that must be has no source."""
    given = {**made.defaults, **dict.fromkeys(made.columns, "cell"), **made.constants}
    missing = [
        field for field in required if not any(map(given.get, (field, *made.stand_ins.get(field, ()))))
    ]
    if missing:
        example = shlex.quote(f"{missing[0]}={next(iter(made.unmapped), 'COLUMN')}")
        hint = f"say which column it is, for example: --map {example}; the columns are: {_shown(made.header)}"
        raise Refused(f"no column gives {listed(missing, 'and')}", hint=hint)


def _either(guess: str, choice: str) -> str:
    return f"{guess} {choice}" if guess else choice


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN_MAX
    return ", ".join(names[:_NAMES_SHOWN_MAX]) + (f" and {more} more" if more > 0 else "")


def picker(plan: Plan, width: int) -> Callable[[list[str]], dict[str, str]]:
    """What turns the cells of one row into {field: text}, empty ones left out; width: cells of the header.

    The result raises Refused for a row that does not fit the header.
    """
    given: dict[str, str] = {field: Default(text) for field, text in plan.defaults.items() if text}
    given |= {field: Typed(text) for field, text in plan.constants.items() if text}
    late = {
        field: names for field, names in plan.stand_ins.items() if field in given and field in plan.defaults
    }
    fixed = {field: text for field, text in given.items() if field not in late}
    sources = list(plan.columns.items())
    header = plan.header

    def pick(cells: list[str]) -> dict[str, str]:
        if len(cells) != width:
            cells = _fitted(cells, width)
        if "\0" in "".join(cells):
            raise Refused("has a NUL byte, the row is damaged")
        if cells == header:  # files joined end to end
            raise Refused("repeats the header")
        row = fixed.copy()
        for field, place in sources:
            text = cells[place].strip()
            if text and text[0] in "'=":  # only these can have been put there by an export
                text = undefuse(text) if text[0] == "'" else _unwrapped(text)
            if text:
                row[field] = text
        for field, names in late.items():
            if field not in row and not any(name in row for name in names):
                row[field] = given[field]
        return row

    return pick


def is_wrapped(text: str) -> bool:
    """Whether a cell is written as ="007", which no spreadsheet can do harm with."""
    return bool(_FOR_EXCEL.fullmatch(text))


def _unwrapped(text: str) -> str:
    """The text of ="007", as it is written for Excel so that it stays a text."""
    found = _FOR_EXCEL.fullmatch(text)
    return found[1].replace('""', '"').strip() if found else text


def _fitted(cells: list[str], width: int) -> list[str]:
    """A row of the header's width: cells missing at its end are empty, empty ones beyond it are cut.

    Refused where a cell too many is filled, where all of a row lies in one cell, parted by another sign, and for the
    foot of a report.
    """
    if any(map(str.strip, cells[width:])):
        raise Refused(f"has {len(cells)} cells, the header has {width}")
    if isinstance(cells[0], AfterGap):
        raise Refused(
            f"has 1 cell behind an empty line, the header has {width} cells: is it the foot of a report?"
        )
    if len(cells) == 1 and (other := next((sign for sign in _DELIMITERS if sign in cells[0]), "")):
        shown = "a tab" if other == "\t" else repr(other)
        raise Refused(f"has 1 cell with {shown} in it, the header has {width} cells")
    return cells[:width] + [""] * (width - len(cells))
