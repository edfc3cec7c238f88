"""The book's own settings inside a transaction."""

from sqlmodel import Session, select

from acctmgr.store.schema import BOOK_DEFAULTS
from acctmgr.store.tables import Setting


def book_setting(session: Session, key: str) -> str:
    """A setting of this book, its default when it was never set."""
    found = session.exec(select(Setting).where(Setting.key == key)).first()
    return found.value if found else BOOK_DEFAULTS[key]


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
