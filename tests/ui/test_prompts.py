"""Questions are asked only where somebody can answer."""

import io
import sys

import pytest

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.ui.prompts import ask, confirm


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def type_in(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))


def test_yes_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    confirm("Remove Acme?", yes=True)
    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_and_without_yes_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(WrongUsage, match="nobody can be asked here") as caught:
        confirm("Remove Acme?", yes=False)
    assert caught.value.hint == "add --yes"


def test_a_closed_input_is_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(WrongUsage, match="nobody can be asked here"):
        confirm("Remove Acme?", yes=False)


@pytest.mark.parametrize("answer", ["y\n", "YES\n"])
def test_an_agreement_goes_on(
    answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, answer)
    confirm("Remove Acme?\x1b[2J", yes=False)
    assert capsys.readouterr() == ("", "Remove Acme? [y/N] ")


class Interrupted(Terminal):
    def readline(self, *_: int) -> str:
        raise KeyboardInterrupt


def test_what_is_told_after_no_answer_starts_on_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "")
    with pytest.raises(Refused):
        confirm("Remove Acme?", yes=False)
    assert capsys.readouterr().err == "Remove Acme? [y/N] \n"
    monkeypatch.setattr(sys, "stdin", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        confirm("Remove Acme?", yes=False)
    assert capsys.readouterr().err == "Remove Acme? [y/N] \n"


@pytest.mark.parametrize("answer", ["\n", "n\n", "", "sure\n"])
def test_anything_else_changes_nothing(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, answer)
    with pytest.raises(Refused, match="nothing was changed"):
        confirm("Remove Acme?", yes=False)


def test_a_question_takes_the_answer_or_its_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, " USD \n\n")
    assert ask("Currency", "EUR") == "USD"
    assert ask("Currency", "EUR") == "EUR"
    assert capsys.readouterr() == ("", "Currency [EUR]: Currency [EUR]: ")


def test_a_question_that_nobody_can_answer_takes_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("USD\n"))
    assert ask("Currency", "EUR") == "EUR"
