"""Where each shell looks for the script, and what is left to do by hand."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from acctmgr.setup.completion_rules import SHELLS


class Place(NamedTuple):
    """The file that the script goes to, and what to say then."""

    path: str
    next_step: str


def place_of(shell: str, environ: Mapping[str, str], home: str) -> Place:
    """The user's own place for the script of a shell."""
    data = _base(environ.get("XDG_DATA_HOME", ""), home, ".local/share")
    config = _base(environ.get("XDG_CONFIG_HOME", ""), home, ".config")
    folders = {
        "bash": os.path.join(
            environ.get("BASH_COMPLETION_USER_DIR") or os.path.join(data, "bash-completion"), "completions"
        ),
        "zsh": os.path.join(data, "zsh", "site-functions"),
        "fish": os.path.join(config, "fish", "completions"),
        "powershell": os.path.join(data, "acctmgr"),
    }
    # bash-completion looks for a file that is called like the command
    name = "acctmgr" if shell == "bash" else SHELLS[shell]
    path = os.path.join(folders[shell], name)
    return Place(path, _NEXT_STEPS[shell].format(path=path, folder=folders[shell]))


_NEXT_STEPS = {
    "bash": "new shells complete acctmgr; where bash-completion is not installed, add to ~/.bashrc: . '{path}'",
    "zsh": "add to ~/.zshrc, before compinit: fpath=('{folder}' $fpath)",
    "fish": "new shells complete acctmgr",
    "powershell": "add to the file $PROFILE: . '{path}'",
}


def _base(given: str, home: str, fallback: str) -> str:
    return given if os.path.isabs(given) else os.path.join(home, fallback)
