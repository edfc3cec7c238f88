"""Whatever a text holds, it comes through a file of ours as it was."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line, clean_text
from acctmgr.exchange.client_rules import KIND
from acctmgr.exchange.csv_rules import read_table
from acctmgr.exchange.mapping_rules import picker, plan
from acctmgr.exchange.rules import words_in
from acctmgr.ui.formats import csv_lines, json_lines


class Row(NamedTuple):
    """A client with the fields that hold what people type."""

    name: str
    note: str
    tags: list[str]
    fields: dict[str, str]


def _stored(text: str, *, is_line: bool) -> str:
    """The text as a book would hold it."""
    try:
        return clean_line(text, "it") if is_line else clean_text(text, "it")
    except Refused:
        return "x"


SIGNS = st.sampled_from("=+-@'\"\\;,\t\n\r |{}[]:#ñß漢\u200d1a ")
TEXTS = st.text(st.one_of(SIGNS, st.characters(exclude_categories=["Cs"])), min_size=1, max_size=12)
LINES = TEXTS.map(lambda text: _stored(text, is_line=True))
ROWS = st.builds(
    Row,
    LINES,
    TEXTS.map(lambda text: _stored(text, is_line=False)),
    st.lists(LINES.map(lambda text: _stored(text.lower(), is_line=True)), max_size=3, unique=True),
    st.fixed_dictionaries({"Region": LINES, "=x": LINES}),
)


@pytest.mark.parametrize("is_jsonl", [False, True], ids=["csv", "jsonl"])
@given(rows=st.lists(ROWS, min_size=1, max_size=3))
def test_a_text_comes_back_as_it_went_out(is_jsonl: bool, rows: list[Row]) -> None:
    lines = json_lines(rows, "EUR") if is_jsonl else csv_lines(rows, Row, ["=x", "Region"], "EUR")
    table = read_table("".join(lines).encode())
    made = plan(table.header, KIND.fields, required=("name",), custom=True)
    pick = picker(made, len(table.header))
    read = [pick(line.cells) for line in table.rows]
    assert [(row["name"], row["note"]) for row in read] == [(row.name, row.note) for row in rows]
    assert [(words.tags or [], words.fields) for words in map(words_in, read)] == [
        (row.tags, row.fields) for row in rows
    ]
