"""Golden files: every shape in every format; read the snapshot when it changes."""

from collections.abc import Iterable

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.ui.formats import as_csv, as_ids, as_json
from acctmgr.ui.markdown import as_markdown
from acctmgr.ui.screen import Screen
from acctmgr.ui.shapes import Result
from acctmgr.ui.views import as_table
from ui import samples

SHAPES = pytest.mark.parametrize(
    "shape",
    [
        pytest.param(samples.CLIENTS, id="clients"),
        pytest.param(samples.NO_CLIENTS, id="no-clients"),
        pytest.param(samples.PAYMENTS, id="payments"),
        pytest.param(samples.INVOICE, id="invoice"),
        pytest.param(samples.AGING, id="aging"),
        pytest.param(samples.NO_SALES, id="empty-report"),
    ],
)


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def text(lines: Iterable[str]) -> str:
    return "\n".join(lines)


@SHAPES
@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_shows(shape: Result, width: int, snapshot: SnapshotAssertion) -> None:
    assert text(as_table(shape, Screen(width, has_colour=False))) == snapshot


@SHAPES
def test_a_pipe_gets(shape: Result, snapshot: SnapshotAssertion) -> None:
    assert text(as_table(shape, None)) == snapshot


@SHAPES
def test_json_says(shape: Result, snapshot: SnapshotAssertion) -> None:
    assert "".join(as_json(shape)) == snapshot


@SHAPES
def test_csv_says(shape: Result, snapshot: SnapshotAssertion) -> None:
    assert "".join(as_csv(shape)) == snapshot


@SHAPES
def test_markdown_says(shape: Result, snapshot: SnapshotAssertion) -> None:
    assert text(as_markdown(shape)) == snapshot


@SHAPES
def test_ids_says(shape: Result, snapshot: SnapshotAssertion) -> None:
    assert "".join(as_ids(shape)) == snapshot


def test_a_colour_terminal_shows_bold_heads(snapshot: SnapshotAssertion) -> None:
    assert text(as_table(samples.AGING, Screen(140, has_colour=True))) == snapshot


def test_a_terminal_too_narrow_for_the_table_shows_blocks(snapshot: SnapshotAssertion) -> None:
    assert text(as_table(samples.AGING, Screen(50, has_colour=False))) == snapshot


def test_a_long_list_on_a_terminal_is_cut_to_its_width(snapshot: SnapshotAssertion) -> None:
    many = samples.CLIENTS._replace(rows=samples.CLIENTS.rows * 20)
    lines = text(as_table(many, Screen(80, has_colour=True))).splitlines()
    assert text(lines[:5]) == snapshot
