"""The only way out: facts to stdout in the format asked for, talk to stderr."""

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from acctmgr.core.errors import AcctError, WrongUsage
from acctmgr.core.money import format_minor
from acctmgr.core.text import listed, safe
from acctmgr.ui import screen
from acctmgr.ui.screen import settings
from acctmgr.ui.shapes import Card, Listing, Part, Report, Result

__all__ = [
    "FORMATS",
    "Card",
    "Listing",
    "Part",
    "Report",
    "added",
    "configure",
    "fact",
    "fail",
    "is_quiet",
    "is_whole_wanted",
    "last_fact",
    "pour",
    "say",
    "show",
    "warn",
]

_MAIL_WIDTH = 76
FORMATS = ("table", "json", "csv", "md", "ids")


def configure(*, format: str, color: bool | None, quiet: bool) -> None:
    """Settle how this process speaks; raises WrongUsage for a format we do not have."""
    if format not in FORMATS:
        raise WrongUsage(f"there is no format {format!r}", hint=f"choose one of {', '.join(FORMATS)}")
    _Told.last_fact = ""
    settings.format, settings.color, settings.quiet = format, color, quiet


def show(result: Result) -> None:
    """Write a list, one thing or a report to stdout."""
    fitting, narrow = _fitting(result)
    sys.stdout.writelines(_text(fitting))
    if isinstance(result, Listing):
        _say_what_is_missing(result)
    if narrow:
        say(f"narrow terminal: left out {listed(narrow, 'and')}")


def _fitting(result: Result) -> tuple[Result, list[str]]:
    """What the terminal has room for, and the heads of the columns for which it has none."""
    if settings.format != "table" or isinstance(result, Card) or not screen.is_terminal(sys.stdout):
        return result, []
    from acctmgr.ui.columns import narrowed

    return narrowed(result, screen.of_stdout().width)


def _text(result: Result) -> Iterator[str]:
    on_terminal = screen.is_terminal(sys.stdout)
    if settings.format == "table":
        from acctmgr.ui.views import as_table

        return _ended(as_table(result, screen.of_stdout() if on_terminal else None))
    if settings.format == "md":
        from acctmgr.ui.markdown import as_markdown

        return _ended(as_markdown(result))
    from acctmgr.ui.formats import as_csv, as_ids, as_json

    if settings.format == "json":
        return as_json(result, ascii_only=not _is_unicode(sys.stdout.encoding))
    return as_csv(result, on_terminal=on_terminal) if settings.format == "csv" else as_ids(result)


def _ended(lines: Iterator[str]) -> Iterator[str]:
    return (line + "\n" for line in lines)


def _is_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().startswith("utf")


def _say_what_is_missing(listing: Listing) -> None:
    if not listing.rows and listing.empty and settings.format == "table":
        say(listing.empty)
    if listing.left_out and screen.is_terminal(sys.stdout):
        count = format_minor(listing.left_out, style=listing.notation.style, digits=0)
        say(f"… and {count} more (--limit 0 shows all)")


def added(ref: str, sentence: str, result: Card | None = None) -> None:
    """Its reference on stdout, or the whole thing as json, csv or md; a sentence to people."""
    fact(ref, result)
    say(sentence)


def fact(text: str, whole: Card | None = None) -> None:
    """One value on stdout, bare for the shell, or the whole thing as json, csv or md."""
    _Told.last_fact = safe(text)
    if whole is not None and is_whole_wanted():
        show(whole)
    else:
        sys.stdout.write(safe(text) + "\n")


class _Told:
    """What was last said on stdout of a thing that was made."""

    last_fact = ""


def last_fact() -> str:
    """The reference that was told last, empty for none; it may not have arrived."""
    return _Told.last_fact


def page(text: str) -> None:
    """A text of our own on stdout, with its lines as they are."""
    sys.stdout.write(text)


def pour(lines: Iterable[str], file: TextIO | None = None) -> int:
    """Write lines to a file, else to stdout as they come, harmless to a terminal; gives how many there were."""
    count = 0
    if file is None:
        file = sys.stdout
        if screen.is_terminal(file):
            lines = (safe(line, keep_newlines=True) for line in lines)
    for line in lines:
        file.write(line)
        count += 1
    return count


def plain_text(result: Result) -> str:
    """It as a table, as wide as the text of a mail."""
    from acctmgr.ui.views import as_table

    return "".join(_ended(as_table(result, screen.Screen(_MAIL_WIDTH, has_colour=False))))


def is_whole_wanted() -> bool:
    """Whether `added` shows the whole thing, so that it is worth reading."""
    return settings.format not in ("table", "ids")


def is_quiet() -> bool:
    """Whether nothing but facts is wanted."""
    return settings.quiet


def say(text: str) -> None:
    """A sentence for people; silent with --quiet."""
    if not settings.quiet:
        screen.tell(safe(text))


def warn(text: str) -> None:
    """Something that people should know, with --quiet too."""
    screen.tell(f"{screen.styled('warning:', screen.YELLOW, sys.stderr)} {safe(text)}")


def fail(error: AcctError) -> None:
    """What went wrong, and what to do next: a line, or a list of lines."""
    screen.tell(f"{screen.styled('error:', screen.RED, sys.stderr)} {safe(str(error))}")
    if error.hint:
        first, *others = error.hint.split("\n")
        screen.tell(f"hint: {safe(first)}")
        for line in others:
            screen.tell(f"      {safe(line)}")
