"""Conditions as people type them: read, and turned into a test that a row passes or not.

    industry=retail and (tier=A or employees>100)

`and` binds closer than `or`, `not` closer than both. Names and texts compare in any case and without accents,
numbers as numbers in the book's style, dates as dates. What a row does not have equals '' and nothing else, is
neither more nor less than anything, and contains nothing; `!=` is exactly not `=`, so a row without an owner is one
whose owner is not ana.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NamedTuple

from acctmgr.core.dates import parse_date
from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import NumberStyle, parse_exact
from acctmgr.core.text import fold

if TYPE_CHECKING:
    from decimal import Decimal

OPERATORS = "= != ~ > >= < <="
_SAME = {"==": "=", "<>": "!="}
DEPTH_MAX = 50
_SHOWN = 30  # signs of the text that an error shows on either side of the place

Test = Callable[[Any], bool]


class Comparison(NamedTuple):
    """NAME OPERATOR VALUE; places count from 0 in the text that was typed."""

    name: str
    operator: str
    value: str
    place: int
    value_place: int


class Group(NamedTuple):
    """Several conditions joined by `and` or `or`, or one that must `not` hold."""

    word: str
    parts: tuple[Condition, ...]


Condition = Comparison | Group


class Kind(Enum):
    """How the values of a field compare."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "yes or no"
    FREE = "free"  # text of a custom field: a number or a date where it is written like one


class Field(NamedTuple):
    """A field by its kind, and the values that a row has of it: none, one, or several such as tags."""

    kind: Kind
    values: Callable[[Any], Sequence[Any]]


class Reading(NamedTuple):
    """What typed numbers and dates mean."""

    style: NumberStyle
    today: date


def parse(text: str) -> Condition:
    """The condition that a text says; WrongUsage points at the place where it stops making sense."""
    scanner = _Scanner(text)
    condition = _either(scanner, 0)
    scanner.skip()
    if not scanner.is_done:
        raise scanner.wrong("nothing opens this parenthesis")
    return condition


def error_at(text: str, place: int, what: str, hint: str = "") -> WrongUsage:
    """The error for a place in a condition; without a hint of its own it shows the place."""
    before, after = text[:place], text[place:]
    begins = f"…{before[-_SHOWN:]}" if len(before) > _SHOWN else before
    ends = f"{after[:_SHOWN]}…" if len(after) > _SHOWN else after
    return WrongUsage(
        f"--where: {what}, at character {place + 1}", hint=hint or f"{begins} >>> {ends}".strip()
    )


class _Scanner:
    """The text and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    @property
    def is_done(self) -> bool:
        return self.place >= len(self.text)

    def skip(self) -> None:
        """Go past blanks."""
        self.take(r"\s*")

    def take(self, pattern: str) -> str:
        """What stands here and fits, and go past it."""
        match = re.compile(pattern, re.IGNORECASE).match(self.text, self.place)
        if match is None:
            return ""
        self.place = match.end()
        return match[0]

    def word(self, word: str) -> bool:
        """Go past a word of the language, if it stands here on its own."""
        self.skip()
        return bool(self.take(rf"{word}(?=[\s()]|$)"))

    def quoted(self) -> str | None:
        """A text in quotes, where the same quote twice stands for itself; None if there is no quote here."""
        start = self.place
        quote = self.take("['\"]")
        if not quote:
            return None
        inner = self.take(rf"(?:[^{quote}]|{quote}{quote})*{quote}")
        if not inner:
            raise error_at(self.text, start, "this quote is never closed")
        return inner[:-1].replace(quote * 2, quote)

    def wrong(self, what: str, hint: str = "") -> WrongUsage:
        return error_at(self.text, self.place, what, hint)


def _either(scanner: _Scanner, depth: int) -> Condition:
    parts = [_all(scanner, depth)]
    while scanner.word("or"):
        parts.append(_all(scanner, depth))
    return parts[0] if len(parts) == 1 else Group("or", tuple(parts))


def _all(scanner: _Scanner, depth: int) -> Condition:
    parts = [_one(scanner, depth)]
    while scanner.word("and"):
        parts.append(_one(scanner, depth))
    _check_joined(scanner)
    return parts[0] if len(parts) == 1 else Group("and", tuple(parts))


def _check_joined(scanner: _Scanner) -> None:
    """Behind a comparison comes a word that joins, a closing parenthesis or the end."""
    start = scanner.place
    if scanner.is_done or scanner.word("or") or scanner.take(r"\)"):
        scanner.place = start
        return
    hint = "values with blanks or parentheses go in quotes: industry='real estate'"
    raise scanner.wrong("and or or is missing", hint)


def _one(scanner: _Scanner, depth: int) -> Condition:
    if depth > DEPTH_MAX:
        raise scanner.wrong(f"more than {DEPTH_MAX} conditions inside each other")
    if scanner.word("not"):
        return Group("not", (_one(scanner, depth + 1),))
    opening = scanner.place
    if not scanner.take(r"\("):
        return _comparison(scanner)
    inner = _either(scanner, depth + 1)
    if not scanner.take(r"\)"):
        raise error_at(scanner.text, opening, "this parenthesis is never closed")
    return inner


def _comparison(scanner: _Scanner) -> Comparison:
    place = scanner.place
    name = _name(scanner)
    scanner.skip()
    operator = scanner.take("!=|!~|>=|<=|==|<>|[=~<>]")
    if not operator:
        raise scanner.wrong(
            f"a sign is missing after {name}", f"one of: {OPERATORS}; for any value: {name}!=''"
        )
    scanner.skip()
    value_place = scanner.place
    value = _value(scanner, f"for what is empty: {name}{operator}''" if operator in ("=", "!=") else "")
    return Comparison(name, _SAME.get(operator, operator), value, place, value_place)


def _value(scanner: _Scanner, hint: str) -> str:
    start = scanner.place
    quoted = scanner.quoted()
    if quoted is not None:
        return quoted
    word = "" if scanner.word("(?:and|or)") else scanner.take(r"[^\s()]+")
    if not word:
        scanner.place = start
        raise scanner.wrong("a value is missing", hint)
    return word


def _name(scanner: _Scanner) -> str:
    start = scanner.place
    if scanner.word("(?:and|or)"):
        scanner.place = start
        raise scanner.wrong("a comparison is missing")
    name = scanner.take(r"(?:fields\.|field:)?(?=['\"])") or ""
    quoted = scanner.quoted()
    if quoted is not None:
        return name + quoted
    name = scanner.take(r"[^\s()=!~<>'\"]+")
    if not name:
        raise scanner.wrong("a comparison is missing")
    return name


def compiled(condition: Condition, field: Callable[[Comparison], Field], reading: Reading) -> Test:
    """A row's test: whether the condition holds for it. `field` knows what a name means, or raises.

    A value that can't be read as what its field holds is WrongUsage.
    """
    if isinstance(condition, Comparison):
        return _compared(condition, field(condition), reading)
    tests = [compiled(part, field, reading) for part in condition.parts]
    if condition.word == "not":
        inner = tests[0]
        return lambda row: not inner(row)
    if condition.word == "and":
        return lambda row: all(test(row) for test in tests)
    return lambda row: any(test(row) for test in tests)


def _compared(asked: Comparison, field: Field, reading: Reading) -> Test:
    values = field.values
    is_not, operator = asked.operator.startswith("!"), asked.operator.replace("!=", "=").replace("!~", "~")
    if operator == "=" and not asked.value.strip():
        return lambda row: any(value != "" for value in values(row)) is is_not
    fits = _FITS[field.kind](operator, asked, reading)
    return lambda row: any(map(fits, values(row))) is not is_not


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, ">": gt, ">=": ge, "<": lt, "<=": le}


def _containing(text: str) -> Test:
    wanted = fold(text)
    return lambda value: wanted in fold(str(value))


def _text(operator: str, asked: Comparison, _: Reading) -> Test:
    if operator == "~":
        return _containing(asked.value)
    order, wanted = _ORDERS[operator], fold(asked.value.strip())
    return lambda value: order(fold(value), wanted)


def _number(operator: str, asked: Comparison, reading: Reading) -> Test:
    if operator == "~":
        return _containing(asked.value)
    order, wanted = _ORDERS[operator], _read_number(asked.value, reading)
    if wanted is None:
        raise _unfit(asked, "a number", f"write it like {reading.style.example}")
    return lambda value: order(value, wanted)


def _date(operator: str, asked: Comparison, reading: Reading) -> Test:
    if operator == "~":
        return _containing(asked.value)
    order = _ORDERS[operator]
    try:
        wanted = parse_date(asked.value, reading.today)
    except Refused as refused:
        raise _unfit(asked, "a date", refused.hint) from None
    return lambda value: order(value, wanted)


_YES, _NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n")


def _truth(operator: str, asked: Comparison, _: Reading) -> Test:
    typed = fold(asked.value.strip())
    if operator != "=" or typed not in _YES + _NO:
        raise _unfit(asked, "yes or no", f"write {asked.name}=yes or {asked.name}=no")
    return lambda value: bool(value) is (typed in _YES)


def _free(operator: str, asked: Comparison, reading: Reading) -> Test:
    """As numbers where both are, else as dates where both are, else as text; a number is never more than a word."""
    if operator == "~":
        return _containing(asked.value)
    order = _ORDERS[operator]
    as_text = _text(operator, asked, reading)
    number, day = _read_number(asked.value, reading), _read_date(asked.value, reading)

    def fits(value: str) -> bool:
        if number is not None:
            other = _read_number(value, reading)
            return order(other, number) if other is not None else operator == "=" and as_text(value)
        if day is not None and (stored := _read_day(value)):
            return order(stored, day)
        return as_text(value)

    return fits


_FITS: dict[Kind, Callable[[str, Comparison, Reading], Test]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TRUTH: _truth,
    Kind.FREE: _free,
}


def _read_number(text: str, reading: Reading) -> Decimal | None:
    try:
        return parse_exact(text.strip().removesuffix("%").strip(), style=reading.style)
    except Refused:
        return None


def _read_date(text: str, reading: Reading) -> date | None:
    try:
        return parse_date(text, reading.today)
    except Refused:
        return None


def _read_day(text: str) -> date | None:
    """A stored text as a day: words such as today meant another one when they were typed."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _unfit(asked: Comparison, what: str, hint: str) -> WrongUsage:
    return WrongUsage(f"--where: {asked.name} is {what}, and {asked.value!r} is none", hint=hint)
