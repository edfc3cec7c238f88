"""A bar on stderr for long work."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from acctmgr.core.text import cells, clip, safe
from acctmgr.ui.screen import is_terminal, settings

_LENGTH = 24
_PAUSE_SECONDS = 0.1  # between two drawings
_LABEL = 30


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Hands out `advance(n)`; draws on a terminal unless --quiet, and leaves nothing behind."""
    if settings.quiet or not is_terminal(sys.stderr):
        yield lambda _: None
        return
    name = clip(safe(label), _LABEL)
    try:
        yield _advancer(name, max(1, total))
    finally:
        _draw(" " * cells(line(name, 1, 1)) + "\r")


def _advancer(label: str, total: int) -> Callable[[int], None]:
    done, drawn_at = 0, 0.0

    def advance(count: int) -> None:
        nonlocal done, drawn_at
        done += count
        if monotonic() - drawn_at >= _PAUSE_SECONDS:
            drawn_at = monotonic()
            _draw(line(label, min(done, total), total))

    return advance


def line(label: str, done: int, total: int) -> str:
    """The bar as text, of the same width from start to end."""
    filled = _LENGTH * done // total
    return f"{label} {'█' * filled}{'░' * (_LENGTH - filled)} {100 * done // total:3} %"


def _draw(text: str) -> None:
    sys.stderr.write("\r" + text)  # no escape codes: a dumb terminal has bars too
    sys.stderr.flush()
