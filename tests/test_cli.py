"""What holds for every command line: global options, the environment, help, errors, exit codes, streams."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk, NewRows, bulk
from conftest import Run

PROGRAM = (sys.executable, "-m", "acctmgr")
# the program hears an interruption even where a shell that runs things in the background has muffled it
HEARING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from acctmgr.__main__ import main
main()
"""
PANELS = ("Every day", "Relationship", "Money", "Reports", "Data", "Setup")


@pytest.fixture
def acme(sqlite_book: Book, run_plain: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A runner on a book with one client."""
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    assert run_plain("client add Acme").out == "acme\n"
    return run_plain


def add_clients(book: Book, count: int) -> None:
    def write(db: Bulk) -> None:
        rows = NewRows(db, "party", "handle", "name", "name_key", "is_client", "is_vendor", "status")
        for place in range(count):
            rows.add(f"c{place}", f"Client {place}", f"client {place}", 1, 0, "active")
        rows.write()

    bulk(write, book)


@contextmanager
def started(*words: str, **variables: str) -> "Iterator[subprocess.Popen[str]]":
    """The program in a process of its own, in the environment of the test, its three streams in our hands."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, *words],
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        env={**os.environ, **variables},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def done(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*PROGRAM, *words], env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


def piped(*words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, *words], env={**os.environ, **variables}, capture_output=True, check=False
    )


def terminal(*words: str, **variables: str) -> str:
    """What a terminal shows of a command line."""
    return str(
        pexpect.run(
            " ".join([*PROGRAM, *words]),
            env={**os.environ, "TERM": "xterm-256color", **variables},
            encoding="utf-8",
        )
    )


# --- global options -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "--format json client show acme",
        "client --format json show acme",
        "client show --format json acme",
        "client show acme --format json",
        "client show acme --format=json",
        "-f json client show acme",
        "client show acme -fjson",
        "-q client show acme -f json --no-color -y",
    ],
)
def test_global_options_stand_anywhere_on_the_line(line: str, acme: Run) -> None:
    assert json.loads(acme(line).out)["handle"] == "acme"


def test_the_option_nearest_to_the_command_wins(acme: Run) -> None:
    assert acme("--format json client --format csv list --format ids").out == "acme\n"


def test_the_environment_gives_a_format_and_what_is_typed_wins(
    acme: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_FORMAT", "ids")
    assert acme("client list").out == "acme\n"
    assert acme("client list --format json").out.startswith("[")


def test_the_environment_wins_over_the_settings_file(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(os.environ["ACCTMGR_CONFIG"]).write_text('format = "csv"\n', encoding="utf-8")
    assert acme("client list").out.startswith("id,handle,")
    monkeypatch.setenv("ACCTMGR_FORMAT", "ids")
    assert acme("client list").out == "acme\n"


def test_today_is_given_by_the_environment_and_what_is_typed_wins(
    acme: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_TODAY", "2026-03-31")
    assert json.loads(acme("report aging -f json").out)["as_of"] == "2026-03-31"
    assert json.loads(acme("report aging -f json --today 2026-01-31").out)["as_of"] == "2026-01-31"


def test_a_book_is_named_by_the_environment_and_what_is_typed_wins(
    acme: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.db"
    assert acme(f"--db {other} init --currency USD").code == 0
    assert acme("client list -f ids").out == "acme\n"
    assert acme(f"client list -f ids --db {other}").out == ""
    Path(os.environ["ACCTMGR_CONFIG"]).write_text(f'[books]\nother = "{other}"\n', encoding="utf-8")
    assert acme("--book other config get currency").out == "USD\n"  # ACCTMGR_DB is still set
    monkeypatch.delenv("ACCTMGR_DB")
    monkeypatch.setenv("ACCTMGR_BOOK", "other")
    assert acme("config get currency").out == "USD\n"


def test_two_books_at_once_make_no_sense(acme: Run) -> None:
    result = acme("--book studio --db team.db client list")
    assert (result.code, result.err) == (2, "error: --book and --db name two books\nhint: give one of them\n")


def test_quiet_leaves_facts_and_errors(acme: Run) -> None:
    result = acme("-q client add Beta")
    assert (result.out, result.err) == ("beta\n", "")
    assert acme("-q client show gamma").err.startswith("error: ")


def test_colours_are_for_terminals_that_want_them(acme: Run) -> None:
    assert "\x1b[" in terminal("client", "list")
    assert "\x1b[" not in terminal("client", "list", NO_COLOR="1")
    assert "\x1b[" not in terminal("client", "list", "--no-color")
    assert "\x1b[" not in terminal("client", "list", TERM="dumb")
    assert "\x1b[" not in done("client", "list", FORCE_COLOR="").stdout


# --- help and mistakes --------------------------------------------------------------------------------


def test_the_help_has_the_panels_of_the_business_in_their_order(run_plain: Run) -> None:
    result = run_plain("--help")
    places = [result.out.index(f" {panel} ") for panel in PANELS]
    assert (result.code, places) == (0, sorted(places))


def test_what_a_day_begins_with_stands_first(run_plain: Run) -> None:
    words = ("today", "search", "client")
    places = [run_plain("--help").out.index(f"│ {word} ") for word in words]
    assert places == sorted(places)


def test_help_runs_on_to_the_edge_of_a_terminal_of_any_width(
    run_plain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert [line.rstrip() for line in run_plain("cash balance --help").out.splitlines()[5:7]] == [
        " What you owe on a card, or overdrew, is negative. The total is in the book's",
        " currency; accounts in others count as they are carried.",
    ]


def test_the_bare_program_shows_its_help(run_plain: Run) -> None:
    result = run_plain("")
    assert all(f" {panel} " in result.out for panel in PANELS)
    assert result.err == ""


@pytest.mark.parametrize("noun", ["client", "report", "deal stage"])
def test_a_bare_noun_shows_its_help(noun: str, run_plain: Run) -> None:
    assert f"Usage: acctmgr {noun} [OPTIONS] COMMAND" in run_plain(noun).out


def test_every_command_shows_the_global_options_in_its_help(run_plain: Run) -> None:
    out = run_plain("client list -h").out
    assert all(
        name in out for name in ("--book", "--db", "--format", "--today", "--quiet", "--yes", "--no-color")
    )
    assert "acctmgr client list --tier A" in out


def test_the_version_is_told(run_plain: Run) -> None:
    assert run_plain("--version").out.startswith("acctmgr ")


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("clinet list", "no command acctmgr clinet", "did you mean client?"),
        ("client lsit", "no command acctmgr client lsit", "did you mean list?"),
        ("client list --limt 3", "no option --limt", "did you mean --limit?"),
        ("client list --colour", "no option --colour", "did you mean --no-color?"),
        ("deal move 1 won --next x", "no option --next", "see: acctmgr deal move --help"),
        ("followup list --all", "no option --all", "see: acctmgr followup list --help"),
        ("--formt json client list", "no option --formt", "did you mean --format?"),
        ("client list --format xml", "no format xml", "one of: table json csv md ids"),
        (
            "client list --limit three",
            "Invalid value for '--limit': 'three' is not a whole number",
            "see: acctmgr client list --help",
        ),
        ("client show", "Missing argument 'CLIENT'", "see: acctmgr client show --help"),
        (
            "client show acme beta",
            "Got unexpected extra argument(s) (beta)",
            "see: acctmgr client show --help",
        ),
    ],
)
def test_a_mistyped_line_is_told_with_the_nearest_right_one(
    line: str, error: str, hint: str, acme: Run
) -> None:
    result = acme(line)
    assert (result.code, result.out, result.err) == (2, "", f"error: {error}\nhint: {hint}\n")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("client list", 0),
        ("client restore acme", 1),  # it is not archived
        ("client list --today someday", 1),
        ("client list --limit few", 2),
        ("client show nobody", 3),
        ("client add Other --handle acme", 4),
        ("--db missing.db client list", 5),
        ("--db missing.db client add Beta", 5),
    ],
)
def test_the_exit_code_says_what_kind_of_trouble_it_is(line: str, code: int, acme: Run) -> None:
    result = acme(line)
    assert result.code == code
    assert result.err.startswith("error: ") is (code != 0)


def test_a_mistyped_book_is_never_made(acme: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    result = acme(f"--db {missing} client add Beta")
    assert result.err == (
        f"error: there is no book at {missing}\nhint: create it: acctmgr --db {missing} init\n"
    )
    assert not missing.exists()


# --- streams ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["table", "json", "csv", "md", "ids"])
def test_a_reader_that_has_seen_enough_is_no_error(format: str, sqlite_book: Book, acme: Run) -> None:
    add_clients(sqlite_book, 8_000)  # more than a pipe holds
    with started("client", "list", "--format", format) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("client", "list")])
def test_a_reader_that_is_gone_before_the_first_line_is_no_error(words: tuple[str, ...], acme: Run) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run([*PROGRAM, *words], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.parametrize("stream", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_lead_nowhere(stream: str, acme: Run) -> None:
    command = f"'{sys.executable}' -m acctmgr client add Beta {stream}"
    assert subprocess.run(command, shell=True, capture_output=True, check=False).returncode == 0
    assert acme("client list -f ids").out == "acme\nbeta\n"


if sys.platform == "linux":  # which has a device that is always full

    @pytest.mark.parametrize("words", ["client list", "client list -f json", "--help"])
    def test_output_that_finds_no_room_is_an_error_in_our_words(words: str, acme: Run) -> None:
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run(
                [*PROGRAM, *words.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert process.returncode == 5
        assert process.stderr == (
            "error: the output can't be written: No space left on device\nhint: make room; the book is in order\n"
        )


LOCALES = [
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "utf-16"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]
CAFE = "Café Ñandú 株"


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_a_pipe_gets_utf_8_whatever_the_locale_says(locale: dict[str, str], acme: Run) -> None:
    acme("client", "add", CAFE)
    for format in ("table", "json", "csv", "md"):
        shown = piped("client", "list", "--format", format, **locale)
        assert (shown.returncode, CAFE in shown.stdout.decode("utf-8"), shown.stderr) == (0, True, b"")
    added = piped("client", "edit", "2", "--name", "Ñu", **locale)
    assert (added.returncode, added.stderr.decode("utf-8")) == (0, "changed cafe-nandu\n")
    unknown = piped("client", "show", "ñx", **locale)
    assert unknown.stderr.decode("utf-8") == "error: there is no client ñx\nhint: see: acctmgr client list\n"
    assert piped("--help", **locale).returncode == 0


def test_what_was_piped_in_any_locale_renames_no_client_when_it_is_imported(
    acme: Run, tmp_path: Path
) -> None:
    acme("client", "add", CAFE)
    path = tmp_path / "clients.csv"
    path.write_bytes(piped("client", "list", "--format", "csv", PYTHONIOENCODING="cp1252").stdout)
    assert acme("import", "clients", path).code == 0
    assert [row["name"] for row in json.loads(acme("client list -f json").out)] == ["Acme", CAFE]


def test_tab_gets_utf_8_whatever_the_locale_says(acme: Run) -> None:
    acme("client", "add", CAFE)
    for locale in LOCALES:
        assert piped("--complete", "client=caf", **locale).stdout.decode("utf-8") == f"cafe-nandu\t{CAFE}\n"


def test_a_terminal_that_lacks_a_letter_says_so_once(acme: Run) -> None:
    acme("client", "add", CAFE)
    seen = terminal("client", "list", "--format", "csv", PYTHONIOENCODING="ascii")
    assert ",Caf? ?and? ?," in seen
    assert seen.count("this terminal (ascii) can't show every letter: ? stands for those that it lacks") == 1
    exact = terminal("client", "list", "--format", "json", PYTHONIOENCODING="ascii")
    assert r'"Caf\u00e9 \u00d1and\u00fa \u682a"' in exact
    assert "can't show" not in exact


def test_lines_that_a_terminal_lacks_are_drawn_otherwise(acme: Run) -> None:
    seen = terminal("client", "list", "--no-color", PYTHONIOENCODING="ascii")
    assert "-------" in seen
    assert "?" not in seen
    assert "can't show" not in seen


# --- interruption -------------------------------------------------------------------------------------


def test_an_interrupted_question_changes_nothing(acme: Run) -> None:
    child = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "client", "rm", "acme"], encoding="utf-8", timeout=60)
    child.expect(r"\[y/N\]")
    child.sendintr()
    child.expect("interrupted; nothing is half done")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert acme("client list -f ids").out == "acme\n"


def test_a_question_that_is_not_agreed_to_changes_nothing(acme: Run) -> None:
    child = pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "client", "rm", "acme"], encoding="utf-8", timeout=60)
    child.expect(r"\[y/N\]")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert acme("client list -f ids").out == "acme\n"


def test_nobody_to_ask_is_wrong_usage(acme: Run) -> None:
    refused = done("client", "rm", "acme")
    assert (refused.returncode, "hint: add --yes" in refused.stderr) == (2, True)
    assert done("client", "rm", "acme", "--yes").returncode == 0


def wait_until_asleep(pid: int) -> None:
    """Until it waits for more to read: seen to sleep ten times in a row, where the system says so."""
    asleep = 0
    while asleep < 10:
        time.sleep(0.05)
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "S":
            asleep += 1
        else:
            asleep = 0


def test_an_interrupted_import_writes_nothing(acme: Run) -> None:
    with started("import", "clients", "-") as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write("name\n" + "Somebody\n" * 40_000)  # more than a pipe holds: so it is being read
        wait_until_asleep(process.pid)  # between two reads a signal would wait for the next one to end
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read() == "error: interrupted; nothing is half done\n"
    assert acme("client list -f ids").out == "acme\n"


# --- what stays behind --------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["client add Beta", "import clients -"])
def test_a_command_that_wrote_leaves_one_file(words: str, sqlite_book: Book) -> None:
    with started(*words.split(), ACCTMGR_DB=sqlite_book.place) as process:
        process.communicate("name\nBeta\n", timeout=60)
        assert process.returncode == 0
    assert [path.name for path in sqlite_book.path.parent.glob("book.db*")] == ["book.db"]


def test_a_limit_beyond_all_books_is_all_there_is(run: Run) -> None:
    run("client add Acme")
    assert run("client list --limit 99999999999999999999 -f ids").out == "acme\n"


@pytest.mark.parametrize("text", ["rows = 'many'", "format = 'xml'", "this is no TOML"])
def test_config_works_whatever_the_config_file_says(run_plain: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    assert run_plain("config path").code == 0
    if "=" in text:
        assert run_plain(f"config unset {text.split(maxsplit=1)[0]}").code == 0
        assert run_plain("config list").code == 0
