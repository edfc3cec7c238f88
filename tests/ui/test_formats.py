"""JSON, CSV and references, for machines."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.text import join_list
from acctmgr.ui.formats import as_csv, as_ids, as_json
from acctmgr.ui.shapes import Card, Listing
from acctmgr.ui.values import key_of, plain, plain_mapping
from conftest import Run
from ui.samples import AGING, CLIENTS, EUR, INVOICE, NO_CLIENTS, PAYMENTS


class Stage(StrEnum):
    WON = "won"


class Note(NamedTuple):
    id: int
    text: str


def read_json(result: Any) -> Any:
    return json.loads("".join(as_json(result)))


def read_csv(result: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(as_csv(result)))))


def test_a_key_is_the_field_without_its_unit() -> None:
    assert key_of("total_minor") == "total"
    assert key_of("late_days") == "late_days"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("open_minor", 125000, "1250.00"),
        ("open_minor", -5, "-0.05"),
        ("open_minor", None, None),
        ("late_days", 12, 12),
        ("is_active", True, True),
        ("rate", Decimal("21.50"), "21.5"),
        ("rate", Decimal("1E+3"), "1000"),
        ("due_on", date(2026, 3, 1), "2026-03-01"),
        ("done_at", datetime(2026, 3, 1, 8, 30, tzinfo=UTC), "2026-03-01T08:30:00+00:00"),
        ("stage", Stage.WON, "won"),
        ("tags", ["vip", "new"], ["vip", "new"]),
        ("parts_minor", [100, 200], ["1.00", "2.00"]),
    ],
)
def test_a_value_in_json_is(name: str, value: object, said: object) -> None:
    assert plain(name, value, "EUR") == said


@pytest.mark.parametrize(("currency", "said"), [("EUR", "12.50"), ("JPY", "1250"), ("BHD", "1.250")])
def test_an_amount_has_exactly_the_decimals_of_its_currency(currency: str, said: str) -> None:
    assert plain("total_minor", 1250, currency) == said


def test_a_row_with_a_currency_of_its_own_uses_it() -> None:
    amounts = [row["amount"] for row in read_json(PAYMENTS)]
    assert amounts == ["500.00", "1250", "-1.250"]


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({"open_minor": 100, "count": 3}, {"open": "1.00", "count": 3}),
        ({"proof": {"ledger_minor": 100}}, {"proof": {"ledger": "1.00"}}),
        ({"foreign": {"currency": "JPY", "sum_minor": 100}}, {"foreign": {"currency": "JPY", "sum": "100"}}),
        (
            {"other_currencies": {"JPY": {"sum_minor": 100}, "USD": {"sum_minor": 100}}},
            {"other_currencies": {"JPY": {"sum": "100"}, "USD": {"sum": "1.00"}}},
        ),
    ],
)
def test_totals_in_json_are(totals: Mapping[str, object], said: object) -> None:
    assert plain_mapping("", totals, "EUR") == said


def test_a_list_in_json_is_an_array_of_objects() -> None:
    assert read_json(PAYMENTS)[0] == {
        "id": 1, "paid_on": "2026-02-03", "amount": "500.00", "currency": "EUR",
        "reference": "RF18 5390 0754",
    }  # fmt: skip
    assert read_json(NO_CLIENTS) == []


def test_one_thing_in_json_is_an_object_with_its_lines() -> None:
    invoice = read_json(INVOICE)
    assert invoice["number"] == "INV-2026-0007"
    assert invoice["is_settled"] is False
    assert invoice["lines"][1] == {
        "description": "Travel", "quantity": "1", "price": "100", "net": "100.00",
    }  # fmt: skip


def test_a_report_in_json_has_rows_totals_and_its_extras() -> None:
    report = read_json(AGING)
    assert list(report) == ["report", "as_of", "currency", "rows", "totals", "proof"]
    assert report["as_of"] == "2026-03-31"
    assert report["totals"]["other_currencies"]["JPY"] == {"total": "5000"}
    assert report["proof"]["difference"] == "0.00"


def test_the_period_of_a_report_has_both_its_days() -> None:
    report = AGING._replace(as_of=None, period=(date(2026, 1, 1), date(2026, 3, 31)))
    assert read_json(report)["period"] == {"from": "2026-01-01", "to": "2026-03-31"}
    assert "as_of" not in read_json(report)


def test_json_keeps_texts_whole_and_still_harmless() -> None:
    text = "tab\t é \x1b[31m \x9b31m \u202e \ud800 end"
    said = "".join(as_json(Card(Note(1, text), EUR)))
    assert json.loads(said)["text"] == text
    assert "é" in said
    assert not {"\x1b", "\x9b", "\u202e", "\ud800"} & set(said)


def test_json_for_a_stream_without_unicode_loses_nothing() -> None:
    said = "".join(as_json(Card(Note(1, "é 株"), EUR), ascii_only=True))
    assert said.isascii()
    assert json.loads(said)["text"] == "é 株"


@given(st.lists(st.builds(Note, st.integers(), st.text())))
def test_any_list_in_json_reads_back(notes: list[Note]) -> None:
    assert read_json(Listing(notes, Note, EUR)) == [{"id": note.id, "text": note.text} for note in notes]


def test_csv_has_the_keys_and_values_of_json() -> None:
    assert read_csv(PAYMENTS) == [
        ["id", "paid_on", "amount", "currency", "reference"],
        ["1", "2026-02-03", "500.00", "EUR", "RF18 5390 0754"],
        ["2", "2026-02-04", "1250", "JPY", ""],
        ["3", "2026-02-05", "-1.250", "BHD", ""],
    ]


def test_the_users_own_fields_are_columns_of_csv() -> None:
    header, acme, wide, ruiz = read_csv(CLIENTS)
    assert header[-3:] == ["field:region", "field:segment", "field:vat_no"]
    assert [row[-3:] for row in (acme, wide, ruiz)] == [["", "A", "ES-B1"], ["", "", ""], ["west", "", ""]]


def test_an_empty_csv_still_has_its_header() -> None:
    assert "".join(as_csv(NO_CLIENTS)) == "handle,name,tags,since_on,is_active,open,late_days,note\n"


@pytest.mark.parametrize("text", ["=1+1", "+34 600", "-x", "@SUM(A1)"])
def test_a_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert read_csv(Card(Note(1, text), EUR))[1] == ["1", "'" + text]


def test_negative_numbers_in_csv_stay_numbers() -> None:
    assert read_csv(CLIENTS)[2][5] == "-42.50"


@pytest.mark.parametrize(
    ("parts", "cell"),
    [(["vip", "new"], "vip;new"), (["a;b", "c"], r"a\;b;c"), (["a\\", "b"], r"a\\;b"), ([], "")],
)
def test_a_list_in_csv_is_one_cell(parts: list[str], cell: str) -> None:
    assert join_list(parts) == cell


def test_a_list_in_csv_that_a_spreadsheet_would_run_is_defused() -> None:
    row = CLIENTS.rows[0]._replace(tags=["=a", "b"])
    assert read_csv(CLIENTS._replace(rows=[row]))[1][2] == "'=a;b"


def test_truth_in_csv_is_true_or_false() -> None:
    assert [row[4] for row in read_csv(CLIENTS)[1:]] == ["true", "false", "true"]


def test_the_lines_of_one_thing_in_csv_are_json_in_a_cell() -> None:
    cells = dict(zip(*read_csv(INVOICE), strict=True))
    assert json.loads(cells["lines"])[1]["net"] == "100.00"
    assert cells["field:order_no"] == "PO 11"


def test_csv_on_a_terminal_carries_no_escape_codes() -> None:
    note = Card(Note(1, "a\x1b[31mb"), EUR)
    assert "\x1b" in "".join(as_csv(note))
    assert "\x1b" not in "".join(as_csv(note, on_terminal=True))


def test_ids_are_the_references_one_a_line() -> None:
    assert list(as_ids(CLIENTS)) == ["acme\n", "kabu\n", "ana-ruiz\n"]
    assert list(as_ids(INVOICE)) == ["INV-2026-0007\n"]
    assert list(as_ids(AGING)) == ["acme\n", "kabu\n", "ana-ruiz\n"]


def test_markdown_lets_no_html_through(run: Run) -> None:
    run("client", "add", "<script>alert(1)</script> & Co &lt;b&gt;", "--field", "<i>=<b>x</b>")
    for line in ("client list", "client show 1", "report statement 1", "report aging"):
        said = run(f"{line} --format md").out
        assert "<script>" not in said.replace("&lt;", "")
        assert "<b>" not in said
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; & Co &amp;lt;b&amp;gt;" in run("client list --format md").out
    )
