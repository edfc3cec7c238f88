"""Which categories the money of an entry or payment counts for, to the unit."""

from collections.abc import Mapping, Sequence

from acctmgr.core.money import split_largest_remainder


def by_income(minor: int, nets: Mapping[int, int]) -> dict[int, int]:
    """Money that paid an invoice, gross, by the income accounts of its lines; nets: their sums by account."""
    weights = [max(net, 0) for net in nets.values()]
    if not any(weights):
        return {next(iter(nets)): minor}
    return dict(zip(nets, split_largest_remainder(minor, weights), strict=True))


def by_other_side(minor: int, others: Sequence[tuple[int, int]], rest: int) -> dict[int, int]:
    """Money of an entry by the accounts on its other side, debit positive there; what they leave goes to `rest`."""
    shares: dict[int, int] = {}
    left = minor
    for account_id, other in others:
        share = -other
        if (share > 0) == (left > 0) and left:
            share = min(share, left) if left > 0 else max(share, left)
        elif sum(-amount for _, amount in others) != minor:
            continue  # not what moved this money
        shares[account_id] = shares.get(account_id, 0) + share
        left -= share
    if left:
        shares[rest] = shares.get(rest, 0) + left
    return shares
