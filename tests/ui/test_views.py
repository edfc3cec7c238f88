"""What people see: which columns, how wide, how amounts and moments read."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core.money import Notation
from acctmgr.core.text import cells
from acctmgr.ui.columns import Column, columns_of, fit, further_totals, narrowed
from acctmgr.ui.markdown import as_markdown
from acctmgr.ui.people import label, shown
from acctmgr.ui.plain import wrap
from acctmgr.ui.screen import Screen
from acctmgr.ui.shapes import Card, Listing, Report
from acctmgr.ui.terminal import bar
from acctmgr.ui.views import as_table
from ui.samples import AGING, CLIENTS, EUR, EUR_COMMA, INVOICE, PAYMENTS, PaymentRow

TEXTS = st.text(alphabet="ab1é株 -|[]/", max_size=60)
BIGINTS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
NARROW = Screen(80, has_colour=False)


class Note(NamedTuple):
    id: int
    text: str


class Sum(NamedTuple):
    month: str
    sum_minor: int


def text(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def heads(result: Any) -> list[str]:
    return [column.head for column in columns_of(result)]


@pytest.mark.parametrize(
    ("name", "value", "notation", "read"),
    [
        ("open_minor", 125000, EUR, "1,250.00"),
        ("open_minor", -125000, EUR_COMMA, "-1.250,00"),
        ("open_minor", 1250, Notation("JPY", EUR.style), "1,250"),
        ("late_days", 1250, EUR, "1250"),
        ("rate", Decimal("5.20"), EUR_COMMA, "5,2"),
        ("is_active", True, EUR, "yes"),
        ("is_active", False, EUR, "no"),
        ("due_on", date(2026, 3, 1), EUR, "2026-03-01"),
        ("due_on", None, EUR, ""),
        ("tags", ["a", "b"], EUR, "a, b"),
        ("fields", {"region": "west", "vat_no": "1"}, EUR, "region: west, vat no: 1"),
        ("lines", [Note(1, "x"), Note(2, "y")], EUR, "2"),
        ("note", "a\nb\x1b[31mc\x07", EUR, "a bc"),
    ],
)
def test_a_value_reads(name: str, value: object, notation: Notation, read: str) -> None:
    assert shown(name, value, notation) == read


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("late_days", "late days"),
        ("is_active", "active"),
        ("late_31_60", "late 31-60"),
        ("late_over_90", "late over 90"),
    ],
)
def test_a_key_reads(key: str, words: str) -> None:
    assert label(key) == words


def test_a_moment_reads_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert shown("done_at", datetime(2026, 3, 1, 20, 30, tzinfo=UTC), EUR) == "2026-03-02 05:30"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_table_shows_the_keys_it_names_in_their_order() -> None:
    assert heads(CLIENTS._replace(table=("open", "handle"))) == ["open", "handle"]


def test_a_table_that_names_no_keys_shows_all() -> None:
    assert heads(Listing([Note(1, "x")], Note, EUR)) == ["id", "text"]


def test_the_currency_is_a_column_behind_the_amount_where_rows_mix_them() -> None:
    assert heads(PAYMENTS) == ["id", "paid on", "amount", "currency", "reference"]


def test_the_currency_of_the_book_is_no_column() -> None:
    assert heads(PAYMENTS._replace(rows=PAYMENTS.rows[:1])) == ["id", "paid on", "amount", "reference"]
    assert heads(PAYMENTS._replace(rows=PAYMENTS.rows[:1], table=())) == [
        "id", "paid on", "amount", "reference",
    ]  # fmt: skip


def test_another_currency_than_the_books_is_always_shown() -> None:
    yen = [PaymentRow(2, date(2026, 2, 4), 1250, "JPY", None)]
    assert "currency" in heads(PAYMENTS._replace(rows=yen))


def test_totals_stand_under_their_columns_and_the_rest_below() -> None:
    columns = columns_of(AGING)
    assert [column.total for column in columns[:3]] == ["total", "", "1,099.90"]
    assert list(further_totals(AGING, columns)) == ["clients: 3", "USD: total 210.00", "JPY: total 5,000"]


def test_a_card_uses_its_own_currency_even_where_that_is_hidden() -> None:
    yen = Card(PaymentRow(2, date(2026, 2, 4), 1250, "JPY", None), EUR, hidden=("currency",))
    assert text(as_table(yen, None)) == "id       2\npaid on  2026-02-04\namount   1,250"


def test_a_card_leaves_out_what_is_absent_or_hidden() -> None:
    card = text(as_table(INVOICE, None))
    assert "due on" not in card
    assert "settled" not in card


def test_a_text_of_several_lines_keeps_them_on_a_card() -> None:
    note = Card(Note(1, "first\nsecond"), EUR)
    assert text(as_table(note, None)) == "id    1\ntext  first\n      second"
    assert "first<br>second" in text(as_markdown(note))


def test_a_long_text_on_a_card_wraps_on_a_terminal_only() -> None:
    note = Card(Note(1, "word " * 30), EUR)
    assert max(map(len, as_table(note, NARROW))) <= 80
    assert max(map(len, as_table(note, None))) > 150


def test_markup_and_escape_codes_in_texts_are_only_text() -> None:
    rows = [Note(1, "[red]x[/red] [link=http://a.example]y[/] \x1b]0;title\x07:smile:")]
    assert "[red]x[/red] [link=http://a.example]y[/] :smile:" in text(
        as_table(Listing(rows, Note, EUR), NARROW)
    )


def test_a_bar_column_is_drawn_for_people_at_a_terminal() -> None:
    months = [Sum("2026-01", 400), Sum("2026-02", 100), Sum("2026-03", -200), Sum("2026-04", 0)]
    report = Report("sales", EUR, months, Sum, {}, bars="sum")
    drawn = list(as_table(report, Screen(25, has_colour=False)))
    assert drawn[-4:] == [
        "2026-01   4.00  █████████",
        "2026-02   1.00  ██▎",
        "2026-03  -2.00  ░░░░",
        "2026-04   0.00",
    ]
    assert "█" not in text(as_table(report, None))


@pytest.mark.parametrize(
    ("amount", "drawn"), [(80, "██████████"), (40, "█████"), (41, "█████▏"), (0, ""), (-8, "░")]
)
def test_a_bar_is_as_long_as_its_share_of_the_largest(amount: int, drawn: str) -> None:
    assert bar(amount, 80, 10) == drawn


def test_the_smallest_amount_still_has_a_bar() -> None:
    assert bar(1, 1_000_000, 10) == "▏"


class Owed(NamedTuple):
    number: str
    due_on: date
    open_minor: int
    late_days: int


OWED = Listing(
    [Owed("INV-2026-0001", date(2026, 3, 1), 125000, 12)],
    Owed,
    EUR,
    ref="number",
    optional=("late_days", "due_on"),
)


@pytest.mark.parametrize(
    ("width", "left", "left_out"),
    [
        (38, ["number", "due on", "open", "late days"], []),
        (37, ["number", "due on", "open"], ["late days"]),
        (33, ["number", "due on", "open"], ["late days"]),
        (32, ["number", "open"], ["late days", "due on"]),
        (22, ["number", "open"], ["late days", "due on"]),
        (21, ["number", "due on", "open", "late days"], []),  # as a block, which has room for all
    ],
)
def test_a_narrow_terminal_goes_without_what_is_optional(
    width: int, left: list[str], left_out: list[str]
) -> None:
    result, missing = narrowed(OWED, width)
    assert (heads(result), missing) == (left, left_out)
    assert heads(OWED._replace(rows=[])) == ["number", "due on", "open", "late days"]


def test_what_a_report_has_not_is_not_left_out() -> None:
    report, missing = narrowed(AGING._replace(optional=("tier", "current", "days_30")), 70)
    assert missing == ["current"]
    assert next(further_totals(report, columns_of(report))) == "current: 1,099.90"


def test_heads_wrap_before_any_text_does() -> None:
    columns = [Column("late days", ["1"], is_right=True, is_fixed=True), Column("name", ["x y" * 10])]
    fitted = fit(columns, 36)
    assert fitted is not None
    assert fitted.widths == [4, 30]


@given(
    st.lists(st.tuples(BIGINTS, TEXTS, TEXTS), min_size=1, max_size=70),
    st.integers(min_value=40, max_value=140),
)
def test_nothing_is_wider_than_the_terminal_and_no_number_is_cut(
    values: list[tuple[int, str, str]], width: int
) -> None:
    class Row(NamedTuple):
        sum_minor: int
        name: str
        note: str

    drawn = text(as_table(Listing([Row(*value) for value in values], Row, EUR), Screen(width, False)))
    assert max(map(cells, drawn.split("\n"))) <= width
    for value, _, _ in values:
        assert EUR.format(value) in drawn


@given(st.text(alphabet="ab 株 ", max_size=80), st.integers(min_value=2, max_value=30))
def test_a_wrapped_text_fits_and_loses_no_sign(words: str, width: int) -> None:
    lines = wrap(words, width)
    assert max(map(cells, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", words)


def test_columns_with_wide_signs_line_up() -> None:
    lines = list(
        as_table(Listing([Note(1, "株式会社"), Note(2, "Acme")], Note, EUR, table=("text", "id")), None)
    )
    assert lines == ["text      id", "株式会社   1", "Acme       2"]


def test_a_pipe_gets_every_text_whole() -> None:
    lines = list(as_table(Listing([Note(1, "long " * 100 + "end")], Note, EUR), None))
    assert lines[1].endswith("long end")


def test_pipes_and_backslashes_stay_within_their_markdown_cell() -> None:
    assert list(as_markdown(Listing([Note(1, "a|b\\|c")], Note, EUR)))[-1] == "| 1 | a\\|b\\\\\\|c |"
