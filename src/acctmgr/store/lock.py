"""A lock between the processes of a machine. It goes with the process that holds it, however that ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from acctmgr.core.errors import Refused

_SECONDS_MAX = 30.0  # what is done under the lock takes milliseconds
_PAUSE_SECONDS = 0.01


@contextmanager
def held(path: str) -> Iterator[None]:
    """Hold the lock of a file, which stays there; OSError if it can't be made, Refused if it is not got in time."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(descriptor, path)
        yield
    finally:
        os.close(descriptor)  # gives the lock back, as the end of a killed process does


def _wait(descriptor: int, path: str) -> None:
    end = time.monotonic() + _SECONDS_MAX
    while not _is_got(descriptor):
        if time.monotonic() > end:
            raise Refused(f"another process holds {path}", hint="wait until it is done, and try again")
        time.sleep(_PAUSE_SECONDS)


if sys.platform == "win32":

    def _is_got(descriptor: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:  # another has it
            return False
        return True

else:

    def _is_got(descriptor: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
