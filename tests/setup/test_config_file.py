"""config.toml on disk: what was said to be saved is there, whoever else writes, and what people wrote in it stays."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from acctmgr.store import places
from acctmgr.store.book import Book
from conftest import Run

_WRITER = """
import sys
from acctmgr import cli
for turn in range(8):
    for line in (f"book add b{sys.argv[1]}-{turn} {sys.argv[2]}", f"config set {sys.argv[3]} {turn + 1}"):
        if cli.main(line.split()):
            sys.exit(f"not done: {line}")
"""
_HOLDER = """
import sys, time
from acctmgr.store import lock
with lock.held(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_of_eight_that_change_settings_at_once_none_loses_a_change(
    sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACCTMGR_TODAY")
    (tmp_path / "config.toml").write_text("# mine\nuser = 'Ana Ruiz'\n")
    keys = ("rows", "smtp.port")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(number), sqlite_book.place, keys[number % 2]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    assert [(writer.communicate()[1].splitlines()[-1:], writer.returncode) for writer in writers] == [
        ([f"{keys[number % 2]} is 8"], 0) for number in range(8)
    ]
    text = (tmp_path / "config.toml").read_text()
    config = tomllib.loads(text)
    names = {f"b{number}-{turn}" for number in range(8) for turn in range(8)}
    assert config["books"] == dict.fromkeys(names, sqlite_book.place)
    assert (config["rows"], config["smtp"]["port"], config["user"]) == (8, 8, "Ana Ruiz")
    assert text.startswith("# mine\n")
    assert places.read_books() == ("main", config["books"])
    assert {path.name for path in tmp_path.glob("config*")} == {
        "config.toml",
        "config.toml.books",
        "config.toml.lock",
    }


def test_the_lock_of_a_killed_process_is_free(run_plain: Run, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path / "config.toml.lock")], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert run_plain("config set rows 20").code == 0


def test_a_lock_that_is_never_free_is_told(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from acctmgr.store import lock

    monkeypatch.setattr(lock, "_SECONDS_MAX", 0.05)
    with lock.held(str(tmp_path / "config.toml.lock")):
        result = run_plain("config set rows 20")
    assert result.code == 1
    assert result.err == (
        f"error: another process holds {tmp_path}/config.toml.lock\n"
        "hint: wait until it is done, and try again\n"
    )
    assert not (tmp_path / "config.toml").exists()


def test_comments_and_order_stay(run_plain: Run, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        "# machine of the office\nuser = 'Ana Ruiz'  # not the login\n\n"
        "[smtp]\n# the new server\nhost = 'old.example'\n"
        "\n[books]\nteam = '/team.db' # shared\n"
    )
    run_plain("config set smtp.host mail.example")
    run_plain("config set rows 20")
    run_plain("config unset user")
    run_plain("book use team")
    assert path.read_text() == (
        "# machine of the office\nrows = 20\n"
        'default_book = "team"\n\n[smtp]\n# the new server\nhost = "mail.example"\n'
        "\n[books]\nteam = '/team.db' # shared\n"
    )


def test_a_link_to_the_settings_stays_a_link(run_plain: Run, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "acctmgr.toml"
    real.parent.mkdir()
    real.write_text("rows = 10\n")
    (tmp_path / "config.toml").symlink_to(real)
    assert run_plain("config set rows 20").code == 0
    assert (tmp_path / "config.toml").is_symlink()
    assert real.read_text() == "rows = 20\n"
    assert run_plain("config get rows").out == "20\n"
    assert places.read_books() == ("main", {})


def test_settings_that_begin_with_a_byte_order_mark_are_read(run_plain: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbfrows = 7\r\n# last\r\n")
    assert run_plain("config get rows").out == "7\n"
    run_plain("config set format json")
    assert (tmp_path / "config.toml").read_bytes() == b'rows = 7\r\n# last\r\nformat = "json"\n'


def test_a_name_is_not_forgotten_for_a_book_that_nobody_was_asked_about(
    run_plain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from acctmgr.setup import book_commands

    path = tmp_path / "config.toml"
    path.write_text('[books]\nteam = "/one.db"\n')
    monkeypatch.setattr(
        book_commands, "confirm", lambda *_, **__: path.write_text('[books]\nteam = "/two.db"\n')
    )
    result = run_plain("book rm team")
    assert (result.code, result.err) == (
        4,
        "error: team is the name of another book since the question was asked\n",
    )
    assert tomllib.loads(path.read_text()) == {"books": {"team": "/two.db"}}


def test_settings_that_can_not_be_written_are_refused(run_plain: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml.lock").mkdir()
    result = run_plain("config set rows 20")
    assert (result.code, result.err) == (1, f"error: can't write {tmp_path}/config.toml: Is a directory\n")
    assert not (tmp_path / "config.toml").exists()


def test_a_table_goes_with_its_last_key(run_plain: Run, sqlite_book: Book, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("# mine\nuser = 'Ana Ruiz'\n")
    for line in (
        "config set smtp.host mail.acme.example",
        "config unset smtp.host",
        f"book add studio {sqlite_book.place}",
        "book rm studio --yes",
    ):
        assert run_plain(line).code == 0, line
    assert config.read_text().rstrip() == "# mine\nuser = 'Ana Ruiz'"


def test_a_table_with_a_comment_stays(run_plain: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[smtp]\n# ask Ana Ruiz\nhost = 'mail.acme.example'\n")
    assert run_plain("config unset smtp.host").code == 0
    assert config.read_text() == "[smtp]\n# ask Ana Ruiz\n"


def test_unset_of_what_is_not_there_makes_no_file(run_plain: Run, tmp_path: Path) -> None:
    assert run_plain("config unset smtp.host").code == 0
    assert not (tmp_path / "config.toml").exists()


@pytest.mark.parametrize("line", ["config set smtp.host mail.acme.example", "config unset smtp.host"])
def test_a_key_where_a_table_belongs_is_never_overwritten(run_plain: Run, tmp_path: Path, line: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text("smtp = 5\n")
    result = run_plain(line)
    assert (result.code, result.err) == (
        1,
        f"error: smtp in {config} is no table of settings\nhint: mend it in an editor, or delete it\n",
    )
    assert config.read_text() == "smtp = 5\n"
