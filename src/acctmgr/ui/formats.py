"""What machines read: JSON, CSV and references, each a stream of lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from acctmgr.core.text import defuse, join_list, safe
from acctmgr.ui.shapes import Card, Listing, Report, Result, Rows, rows_of
from acctmgr.ui.values import field_for, is_amount, key_of, plain, plain_mapping, plain_row

# A terminal obeys some of these and JSON does not escape them; half a surrogate pair cannot be written.
_RISKY = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def as_json(result: Result, *, ascii_only: bool = False) -> Iterator[str]:
    """A list as one object a line in an array, a card or a report as one object."""
    import json

    def dump(value: object, indent: int | None = None) -> str:
        text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
        return _RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

    if isinstance(result, Card):
        yield dump(plain_row(result.thing, result.notation.currency), indent=2) + "\n"
    elif isinstance(result, Listing):
        yield from _json_rows(result, dump, indent="")
        yield "\n"
    else:
        yield from _json_report(result, dump)


def _json_rows(result: Rows, dump: Callable[[object], str], indent: str) -> Iterator[str]:
    yield "["
    comma = "\n"
    for row in result.rows:
        yield f"{comma}{indent}  {dump(plain_row(row, result.notation.currency))}"
        comma = ",\n"
    yield f"\n{indent}]" if result.rows else "]"


def _json_report(report: Report, dump: Callable[[object], str]) -> Iterator[str]:
    currency = report.notation.currency
    head: dict[str, object] = {"report": report.name}
    if report.as_of:
        head["as_of"] = report.as_of.isoformat()
    if report.period:
        head["period"] = {"from": report.period[0].isoformat(), "to": report.period[1].isoformat()}
    head["currency"] = currency
    yield "{\n" + "".join(f'  "{key}": {dump(value)},\n' for key, value in head.items())
    yield '  "rows": '
    yield from _json_rows(report, dump, indent="  ")
    tail = {"totals": report.totals, **report.extra}
    for key, value in plain_mapping("", tail, currency).items():
        yield f",\n  {dump(key)}: {dump(value)}"
    yield "\n}\n"


def json_lines(rows: Iterable[Any], currency: str) -> Iterator[str]:
    """Rows as JSON Lines, each as it is in an array of JSON; currency: of rows that name none."""
    import json

    for row in rows:
        text = json.dumps(plain_row(row, currency), ensure_ascii=False)
        yield _RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def as_csv(result: Result, *, on_terminal: bool = False) -> Iterator[str]:
    """The same keys and values as JSON, under a header; a report's rows without its totals."""
    rows, row_type = rows_of(result)
    lines = csv_lines(rows, row_type, _custom_fields(rows, row_type), result.notation.currency)
    return (safe(line, keep_newlines=True) for line in lines) if on_terminal else lines


def csv_lines(rows: Iterable[Any], row_type: Any, spread: list[str], currency: str) -> Iterator[str]:
    """A header, then the rows as they come; spread: names of custom fields; currency: of rows that name none."""
    import csv

    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(_csv_header(row_type, spread))
    for row in rows:
        yield writer.writerow(_csv_cells(row, spread, getattr(row, "currency", None) or currency))


class _Line:
    """A file for the csv module that hands back the line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _custom_fields(rows: Sequence[Any], row_type: Any) -> list[str]:
    """The names of the users' own fields, over all rows."""
    if "fields" not in row_type._fields:
        return []
    return sorted({name for row in rows for name in row.fields or ()})


def _csv_header(row_type: Any, spread: list[str]) -> list[str]:
    header: list[str] = []
    for name in row_type._fields:
        header += [f"field:{field}" for field in spread] if name == "fields" else [key_of(name)]
    return header


def _csv_cells(row: Any, spread: list[str], currency: str) -> list[str]:
    cells: list[str] = []
    for name, value in zip(row._fields, row, strict=True):
        if name == "fields":
            cells += [_csv_cell(name, (value or {}).get(field), currency) for field in spread]
        else:
            cells.append(_csv_cell(name, value, currency))
    return cells


def _csv_cell(name: str, value: Any, currency: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):  # free text, the only thing that a spreadsheet might run
        return defuse(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = plain(name, value, currency)
    if isinstance(value, Mapping) and is_amount(name):
        return join_list(f"{code}={amount}" for code, amount in shown.items())
    if isinstance(shown, dict) or (isinstance(shown, list) and any(isinstance(part, dict) for part in shown)):
        import json

        return json.dumps(shown, ensure_ascii=False)
    return defuse(join_list(map(str, shown))) if isinstance(shown, list) else str(shown)


def as_ids(result: Result) -> Iterator[str]:
    """The references, one a line."""
    rows, row_type = rows_of(result)
    field = field_for(row_type, result.ref)
    for row in rows:
        ref = getattr(row, field)
        if ref is not None:
            yield safe(str(ref)) + "\n"
