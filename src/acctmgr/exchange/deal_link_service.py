"""Which imported follow-ups and activities are about which deal."""

from acctmgr.store.bulk import Bulk, ChangedRows, NewRows


class DealLinks:
    """The links of one kind of thing, `follow_up` or `activity`, to deals; changes wait for `write`."""

    def __init__(self, db: Bulk, thing: str) -> None:
        self._new = NewRows(db, f"deal_{thing}", "deal_id", f"{thing}_id")
        self._changed = ChangedRows(db, f"deal_{thing}")

    def add(self, deal_id: int | None, thing_id: int) -> None:
        """Let a new thing be about a deal, if it is about one."""
        if deal_id:
            self._new.add(deal_id, thing_id)

    def set(self, deal_id: int | None, thing_id: int, link_id: int | None, now_id: int | None) -> bool:
        """Let a known thing be about the deal of its row, if that names one; whether that changes anything.

        link_id, now_id: the link that is there, and its deal.
        """
        if deal_id is None or deal_id == now_id:
            return False
        if link_id:
            self._changed.set(link_id, {"deal_id": deal_id})
        else:
            self._new.add(deal_id, thing_id)
        return True

    def write(self) -> None:
        """Write what was noted."""
        self._new.write()
        self._changed.write()
