"""The lists and cards as people see them; read the snapshot when it changes."""

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.ui import screen
from conftest import Run

STORY = (
    'client add "Acme Corporation"',
    "client add Bolt",
    'deal add "New website" --client acme --next "fri 09:30: Call Ana Ruiz about the offer"',
    'followup add "Send the signed contract to their office in Oviedo" --client bolt --due 2026-07-01 --priority high',
    'followup add "Monthly report" --client acme --due 2026-06-30 --repeat 1m',
    'followup done 3 --note "Sent it, they want the figures by region too" --kind email --on 2026-07-02',
    'log acme "Ana likes the offer; the board decides on Monday, and Bo has to be asked" --kind call --minutes 15'
    " --deal 1",
    'log bolt "Met at the fair" --kind meeting --on 2026-05-04 --minutes 90',
)
LINES = (
    "followup list",
    "followup list --due all",
    "followup show 3",
    "activity list",
    "activity show 2",
    "client show acme",
    "deal show 1",
)


@pytest.fixture(autouse=True)
def _told(run: Run) -> None:
    for line in STORY:
        assert run(line).code == 0, line


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, line: str, width: int
) -> None:
    monkeypatch.setattr(screen, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(f"{line} --no-color").out == snapshot


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "ids"])
@pytest.mark.parametrize("noun", ["followup", "activity"])
def test_a_pipe_gets(run: Run, snapshot: SnapshotAssertion, noun: str, form: str) -> None:
    assert run(f"{noun} list --format {form}").out == snapshot
