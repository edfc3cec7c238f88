"""Which rows of a file of payments hang together: those of one payment, and all that one takes back of another."""

from collections.abc import Iterator
from itertools import chain

from acctmgr.exchange.csv_rules import Line
from acctmgr.exchange.mapping_rules import Plan
from acctmgr.exchange.unit_rules import Unit

_FIELDS = "payment source through event reverses kind document".split()
Key = tuple[str, str]


def by_payment(first: Iterator[Line], again: Iterator[Line], plan: Plan) -> Iterator[Unit]:
    """The rows by what hangs together, in the order of their first rows.

    A payment with all its rows; a refund with the payment that it pays back; what is taken back with what takes it
    back; and all that settles an invoice of which something was written off, because a payment brings that back.
    first, again: the rows of the file, twice.
    """
    places = {field: plan.columns[field] for field in _FIELDS if field in plan.columns}
    told = (_told(line, places) for line in first)
    lost = {row["document"] for row in told if row["kind"] == "write_off"}
    groups, lines, keys = _Groups(), [], []
    for line in again:
        mine = _keys(_told(line, places), lost, line.number)
        groups.join(mine)
        lines.append(line)
        keys.append(mine[0])
    units: dict[Key, Unit] = {}
    for line, key in zip(lines, keys, strict=True):
        units.setdefault(groups.of(key), []).append(line)
    yield from units.values()


def _told(line: Line, places: dict[str, int]) -> dict[str, str]:
    """What ties a row to others."""
    found = dict.fromkeys(_FIELDS, "")
    cells = line.cells
    found.update({field: cells[place].strip() for field, place in places.items() if place < len(cells)})
    return found


def _keys(row: dict[str, str], lost: set[str], number: int) -> list[Key]:
    """What a row is tied by; rows that share one of these hang together."""
    payments = [("payment", row[field]) for field in ("payment", "source", "through") if row[field]]
    events = [("event", row[field]) for field in ("event", "reverses") if row[field]]
    losses = [("lost", row["document"])] if row["document"] and row["document"] in lost else []
    return list(chain(payments, events, losses)) or [("line", str(number))]


class _Groups:
    """Keys that belong together, found by union."""

    def __init__(self) -> None:
        self._parents: dict[Key, Key] = {}

    def of(self, key: Key) -> Key:
        """The key that stands for all that this one belongs to."""
        root = key
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while (parent := self._parents.get(key, key)) != root:
            self._parents[key], key = root, parent
        return root

    def join(self, keys: list[Key]) -> None:
        """Let these keys belong together."""
        root = self.of(keys[0])
        for key in keys:
            self._parents[self.of(key)] = root
