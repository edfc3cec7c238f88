"""What was sold, item by item: the income of documents shared over the descriptions of their lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from acctmgr.core.text import fold

NO_ITEM = "(no item)"


class Line(NamedTuple):
    """A line of a document: what for, and its net in the document's currency."""

    description: str
    net_minor: int


class Share(NamedTuple):
    """What one item has of a column; invoices: how many it stands on."""

    item: str
    column: str
    invoices: int
    amount_minor: int


def shares_by_item(
    events: Iterable[tuple[int, str, int, int]], lines: Mapping[int, Sequence[Line]]
) -> Iterator[Share]:
    """Share events (document, column, invoices, amount) over items; the spelling used most names an item."""
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for document_id, column, invoices, amount_minor in events:
        of = lines.get(document_id) or [Line(NO_ITEM, 0)]
        keys = [_key(line.description) for line in of]
        for key, line, minor in zip(keys, of, shares(amount_minor, of), strict=True):
            amounts[key, column] += minor
            spellings[key][line.description] += 1
        for key in dict.fromkeys(keys):
            counts[key, column] += invoices
    names = {key: _name(found) for key, found in spellings.items()}
    for key, column in sorted(amounts):
        yield Share(names[key], column, counts[key, column], amounts[key, column])


def shares(amount_minor: int, lines: Sequence[Line]) -> list[int]:
    """An amount in the book's currency over lines, by their nets; exactly those where they come to it."""
    nets = [line.net_minor for line in lines]
    if sum(nets) == amount_minor:
        return nets
    from acctmgr.documents.total_rules import spread  # which brings exact fractions along

    parts = spread(amount_minor, nets)
    parts[0] += amount_minor - sum(parts)  # lines of nothing share nothing
    return parts


def _key(description: str) -> str:
    return fold(" ".join(description.split()))


def _name(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
