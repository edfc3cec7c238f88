"""Small files to import, and a look into the book."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading

CsvFile = Callable[..., Path]
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def csv(tmp_path: Path) -> CsvFile:
    """Write lines, or bytes as they are, to a file and give its path."""

    def write(*lines: str | bytes, name: str = "in.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(
            b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
        )
        return path

    return write


@pytest.fixture
def ask(book: Book) -> Ask:
    """The rows of a query, days as ISO text on both stores."""

    def run(sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with reading(book) as db:
            return [tuple(map(_plain, row)) for row in db.run(sql, parameters)]

    return run


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Book:
    """An empty book beside the one of the test."""
    path = tmp_path / "other.db"
    shutil.copyfile(sqlite_template, path)
    path.chmod(0o600)
    return Book(str(path))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, Decimal) else value
