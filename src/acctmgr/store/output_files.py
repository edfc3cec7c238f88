"""Files that a user names, to be written: the one way.

Only a regular file is replaced, whole, also through a link. A device, a pipe or a socket is written through, never
replaced and never read.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

from acctmgr.core.errors import Conflict, Refused
from acctmgr.store import drafts
from acctmgr.store.input_files import O_BINARY, O_NONBLOCK, STREAM, mode_of, number_of, reported

_BEGINNING_BYTES = 4096
_DATABASE = b"SQLite format 3\0"  # a book most likely, and nobody means to lose it with --yes


class Kind(NamedTuple):
    """What a file holds, told by its beginning: a file of another kind is not replaced without being asked."""

    is_begun_by: Callable[[bytes], bool]


def beginning_with(*starts: bytes) -> Kind:
    """Files that begin with one of these bytes."""
    return Kind(lambda beginning: beginning.startswith(starts))


UNLIKE_ANY = Kind(lambda _: False)  # what people change by hand: never replaced without being asked
PDF = beginning_with(b"%PDF-")
DRAFT_MAIL = beginning_with(b"X-Unsent:")
May = Callable[[str], bool]  # whether a question may be taken as answered with yes


def _never(_: str) -> bool:
    return False


@contextmanager
def writing(path: str, kind: Kind, *, may: May = _never) -> Iterator[BinaryIO]:
    """A file that takes its place when the block is done, for the user's eyes only; - is standard output.

    Where the block fails, what was there stays. may: asked before a file of another kind is replaced.
    """
    if path == "-":
        if sys.stdout.isatty():
            raise Refused("a terminal can't show this", hint="send it into a file or a pipe")
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    place = _place(path, kind, may)
    if not _is_replaced(place):
        with reported(path, "write"):
            descriptor = _opened_to_write(path)
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        return
    with _aside(path, place) as (file, put):
        yield file
        put()


@contextmanager
def _aside(path: str, place: str) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """A draft to write to, and what puts it in its place; what is never put there leaves nothing behind."""
    draft = drafts.draft_of(place)
    with reported(path, "write"):
        descriptor = drafts.made(draft)
        if (mode := mode_of(place)) and os.name == "posix":
            os.fchmod(descriptor, stat.S_IMODE(mode))  # whoever could read the file before still can
    try:
        with os.fdopen(descriptor, "wb") as file:

            def put() -> None:
                with reported(path, "write"):
                    if os.path.exists(draft):  # asked twice, it is there already
                        file.flush()
                        os.fsync(descriptor)
                        file.close()
                        drafts.kept(draft, place)

            yield file, put
    finally:
        drafts.dropped(draft)


@contextmanager
def writing_text(path: str, kind: Kind, *, may: May = _never) -> Iterator[TextIO]:
    """As `writing`, in UTF-8 with the line ends that are written."""
    with writing(path, kind, may=may) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="", errors="strict")
        yield text
        text.flush()
        text.detach()


def write(path: str, content: bytes, kind: Kind, *, may: May = _never) -> None:
    """Write a file whole, or nothing."""
    with writing(path, kind, may=may) as file:
        file.write(content)


@contextmanager
def ready(path: str, content: bytes, kind: Kind, *, may: May = _never) -> Iterator[Callable[[], None]]:
    """A file that is written but not in its place yet; what is never placed leaves nothing behind."""
    place = "" if path == "-" else _place(path, kind, may)
    if not place or not _is_replaced(place):
        yield lambda: write(path, content, kind)
        return
    with _aside(path, place) as (file, put):
        with reported(path, "write"):
            file.write(content)
            file.flush()
        yield put


def make_folder(path: str) -> None:
    """A folder for the user's eyes only, where there is none yet."""
    try:
        os.makedirs(path, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(f"can't make {path}: {error.strerror}") from None


def check_place(path: str, kind: Kind, *, may: May = _never) -> None:
    """Refused where a file can't be put; what has to be asked is asked."""
    if path != "-":
        _place(path, kind, may)


def _place(path: str, kind: Kind, may: May) -> str:
    """Where a file goes, links followed; refused over a folder, and over what is not of its kind unless that may be."""
    named = os.path.expanduser(path)
    if STREAM.fullmatch(named):
        return named
    place = os.path.realpath(named)
    mode = mode_of(place)
    if not mode and not os.path.isdir(os.path.dirname(place)):
        raise Refused(f"there is no folder {os.path.dirname(named)}", hint="make it first, or name another")
    if stat.S_ISDIR(mode):
        raise Refused(f"{path} is a folder", hint="name a file in it")
    if stat.S_ISBLK(mode):
        raise Refused(f"{path} is a disk", hint="name a file")
    if stat.S_ISREG(mode):
        with reported(path, "write"):
            beginning = _all_of_beginning(place)
        if beginning.startswith(_DATABASE):
            raise Refused(f"{path} is a database, and stays one", hint="name another file")
        if beginning and not kind.is_begun_by(beginning):
            what = "is there already" if kind is UNLIKE_ANY else "is there already and is something else"
            if not may(f"{path} {what}. Replace it?"):
                raise Conflict(f"{path} {what}", hint="name another file, or replace it with --yes")
    return place


def _is_replaced(place: str) -> bool:
    """Whether a draft takes the place: of a regular file, or of nothing."""
    mode = mode_of(place)
    return not STREAM.fullmatch(place) and (not mode or stat.S_ISREG(mode))


def _opened_to_write(path: str) -> int:
    """A descriptor of what is no regular file; what nobody reads is an error at once, not a wait without end."""
    named = os.path.expanduser(path)
    if found := STREAM.fullmatch(named):
        sys.stdout.flush()
        return os.dup(number_of(found))
    try:
        descriptor = os.open(named, os.O_WRONLY | O_NONBLOCK)
    except OSError as error:
        if stat.S_ISFIFO(mode_of(named)):
            raise Refused(f"nobody reads from {path}", hint="start its reader first") from None
        raise error from None
    os.set_blocking(descriptor, True)
    return descriptor


def _all_of_beginning(place: str) -> bytes:
    descriptor = os.open(place, os.O_RDONLY | O_NONBLOCK | O_BINARY)
    try:
        return os.read(descriptor, _BEGINNING_BYTES)
    finally:
        os.close(descriptor)
