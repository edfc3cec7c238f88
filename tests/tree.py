"""The command tree as it loads: every command with its words."""

import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

from typer.core import TyperGroup

from acctmgr import cli


class Leaf(NamedTuple):
    """A command that runs, by the words that lead to it."""

    path: str
    command: Any

    @property
    def examples(self) -> list[str]:
        """The lines of its help, without the program's name and what a shell would make of the rest."""
        lines = [line.strip() for line in (self.command.epilog or "").splitlines()]
        return [
            line.removeprefix("[bold]acctmgr ").removesuffix("[/bold]")
            for line in lines
            if "acctmgr " in line
        ]


def words(line: str) -> list[str]:
    """A line as a shell hands it over."""
    return shlex.split(line)


def leaves() -> list[Leaf]:
    """Every command there is."""
    root = cli.root()
    return list(_below(root, root.make_context("acctmgr", [], resilient_parsing=True)))


def _below(group: TyperGroup, context: Any) -> Iterator[Leaf]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        if isinstance(command, TyperGroup):
            yield from _below(command, inner)
        else:
            yield Leaf(inner.command_path.removeprefix("acctmgr "), command)


def parse(line: str) -> list[str]:
    """The words of the commands that a line runs, each read as the program would, none of them run."""
    return [_path(words) for words in _commands("acctmgr " + line) if words[0] == "acctmgr"]


def _path(words: list[str]) -> str:
    command: Any = cli.root()
    rest = words[1:]
    context = command.make_context("acctmgr", rest)
    while isinstance(command, TyperGroup):
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(name, rest, parent=context)
    return context.command_path.removeprefix("acctmgr ")


def _commands(line: str) -> Iterator[list[str]]:
    """The commands of a line as a shell takes it apart; where output goes is nothing to us."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&<>")
    lexer.whitespace_split = True
    words: list[str] = []
    for word in (*lexer, "|"):
        if word[0] not in "|&<>":
            words.append(word)
        else:
            yield words
            words = []
