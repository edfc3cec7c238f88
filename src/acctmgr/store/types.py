"""Column types and table defaults that hold on both stores."""

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, MetaData, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import AutoString, Field

_BYTEWISE = Text(collation="C")


class Exact(TypeDecorator[Decimal]):
    """An exact decimal kept as text: SQLite would make a binary float of it."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ordered by bytes like all our text."""
        return dialect.type_descriptor(_BYTEWISE if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Decimal to plain text without exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Text to Decimal."""
        return None if value is None else Decimal(value)


def minor(**options: Any) -> Any:
    """A column of minor units: eight bytes on both stores."""
    return Field(sa_type=BigInteger, **options)


def exact(**options: Any) -> Any:
    """A column of an exact decimal: quantity, price, rate."""
    return Field(sa_type=Exact, **options)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})")


def truth(column: str) -> CheckConstraint:
    """The column is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)")


class Partial(NamedTuple):
    """An index over the rows that fit a condition; stands in a table's `info`, for only a new book needs it.

    As an Index of its own it would load both stores' dialects: a tenth of a writing command's time.
    """

    name: str
    columns: tuple[str, ...]
    where: str
    is_unique: bool = False


def complete(metadata: MetaData) -> None:
    """Add to the tables what only their making needs: order of text, partial indexes, and guards on types."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            _order_by_bytes(column)
        for index in table.info.get("partial", ()):
            where = text(index.where)
            Index(
                index.name,
                *(table.c[column] for column in index.columns),
                unique=index.is_unique,
                sqlite_where=where,
                postgresql_where=where,
            )
    guard_types(metadata)


def _order_by_bytes(column: Column[Any]) -> None:
    """Sort text as SQLite does: PostgreSQL would take its server's language, where `ac-me` may follow `acma`."""
    if isinstance(column.type, AutoString | Text):
        column.type = column.type.with_variant(_BYTEWISE, "postgresql")


def guard_types(metadata: MetaData) -> None:
    """Make SQLite refuse what PostgreSQL refuses by itself: text in amounts, days that don't exist."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if rule := _sqlite_rule(column):
                table.append_constraint(CheckConstraint(rule).ddl_if(dialect="sqlite"))


def _sqlite_rule(column: Column[Any]) -> str:
    if isinstance(column.type, BigInteger):
        return f"typeof({column.name}) IN ('integer', 'null')"
    if isinstance(column.type, Date):
        # with a modifier, since date() alone lets 2026-02-30 pass in older versions
        return f"{column.name} IS date({column.name}, '+0 days')"
    return ""
