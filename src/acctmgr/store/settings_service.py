"""The book's own settings inside a transaction."""

from sqlmodel import Session, select

from acctmgr.store.read import read_head
from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.store.tables import Setting
from acctmgr.store.write import connection_of


def book_setting(session: Session, key: str) -> str:
    """A setting of this book, its default when it was never set; read once a transaction."""
    known: dict[str, str] | None = session.info.get("settings")
    if known is None:
        known = session.info["settings"] = read_head(connection_of(session))[1]
    return known[key]


def set_book_setting(session: Session, key: str, value: str) -> None:
    """Set it; the default value is not kept."""
    found = session.exec(select(Setting).where(Setting.key == key)).first()
    if value == BOOK_DEFAULTS[key]:
        if found:
            session.delete(found)
    elif found:
        found.value = value
    else:
        session.add(Setting(key=key, value=value))
    session.flush()
    session.info.pop("settings", None)
