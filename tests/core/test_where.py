"""Conditions: how they are read, and what holds for which row."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import COMMA, DOT, NumberStyle
from acctmgr.core.where import Comparison, Field, Group, Kind, Reading, compiled, parse

TODAY = date(2026, 7, 15)
Condition = Comparison | Group


class Row(NamedTuple):
    """A client with what a condition may name."""

    name: str = "Acme"
    tier: str | None = None
    open: Decimal = Decimal(0)
    since: date | None = None
    tags: tuple[str, ...] = ()
    is_away: bool = False
    employees: str | None = None


KINDS = {
    "name": Kind.TEXT,
    "tier": Kind.TEXT,
    "open": Kind.NUMBER,
    "since": Kind.DATE,
    "tags": Kind.TEXT,
    "is_away": Kind.TRUTH,
    "employees": Kind.FREE,
}


def field(asked: Comparison) -> Field:
    def values(row: Row) -> tuple[Any, ...]:
        value = getattr(row, asked.name)
        return value if isinstance(value, tuple) else () if value is None else (value,)

    return Field(KINDS[asked.name], values)


def holds(text: str, row: Row, style: NumberStyle = DOT) -> bool:
    return compiled(parse(text), field, Reading(style, TODAY))(row)


ANA = Row(
    name="Ana Ruíz & Söhne",
    tier="A",
    open=Decimal("1250.50"),
    since=date(2026, 7, 1),
    tags=("key", "vip"),
    employees="250",
)


@pytest.mark.parametrize(
    "text",
    [
        "tier=A",
        "TIER = a".replace("TIER", "tier"),
        "tier!=B",
        "tier<>B and tier==A",
        "name='ANA RUIZ & SOHNE'",
        'name="ana ruiz & söhne"',
        "name~ruiz",
        "name!~lopez",
        "open>1000",
        "open>1,250.49 and open<1250.51",
        "open=1250.5",
        "open>=1250.50 and open<=1250.50",
        "since>=-30d",
        "since=2026-07-01",
        "since<today",
        "since > 'last month'",
        "since~2026-07",
        "tags=vip",
        "tags=key and tags=vip",
        "tags!=lead",
        "not tags=lead",
        "employees>100",
        "employees=250.00",
        "employees<1000",
        "is_away=no",
        "tier=B or tier=A",
        "tier=B and open=0 or tags=vip",
        "tier=A and (open=0 or tags=vip)",
        "not (tier=B or tags=lead)",
        "not not tier=A",
        "NOT tier=B AND tags=vip",
        "(((tier=A)))",
        "tier=A and(tags=vip)",
        "tier!=''",
        "not tier=''",
    ],
)
def test_what_holds_for_a_client_of_tier_a_who_owes_and_is_a_vip(text: str) -> None:
    assert holds(text, ANA)


@pytest.mark.parametrize(
    "text",
    [
        "tier=B",
        "tier=AA",
        "tier!=A",
        "name=Ana",
        "open<1250.50",
        "since>today",
        "tags=lead",
        "tags!=vip",
        "employees>250",
        "employees>9999",
        "is_away=yes",
        "not tier=A",
        "not tier=A or tags=lead",
        "tier=A and not tags=vip",
        "tier=''",
        "tags=''",
    ],
)
def test_what_does_not_hold_for_her(text: str) -> None:
    assert not holds(text, ANA)


@pytest.mark.parametrize("text", ["tier=''", "since=''", "tags=''", "tier!=A", "not tier=A", "tags!~v"])
def test_what_is_not_known_is_empty_and_is_not_anything_named(text: str) -> None:
    assert holds(text, Row())


@pytest.mark.parametrize("text", ["tier!=''", "since>1900-01-01", "since<=today", "employees>0", "tags~v"])
def test_what_is_not_known_is_neither_more_nor_less_and_contains_nothing(text: str) -> None:
    assert not holds(text, Row())


def test_numbers_are_read_in_the_books_style() -> None:
    assert holds("open>1.250,00", ANA, COMMA)
    assert holds("employees=1.250,50", Row(employees="1250,5"), COMMA)
    with pytest.raises(WrongUsage, match="open is a number"):
        holds("open>1,250.00", ANA, COMMA)


@pytest.mark.parametrize(
    ("stored", "text", "expected"),
    [
        ("9", "employees<10", True),  # as numbers: as text 9 comes behind 10
        ("many", "employees>100", False),
        ("many", "employees=many", True),
        ("0034", "employees=34", True),
        ("2026-05-01", "employees<today", True),
        ("2026-05-01", "employees=2026-5-1", True),
        ("north", "employees>east", True),
        ("fri", "employees=fri", True),
        ("50 %", "employees>=50%", True),
    ],
)
def test_a_custom_field_is_a_number_or_a_day_where_it_is_written_like_one(
    stored: str, text: str, expected: bool
) -> None:
    assert holds(text, Row(employees=stored)) is expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name=O'Brien", "O'Brien"),
        ("name='O''Brien'", "O'Brien"),
        ('name="O\'Brien & Co"', "O'Brien & Co"),
        ("name=a=b", "a=b"),
        ("name='and'", "and"),
        ("name=''", ""),
        ("name=andes", "andes"),
    ],
)
def test_a_value_is_one_word_or_stands_in_quotes(text: str, value: str) -> None:
    condition = parse(text)
    assert isinstance(condition, Comparison) and condition.value == value


@pytest.mark.parametrize(
    ("text", "name"),
    [("'annual revenue'>1", "annual revenue"), ("fields.region=n", "fields.region"), ("a-b=1", "a-b")],
)
def test_a_name_with_blanks_stands_in_quotes(text: str, name: str) -> None:
    condition = parse(text)
    assert isinstance(condition, Comparison) and condition.name == name


_SIGNS = "one of: = != ~ > >= < <=; for any value: tier!=''"
_DEEP = "more than 50 conditions inside each other, at character 52"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "a comparison is missing, at character 1", ">>>"),
        ("and", "a comparison is missing, at character 1", ">>> and"),
        ("tier=A and", "a comparison is missing, at character 11", "tier=A and >>>"),
        ("()", "a comparison is missing, at character 2", "( >>> )"),
        ("tier", "a sign is missing after tier, at character 5", _SIGNS),
        ("tier is A", "a sign is missing after tier, at character 6", _SIGNS),
        ("tier=", "a value is missing, at character 6", "for what is empty: tier=''"),
        ("tier= and open=1", "a value is missing, at character 7", "for what is empty: tier=''"),
        ("open>", "a value is missing, at character 6", "open> >>>"),
        ("(tier=A", "this parenthesis is never closed, at character 1", ">>> (tier=A"),
        ("tier=A)", "nothing opens this parenthesis, at character 7", "tier=A >>> )"),
        ("name='Ana", "this quote is never closed, at character 6", "name= >>> 'Ana"),
        (
            "name=real estate",
            "and or or is missing, at character 11",
            "values with blanks or parentheses go in quotes: industry='real estate'",
        ),
        ("(" * 60 + "tier=A", _DEEP, "…" + "(" * 30 + " >>> " + "(" * 9 + "tier=A"),
    ],
)
def test_an_error_points_at_the_place(text: str, message: str, hint: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        parse(text)
    assert (str(caught.value), caught.value.hint) == (f"--where: {message}", hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("open>much", "--where: open is a number, and 'much' is none"),
        ("since>soon", "--where: since is a date, and 'soon' is none"),
        ("is_away=maybe", "--where: is_away is yes or no, and 'maybe' is none"),
        ("is_away>no", "--where: is_away is yes or no, and 'no' is none"),
    ],
)
def test_a_value_must_be_what_its_field_holds(text: str, message: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        holds(text, ANA)
    assert str(caught.value) == message


WORDS = st.sampled_from(
    "tier open since tags name = != ~ > >= < <= and or not ( ) ' \" '' A 100 today ,, \x00 ß 😀".split(" ")
)


@given(
    st.text(max_size=60)
    | st.lists(WORDS, max_size=25).map(" ".join)
    | st.lists(WORDS, max_size=25).map("".join)
)
def test_any_text_is_a_condition_or_wrong_usage(text: str) -> None:
    with suppress(WrongUsage):
        parse(text)


def test_a_thousand_parentheses_are_refused_and_not_fallen_over() -> None:
    for text in ("(" * 100_000, "not " * 100_000 + "tier=A"):
        with pytest.raises(WrongUsage):
            parse(text)


Plain = Callable[[Row], bool]
SIMPLE: list[tuple[str, Plain]] = [
    ("tier=A", lambda row: row.tier == "A"),
    ("tier != a", lambda row: row.tier != "A"),
    ("tier=''", lambda row: row.tier is None),
    ("open>100", lambda row: row.open > 100),
    ("open <= 99.5", lambda row: row.open <= Decimal("99.5")),
    ("since>=-30d", lambda row: row.since is not None and row.since >= date(2026, 6, 15)),
    ("since<'2026-07-15'", lambda row: row.since is not None and row.since < TODAY),
    ("tags=vip", lambda row: "vip" in row.tags),
    ("tags!=vip", lambda row: "vip" not in row.tags),
    ("name~CM", lambda row: "cm" in row.name.lower()),
]
CONDITIONS: st.SearchStrategy[tuple[str, Plain]] = st.recursive(
    st.sampled_from(SIMPLE),
    lambda inner: (
        inner.map(lambda one: (f"not ({one[0]})", lambda row: not one[1](row)))
        | st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda row: two[0][1](row) and two[1][1](row))
        )
        | st.tuples(inner, inner).map(
            lambda two: (f"({two[0][0]} or {two[1][0]})", lambda row: two[0][1](row) or two[1][1](row))
        )
    ),
    max_leaves=8,
)
ROWS = st.builds(
    Row,
    name=st.sampled_from(["Acme", "ACME Corp", "Borges"]),
    tier=st.sampled_from([None, "A", "B"]),
    open=st.sampled_from([Decimal(0), Decimal("99.50"), Decimal(100), Decimal("100.01")]),
    since=st.sampled_from([None, date(2026, 6, 14), date(2026, 6, 15), TODAY]),
    tags=st.sampled_from([(), ("vip",), ("key", "vip"), ("key",)]),
)


@given(CONDITIONS, ROWS)
def test_a_condition_says_what_the_same_in_python_says(condition: tuple[str, Plain], row: Row) -> None:
    text, plain = condition
    assert holds(text, row) is plain(row)


@given(
    st.lists(st.tuples(st.sampled_from(["and", "or"]), st.sampled_from(SIMPLE)), min_size=1, max_size=6), ROWS
)
def test_and_binds_closer_than_or(parts: list[tuple[str, tuple[str, Plain]]], row: Row) -> None:
    text, clauses = "", [[]]
    for place, (word, (piece, plain)) in enumerate(parts):
        text += f" {word} {piece}" if place else piece
        if place and word == "or":
            clauses.append([])
        clauses[-1].append(plain)
    assert holds(text, row) is any(all(plain(row) for plain in clause) for clause in clauses)
