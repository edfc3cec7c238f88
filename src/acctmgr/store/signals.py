"""From a commit until its reference is out, an interruption waits: what the caller hears is what stands in the book."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, ClassVar, TypeVar

T = TypeVar("T")

_WAITING = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last


class _State:
    is_watching = False  # only the entry point lets go again, so only under it anything is held
    is_changed = False
    is_stopped = False
    got: ClassVar[list[int]] = []
    before: ClassVar[dict[int, Any]] = {}


def watch() -> None:
    """Let commits hold what interrupts, until `release`."""
    _State.is_watching, _State.is_changed, _State.is_stopped = True, False, False
    _State.got.clear()


@contextmanager
def committing() -> Iterator[None]:
    """The block commits: from here on an interruption waits, and a second one ends the process at once.

    Where it fails and nothing was changed before, what waited comes now.
    """
    _hold()
    try:
        yield
        _State.is_changed = True
    finally:
        if not _State.is_changed:
            waited = [*_State.got]
            _restore()
            for number in waited:
                signal.raise_signal(number)


def release() -> None:
    """All is said: interruptions are heard again."""
    _restore()
    _State.is_watching = False


def until_interrupted(items: Iterable[T]) -> Iterator[T]:
    """The items of a command that makes a change for each, until somebody interrupts: no further one is begun."""
    for item in items:
        if _State.got:
            _State.is_stopped = True
            return
        yield item


def is_stopped() -> bool:
    """Whether an interruption left something undone."""
    return _State.is_stopped


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
