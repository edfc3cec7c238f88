"""`--where` for any list: what its rows can be asked for, and the rows that a condition lets through.

A list takes it in three lines: its command an option `where: Where = None` (ui/options), its queries a `Facts`
constant beside the row type, and the call that fetched its page goes through `filtered`:

    page = filtered(
        db, where, queries.DEAL_FACTS, limit_of(limit),
        lambda limit: queries.deals(db, wanted, sort=sort, limit=limit),
    )

Without a condition that is the same call as before; with one all rows are fetched and tested here, then cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from acctmgr.store.read import Page, Reader

if TYPE_CHECKING:
    from acctmgr.core.where import Comparison, Field, Kind

R = TypeVar("R", bound=tuple[Any, ...])

_CUSTOM = ("fields.", "field:")
_OF_CLIENT = "client."
_ENDINGS = ("_on", "_days")


class Facts(NamedTuple):
    """What the rows of a list can be asked for. Each SQL begins with the value of the row's `key`.

    A field goes by its name, and without its unit: due_on and due, late_days and late, is_deposit and deposit.
    """

    row_type: type[tuple[Any, ...]]  # every column and property of the rows themselves
    key: str = "id"
    more_type: type[tuple[Any, ...]] | None = None  # what the rows do not show; its first field is the key
    more: str = ""
    tags: str = ""  # key, tag
    fields: str = ""  # key, name, value: custom fields
    # of clients, by a row of nothing but the handle, for rows with a `client`: client.industry=retail
    client: Facts | None = None


def filtered(
    db: Reader, where: str | None, facts: Facts, limit: int, fetch: Callable[[int], Page[R]]
) -> Page[R]:
    """The page that `fetch` gives for a limit, of the rows that a condition lets through; None lets all through."""
    if where is None:
        return fetch(limit)
    from acctmgr.core import where as conditions
    from acctmgr.core.dates import today

    condition = conditions.parse(where)
    known = _Known(db, facts, where)
    reading = conditions.Reading(db.notation.style, today())
    test = conditions.compiled(condition, known.field, reading)
    rows = [row for row in fetch(0).rows if test(row)]
    kept = rows[:limit] if limit else rows
    return Page(kept, len(rows) - len(kept))


class _Known:
    """The fields of a list by the names that people type; read from the book as far as a condition names them."""

    def __init__(self, db: Reader, facts: Facts, text: str) -> None:
        self.db = db
        self.facts = facts
        self.text = text
        self._more: dict[Any, Any] | None = None
        self._custom: dict[str, dict[Any, list[str]]] | None = None
        self._spelled: dict[str, str] = {}
        self._client: _Known | None = None

    def field(self, asked: Comparison) -> Field:
        """The field that a comparison names; WrongUsage with the nearest names where there is none."""
        found = self.named(asked.name)
        if found is None:
            raise self._unknown(asked)
        return found

    def named(self, name: str) -> Field | None:
        """The field of this name: a core one, else a custom one, else one of the row's client."""
        if name != (custom := _without_prefix(name)):
            return self._custom_field(custom)
        found = self._core(_plain(name)) or self._custom_field(name)
        if found is None and self.facts.client and name.lower().startswith(_OF_CLIENT):
            return self._of_client(name[len(_OF_CLIENT) :])
        return found

    def _core(self, name: str) -> Field | None:
        own = _columns(self.facts.row_type)
        if name in own:
            return _field(own[name], self.db.currency)
        if name in ("tag", "tags") and self.facts.tags:
            return self._tags()
        more = _columns(self.facts.more_type) if self.facts.more_type else {}
        if name not in more:
            return None
        inner, rows, key = _field(more[name], self.db.currency), self._more_rows(), self.facts.key
        return inner._replace(
            values=lambda row: inner.values(rows[ref]) if (ref := getattr(row, key)) in rows else ()
        )

    def _more_rows(self) -> Mapping[Any, Any]:
        if self._more is None:
            assert self.facts.more_type
            self._more = {
                row[0]: row
                for row in self.db.rows(self.facts.more_type, self.facts.more, currency=self.db.currency)
            }
        return self._more

    def _tags(self) -> Field:
        from acctmgr.core.where import Kind

        return _by_key(Kind.TEXT, self.facts.key, _grouped(self.db.run(self.facts.tags)))

    def _custom_field(self, name: str) -> Field | None:
        from acctmgr.core.where import Kind

        found = self._custom_values().get(_plain(name))
        return None if found is None else _by_key(Kind.FREE, self.facts.key, found)

    def _custom_values(self) -> Mapping[str, dict[Any, list[str]]]:
        """By the name of a custom field, what each row that has it holds."""
        if self._custom is None:
            self._custom = {}
            for ref, name, value in self.db.run(self.facts.fields) if self.facts.fields else ():
                self._spelled.setdefault(_plain(name), name)
                self._custom.setdefault(_plain(name), {}).setdefault(ref, []).append(value)
        return self._custom

    def _of_client(self, name: str) -> Field | None:
        assert self.facts.client
        self._client = self._client or _Known(self.db, self.facts.client, self.text)
        only_handle: Any = self.facts.client.row_type
        found = self._client.named(name)
        return found and found._replace(values=lambda row: found.values(only_handle._make((row.client,))))

    def _unknown(self, asked: Comparison) -> Exception:
        from acctmgr.core.text import did_you_mean
        from acctmgr.core.where import error_at

        if self._client and asked.name.lower().startswith(_OF_CLIENT):
            names, lead = self._client.names(), _OF_CLIENT
        else:
            names, lead = self.names(), ""
        word = _without_prefix(asked.name[len(lead) :])
        near = did_you_mean(word, names) if len(word) > 1 else ""
        near = near.replace("mean ", f"mean {lead}")
        return error_at(
            self.text, asked.place, f"no field {asked.name}", near or f"there is: {' '.join(names)}"
        )

    def names(self) -> list[str]:
        """The names of all fields, custom ones last."""
        return [*dict.fromkeys(self._names())]

    def _names(self) -> Iterable[str]:
        for row_type in filter(None, (self.facts.row_type, self.facts.more_type)):
            yield from _columns(row_type, with_short=False)
        if self.facts.tags:
            yield "tags"
        self._custom_values()
        for name in self._spelled.values():
            yield f"'{name}'" if " " in name else name


def _without_prefix(name: str) -> str:
    """The name of a custom field, without what may stand before it to tell it from a core one."""
    prefix = next((prefix for prefix in _CUSTOM if name.lower().startswith(prefix)), "")
    return name[len(prefix) :]


def _plain(name: str) -> str:
    """A name as it is compared: in any case, with - and blanks as _."""
    from acctmgr.core.text import fold

    return "_".join(fold(name).replace("-", " ").replace("_", " ").split())


class _Column(NamedTuple):
    """A column of a row type: where it lies, and what it holds."""

    name: str
    kind: Kind
    is_list: bool


def _columns(row_type: type[tuple[Any, ...]], *, with_short: bool = True) -> dict[str, _Column]:
    """The columns and properties of a row type that can be compared, by the names that people type."""
    found: dict[str, _Column] = {}
    for name, hint in _hints(row_type).items():
        column = _column(name, hint)
        if column:
            found[name.removesuffix("_minor").rstrip("_")] = column
    if with_short:
        for name, column in list(found.items()):
            short = next((name.removesuffix(end) for end in _ENDINGS if name.endswith(end)), name)
            found.setdefault(short.removeprefix("is_"), column)
    return found


def _hints(row_type: Any) -> dict[str, Any]:
    from typing import get_type_hints

    hints = get_type_hints(row_type)
    found = {name: hints[name] for name in row_type._fields}
    properties = (name for name in dir(row_type) if isinstance(getattr(row_type, name), property))
    return found | {
        name: get_type_hints(getattr(row_type, name).fget).get("return", str) for name in properties
    }


def _column(name: str, hint: Any) -> _Column | None:
    """How a column compares, None where it holds what can't be: the lines of an invoice."""
    from datetime import date
    from decimal import Decimal

    from acctmgr.core.where import Kind

    kinds = {str: Kind.TEXT, int: Kind.NUMBER, Decimal: Kind.NUMBER, date: Kind.DATE, bool: Kind.TRUTH}
    inner = [part for part in (hint, *getattr(hint, "__args__", ())) if part in kinds]
    is_list = getattr(hint, "__origin__", None) in (list, tuple, Sequence)
    if not inner or getattr(hint, "__origin__", None) is dict:
        return None
    return _Column(name, kinds[inner[0]], is_list)


def _field(column: _Column, book_currency: str) -> Field:
    from acctmgr.core.where import Field

    name = column.name
    if column.is_list:
        return Field(column.kind, lambda row: getattr(row, name) or ())
    if name.endswith("_minor"):
        return Field(column.kind, lambda row: _amount(row, getattr(row, name), book_currency))
    return Field(column.kind, lambda row: () if (value := getattr(row, name)) is None else (value,))


def _amount(row: Any, minor: int | None, book_currency: str) -> Sequence[Any]:
    """An amount in whole units of its own currency, as it is typed."""
    if minor is None:
        return ()
    from decimal import Decimal

    from acctmgr.core.money import digits_of

    return (Decimal(minor).scaleb(-digits_of(getattr(row, "currency", None) or book_currency)),)


def _grouped(pairs: Iterable[Any]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for ref, value in pairs:
        found.setdefault(ref, []).append(value)
    return found


def _by_key(kind: Kind, key: str, values: Mapping[Any, Sequence[str]]) -> Field:
    from acctmgr.core.where import Field

    return Field(kind, lambda row: values.get(getattr(row, key), ()))
