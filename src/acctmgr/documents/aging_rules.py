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
