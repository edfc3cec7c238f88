"""Real shells in a terminal of their own, with the completion of this checkout loaded."""

import os
import re
import shlex
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "completions"
PROMPT = "READY> "
_START_OF_LINE, _KILL_LINE = "\x01", "\x15"
_NO_LISTING_PAGE = "bind 'set completion-query-items 0'; bind 'set page-completions off'"
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][0-9A-B]|[=>78])|[\r\a]")

STARTS = {  # the shell without its user's settings, and what makes it ready
    "bash": (
        ["--norc", "--noprofile", "-i"],
        f"{_NO_LISTING_PAGE}; . {{folder}}/acctmgr.bash; PS1='{PROMPT}'",
    ),
    "zsh": (
        ["-f", "-i"],
        "bindkey -e; unsetopt prompt_sp; fpath=({folder} $fpath); autoload -Uz compinit; compinit -D -u;"
        f" PS1='{PROMPT}'",
    ),
    "fish": (
        ["--no-config", "--interactive"],
        f"function fish_prompt; printf '{PROMPT}'; end; function fish_title; end; set fish_autosuggestion_enabled 0;"
        " source {folder}/acctmgr.fish",
    ),
}


class Terminal:
    """A shell that keys are pressed in; `acctmgr` there is this checkout and notes each time that it starts."""

    def __init__(self, shell: str, home: Path) -> None:
        self.shell = shell
        self.starts = home / "starts"
        self.starts.touch()
        _make_program(home / "bin" / "acctmgr", self.starts)
        words, ready = STARTS[shell]
        self.child = pexpect.spawn(
            shell,
            words,
            env=_environment(home),
            cwd=str(home),
            encoding="utf-8",
            timeout=5,
            dimensions=(50, 200),
        )
        self.child.delaybeforesend = None
        self.child.sendline(ready.format(folder=shlex.quote(str(SCRIPTS))) + "; echo LOA''DED")
        self.child.expect("LOADED")
        self.child.expect_exact(PROMPT)

    def words(self, line: str) -> list[str]:
        """The words that the program would get, when TAB is pressed at the end of the line."""
        self.child.send(f"{line}\t{_START_OF_LINE}printf '<%s>\\n' \r")
        return re.findall(r"^<(.*)>$", self._shown(), flags=re.MULTILINE)[1:]

    def offered(self, line: str) -> str:
        """What the shell shows, when TAB is pressed at the end of the line and once more."""
        if self.shell == "fish":  # its pager is no text: ask for what would be in it
            self.child.sendline(f"complete --do-complete {shlex.quote(line)}")
            return self._shown()
        self.child.send(f"{line}\t\t{_KILL_LINE}")
        return self._shown()

    def _shown(self) -> str:
        """All up to the next prompt that stays empty."""
        self.child.sendline("echo EN''D")
        self.child.expect(r"[\r\n]END")
        shown = self.child.before or ""
        self.child.expect_exact(PROMPT)
        return _ESCAPES.sub("", shown)

    def close(self) -> None:
        self.child.close(force=True)


def _make_program(path: Path, starts: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'#!/bin/sh\necho "$*" >> {shlex.quote(str(starts))}\nexec {sys.executable} -m acctmgr "$@"\n',
        "utf-8",
    )
    path.chmod(0o700)


def _environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TERM": "dumb",
    }
