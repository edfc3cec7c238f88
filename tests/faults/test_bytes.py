"""Bytes that are no UTF-8, on the command line, in the environment and in the names of files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acctmgr.store.book import Book

CAFE = b"caf\xe9"


def done(*words: bytes | str, **variables: bytes | str) -> "subprocess.CompletedProcess[str]":
    """A process that gets these very bytes."""
    return subprocess.run(
        [sys.executable, "-m", "acctmgr", *words],
        env={**os.environb, **{name.encode(): os.fsencode(value) for name, value in variables.items()}},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(autouse=True)
def _here(sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["client", "add", CAFE], "NAME"),
        (["client", "add", "Acme", "--note", CAFE], "--note"),
        (["client", "list", "--where", b"name=" + CAFE], "--where"),
        (["client", "show", CAFE], "CLIENT"),
        (["search", CAFE], "TEXT"),
        (["config", "set", "user", CAFE], "VALUE"),
        (["cash", "out", "5", "--category", "office", "--to", CAFE], "--to"),
    ],
)
def test_a_text_that_is_none_is_refused_and_nothing_written(words: list[bytes | str], named: str) -> None:
    ended = done(*words)
    assert (ended.returncode, ended.stdout, "Traceback" in ended.stderr) == (2, "", False)
    assert ended.stderr.startswith(f"error: {named}"), ended.stderr
    assert ended.stderr.endswith("hint: set the terminal to UTF-8, and type it again\n")
    assert (done("client", "list", "-f", "ids").stdout, Path("config.toml").exists()) == ("", False)


def test_a_path_is_taken_as_it_is() -> None:
    csv, book, pdf = CAFE + b".csv", CAFE + b".db", CAFE + b".pdf"
    with open(csv, "w") as file:
        file.write("name\nAcme\n")
    with open(pdf, "w") as file:
        file.write("paid")
    assert done("import", "clients", csv).returncode == 0
    assert done("import", "clients", csv, "--rejects", b"r" + csv).returncode == 0
    assert done("export", "clients", "--output", b"out" + csv).returncode == 0
    assert done("--db", book, "init").returncode == 0
    assert done("--db", book, "client", "add", "Acme").stdout == "acme\n"
    assert done("--db", book, "client", "list", "-f", "ids").stdout == "acme\n"
    assert done("client", "list", "-f", "ids", ACCTMGR_DB=book).stdout == "acme\n"
    kept = done("cash", "out", "5", "--category", "office", "--client", "acme", "--receipt", pdf)
    assert (kept.returncode, kept.stderr.startswith("cash 1:")) == (0, True), kept.stderr
    assert {csv, book, pdf, b"out" + csv} <= set(os.listdir(b"."))
    refused = done("book", "add", "cafe", book)
    assert (refused.returncode, refused.stderr) == (
        1,
        "error: caf\ufffd.db is not in UTF-8, as the config file is\nhint: rename it, or use it with --db\n",
    )


def test_who_writes_is_kept_as_far_as_it_is_text() -> None:
    assert done("client", "add", "Acme", USER=CAFE).stdout == "acme\n"
    assert done("db", "check").returncode == 0


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("ACCTMGR_TODAY", 1, "error: 'caf\\udce9' is not a date"),
        ("ACCTMGR_FORMAT", 2, "error: no format caf\ufffd"),
        ("ACCTMGR_BOOK", 3, "error: no book caf\ufffd"),
        ("ACCTMGR_DB", 5, "error: there is no book at caf\ufffd"),
        ("ACCTMGR_CONFIG", 0, "no clients yet: acctmgr client add NAME"),
    ],
)
def test_a_variable_that_is_no_text_is_told(name: str, code: int, said: str) -> None:
    ended = done(
        "client",
        "list",
        **{"ACCTMGR_DB": os.environ["ACCTMGR_DB"] if name != "ACCTMGR_BOOK" else "", name: CAFE},
    )
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (code, said)


def test_tab_offers_nothing_for_it() -> None:
    ended = done("--complete", b"client=" + CAFE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
