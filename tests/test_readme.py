"""The README is true: its tour is typed line by line, and every command that it names is there."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import tree

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL_AND_DEMO = "pip install . && acctmgr demo"
INSTALL_AND_TEST = "pip install -e '.[dev]' && pytest"


class Step(NamedTuple):
    """A line of the tour and what a terminal of 80 columns shows after it."""

    line: str
    shown: list[str]


def tour() -> list[Step]:
    """The lines after `$` of every console block, in order."""
    blocks = re.findall(r"^```console\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    steps: list[Step] = []
    for line in lines:
        if line.startswith("$ "):
            steps.append(Step(line.removeprefix("$ "), []))
        else:
            steps[-1].shown.append(line)
    return steps


class Shell:
    """Types lines into a shell of its own, in a terminal of 80 columns, in an empty home."""

    def __init__(self, home: Path) -> None:
        (home / "bin").mkdir()
        program = home / "bin" / "acctmgr"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m acctmgr "$@"\n')
        program.chmod(0o700)
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ACCTMGR_")},
            "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "NO_COLOR": "1",
            "COLUMNS": "80",
            "LC_ALL": "C.UTF-8",
        }
        self.code = 0

    def type(self, line: str) -> list[str]:
        """Run a line; gives what the terminal shows of it."""
        if line == "echo $?":
            return [str(self.code)]
        if line.startswith("export "):
            pairs = (word.partition("=") for word in line.split()[1:])
            self.environment |= {name: value for name, _, value in pairs}
            return []
        ours, theirs = pty.openpty()
        words = ["/bin/sh", "-c", line]
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd=self.home, env=self.environment
        )
        os.close(theirs)
        text = _read_all(ours)
        self.code = process.wait()
        rows = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
        return [_seen(row) for row in rows] if text else []


def _read_all(terminal: int) -> str:
    pieces = []
    try:
        while piece := os.read(terminal, 65_536):
            pieces.append(piece)
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(terminal)
    return b"".join(pieces).decode()


def _seen(row: str) -> str:
    """What is left of a row that a progress bar was drawn on and wiped away."""
    return row.rpartition("\r")[2]


def test_the_tour_shows_what_the_readme_says(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    steps = tour()
    assert len(steps) > 20
    for step in steps:
        shown = shell.type(step.line)
        assert shown == step.shown, step.line
        is_refused = any(row.startswith("error: ") for row in step.shown)
        assert (shell.code != 0) == (is_refused or step.line == "echo $?"), step.line


def named_lines() -> list[str]:
    """Every command line that the README names, without the program's name."""
    fences = re.findall(r"^```\w*\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    places = [*(line for fence in fences for line in fence.splitlines()), *re.findall(r"`([^`\n]+)`", prose)]
    found = [re.search(r"(?:^|[$&*] +|[^-\w/.])acctmgr (.+)$", place) for place in places]
    return [match[1] for match in found if match]


@pytest.mark.parametrize("line", sorted(set(named_lines())))
def test_every_command_that_it_names_is_there_with_its_options(line: str) -> None:
    assert tree.parse(line)  # a wrong word or option is an error of its own


def test_its_table_of_commands_is_complete() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \| (.*) \|$", README.partition("## Commands")[2], flags=re.MULTILINE)
    named = [f"{noun} {verb}" for noun, verbs in rows for verb in re.findall(r"`([a-z-]+)`", verbs)]
    alone = [noun for noun, verbs in rows if "`" not in verbs]
    assert sorted([*named, *alone]) == sorted(leaf.path for leaf in tree.leaves() if not leaf.command.hidden)


def test_one_command_shows_it_and_one_tests_it() -> None:
    assert f"```sh\n{INSTALL_AND_DEMO}\n```" in README
    assert f"```sh\n{INSTALL_AND_TEST}\n```" in README


def test_what_is_said_of_the_tests_is_what_runs_for_every_change() -> None:
    checks = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for part in INSTALL_AND_TEST.split(" && "):
        assert part in checks


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = re.findall(r"^\| (\d+) \| ", README, flags=re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "10", "130"]
