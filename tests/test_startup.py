"""What a command imports is what a user waits for: looking loads nothing that only writing needs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tree
from acctmgr import cli

NEVER_TO_LOOK = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "pydantic_core",
    "alembic",
    "asyncio",
    "babel",
    "platformdirs",
}
MODULES_MAX = (
    190  # `client list --format json` took 179 when this was written; bare Typer with sqlite3 takes 142
)

# every command that only looks, with a line that finds something
LOOKING = {
    "client list": "client list",
    "client show": "client show acme",
    "contact list": "contact list",
    "contact show": "contact show ana@acme.example",
    "vendor list": "vendor list",
    "vendor show": "vendor show bakery",
    "deal list": "deal list",
    "deal show": "deal show 1",
    "deal stage list": "deal stage list",
    "followup list": "followup list",
    "followup show": "followup show 1",
    "activity list": "activity list",
    "activity show": "activity show 1",
    "invoice list": "invoice list",
    "invoice show": "invoice show 1",
    "invoice gaps": "invoice gaps",
    "cash list": "cash list",
    "cash show": "cash show 1",
    "cash balance": "cash balance",
    "account list": "account list",
    "account show": "account show bank",
    "invoice recurring list": "invoice recurring list",
    "invoice recurring show": "invoice recurring show 1",
    "invoice pdf": "invoice pdf 1 --output .",
    "invoice remind": "invoice remind",
    "payment list": "payment list",
    "payment show": "payment show p1",
    "tax list": "tax list",
    "tax show": "tax show iva21",
    "search": "search acme",
    "today": "today",
    "report aging": "report aging",
    "report cash": "report cash",
    "report sales": "report sales",
    "report daily": "report daily",
    "report pipeline": "report pipeline",
    "report statement": "report statement acme",
    "export clients": "export clients",
    "export vendors": "export vendors --jsonl",
    "export contacts": "export contacts",
    "export deals": "export deals",
    "export followups": "export followups --jsonl",
    "export activities": "export activities",
    "export invoices": "export invoices",
    "export payments": "export payments",
    "export cash": "export cash --jsonl",
    "db path": "db path",
    "db info": "db info",
    "db check": "db check",
    "config list": "config list",
    "config get": "config get currency",
    "config path": "config path",
    "book list": "book list",
}
VERBS_THAT_LOOK = {
    *("list", "show", "gaps", "pdf", "remind", "path", "info", "check", "get", "balance", "search", "today")
}


STORY = (
    "init --currency EUR",
    "tax load es",
    "client add Acme",
    'contact add "Ana Ruiz" --client acme --email ana@acme.example',
    "deal add Website --client acme --amount 900",
    'log acme "Called Ana" --kind call --follow-up "fri: Send the offer"',
    'invoice add acme --line "Consulting; 10; 80.00; tax=iva21"',
    "invoice pay 1 100.00",
    "vendor add Bakery",
    "cash out 60.50 --vendor bakery --category office --tax iva21",
    "invoice recurring add --like 1 --every 1m --from 2026-01-31",
)

_DUMP = """
import sys
from acctmgr.cli import main
code = main(sys.argv[2:])
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("\\n".join(sys.modules))
sys.exit(code)
"""


@pytest.fixture(scope="module")
def told_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A book with one of everything."""
    path = tmp_path_factory.mktemp("startup") / "book.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCTMGR_DB", str(path))
        patch.setenv("ACCTMGR_CONFIG", str(path.with_name("config.toml")))
        for line in STORY:
            assert cli.main([*tree.words(line), "--quiet"]) == 0, line
        yield path


def modules_after(line: str, book: Path, *, folder: Path) -> set[str]:
    """The modules that a fresh interpreter has loaded when the line is done."""
    dump = folder / "modules.txt"
    words = [sys.executable, "-c", _DUMP, str(dump), *tree.words(line)]
    done = subprocess.run(
        words,
        env={**os.environ, "ACCTMGR_DB": str(book)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(dump.read_text(encoding="utf-8").split("\n"))


def packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_every_command_that_only_looks_is_proved_here() -> None:
    looking = {
        leaf.path
        for leaf in tree.leaves()
        if leaf.path.split()[-1] in VERBS_THAT_LOOK or leaf.path.startswith(("report ", "export "))
    }
    assert looking == set(LOOKING)


@pytest.mark.parametrize("line", LOOKING.values(), ids=str)
def test_looking_loads_nothing_of_the_write_side(line: str, told_book: Path, tmp_path: Path) -> None:
    loaded = packages(modules_after(line, told_book, folder=tmp_path))
    assert loaded & NEVER_TO_LOOK == set()
    assert "rich" not in loaded  # a pipe needs no Rich


@pytest.mark.parametrize("format", ["json", "csv", "md", "ids"])
def test_no_format_needs_rich(format: str, told_book: Path, tmp_path: Path) -> None:
    loaded = packages(modules_after(f"client list --format {format}", told_book, folder=tmp_path))
    assert loaded & {"rich", *NEVER_TO_LOOK} == set()


def test_a_list_as_json_loads_few_modules(told_book: Path, tmp_path: Path) -> None:
    assert len(modules_after("client list --format json", told_book, folder=tmp_path)) <= MODULES_MAX


def test_a_condition_loads_nothing_of_the_write_side(told_book: Path, tmp_path: Path) -> None:
    loaded = modules_after("client list --where open>=0", told_book, folder=tmp_path)
    assert packages(loaded) & {"rich", *NEVER_TO_LOOK} == set()
    assert "acctmgr.core.where" in loaded
    assert "acctmgr.core.where" not in modules_after("client list", told_book, folder=tmp_path)


def test_a_list_loads_its_own_feature_only(told_book: Path, tmp_path: Path) -> None:
    loaded = modules_after("client list --format json", told_book, folder=tmp_path)
    features = {module.split(".")[1] for module in loaded if module.startswith("acctmgr.")}
    assert features == {"cli", "core", "parties", "store", "table", "ui"}


def test_the_help_of_the_root_loads_no_feature(told_book: Path, tmp_path: Path) -> None:
    loaded = modules_after("--help", told_book, folder=tmp_path)
    assert {module.split(".")[1] for module in loaded if module.startswith("acctmgr.")} == {
        "cli",
        "core",
        "store",
        "table",
        "ui",
    }
    assert packages(loaded) & NEVER_TO_LOOK == set()
    assert "sqlite3" not in loaded


def test_the_version_is_a_constant(told_book: Path, tmp_path: Path) -> None:
    loaded = modules_after("--version", told_book, folder=tmp_path)
    assert "importlib.metadata" not in loaded
    assert "rich" not in loaded


def test_writing_loads_no_migrations(told_book: Path, tmp_path: Path) -> None:
    loaded = packages(modules_after("client edit acme --tier A", told_book, folder=tmp_path))
    assert loaded & {"alembic", "babel", "rich", "platformdirs"} == set()


def test_writing_loads_only_the_tables_it_needs(told_book: Path, tmp_path: Path) -> None:
    loaded = modules_after("client edit acme --tier B", told_book, folder=tmp_path)
    tables = {module for module in loaded if module.endswith(".tables") and module.startswith("acctmgr.")}
    assert tables == {"acctmgr.parties.tables"}


def test_a_settings_file_is_read_with_tomllib_only_when_there_is_one(told_book: Path, tmp_path: Path) -> None:
    assert "tomllib" not in modules_after("client list", told_book, folder=tmp_path)
    Path(os.environ["ACCTMGR_CONFIG"]).write_text('format = "json"\n', encoding="utf-8")
    assert "tomllib" in modules_after("client list", told_book, folder=tmp_path)


def test_a_mistake_is_told_without_the_write_side(told_book: Path, tmp_path: Path) -> None:
    dump = tmp_path / "modules.txt"
    done = subprocess.run(
        [sys.executable, "-c", _DUMP, str(dump), "client", "show", "nobody"],
        env={**os.environ, "ACCTMGR_DB": str(told_book)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert packages(set(dump.read_text(encoding="utf-8").split("\n"))) & {"rich", *NEVER_TO_LOOK} == set()
