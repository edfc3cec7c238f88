"""What goes to stdout and what to stderr, and what it costs."""

import io
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pexpect
import pytest

from acctmgr.core.errors import NotFound, WrongUsage
from acctmgr.ui import output
from ui.samples import AGING, CLIENTS, INVOICE, NO_CLIENTS


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    output.configure(format="table", color=None, quiet=False)


def configure(format: str = "table", *, quiet: bool = False) -> None:
    output.configure(format=format, color=None, quiet=quiet)


def script(code: str) -> str:
    """A program that shows the samples."""
    return "from ui.samples import *\nfrom acctmgr.ui import output\n" + textwrap.dedent(code)


def environment(**changed: str) -> dict[str, str]:
    """What a program of ours needs to run, and nothing that decides on colours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    return {**kept, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", **changed}


def fresh(code: str) -> str:
    """Standard output of a fresh interpreter."""
    command = [sys.executable, "-c", script(code)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def at_a_terminal(code: str, *, columns: int = 80, **changed: str) -> str:
    """Everything that a person at a terminal sees."""
    child = pexpect.spawn(
        sys.executable,
        ["-c", script(code)],
        dimensions=(40, columns),
        encoding="utf-8",
        env=environment(**changed),
        timeout=60,
    )
    seen: str = child.read()
    child.close()
    return seen.replace("\r\n", "\n")


def test_a_format_we_do_not_have_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="there is no format 'xml'") as caught:
        configure("xml")
    assert caught.value.hint == "choose one of table, json, csv, md, ids"


@pytest.mark.parametrize(
    ("format", "start"),
    [
        ("table", "handle    name"),
        ("json", '[\n  {"handle": "acme"'),
        ("csv", "handle,name,tags"),
        ("md", "| handle | name |"),
        ("ids", "acme\nkabu\nana-ruiz\n"),
    ],
)
def test_show_writes_the_format_asked_for(
    format: str, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(format)
    output.show(CLIENTS)
    written = capsys.readouterr()
    assert written.out.startswith(start)
    assert written.out.endswith("\n")
    assert written.err == ""


def test_an_empty_list_says_so_to_people_only(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(NO_CLIENTS)
    assert capsys.readouterr() == ("", "no clients yet\n")
    configure("json")
    output.show(NO_CLIENTS)
    assert capsys.readouterr() == ("[]\n", "")


def test_quiet_silences_sentences_but_not_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    configure(quiet=True)
    output.say("done")
    output.warn("two clients share this name")
    assert capsys.readouterr() == ("", "warning: two clients share this name\n")


def test_add_prints_the_reference_and_tells_people_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    output.added("acme", "added client Acme", INVOICE)
    assert capsys.readouterr() == ("acme\n", "added client Acme\n")


def test_add_as_json_prints_the_whole_thing(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", quiet=True)
    output.added("INV-2026-0007", "added", INVOICE)
    written = capsys.readouterr()
    assert json.loads(written.out)["number"] == "INV-2026-0007"
    assert written.err == ""


def test_an_error_is_one_line_and_its_hint_another(capsys: pytest.CaptureFixture[str]) -> None:
    output.fail(NotFound("no invoice\n7\x1b[31m", hint="see: acctmgr invoice list"))
    assert capsys.readouterr() == ("", "error: no invoice 7\nhint: see: acctmgr invoice list\n")


def test_an_error_without_a_hint_has_no_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.fail(NotFound("no invoice 7"))
    assert capsys.readouterr().err == "error: no invoice 7\n"


def test_json_to_a_terminal_that_lacks_a_sign_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    configure("json")
    output.show(CLIENTS)
    sys.stdout.flush()
    assert json.loads(raw.getvalue())[1]["name"] == "株式会社サンプル"


@pytest.mark.parametrize("format", ["table", "json", "csv", "md", "ids"])
def test_a_pipe_costs_no_rich(format: str) -> None:
    loaded = fresh(f"""
        import sys
        output.configure(format="{format}", color=None, quiet=True)
        for result in (CLIENTS, INVOICE, AGING):
            output.show(result)
        heavy = {{"rich", "shutil", "typer", "sqlmodel"}} & set(sys.modules)
        sys.stdout.write("heavy: " + repr(heavy))
    """)
    assert loaded.endswith("heavy: set()")


def test_a_terminal_gets_bold_heads_and_what_was_left_out() -> None:
    seen = at_a_terminal("output.show(CLIENTS)", columns=140)
    assert "\x1b[1mhandle" in seen
    assert "… and 8,780 more (--limit 0 shows all)\n" in seen


def test_what_was_left_out_is_told_in_every_format() -> None:
    seen = at_a_terminal('output.configure(format="ids", color=None, quiet=False); output.show(CLIENTS)')
    assert seen == "acme\nkabu\nana-ruiz\n… and 8,780 more (--limit 0 shows all)\n"


def test_what_a_narrow_terminal_goes_without_is_told() -> None:
    code = 'output.show(PAYMENTS._replace(optional=("reference",)))'
    assert at_a_terminal(code, columns=30).endswith("narrow terminal: left out reference\n")
    assert "left out" not in at_a_terminal(code, columns=80)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_codes_where_they_are_not_wanted(env: dict[str, str]) -> None:
    seen = at_a_terminal('output.show(AGING); output.warn("careful")', **env)
    assert "Who owes us\n" in seen
    assert "warning: careful" in seen
    assert "\x1b" not in seen


def test_the_option_no_color_counts_too() -> None:
    seen = at_a_terminal('output.configure(format="table", color=False, quiet=False); output.show(AGING)')
    assert "Who owes us\n" in seen
    assert "\x1b" not in seen


def test_columns_from_the_environment_go_first() -> None:
    seen = at_a_terminal("output.show(AGING)", columns=80, COLUMNS="140", NO_COLOR="1")
    assert "─" * 140 + "\n" in seen


def test_a_long_list_on_a_terminal_does_without_rich() -> None:
    seen = at_a_terminal("""
        import sys
        output.show(CLIENTS._replace(rows=CLIENTS.rows * 20))
        sys.stdout.write("rich" if "rich" in sys.modules else "no rich")
    """)
    assert seen.count("ana-ruiz") == 20
    assert seen.endswith("no rich")


def test_a_report_in_a_pipe_has_no_escape_codes(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(AGING)
    assert "\x1b" not in capsys.readouterr().out
