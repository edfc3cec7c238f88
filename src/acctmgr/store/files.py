"""Files kept beside a book, each under its hash: what it is can be proved, and the same one lies there once."""

import hashlib
import os
import re
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.store import input_files, places
from acctmgr.store.connection import Connection

FILE_BYTES_MAX = 50_000_000  # a receipt is no film
_ENDING = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)


class Content(NamedTuple):
    """A file as it was given: its own name and all its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_file(path: str) -> Content:
    """A file that a user names; refused where it is none, empty or too big."""
    data = input_files.read(path, most=FILE_BYTES_MAX)
    if not data:
        raise Refused(f"{path} is empty")
    return Content(os.path.basename(os.path.expanduser(path)), data)


def folder_of(connection: Connection) -> str:
    """Where the files of a book lie: beside its own file; those of a book on a server on this machine."""
    if connection.is_postgres:
        book_id = str(connection.value("SELECT book_id FROM head"))
        return os.path.join(places.data_dir(), "files", book_id)
    book_file = connection.value("SELECT file FROM pragma_database_list WHERE name = 'main'")
    return f"{book_file}.files"


def machine_of(connection: Connection) -> str:
    """The machine that keeps the files of a book on a server; empty where they go with the book."""
    if not connection.is_postgres:
        return ""
    import platform

    return platform.node()


def place_of(folder: str, sha256: str, name: str) -> str:
    """The path of a kept file: its hash, and the ending of its name for the programs that open it."""
    ending = os.path.splitext(name)[1].lower()
    return os.path.join(folder, sha256 + (ending if _ENDING.fullmatch(ending) else ""))


def keep(folder: str, content: Content) -> str:
    """Put a file into the folder, whole and for the user's eyes only; gives its path. Refused if it can't be."""
    path = place_of(folder, content.sha256, content.name)
    try:
        if not is_kept(path, content.sha256):
            places.write_private(path, content.data)
    except OSError as error:
        raise Refused(f"can't keep {content.name} in {folder}: {error.strerror}") from None
    return path


def is_kept(path: str, sha256: str) -> bool:
    """Whether the file is there with the content it came with; OSError if nobody can tell."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
