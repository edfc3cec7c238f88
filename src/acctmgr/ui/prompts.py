"""Questions, asked only where somebody can answer them."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from acctmgr.core.dates import check_coming, day_or_today, today
from acctmgr.core.errors import Doubtful, Refused, WrongUsage
from acctmgr.core.text import safe
from acctmgr.ui.options import confirmed
from acctmgr.ui.screen import is_terminal, tell

T = TypeVar("T")


def settled(work: Callable[[bool], T], *, yes: bool) -> T:
    """Do the work; what it doubts is asked about, and done where the user agrees. Its argument: nothing is doubted."""
    try:
        return work(yes)
    except Doubtful as doubt:
        if not is_terminal(sys.stdin):
            raise
        confirm(f"{doubt}. Go on?", yes=False)
        return work(True)


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if the user agrees; raises Refused if not, WrongUsage if nobody can be asked."""
    if yes:
        return
    if not is_terminal(sys.stdin):
        raise WrongUsage("this needs a confirmation, and nobody can be asked here", hint="add --yes")
    if not may(question, yes=False):
        raise Refused("nothing was changed")


def moved_on(text: str) -> date:
    """The day that money moved, today if none was typed; one that is still to come is asked about."""
    day = day_or_today(text)
    if confirmed() or day <= today():
        return day
    if not is_terminal(sys.stdin):
        check_coming(day, today())
    confirm(f"{day} is after today. Book it?", yes=False)
    return day


def ask(question: str, default: str) -> str:
    """The user's answer, or the default for an empty one and where nobody can be asked."""
    if not is_terminal(sys.stdin):
        return default
    shown = f" [{safe(default)}]" if default else ""
    return _answer(f"{safe(question)}{shown}: ") or default


def may(question: str, *, yes: bool) -> bool:
    """Whether the user agrees, by `yes` or at the terminal; no where nobody can be asked."""
    return yes or (is_terminal(sys.stdin) and _answer(f"{safe(question)} [y/N] ").lower() in ("y", "yes"))


def replacing() -> Callable[[str], bool]:
    """What asks before a file of another kind is replaced; `--yes` answers for the user."""
    return partial(may, yes=confirmed())


def granted(_: str) -> bool:
    """The answer to a question that was asked before."""
    return True


def is_asking() -> bool:
    """Whether somebody is there to answer."""
    return is_terminal(sys.stdin)


def one_of(question: str, choices: Sequence[str], default: str) -> str | None:
    """The choice that the user names by its end, the default for an empty answer, None for no; asked until clear."""
    while True:
        answer = (_answer(f"{safe(question)} [{safe(default)}] ") or default).lower()
        if answer in ("n", "no", "none", "-"):
            return None
        found = [choice for choice in choices if choice.lower() == answer] or [
            choice for choice in choices if choice.lower().endswith(answer)
        ]
        if len(found) == 1:
            return found[0]
        tell(f"one of: {', '.join(map(safe, choices))}; or no")


def _answer(prompt: str) -> str:
    """A line from the terminal; an end of input is an empty answer. What is told next starts on a line of its own."""
    sys.stderr.write(prompt)  # not input(prompt): stdout is for facts
    sys.stderr.flush()
    line = ""
    try:
        line = sys.stdin.readline()
    finally:  # an interruption leaves the cursor behind the question too
        if not line.endswith("\n"):
            tell("")
    return line.strip()
