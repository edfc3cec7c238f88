"""The check of the number series: nothing is missing from the first number to the last."""

from collections.abc import Iterator

from acctmgr.documents.number_rules import format_number
from acctmgr.documents.series_queries import all_series, missing, skips
from acctmgr.store.read import Reader


def missing_numbers(db: Reader) -> Iterator[str]:
    """Numbers of a series that no document has, though later ones are given."""
    for series, places in missing(db, all_series(db), skips(db)):
        for seq in places:
            yield f"{format_number(series.pattern, series.year, seq)} is missing"
