"""JSON Lines as rows of cells."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.exchange.csv_rules import Line, Table, read_table


def table(*lines: str) -> Table:
    return read_table("\n".join(lines).encode())


def test_objects_become_rows_under_all_the_keys_that_any_of_them_has() -> None:
    found = table('{"name": "Acme", "tier": "A"}', "", '{"tier": null, "name": "Bolt", "terms": 14}')
    assert found.header == ["name", "tier", "terms"]
    assert list(found.rows) == [Line(1, ["Acme", "A", ""]), Line(3, ["Bolt", "", "14"])]
    assert (found.encoding, found.delimiter) == ("utf-8", "")


def test_lists_and_custom_fields_are_as_in_our_csv() -> None:
    found = table('{"name": "Acme", "tags": ["a;b", "c"], "fields": {"Region": "North"}, "no_contact": true}')
    assert found.header == ["name", "tags", "field:Region", "no_contact"]
    assert [line.cells for line in found.rows] == [["Acme", "a\\;b;c", "North", "true"]]


def test_a_text_that_looks_like_a_formula_keeps_every_sign_of_its_own() -> None:
    found = table("""{"a": "=1+1", "b": "'=1+1", "c": -5, "d": 0.10}""")
    assert [line.cells for line in found.rows] == [["'=1+1", "''=1+1", "'-5", "0.10"]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"name": ', "line 2 is no JSON: Expecting value at column 10"),
        ("[1, 2]", "line 2 is no JSON object"),
        ('{"name": "A", "name": "B"}', "line 2: the key 'name' comes twice"),
        ('{"total": NaN}', "line 2: NaN is no number"),
    ],
)
def test_a_line_that_is_no_object_is_told_by_its_number(line: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        table('{"name": "Acme"}', line)
    assert str(refused.value) == reason


@pytest.mark.parametrize("text", ['[\n  {"name": "Acme"}\n]', '[{"name": "Acme"}]'])
def test_a_json_array_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(Refused, match="this is a JSON array, not CSV or JSON Lines"):
        table(text)
