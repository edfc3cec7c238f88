"""What the user asked of the output, and what the terminal can do."""

import os
import sys
from typing import NamedTuple, TextIO

RED, YELLOW = "31;1", "33"


class _Settings:
    """Set once per process by `output.configure`."""

    format = "table"
    color: bool | None = None  # None: as the environment says
    quiet = False


settings = _Settings()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at this stream; None is what a closed one becomes."""
    return stream is not None and stream.isatty()


def has_colour(stream: TextIO) -> bool:
    """Whether escape codes may go to this stream; never to a pipe or a dumb terminal."""
    if settings.color is False or not is_terminal(stream) or os.environ.get("TERM") == "dumb":
        return False
    return bool(settings.color) or not os.environ.get("NO_COLOR")


def styled(text: str, style: str, stream: TextIO) -> str:
    """Text in a colour, where the stream has them."""
    return f"\x1b[{style}m{text}\x1b[0m" if has_colour(stream) else text


class Screen(NamedTuple):
    """A terminal in front of a person."""

    width: int
    has_colour: bool

    def bold(self, text: str) -> str:
        """Text that stands out, where the terminal can."""
        return f"\x1b[1m{text}\x1b[0m" if self.has_colour else text


def of_stdout() -> Screen:
    """The terminal that stdout is; COLUMNS goes before what it says of itself."""
    from shutil import get_terminal_size  # loads the archive formats: not for a pipe

    return Screen(max(20, get_terminal_size().columns), has_colour(sys.stdout))


def tell(line: str) -> None:
    """One line to people, on stderr."""
    sys.stderr.write(line + "\n")
