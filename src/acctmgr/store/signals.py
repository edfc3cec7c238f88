"""From a commit until its reference is out, an interruption waits: what the caller hears is what stands in the book."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, ClassVar

_WAITING = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last


class _State:
    is_watching = False  # only the entry point lets go again, so only under it anything is held
    is_changed = False
    got: ClassVar[list[int]] = []
    before: ClassVar[dict[int, Any]] = {}


def watch() -> None:
    """Let commits hold what interrupts, until `release`."""
    _State.is_watching, _State.is_changed = True, False
    _State.got.clear()


@contextmanager
def committing() -> Iterator[None]:
    """The block commits: from here on an interruption waits, and a second one ends the process at once."""
    _hold()
    try:
        yield
        _State.is_changed = True
    finally:
        if not _State.is_changed:
            _restore()


def release() -> None:
    """All is said: interruptions are heard again."""
    _restore()
    _State.is_watching = False


def is_waiting() -> bool:
    """Whether somebody wants the process to end; what makes one change after the other stops before the next."""
    return bool(_State.got)


def has_changed() -> bool:
    """Whether this command has changed the book already."""
    return _State.is_changed


def _hold() -> None:
    if not _State.is_watching or _State.before:
        return
    for name in _WAITING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            with suppress(ValueError):  # only the main thread hears signals
                _State.before[number] = signal.signal(number, _wait)


def _restore() -> None:
    for number, handler in _State.before.items():
        signal.signal(number, handler)
    _State.before.clear()
    _State.got.clear()


def _wait(number: int, _: FrameType | None) -> None:
    if _State.got:
        os._exit(128 + number)  # as a shell tells it; the change is in the book
    _State.got.append(number)
