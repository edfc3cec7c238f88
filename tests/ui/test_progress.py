"""Bars of long work."""

import io
import sys

import pytest

from acctmgr.ui import progress
from acctmgr.ui.screen import settings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watch(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal at stderr; not a fixture, since pytest puts its own there when a test begins."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_bar_says_how_far_the_work_is() -> None:
    assert progress.line("Importing", 50, 100) == "Importing ████████████░░░░░░░░░░░░  50 %"


def test_a_bar_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = watch(monkeypatch)
    with progress.bar("Importing", 100) as advance:
        advance(50)
    drawn = stderr.getvalue()
    assert drawn.startswith("\rImporting ████████████░░░░░░░░░░░░  50 %")
    assert drawn.endswith("\r" + " " * 40 + "\r")


def failing_import() -> None:
    with progress.bar("Importing", 0) as advance:
        advance(1)
        raise ValueError("bad row")


def test_a_bar_is_erased_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = watch(monkeypatch)
    with pytest.raises(ValueError, match="bad row"):
        failing_import()
    assert stderr.getvalue().endswith(" \r")


def test_a_bar_is_drawn_ten_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = watch(monkeypatch)
    clock = iter([10.0, 10.0, 10.05, 10.2, 10.2])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    with progress.bar("Importing", 3) as advance:
        advance(1)
        advance(1)
        advance(1)
    assert [part for part in ("33 %", "66 %", "100 %") if part in stderr.getvalue()] == ["33 %", "100 %"]


def test_quiet_work_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = watch(monkeypatch)
    monkeypatch.setattr(settings, "quiet", True)
    with progress.bar("Importing", 100) as advance:
        advance(50)
    assert stderr.getvalue() == ""


def test_work_without_a_terminal_has_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.bar("Importing", 100) as advance:
        advance(50)
    assert capsys.readouterr().err == ""
