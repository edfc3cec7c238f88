"""The buckets of an aging report."""

from collections.abc import Sequence
from itertools import pairwise

from acctmgr.core.errors import Refused

DEFAULT_BUCKETS = (30, 60, 90)
_DAYS_MAX = 9999


def bucket_bounds(text: str) -> tuple[int, ...]:
    """The last day past due of each bucket, as typed: "30,60,90"; rising, from 1 up."""
    pieces = [piece.strip() for piece in text.split(",")]
    if not all(piece.isascii() and piece.isdigit() and 1 <= int(piece) <= _DAYS_MAX for piece in pieces):
        raise Refused(f"{text!r} are no days for buckets", hint="write them like 30,60,90")
    bounds = tuple(int(piece) for piece in pieces)
    if any(later <= earlier for earlier, later in pairwise(bounds)):
        raise Refused(
            f"{text!r}: each bucket must end later than the one before", hint="write them like 30,60,90"
        )
    return bounds


def bucket_keys(bounds: Sequence[int] = DEFAULT_BUCKETS) -> tuple[str, ...]:
    """The field names of the buckets: late_1_30, late_31_60, late_61_90, late_over_90."""
    starts = [1, *(bound + 1 for bound in bounds[:-1])]
    spans = (f"late_{start}_{bound}" for start, bound in zip(starts, bounds, strict=True))
    return (*spans, f"late_over_{bounds[-1]}")


def age_heads(bounds: Sequence[int] = DEFAULT_BUCKETS) -> dict[str, str]:
    """What people see above the buckets where days count from the issue: nothing of it need be late.

    >>> age_heads((30,))
    {'not_due': 'age 0', 'late_1_30': 'age 1-30', 'late_over_30': 'age over 30'}
    """
    spans = (key.removeprefix("late_") for key in bucket_keys(bounds))
    heads = (span.replace("_", " " if span.startswith("over") else "-") for span in spans)
    return {
        "not_due": "age 0",
        **{key: f"age {head}" for key, head in zip(bucket_keys(bounds), heads, strict=True)},
    }
