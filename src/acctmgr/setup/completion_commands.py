"""`completion`: make the shell offer commands, options and values when TAB is pressed."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from acctmgr.core.errors import WrongUsage
from acctmgr.core.text import did_you_mean
from acctmgr.setup import completion_rules as rules
from acctmgr.setup.completion_rules import Node, Option, Tree, Word
from acctmgr.ui.options import noun
from acctmgr.ui.output import page, say
from acctmgr.ui.prompts import replacing

if TYPE_CHECKING:
    from collections.abc import Callable

completion = noun("Complete commands and values with TAB.", is_single=True)


@completion.verb("completion", "completion bash --install", "completion zsh")
def completion_command(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="One of: bash zsh fish powershell.")],
    install: Annotated[bool, typer.Option("--install", help="Put it where your shell finds it.")] = False,
) -> None:
    """Print the script that makes a shell complete acctmgr, or install it.

    After an upgrade of acctmgr, install it again: it knows the commands of its own version.
    """
    from acctmgr.setup import completion_install_rules as places
    from acctmgr.store import output_files

    if shell not in rules.SHELLS:
        hint = did_you_mean(shell, rules.SHELLS) or f"one of: {' '.join(rules.SHELLS)}"
        raise WrongUsage(f"no script for {shell}", hint=hint)
    text = script(shell)
    if not install:
        page(text)
        return
    place = places.place_of(shell, os.environ, os.path.expanduser("~"))
    output_files.make_folder(os.path.dirname(place.path))
    own = output_files.beginning_with(text.partition("\n")[0].encode())
    output_files.write(place.path, text.encode(), own, may=replacing())
    say(f"wrote {place.path}")
    say(place.next_step)


def script(shell: str) -> str:
    """The script of a shell, made from the commands as they are."""
    return _writers()[shell](tree())


def _writers() -> "dict[str, Callable[[Tree], str]]":
    from acctmgr.setup import (
        completion_bash_rules,
        completion_fish_rules,
        completion_powershell_rules,
        completion_zsh_rules,
    )

    return {
        "bash": completion_bash_rules.script,
        "zsh": completion_zsh_rules.script,
        "fish": completion_fish_rules.script,
        "powershell": completion_powershell_rules.script,
    }


def tree() -> Tree:
    """Every command with what it takes."""
    from acctmgr import cli
    from acctmgr.store.schema import BOOK_DEFAULTS
    from acctmgr.store.settings import MACHINE
    from acctmgr.ui.options import global_options

    root = cli.root()
    context = root.make_context("acctmgr", [], resilient_parsing=True)
    settings = [*(setting.key for setting in MACHINE), *BOOK_DEFAULTS]
    helping = Option("--help", "", "Show the help of a command")
    everywhere = [*_options("", global_options()), helping]
    return Tree(list(_nodes("", root, context)), everywhere, rules.CHOICES | {"setting": settings})


def _nodes(path: str, command: Any, context: Any) -> Iterator[Node]:
    words, below = [], []
    names = list(getattr(command, "commands", ()))
    for name in sorted(names) if path else names:  # at the root as its help has them
        found = command.get_command(context, name)
        if found.hidden:
            continue
        words.append(Word(name, rules.short(found.help)))
        inner = found.make_context(name, [], parent=context, resilient_parsing=True)
        below.append(_nodes(f"{path} {name}".strip(), found, inner))
    arguments = [_argument(path, one) for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    yield Node(path, words, list(_options(path, options)), arguments)
    for nodes in below:
        yield from nodes


def _argument(path: str, argument: Any) -> str:
    taken = rules.takes(f"{path} {argument.name}", argument.metavar)
    return f"{taken}..." if argument.nargs < 0 else taken


def _options(path: str, options: list[Any]) -> Iterator[Option]:
    for option in options:
        taken = "" if option.is_flag else rules.takes(f"{path} {option.name}", option.metavar)
        for name in (*option.opts, *option.secondary_opts):
            yield Option(name, taken, rules.short(option.help))
