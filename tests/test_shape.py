"""The house rules, read from the source: where things lie, who may import whom, how big anything gets."""

import ast
import fnmatch
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import tree
from acctmgr import cli, table
from acctmgr.store import create, schema
from acctmgr.ui import options
from acctmgr.upkeep import history_queries

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "acctmgr"

TOP_LEVEL = """
    src tests completions pyproject.toml README.md CHANGELOG.md LICENSE .ci .gitignore .pre-commit-config.yaml
""".split()

# tables, services, rules and reads depend on features to their left only
FEATURES = """
    ledger parties catalogue tax documents invoices bills quotes cash followups deals care growth bank
    exchange upkeep reports setup
""".split()
KINDS = ("commands", "queries", "reports", "service", "rules", "tables")
ODD_FILES = {"tax/packs.py"}  # nothing but data: the tax codes of countries
OWN_LISTS = {
    "": "__init__ __main__ cli table",
    "core": "currencies dates errors money text where",
    "store": (
        "aside audit book bulk connection create drafts files input_files lock migrate output_files places"
        " proof read ready"
        " schema search settings settings_service signals tables triggers turns types where write"
    ),
    "ui": (
        "columns formats markdown options output people plain progress prompts screen sections shapes streams"
        " terminal values views"
    ),
}

WRITING = ("sqlmodel", "sqlalchemy", "pydantic", "alembic")
WRITE_SIDE = ("store/create.py", "store/migrate.py", "store/triggers.py", "store/types.py", "store/write.py")
LIGHT_STORE = {
    f"acctmgr.store.{name}"
    for name in "audit book connection files places proof read schema search settings where".split()
}

# what a file of each kind may import at its top besides the standard library and core;
# a kind stands for the files of that kind in its own feature, and with `<` in those to the left too
MAY_IMPORT = {
    "commands": ("typer", "acctmgr.ui", "store", "commands", "queries", "rules"),
    "queries": ("store", "<queries", "<rules"),
    "reports": ("store", "<queries", "<rules", "<reports"),
    "service": ("sqlmodel", "sqlalchemy", "acctmgr.store", "<service", "<tables", "<rules", "packs"),
    "rules": ("<rules",),
    "packs": ("<rules",),
    "tables": ("sqlmodel", "sqlalchemy", "acctmgr.store.types", "<tables"),
}

FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 70, 8

FILES = sorted(SRC.rglob("*.py"))
FEATURE_FILES = [path for path in FILES if path.parent.name in FEATURES]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def kind_of(stem: str) -> str:
    """The kind of a feature's file by the ending of its name."""
    return stem.rpartition("_")[2]


def top_imports(path: Path) -> set[str]:
    """Modules that a file imports when it is imported; what only a type checker sees is left out."""
    found = set()
    for node in parsed(path).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports say where from"
            found |= {_module(node.module or "", alias.name) for alias in node.names}
    return found


def _module(module: str, name: str) -> str:
    """`from acctmgr.store import book` is about acctmgr.store.book."""
    inner = SRC.joinpath(*module.split(".")[1:], name)
    is_module = inner.with_suffix(".py").exists() or inner.is_dir()
    return f"{module}.{name}" if module.startswith("acctmgr") and is_module else module


def is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def parameters(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def is_command(function: Function) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr == "verb"
        for decorator in function.decorator_list
    )


def public_things(holder: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Functions and classes that others see; what a Protocol only names needs no words."""
    for node in holder.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.unparse(node.body[0]) != "...":
            yield node
        if isinstance(node, ast.ClassDef):
            yield from public_things(node)


def test_the_top_of_the_repository_is_what_the_design_says() -> None:
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    found = {
        path.name
        for path in ROOT.iterdir()
        if path.name != ".git" and not any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored)
    }
    assert found == set(TOP_LEVEL)


def test_folders_are_the_features_and_none_is_empty() -> None:
    folders = {path.name for path in SRC.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= {*FEATURES, "core", "store", "ui"}
    assert [name for name in sorted(folders) if not list((SRC / name).glob("[!_]*.py"))] == []


def test_files_have_the_names_of_the_house() -> None:
    assert [name_of(path) for path in FILES if not _is_named_right(path)] == []


def _is_named_right(path: Path) -> bool:
    folder, _, stem = name_of(path).removesuffix(".py").rpartition("/")
    if folder in OWN_LISTS:
        return stem in OWN_LISTS[folder].split() or stem == "__init__"
    if folder in FEATURES:
        return kind_of(stem) in KINDS or stem == "__init__" or name_of(path) in ODD_FILES
    return folder.startswith("store/migrations")


def test_features_import_what_their_kind_may_and_to_the_left_only() -> None:
    strange = [
        f"{name_of(path)} imports {module}"
        for path in FEATURE_FILES
        for module in top_imports(path)
        if not _may_import(path.parent.name, kind_of(path.stem), module)
    ]
    assert strange == []


def _may_import(feature: str, kind: str, module: str) -> bool:
    if is_standard(module) or module.startswith("acctmgr.core"):
        return True
    allowed = MAY_IMPORT.get(kind, ())
    other, _, stem = module.removeprefix("acctmgr.").partition(".")
    if other in FEATURES:
        wanted = kind_of(stem)
        is_left = FEATURES.index(other) <= FEATURES.index(feature)
        return (wanted in allowed and other == feature) or (f"<{wanted}" in allowed and is_left)
    if module in LIGHT_STORE and "store" in allowed:
        return True
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def test_only_the_write_side_imports_sqlmodel() -> None:
    heavy = [
        f"{name_of(path)} imports {module}"
        for path in FILES
        if kind_of(path.stem) not in ("tables", "service")
        and name_of(path) not in WRITE_SIDE
        and "migrations" not in path.parts
        for module in top_imports(path)
        if module.partition(".")[0] in WRITING
    ]
    assert heavy == []


def test_what_looks_never_imports_what_writes() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in FILES
        if kind_of(path.stem) in ("commands", "queries", "reports", "rules")
        for module in top_imports(path)
        if re.search(r"[._](tables|service|write)$", module)
    ]
    assert wrong == []


def test_core_store_and_ui_know_no_feature() -> None:
    own = {"core": ("core",), "store": ("core", "store"), "ui": ("core", "ui")}
    wrong = [
        f"{name_of(path)} imports {module}"
        for folder, known in own.items()
        for path in (SRC / folder).glob("*.py")
        for module in top_imports(path)
        if module.startswith("acctmgr") and module.split(".")[1] not in known
    ]
    assert wrong == []


def test_core_imports_the_standard_library_only() -> None:
    imported = {module for path in (SRC / "core").glob("*.py") for module in top_imports(path)}
    assert [name for name in imported if not is_standard(name) and not name.startswith("acctmgr.core")] == []


def test_only_output_and_the_root_write_to_stdout() -> None:
    found = {
        name_of(path)
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func) == "print" or ast.unparse(node.func).startswith("sys.stdout.write"))
    }
    assert found == {"ui/output.py", "cli.py"}


def test_files_and_functions_stay_short() -> None:
    long = [name_of(path) for path in FILES if len(path.read_text("utf-8").splitlines()) > FILE_LINES]
    long += [
        f"{name_of(path)}: {function.name}"
        for path in FILES
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_functions_take_few_parameters_unless_they_are_commands() -> None:
    many = [
        f"{name_of(path)}: {function.name}"
        for path in FILES
        for function in functions(path)
        if not is_command(function) and len(parameters(function)) > PARAMETERS
    ]
    assert many == []


def test_public_things_have_a_docstring() -> None:
    silent = [name_of(path) for path in FILES if not ast.get_docstring(parsed(path))]
    silent += [
        f"{name_of(path)}: {thing.name}"
        for path in FILES
        for thing in public_things(parsed(path))
        if not ast.get_docstring(thing)
    ]
    assert silent == []


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "helper", "shared", "common", "misc"}
    everything = chain(SRC.rglob("*"), (ROOT / "tests").rglob("*"))
    assert [path.name for path in everything if {path.stem, kind_of(path.stem)} & vague] == []


def test_nothing_unfinished_is_left_behind() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK|breakpoint|pdb)\b")
    assert [name_of(path) for path in FILES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_only_errors_with_a_name_are_caught() -> None:
    wide = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert wide == []


def test_every_audited_table_is_one_that_the_check_looks_at() -> None:
    audited = {table.name for table in create.all_tables().sorted_tables if table.info.get("audit", True)}
    assert audited == set(history_queries.AUDITED)


def test_every_module_of_tables_is_in_the_schema() -> None:
    declared = {
        f"acctmgr.{name_of(path)[:-3].replace('/', '.')}" for path in FILES if kind_of(path.stem) == "tables"
    }
    assert declared == set(schema.TABLE_MODULES)


def test_every_row_of_the_table_loads_and_says_what_its_noun_says() -> None:
    loaded = {row.path: cli.load(row) for row in cli.COMMANDS}
    assert {path: command.name for path, command in loaded.items()} == {
        row.path: row.path.rpartition(" ")[2] for row in cli.COMMANDS
    }
    told = {row.path: _told(row, loaded[row.path]) for row in cli.COMMANDS if row.target}
    assert told == {row.path: row.help for row in cli.COMMANDS if row.target}


def _told(row: table.Row, command: Any) -> str:
    """What the first paragraph of a noun or a verb says of itself."""
    module, _, attribute = row.target.partition(":")
    noun: options.Noun = getattr(import_module(module), attribute)
    is_verb = row.path.rpartition(" ")[2] in noun.verbs and not noun.is_single
    said = command.help if is_verb else str(noun.info.help)
    return str(said).partition("\n\n")[0].replace("\n", " ")


def test_a_noun_loads_none_of_the_verbs_that_lie_elsewhere() -> None:
    elsewhere = {row.target.partition(":")[0] for row in cli.COMMANDS if _is_elsewhere(row)}
    eager = [
        f"{name_of(path)} imports {module}"
        for path in FILES
        if path.stem.endswith("commands")
        and f"acctmgr.{name_of(path)[:-3].replace('/', '.')}" not in elsewhere
        for module in top_imports(path) & elsewhere
    ]
    assert eager == []


def _is_elsewhere(row: table.Row) -> bool:
    parent = row.path.rpartition(" ")[0]
    return any(other.path == parent and other.target for other in cli.COMMANDS)


def test_no_command_takes_an_option_of_the_name_of_a_global_one() -> None:
    taken = {name for option in options.global_options() for name in (option.name, *option.opts)}
    clashes = [
        f"{leaf.path} {name}"
        for leaf in tree.leaves()
        for parameter in leaf.command.params
        for name in (parameter.name, *parameter.opts)
        if name in taken
    ]
    assert clashes == []


def test_every_command_and_option_explains_itself() -> None:
    silent = [leaf.path for leaf in tree.leaves() if not leaf.command.help]
    silent += [
        f"{leaf.path} {parameter.name}"
        for leaf in tree.leaves()
        for parameter in leaf.command.params
        if not parameter.help
    ]
    assert silent == []


def test_every_command_has_an_example_of_itself() -> None:
    assert [leaf.path for leaf in tree.leaves() if not leaf.examples] == []


def test_every_example_is_a_line_that_the_program_takes() -> None:
    wrong = [
        f"{leaf.path}: {line}"
        for leaf in tree.leaves()
        for line in leaf.examples
        if leaf.path not in tree.parse(line)
    ]
    assert wrong == []
