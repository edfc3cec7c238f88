"""Where papers go: names that every file system takes, and which path each one gets."""

import re
from collections.abc import Sequence
from pathlib import Path

from acctmgr.core.errors import WrongUsage

_ODD = re.compile(r'[\s/\\:*?"<>|\x00-\x1f]+')
_LENGTH = 120


def file_name(reference: str, ending: str) -> str:
    """A file name for a document: INV-2026-0007.pdf; what a file system may not take becomes a hyphen."""
    name = _ODD.sub("-", reference).strip("-. ")
    return (name[:_LENGTH] or "paper") + ending


def targets(output: str, names: Sequence[str], *, is_folder: bool) -> list[Path]:
    """The path of each paper: in this folder, in the one named, or the one file named.

    is_folder: whether what `output` names is a folder now.
    """
    path = Path(output or ".").expanduser()
    if output == "-" and len(names) > 1:
        raise WrongUsage(
            f"standard output takes one paper, not {len(names)}", hint="name a folder with --output"
        )
    if is_folder:
        return [path / name for name in names]
    if output.endswith(("/", "\\")):
        raise WrongUsage(f"there is no folder {output}", hint="make it first, or name another")
    if len(names) > 1:
        raise WrongUsage(f"{output} is one file, for {len(names)} papers", hint="name a folder with --output")
    return [path]
