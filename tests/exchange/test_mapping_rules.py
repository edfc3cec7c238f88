"""Which column serves which field, and what becomes of a row."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import Conflict, Refused, WrongUsage
from acctmgr.exchange.mapping_rules import Plan, picker, plan

FIELDS = ["name", "email", "due_on", "status"]


def picked(header: list[str], cells: list[str], **options: list[str]) -> dict[str, str]:
    return picker(plan(header, FIELDS, **options), len(header))(cells)


def test_columns_of_a_fields_name_serve_it_in_any_case_and_with_any_separator() -> None:
    made = plan(["NAME", "E-mail", "Due On", "Town"], FIELDS)
    assert made.columns == {"name": 0, "email": 1, "due_on": 2}
    assert made.unmapped == ["Town"]


def test_a_mapped_column_serves_its_field_instead_of_the_one_of_the_same_name() -> None:
    made = plan(["name", "Company"], FIELDS, maps=["name=Company"])
    assert made.columns == {"name": 1}
    assert made.unmapped == ["name"]


def test_field_and_column_of_a_mapping_may_be_written_in_any_case() -> None:
    assert plan(["Last Day"], FIELDS, maps=["Due-On=last_day"]).columns == {"due_on": 0}


def test_a_column_may_have_an_equals_sign_in_its_name() -> None:
    assert plan(["a=b"], FIELDS, maps=["name=a=b"]).columns == {"name": 0}


FURTHER = {"name": ["full_name", "first_name"], "email": ["work_email"], "status": []}


def test_columns_under_a_fields_further_names_come_to_the_row_under_those() -> None:
    made = plan(["Full Name", "E-Mail", "Work Email", "Town"], FURTHER, required=["name"])
    assert made.columns == {"full_name": 0, "email": 1, "work_email": 2}
    assert made.unmapped == ["Town"]


def test_a_field_that_was_given_a_source_on_the_line_has_no_other() -> None:
    assert plan(["Full Name", "Who"], FURTHER, maps=["name=Who"]).columns == {"name": 1}
    assert plan(["Full Name"], FURTHER, sets=["name=Ana"]).columns == {}
    assert plan(["Full Name", "Who"], FURTHER, maps=["first name=Who"]).columns == {
        "full_name": 0,
        "first_name": 1,
    }


def test_a_default_waits_for_all_columns_of_its_field() -> None:
    made = plan(["Full Name", "First Name"], FURTHER, defaults=["name=Nobody"])
    pick = picker(made, 2)
    assert pick(["Ana", ""]) == {"full_name": "Ana"}
    assert pick(["", ""]) == {"name": "Nobody"}
    assert picker(plan(["Town"], FURTHER, defaults=["name="]), 1)([""]) == {}


def test_one_column_may_serve_two_fields() -> None:
    assert plan(["who"], FIELDS, maps=["name=who", "email=who"]).columns == {"name": 0, "email": 0}


def test_a_column_spelt_exactly_so_wins_over_one_that_differs_in_case() -> None:
    assert plan(["Name", "name"], FIELDS).columns == {"name": 1}
    assert plan(["Name", "name"], FIELDS, maps=["name=Name"]).columns == {"name": 0}


def test_a_column_can_be_named_by_its_place() -> None:
    assert plan(["name", "name"], FIELDS, maps=["name=#2"]).columns == {"name": 1}


def test_a_column_without_a_name_is_listed_by_its_place() -> None:
    assert plan(["name", "", "town"], FIELDS).unmapped == ["#2", "town"]


def test_custom_fields_come_from_columns_named_so_and_from_mappings() -> None:
    header = ["name", "field:Tier", "Size of firm"]
    made = plan(header, FIELDS, maps=["field:Size=Size of firm"], custom=True)
    assert made.columns == {"name": 0, "field:Tier": 1, "field:Size": 2}
    assert made.unmapped == []


def test_without_custom_fields_their_columns_are_left_over() -> None:
    assert plan(["name", "field:Tier"], FIELDS).unmapped == ["field:Tier"]


def test_a_constant_leaves_the_column_of_its_name_unused() -> None:
    made = plan(["name", "status"], FIELDS, sets=["status=won"])
    assert (made.columns, made.constants, made.unmapped) == ({"name": 0}, {"status": "won"}, ["status"])


def refusal(kind: type[WrongUsage | Conflict | Refused], **options: list[str]) -> tuple[str, str]:
    with pytest.raises(kind) as wrong:
        plan(["Company", "town"], FIELDS, **options)
    return str(wrong.value), wrong.value.hint


@pytest.mark.parametrize("text", ["name", "=Company", "name=", " = "])
def test_a_mapping_is_written_field_equals_column(text: str) -> None:
    said = refusal(WrongUsage, maps=[text])
    assert said == (f"--map {text!r} is not understood", "write it as --map FIELD=COLUMN")


def test_a_constant_is_written_field_equals_value() -> None:
    said = refusal(WrongUsage, sets=["won"])
    assert said == ("--set 'won' is not understood", "write it as --set FIELD=VALUE")


def test_an_unknown_field_is_answered_with_the_nearest_and_with_all() -> None:
    message, hint = refusal(WrongUsage, maps=["nmae=Company"])
    assert message == "--map: unknown field 'nmae'"
    assert re.fullmatch(r"did you mean name\W* the fields are: name, email, due_on, status", hint)


def test_a_custom_field_is_unknown_where_there_are_none() -> None:
    message, _ = refusal(WrongUsage, maps=["field:Tier=town"])
    assert message == "--map: unknown field 'field:Tier'"


def test_where_there_are_custom_fields_the_hint_says_so() -> None:
    with pytest.raises(WrongUsage) as wrong:
        plan(["town"], FIELDS, sets=["zzz=1"], custom=True)
    assert wrong.value.hint == "the fields are: name, email, due_on, status, field:NAME"


def test_an_unknown_column_is_answered_with_the_nearest_and_with_all() -> None:
    message, hint = refusal(WrongUsage, maps=["name=Compny"])
    assert message == "the file has no column 'Compny'"
    assert re.fullmatch(r"did you mean Company\W* the columns are: Company, town", hint)


@pytest.mark.parametrize("place", ["#0", "#3", "#x", "#"])
def test_a_place_outside_the_file_is_no_column(place: str) -> None:
    assert refusal(WrongUsage, maps=[f"name={place}"])[0] == f"the file has no column {place!r}"


def test_of_many_columns_the_first_thirty_are_listed() -> None:
    with pytest.raises(WrongUsage) as wrong:
        plan([f"c{i}" for i in range(32)], FIELDS, maps=["name=zzzzzz"])
    assert wrong.value.hint.endswith("c28, c29 and 2 more")


def test_a_field_mapped_twice_is_wrong_usage() -> None:
    said = refusal(WrongUsage, maps=["name=Company", "Name=town"])
    assert said == ("--map names name twice", "a field comes from one place: leave one out")


def test_a_field_mapped_and_set_is_wrong_usage() -> None:
    message, _ = refusal(WrongUsage, maps=["name=Company"], sets=["name=Acme"])
    assert message == "--map and --set both give name"


def test_a_field_set_and_given_a_default_is_wrong_usage() -> None:
    message, _ = refusal(WrongUsage, sets=["name=Acme"], defaults=["name=Beta"])
    assert message == "--set and --default both give name"


def test_a_name_that_two_columns_share_is_a_conflict() -> None:
    with pytest.raises(Conflict) as wrong:
        plan(["who", "town", "who"], FIELDS, maps=["name=who"])
    assert str(wrong.value) == "columns 1 and 3 are both called 'who'"
    assert wrong.value.hint == "name one by its place: --map 'name=#1'"


def test_two_columns_of_a_fields_own_name_are_a_conflict() -> None:
    with pytest.raises(Conflict, match="columns 1 and 2 are both called 'Name'"):
        plan(["Name", "NAME"], FIELDS)


def test_a_required_field_without_a_column_is_refused_with_an_example() -> None:
    message, hint = refusal(Refused, maps=["email=Company"], required=["name", "email", "due_on"])
    assert message == "no column gives name and due_on"
    assert hint == ("say which column it is, for example: --map name=town; the columns are: Company, town")


def test_the_example_is_quoted_for_the_shell() -> None:
    with pytest.raises(Refused) as wrong:
        plan(["Account Name"], FIELDS, required=["name"])
    assert "--map 'name=Account Name'" in wrong.value.hint


@pytest.mark.parametrize("options", [{"sets": ["name=Acme"]}, {"defaults": ["name=Acme"]}])
def test_a_constant_or_a_default_serves_a_required_field(options: dict[str, list[str]]) -> None:
    assert "name" not in plan(["town"], FIELDS, required=["name"], **options).columns


def test_a_required_field_set_to_nothing_is_missing() -> None:
    message, _ = refusal(Refused, sets=["name="], required=["name"])
    assert message == "no column gives name"


def test_a_row_becomes_its_fields_without_the_empty_ones() -> None:
    assert picked(["name", "email", "town"], [" Acme ", "  ", "Oslo"]) == {"name": "Acme"}


def test_constants_and_defaults_fill_the_row() -> None:
    header, options = ["name", "email"], {"sets": ["status=won"], "defaults": ["email=a@b.example"]}
    assert picked(header, ["Acme", ""], **options) == {
        "name": "Acme",
        "email": "a@b.example",
        "status": "won",
    }
    assert picked(header, ["Acme", "x@y.example"], **options)["email"] == "x@y.example"


def test_a_default_without_a_column_is_in_every_row() -> None:
    assert picked(["name"], ["Acme"], defaults=["status=won"]) == {"name": "Acme", "status": "won"}


def test_a_field_set_to_nothing_is_absent() -> None:
    assert picked(["name", "status"], ["Acme", "won"], sets=["status="]) == {"name": "Acme"}


def test_a_cell_defused_for_spreadsheets_gets_its_text_back() -> None:
    assert picked(["name", "email"], ["'=Acme", "O'Brien"]) == {"name": "=Acme", "email": "O'Brien"}


def test_an_apostrophe_of_its_own_stays() -> None:
    assert picked(["name"], ["'t Hoen"]) == {"name": "'t Hoen"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Acme;x;y"], "has 1 cell with ';' in it, the header has 3 cells"),
        (["Acme\tx"], "has 1 cell with a tab in it, the header has 3 cells"),
        (["Acme", "x", "y", "z"], "has 4 cells, the header has 3"),
        (["Acme", "x", "y", "", "z"], "has 5 cells, the header has 3"),
        (["Ac\0me", "x", "y"], "has a NUL byte, the row is damaged"),
        (["name", "email", "town"], "repeats the header"),
    ],
)
def test_a_row_that_does_not_fit_the_header_is_refused_with_its_reason(cells: list[str], said: str) -> None:
    with pytest.raises(Refused) as wrong:
        picked(["name", "email", "town"], cells)
    assert str(wrong.value) == said


def test_empty_cells_past_the_header_are_forgiven() -> None:
    assert picked(["name"], ["Acme", "", " "]) == {"name": "Acme"}


def test_cells_missing_at_the_end_are_empty() -> None:
    assert picked(["name", "email", "town"], ["Acme"]) == {"name": "Acme"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [('="007"', "007"), ('="say ""hi"""', 'say "hi"'), ("=A1", "=A1"), ('\'="007"', '="007"'), ('=""', None)],
)
def test_a_cell_wrapped_for_excel_is_unwrapped_once(cell: str, text: str | None) -> None:
    assert picked(["name"], [cell]).get("name") == text


def test_every_column_that_a_pattern_fits_comes_to_the_row_the_primary_one_first() -> None:
    fields = {"name": [], "email": ["mail", re.compile("(primary)?email[0-9]?(address)?")]}
    header = ["Name", "E-mail 2 Address", "Mail", "Primary Email", "Email Type", "Mail"]
    made = plan(header, fields)
    assert made.unmapped == ["Email Type"]
    assert list(picker(made, 6)(["Jo", "b", "c", "a", "home", "d"]).items()) == [
        ("name", "Jo"),
        ("email#4", "a"),
        ("email#2", "b"),
        ("email#3", "c"),
        ("email#6", "d"),
    ]


def test_rows_do_not_share_what_they_hold() -> None:
    pick = picker(plan(["name"], FIELDS, sets=["status=won"]), 1)
    pick(["Acme"])["status"] = "lost"
    assert pick(["Beta"]) == {"name": "Beta", "status": "won"}


@settings(max_examples=60)
@given(st.permutations(FIELDS), st.lists(st.text("ab ", max_size=3), min_size=4, max_size=4))
def test_columns_in_any_order_give_the_same_row(order: list[str], texts: list[str]) -> None:
    row = dict(zip(FIELDS, texts, strict=True))
    expected = {field: text.strip() for field, text in row.items() if text.strip()}
    assert picked(order, [row[field] for field in order]) == expected


def test_a_plan_says_where_everything_comes_from() -> None:
    made = plan(["name", "Mail", "x"], FIELDS, maps=["email=Mail"], sets=["status=won"], defaults=["email=e"])
    assert made == Plan(
        ["name", "Mail", "x"], {"email": 1, "name": 0}, {"status": "won"}, {"email": "e"}, ["x"]
    )
