"""TAB pressed in real shells: every one of bash, zsh and fish that this machine has."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import tree
from acctmgr import cli
from setup.shells import Terminal

FOUND = ["bash", *(shell for shell in ("zsh", "fish") if shutil.which(shell))]
STORY = (
    "init --currency EUR",
    'client add "O\'Brien & Söhne"',
    "client add Acme",
    "client add 'Sign: $HOME `x` \"y\"'",
    'invoice add acme --line "Advice; 1; 10.00; tax=none"',
    'contact add "Zoë O\'Neil & Co" --client acme',
    "followup add Call --client acme --due 2026-08-01",
)


@pytest.fixture(scope="module")
def told_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with some clients, one of a name that a shell would take apart."""
    path = tmp_path_factory.mktemp("completion") / "book.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCTMGR_DB", str(path))
        patch.setenv("ACCTMGR_CONFIG", str(path.with_name("config.toml")))
        for line in STORY:
            assert cli.main([*tree.words(line), "--quiet"]) == 0, line
    return path


@pytest.fixture(params=FOUND)
def terminal(
    request: pytest.FixtureRequest, told_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A shell with the completion loaded, and a book whose path holds a blank."""
    assert shutil.which(request.param), f"this test presses TAB in {request.param}: install it"
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(told_book, home / "my book.db")
    monkeypatch.setenv("ACCTMGR_DB", str(home / "my book.db"))
    opened = Terminal(request.param, home)
    yield opened
    opened.close()


def test_words_are_completed_without_starting_the_program(terminal: Terminal) -> None:
    assert terminal.words("acctmgr clie") == ["client"]
    assert terminal.words("acctmgr client sh") == ["client", "show"]
    assert terminal.words("acctmgr deal stage or") == ["deal", "stage", "order"]
    assert terminal.words("acctmgr client list --arch") == ["client", "list", "--archived"]
    assert terminal.words("acctmgr client list --no-c") == ["client", "list", "--no-color"]
    assert terminal.words("acctmgr --format js") == ["--format", "json"]
    assert terminal.words("acctmgr --format=js") == ["--format=json"]
    assert terminal.words("acctmgr --quiet -f csv clie") == ["--quiet", "-f", "csv", "client"]
    assert terminal.words("acctmgr client list --status=dor") == ["client", "list", "--status=dormant"]
    assert terminal.words("acctmgr config get company.na") == ["config", "get", "company.name"]
    assert terminal.words("acctmgr completion fi") == ["completion", "fish"]
    assert terminal.starts.read_text() == ""


def test_values_of_the_book_are_completed(terminal: Terminal) -> None:
    assert terminal.words("acctmgr client show ac") == ["client", "show", "acme"]
    assert terminal.words("acctmgr deal list --stage nego") == ["deal", "list", "--stage", "Negotiation"]
    assert terminal.words("acctmgr invoice list --client=ac") == ["invoice", "list", "--client=acme"]
    assert terminal.words("acctmgr invoice pay ") == ["invoice", "pay", "INV-2026-0001"]
    assert terminal.words("acctmgr invoice pay 1 10 --into Cr") == [
        "invoice",
        "pay",
        "1",
        "10",
        "--into",
        "Credit card",
    ]
    assert terminal.words("acctmgr deal stage order Lead Prop") == [
        "deal",
        "stage",
        "order",
        "Lead",
        "Proposal",
    ]


def test_people_accounts_and_follow_ups_are_completed(terminal: Terminal) -> None:
    assert terminal.words("acctmgr contact show Zo") == ["contact", "show", "Zoë O'Neil & Co"]
    assert terminal.words("acctmgr followup done ") == ["followup", "done", "1"]
    assert terminal.words("acctmgr account show \"Owner's c") == ["account", "show", "Owner's capital"]
    assert terminal.words("acctmgr cash out 5 --to Bo --category Trav")[-1] == "Travel"
    assert terminal.words("acctmgr followup list --due over")[-1] == "overdue"


def test_names_that_mean_something_to_a_shell_come_out_as_they_are(terminal: Terminal) -> None:
    brien, sign = ["client", "show", "O'Brien & Söhne"], ["client", "show", 'Sign: $HOME `x` "y"']
    assert terminal.words("acctmgr client show O\\'B") == brien
    assert terminal.words("acctmgr client show \"O'B") == brien
    assert terminal.words("acctmgr client show Sign:") == sign
    assert terminal.words("acctmgr client show Sign:\\ ") == sign
    assert terminal.words('acctmgr client show "Sign: ') == sign
    assert terminal.words("acctmgr client show 'Sign: ") == sign


def test_the_book_that_was_typed_is_asked(terminal: Terminal) -> None:
    assert terminal.words("acctmgr --db nowhere.db client show ac") == [
        "--db",
        "nowhere.db",
        "client",
        "show",
        "ac",
    ]
    assert terminal.words("acctmgr --db=nowhere.db client show ac") == [
        "--db=nowhere.db",
        "client",
        "show",
        "ac",
    ]
    assert terminal.words("acctmgr --db 'my book.db' client show ac")[-1] == "acme"
    assert terminal.words("acctmgr client show --db=my\\ book.db ac")[-1] == "acme"
    assert terminal.words("acctmgr --db ~/my\\ book.db client show ac")[-1] == "acme"


def test_a_path_is_completed_by_the_shell(terminal: Terminal) -> None:
    assert terminal.words("acctmgr --db my") == ["--db", "my book.db"]
    assert terminal.words("acctmgr import clients my") == ["import", "clients", "my book.db"]
    assert terminal.words("acctmgr client show my") == ["client", "show", "my"]  # where no path belongs


def test_what_can_stand_there_is_shown(terminal: Terminal) -> None:
    shown = terminal.offered("acctmgr client ")
    verbs = ("add", "archive", "edit", "list", "restore", "rm", "show")
    assert [verb for verb in verbs if verb not in shown] == []
    shown = terminal.offered("acctmgr client show ")
    assert [handle for handle in ("acme", "obrien-sohne", "sign-home-x-y") if handle not in shown] == []
    shown = terminal.offered("acctmgr client list --t")
    assert [option for option in ("--tag", "--tier", "--today") if option not in shown] == []
    assert "--industry" not in shown
