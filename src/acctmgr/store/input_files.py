"""Files that a user names, to be read: a file or a pipe, bounded in size; what never ends is refused."""

import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from acctmgr.core.errors import NotFound, Refused

INPUT_BYTES_MAX = 1_000_000_000  # of a file with data: more than a million rows
CONFIG_BYTES_MAX = 1_000_000
STREAM = re.compile(r"/dev/fd/(\d+)|/proc/self/fd/(\d+)|/dev/(stdin|stdout|stderr)")
O_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
O_BINARY = getattr(os, "O_BINARY", 0)
_STREAMS = {"stdin": 0, "stdout": 1, "stderr": 2}
_WRITER_SECONDS = 5.0  # to wait for somebody who opens the other end of a named pipe
_SILENCE_SECONDS = 60.0  # of a writer that has opened it
_PAUSE_SECONDS = 0.02
_PIECE_BYTES = 1 << 20


def read(path: str, *, most: int = INPUT_BYTES_MAX) -> bytes:
    """All bytes of a file, of a pipe, or of standard input for -; refused where there are more than `most`."""
    if path == "-":
        data = sys.stdin.buffer.read(most + 1)
    else:
        with reported(path, "read"):
            descriptor = _opened_to_read(path)
            try:
                data = (_from_pipe if _is_named_pipe(path, descriptor) else _all)(descriptor, path, most)
            finally:
                os.close(descriptor)
    if len(data) > most:
        raise Refused(f"{_called(path)} is bigger than {most // 10**6} MB")
    return data


def read_regular(path: str, *, most: int) -> bytes:
    """All bytes of a regular file; OSError where there is none, Refused for what is no file or too big."""
    check_regular(path)
    descriptor = os.open(os.path.expanduser(path), os.O_RDONLY | O_NONBLOCK | O_BINARY)
    try:
        data = _all(descriptor, path, most)
    finally:
        os.close(descriptor)
    if len(data) > most:
        raise Refused(f"{path} is bigger than {most // 10**6} MB")
    return data


def check_regular(path: str) -> None:
    """Refused where something is there that is no regular file."""
    mode = mode_of(os.path.expanduser(path))
    if mode and not stat.S_ISREG(mode):
        raise Refused(f"{path} is {_named(mode)}", hint="name a file")


def _opened_to_read(path: str) -> int:
    named = os.path.expanduser(path)
    found = STREAM.fullmatch(named)
    try:
        mode = os.stat(named).st_mode  # before it is opened: a device may act on that
        if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
            return os.dup(number_of(found)) if found else os.open(named, os.O_RDONLY | O_NONBLOCK | O_BINARY)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    hint = "name a file in it" if stat.S_ISDIR(mode) else "name a file, or - for standard input"
    raise Refused(f"{path} is {_named(mode)}", hint=hint)


def _from_pipe(descriptor: int, path: str, most: int) -> bytes:
    """What comes through a named pipe until its writers are done; refused where nobody opens it to write."""
    has_begun = False
    end = time.monotonic() + _WRITER_SECONDS
    read = BytesIO()
    while read.tell() <= most:
        try:
            piece = os.read(descriptor, _PIECE_BYTES)
        except BlockingIOError:  # its writer is still at it
            has_begun = True
            _wait(descriptor, path)
            continue
        if piece:
            has_begun = True
            read.write(piece)
        elif has_begun:
            break
        elif time.monotonic() > end:
            raise Refused(f"nobody writes to {path}", hint="start its writer first")
        else:
            time.sleep(_PAUSE_SECONDS)
    return read.getvalue()


def _wait(descriptor: int, path: str) -> None:
    import select

    if not select.select([descriptor], [], [], _SILENCE_SECONDS)[0]:
        raise Refused(f"nothing came through {path} for {_SILENCE_SECONDS:.0f} s", hint="look at its writer")


def _all(descriptor: int, _: str, most: int) -> bytes:
    pieces = BytesIO()
    while pieces.tell() <= most and (piece := os.read(descriptor, _PIECE_BYTES)):
        pieces.write(piece)
    return pieces.getvalue()


def _is_named_pipe(path: str, descriptor: int) -> bool:
    """One of the shell's has its writer, and is read as it comes."""
    is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    return is_pipe and not STREAM.fullmatch(os.path.expanduser(path))


def number_of(found: "re.Match[str]") -> int:
    """The number of an open stream that a path names."""
    number, of_process, name = found.groups()
    return _STREAMS[name] if name else int(number or of_process)


def mode_of(place: str) -> int:
    """The mode of what is there, 0 for nothing."""
    try:
        return os.stat(place).st_mode
    except OSError:
        return 0


def _named(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a disk" if stat.S_ISBLK(mode) else "a device"


def _called(path: str) -> str:
    return "standard input" if path == "-" else path


@contextmanager
def reported(path: str, verb: str) -> Iterator[None]:
    """What the system says of a path becomes Refused; a reader that has seen enough is no error."""
    if "\0" in path:
        raise Refused(f"{path} is no name of a file")
    try:
        yield
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        raise Refused(f"can't {verb} {path}: {error.strerror}") from None
