"""Whole-process CPU time of commands, taken side by side: machines are noisy, ratios much less."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# what the console script does, without asking where it is installed
PROGRAM = "from acctmgr.__main__ import main; main()"


class Run(NamedTuple):
    """One process to measure: its words, whether it speaks to a terminal, what it needs in the environment."""

    words: tuple[str, ...]
    on_terminal: bool = False
    variables: tuple[tuple[str, str], ...] = ()


class Ratio(NamedTuple):
    """What one process costs against another, and the limits we hold ourselves to."""

    what: str
    against: str
    run: Run
    base: Run
    aim: float
    never_past: float


class Measured(NamedTuple):
    """CPU seconds of both sides."""

    ratio: Ratio
    seconds: float
    base_seconds: float

    @property
    def times(self) -> float:
        return self.seconds / self.base_seconds


def program(*words: str, on_terminal: bool = False, **variables: str) -> Run:
    """A command of ours."""
    return Run((sys.executable, "-c", PROGRAM, *words), on_terminal, tuple(variables.items()))


def imports(*modules: str) -> Run:
    """An interpreter that imports these and leaves."""
    return Run((sys.executable, "-c", f"import {', '.join(modules)}"))


def cpu_seconds(run: Run) -> float:
    """User and system time of one process; AssertionError if it fails."""
    master, slave = pty.openpty() if run.on_terminal else (-1, -1)
    output = slave if run.on_terminal else subprocess.DEVNULL
    process = subprocess.Popen(
        run.words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=_environment(run)
    )
    if run.on_terminal:
        os.close(slave)
        _drain(master)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{' '.join(run.words[2:])} left with {process.returncode}"
    return usage.ru_utime + usage.ru_stime


def _environment(run: Run) -> Mapping[str, str]:
    """As a user's: bytecode is kept, output is buffered."""
    unlike = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "COV_CORE_SOURCE", "COVERAGE_PROCESS_START"}
    kept = {name: value for name, value in os.environ.items() if name not in unlike}
    return {**kept, "TERM": "xterm-256color", "COLUMNS": "120", **dict(run.variables)}


def _drain(master: int) -> None:
    """Read what a terminal shows until its last writer is gone."""
    try:
        while os.read(master, 65_536):
            pass
    except OSError:  # how Linux says that nobody holds the other end
        pass
    os.close(master)


def best(runs: Sequence[Run], *, times: int) -> list[float]:
    """The least CPU seconds of each; they take turns, so that all meet the same noise."""
    for run in runs:
        cpu_seconds(run)  # writes the bytecode, fills the disk's cache
    least = [float("inf")] * len(runs)
    for _ in range(times):
        for place, run in enumerate(runs):
            least[place] = min(least[place], cpu_seconds(run))
    return least


def measured(ratios: Sequence[Ratio], *, times: int) -> list[Measured]:
    """Both sides of every ratio, each process measured once even where several ratios share it."""
    runs = list(dict.fromkeys(run for ratio in ratios for run in (ratio.run, ratio.base)))
    seconds = dict(zip(runs, best(runs, times=times), strict=True))
    return [Measured(ratio, seconds[ratio.run], seconds[ratio.base]) for ratio in ratios]
