"""What happened on a client's account, in words, and which sum it belongs to."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Moved(Protocol):
    """A movement of a client's account; what it comes to owe is positive."""

    @property
    def kind(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...


class _Kind(NamedTuple):
    """A kind of movement: the sum it belongs to, what it is called, and what its taking back is called."""

    total: str
    said: str
    said_back: str = ""
    is_charge: bool = False  # it raises what the client owes; its taking back lowers that


KINDS = {
    "invoice": _Kind("invoiced", "invoiced", is_charge=True),
    "payment": _Kind("paid", "paid"),
    "bounce": _Kind("bounced", "bounced", is_charge=True),
    "credit_note": _Kind("credited", "credited"),
    "refund": _Kind("refunded", "refunded", "refund voided", is_charge=True),
    "write_off": _Kind("written_off", "written off", "write-off reversed"),
    "discount": _Kind("discounted", "discount", "discount reversed"),
    "fee": _Kind("fees", "bank fee", "bank fee reversed"),
    "void": _Kind("voided", "voided"),
}
OPENING = "opening"  # what was owed before the days of a statement
TOTALS = tuple(kind.total for kind in KINDS.values())


def is_back(row: Moved) -> bool:
    """Whether a movement takes something back; a void has no taking back, whichever side it is on."""
    if row.kind == OPENING:
        return False
    kind = KINDS[row.kind]
    return bool(kind.said_back) and (row.amount_minor > 0) != kind.is_charge


def said(row: Moved) -> str:
    """What happened, as people call it."""
    if row.kind == OPENING:
        return "brought forward"
    kind = KINDS[row.kind]
    return kind.said_back if is_back(row) else kind.said


def sums_of(rows: Iterable[Moved]) -> dict[str, int]:
    """What was invoiced, paid, bounced and so on, each with its sign: what the client comes to owe is positive."""
    sums = dict.fromkeys(TOTALS, 0)
    for row in rows:
        sums[KINDS[row.kind].total] += row.amount_minor
    return sums
