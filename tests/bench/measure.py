"""Whole-process CPU time of commands, measured side by side: machines are noisy, ratios are not."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# what the console script does, without asking where it is installed
PROGRAM = "from acctmgr.__main__ import main; main()"


class Run(NamedTuple):
    """One thing to measure: a command line, and whether it speaks to a terminal."""

    words: tuple[str, ...]
    on_terminal: bool = False


def program(*words: str, on_terminal: bool = False) -> Run:
    """A command of ours."""
    return Run((sys.executable, "-c", PROGRAM, *words), on_terminal)


def imports(*modules: str) -> Run:
    """An interpreter that imports these and leaves."""
    return Run((sys.executable, "-c", f"import {', '.join(modules)}"))


def cpu_seconds(run: Run, environment: Mapping[str, str]) -> float:
    """User and system time of one process and its children; AssertionError if it fails."""
    master, slave = pty.openpty() if run.on_terminal else (-1, -1)
    output = slave if run.on_terminal else subprocess.DEVNULL
    process = subprocess.Popen(
        run.words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
    )
    if run.on_terminal:
        os.close(slave)
        _drain(master)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{' '.join(run.words)} left with {process.returncode}"
    return usage.ru_utime + usage.ru_stime


def _drain(master: int) -> None:
    """Read what a terminal shows until its last writer is gone."""
    try:
        while os.read(master, 65_536):
            pass
    except OSError:  # how Linux says that nobody holds the other end
        pass
    os.close(master)


def best(runs: Sequence[Run], environment: Mapping[str, str], *, times: int) -> list[float]:
    """The least CPU seconds of each, taken in turns so that all meet the same noise."""
    least = [float("inf")] * len(runs)
    for _ in range(times):
        for place, run in enumerate(runs):
            least[place] = min(least[place], cpu_seconds(run, environment))
    return least
