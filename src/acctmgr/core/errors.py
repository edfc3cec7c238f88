"""What can go wrong for a user, one class per reaction; the class says the exit code."""


class AcctError(Exception):
    """Something the user asked for cannot be done."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def in_one_line(self) -> str:
        """What went wrong, and what to do next in brackets; steps one after the other."""
        return f"{self} ({', then '.join(self.hint.splitlines())})" if self.hint else str(self)


class Refused(AcctError):
    """A rule of the books forbids it, or the data is bad."""


class WrongUsage(AcctError):
    """The command was called with words or values that make no sense together."""

    exit_code = 2


class NotFound(AcctError):
    """No such client, invoice, deal, ..."""

    exit_code = 3


class Conflict(AcctError):
    """It exists already, or the reference fits more than one."""

    exit_code = 4


class Doubtful(Conflict):
    """It can be done, but most likely it is a mistake: asked about where somebody answers, else `--yes` decides."""


class BookError(AcctError):
    """The book itself: missing, locked, damaged, newer, unreachable, disk full."""

    exit_code = 5


class BookBusy(BookError):
    """Somebody else has the book just now; the same may well be done a moment later."""
