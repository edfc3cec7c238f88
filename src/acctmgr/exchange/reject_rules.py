"""The rows that an import did not take, as a CSV file that can be mended and imported again."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from acctmgr.core.text import defuse
from acctmgr.exchange.run_rules import Reject

_OWN = ["line", "reason"]
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*", re.ASCII)


def rejects_csv(header: Sequence[str], rejects: Iterable[Reject]) -> str:
    """The original columns, then the line and the reason; those of an earlier such file are replaced."""
    width = len(header) - 2 if list(header[-2:]) == _OWN else len(header)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header[:width], *_OWN])
    for reject in rejects:
        cells = [_harmless(cell) for cell in reject.cells[:width]]
        writer.writerow([*cells, *[""] * (width - len(cells)), reject.line, reject.reason])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """What a spreadsheet can't run; import takes the sign off again, and numbers need none."""
    cell = cell.replace("\0", "\ufffd")
    return cell if _NUMBER.fullmatch(cell) else defuse(cell)
