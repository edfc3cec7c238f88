"""Drafts: files and folders aside of what they are for; those of killed runs are swept."""

import os
import shutil
import time
from contextlib import suppress

_ENDING = ".acctmgr-draft"
_SIDES = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside the draft of a book
_NAME_BYTES = 200  # of the 255 that a file system takes
_OLD_SECONDS = 86_400


def draft_of(path: str) -> str:
    """The name of a draft beside a path; nobody else has it."""
    folder, name = os.path.split(path)
    short = os.fsdecode(os.fsencode(name)[:_NAME_BYTES])
    return os.path.join(folder, f".{short}.{os.getpid()}.{os.urandom(4).hex()}{_ENDING}")


def made(draft: str) -> int:
    """A new empty draft, for the user's eyes only whatever the umask; gives its descriptor. OSError if it can't be."""
    sweep(os.path.dirname(draft) or ".")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    if os.name == "posix":
        os.fchmod(descriptor, 0o600)
    return descriptor


def folder_made() -> str:
    """A new folder among the temporary files, for the user's eyes only; OSError if it can't be."""
    import tempfile

    parent = tempfile.gettempdir()
    sweep(parent)
    folder = draft_of(os.path.join(parent, "acctmgr"))
    os.mkdir(folder, 0o700)
    return folder


def kept(draft: str, path: str, *, is_kept: bool = True) -> None:
    """Put a whole draft in its place; is_kept: so that its name outlives a power cut."""
    os.replace(draft, path)
    if is_kept and os.name == "posix":  # Windows does so by itself, and opens no folder
        # a folder that can't be read, a file system that keeps names otherwise: the file is there all the same
        with suppress(OSError):
            descriptor = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def dropped(draft: str) -> None:
    """Take away a draft that is still there, with what stands beside it."""
    for side in _SIDES:
        if os.path.exists(draft + side):
            os.unlink(draft + side)


def sweep(folder: str) -> None:
    """Take away drafts of processes that are gone, older than a day: a clock or a number used again deletes nothing."""
    try:
        with os.scandir(folder) as entries:
            old = [entry for entry in entries if _ENDING in entry.name and _is_left(entry)]
        for entry in old:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
    except OSError:  # somebody else's, or swept by another process meanwhile
        return


def _is_left(entry: "os.DirEntry[str]") -> bool:
    name, _, side = entry.name.rpartition(_ENDING)
    beginning, dot, mark = name.rpartition(".")
    number = beginning.rpartition(".")[2]
    return (
        bool(dot and mark)
        and entry.name.startswith(".")
        and side in _SIDES
        and number.isascii()
        and number.isdigit()
        and (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False))
        and time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD_SECONDS
        and not _is_alive(int(number))
    )


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # there, asking would end it; what is in use can't be taken away anyway
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
