"""The scripts that make shells complete: made from the commands as they are, and put where a shell looks."""

from pathlib import Path

import pytest

import tree
from acctmgr.cash import queries as cash
from acctmgr.core.money import style_named
from acctmgr.deals import queries as deals
from acctmgr.deals import reports as deal_reports
from acctmgr.followups import activity_queries as activities
from acctmgr.followups import queries as followups
from acctmgr.invoices import queries as invoices
from acctmgr.invoices import sales_reports
from acctmgr.parties import client_queries as clients
from acctmgr.parties import contact_queries as contacts
from acctmgr.parties import vendor_queries as vendors
from acctmgr.setup import completion_commands, completion_rules, completion_source_queries
from acctmgr.setup.completion_install_rules import place_of
from acctmgr.tax.packs import PACKS
from acctmgr.ui.options import global_options
from acctmgr.ui.output import FORMATS
from acctmgr.upkeep import search_text_queries
from conftest import Run

SCRIPTS = Path(__file__).parents[2] / "completions"
CHOICES = completion_rules.CHOICES


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_scripts_in_the_repository_are_those_of_the_commands(run_plain: Run, shell: str) -> None:
    name = {"bash": "acctmgr.bash", "zsh": "_acctmgr", "fish": "acctmgr.fish", "powershell": "acctmgr.ps1"}[
        shell
    ]
    made = run_plain(f"completion {shell}").out
    is_same = (SCRIPTS / name).read_text(encoding="utf-8") == made
    assert is_same, f"write it again: acctmgr completion {shell} > completions/{name}"


def metavars() -> set[tuple[str, str]]:
    """Every parameter that takes something, with its metavar."""
    own = {
        (f"{leaf.path} {parameter.name}", parameter.metavar)
        for leaf in tree.leaves()
        for parameter in leaf.command.params
        if not getattr(parameter, "is_flag", False)
    }
    return own | {(option.name, option.metavar) for option in global_options() if not option.is_flag}


def test_of_every_parameter_it_is_known_what_it_takes() -> None:
    unknown = []
    for place, metavar in sorted(metavars()):
        try:
            completion_rules.takes(place, metavar)
        except KeyError:
            unknown.append(f"{place} {metavar}")
    assert unknown == []  # what is new belongs into completion_rules


def test_what_is_taken_is_a_choice_a_value_or_a_path() -> None:
    taken = {completion_rules.takes(place, metavar) for place, metavar in metavars()}
    known = {*CHOICES, *completion_source_queries.VALUES, "setting", "book", "file", "text"}
    assert taken <= known
    assert known - taken == set()  # nothing that no command takes is kept


def test_a_metavar_that_names_its_words_offers_those() -> None:
    named = {
        metavar: CHOICES[completion_rules.takes(place, metavar)]
        for place, metavar in metavars()
        if "|" in metavar and metavar != "PATH|URL"
    }
    assert named == {
        "A|B|C": ("A", "B", "C"),
        "client|invoice": ("client", "invoice"),
        "due|issued": ("due", "issued"),
        ".|,": (".", ","),
        "all|skip": ("all", "skip"),
        "en|es": ("en", "es"),
        "high|normal|low": ("high", "normal", "low"),
    }


def test_the_words_that_are_offered_are_those_that_the_commands_take() -> None:
    for key in CHOICES["client_sort"]:
        assert clients.order_of(key)
    for key in CHOICES["deal_sort"]:
        assert deals.order_of(key)
    for key in CHOICES["invoice_sort"]:
        assert invoices._order_of(key)
    for key in CHOICES["cash_sort"]:
        assert cash.order_of(key)
    for key in CHOICES["contact_sort"]:
        assert contacts.order_of(key)
    for key in CHOICES["follow_up_sort"]:
        assert followups.order_of(key)
    for key in CHOICES["activity_sort"]:
        assert activities.order_of(key)
    for key in CHOICES["vendor_sort"]:
        assert key.removeprefix("-") in vendors._ORDERS
    for name in CHOICES["number_style"]:
        assert style_named(name).name == name
    assert tuple(CHOICES["document_status"]) == invoices.STATUSES
    assert list(CHOICES["pipeline_view"]) == list(deal_reports.VIEWS)
    assert list(CHOICES["tax_pack"]) == list(PACKS)
    assert CHOICES["format"] == FORMATS
    assert tuple(CHOICES["found_kind"]) == search_text_queries.KINDS
    assert list(CHOICES["sales_view"]) == list(sales_reports.VIEWS)


def test_every_command_is_in_the_tree_that_the_scripts_are_made_of() -> None:
    nodes = {node.path for node in completion_commands.tree().nodes if not node.words}
    assert nodes == {leaf.path for leaf in tree.leaves() if not leaf.command.hidden}


HOME = "/home/ana"


@pytest.mark.parametrize(
    ("shell", "path", "next_step"),
    [
        (
            "bash",
            "/home/ana/.local/share/bash-completion/completions/acctmgr",
            "new shells complete acctmgr; where bash-completion is not installed, add to ~/.bashrc: "
            ". '/home/ana/.local/share/bash-completion/completions/acctmgr'",
        ),
        (
            "zsh",
            "/home/ana/.local/share/zsh/site-functions/_acctmgr",
            "add to ~/.zshrc, before compinit: fpath=('/home/ana/.local/share/zsh/site-functions' $fpath)",
        ),
        ("fish", "/home/ana/.config/fish/completions/acctmgr.fish", "new shells complete acctmgr"),
        (
            "powershell",
            "/home/ana/.local/share/acctmgr/acctmgr.ps1",
            "add to the file $PROFILE: . '/home/ana/.local/share/acctmgr/acctmgr.ps1'",
        ),
    ],
)
def test_each_shell_has_its_place_for_the_script(shell: str, path: str, next_step: str) -> None:
    assert place_of(shell, {}, HOME) == (path, next_step)


def test_the_place_follows_the_folders_of_the_user() -> None:
    assert place_of("bash", {"XDG_DATA_HOME": "/d"}, HOME).path == "/d/bash-completion/completions/acctmgr"
    assert place_of("bash", {"BASH_COMPLETION_USER_DIR": "/b"}, HOME).path == "/b/completions/acctmgr"
    assert place_of("fish", {"XDG_CONFIG_HOME": "/c"}, HOME).path == "/c/fish/completions/acctmgr.fish"
    assert place_of("zsh", {"XDG_DATA_HOME": "relative"}, HOME).path.startswith("/home/ana/.local/share/")


def test_install_writes_the_script_and_says_where(run_plain: Run, tmp_path: Path) -> None:
    result = run_plain("completion zsh --install")
    place = tmp_path / "data" / "zsh" / "site-functions" / "_acctmgr"
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        f"wrote {place}\nadd to ~/.zshrc, before compinit: fpath=('{place.parent}' $fpath)\n"
    )
    assert place.read_bytes() == (SCRIPTS / "_acctmgr").read_bytes()


def test_installing_again_replaces_the_script(run_plain: Run, tmp_path: Path) -> None:
    place = tmp_path / "data" / "bash-completion" / "completions" / "acctmgr"
    place.parent.mkdir(parents=True)
    place.write_text(
        "# What TAB offers after acctmgr in bash. Made by: acctmgr completion bash\nof an older version"
    )
    assert run_plain("completion bash --install").code == 0
    assert place.read_bytes() == (SCRIPTS / "acctmgr.bash").read_bytes()


def test_a_place_that_can_not_be_written_is_told(run_plain: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    result = run_plain("completion bash --install")
    place = tmp_path / "data" / "bash-completion" / "completions" / "acctmgr"
    assert (result.code, result.err) == (1, f"error: can't make {place.parent}: Not a directory\n")


@pytest.mark.parametrize(
    ("shell", "hint"), [("bsh", "did you mean bash?"), ("cmd", "one of: bash zsh fish powershell")]
)
def test_a_shell_without_a_script_is_told(run_plain: Run, shell: str, hint: str) -> None:
    result = run_plain(f"completion {shell}")
    assert (result.code, result.err) == (2, f"error: no script for {shell}\nhint: {hint}\n")
