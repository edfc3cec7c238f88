"""The letters that our streams take: UTF-8 in files and pipes, whatever the locale says; a terminal's own on one."""

import codecs
import sys
from io import TextIOWrapper

from acctmgr.ui.screen import is_terminal

_POLICY = "acctmgr"  # the name of what we do with a letter that a terminal lacks
# what we draw with, and what stands for it where a terminal lacks it: no letter is lost with these
_DRAWN = {"─": "-", "█": "#", "░": ".", "…": "~", "·": "-", "→": ">", **dict.fromkeys("▏▎▍▌▋▊▉", "#")}


class _Lost:
    """Whether a terminal lacked a letter of what was written."""

    is_any = False


def prepare() -> None:
    """Let nothing that we write stop a command, and no file or pipe lose a letter."""
    codecs.register_error(_POLICY, _replaced)
    _Lost.is_any = False
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        if is_terminal(stream):
            stream.reconfigure(errors=_POLICY)
        else:  # half of a pair of surrogates is no letter: it becomes ?, not a crash
            stream.reconfigure(encoding="utf-8", errors="replace")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    if not all(sign in _DRAWN for sign in lacking):
        _Lost.is_any = True
    return "".join(_DRAWN.get(sign, "?") for sign in lacking), error.end


def lost() -> str:
    """What to tell people of letters that a terminal lacked; empty where none was lost."""
    if not _Lost.is_any:
        return ""
    stream = sys.stdout if is_terminal(sys.stdout) else sys.stderr
    return (
        f"this terminal ({stream.encoding}) can't show every letter: ? stands for those that it lacks; "
        "a file or a pipe gets them all"
    )
