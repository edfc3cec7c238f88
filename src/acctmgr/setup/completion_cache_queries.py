"""Keep at hand what TAB offers out of a PostgreSQL book: its server is too far away for a key."""

from acctmgr.setup.completion_queries import CACHED_MAX, cache_path, safe
from acctmgr.setup.completion_source_queries import SOURCES
from acctmgr.store import places
from acctmgr.store.connection import Connection

_ONE = "SELECT '{name}', found.* FROM ({sql} LIMIT {most}) AS found"


def remember(connection: Connection, place: str) -> None:
    """Write the values of a book as they are now; where that can't be, the old ones serve on."""
    import psycopg2

    try:
        rows = connection.run(_everything()).fetchall()
        lines = ("\t".join(safe(text or "") for text in row) for row in rows)
        text = "".join(f"{line}\n" for line in lines)
        places.write_private(cache_path(place), text.encode(), is_kept=False)
    except (OSError, psycopg2.Error):  # the change is done and committed: nothing may come after it
        return


def _everything() -> str:
    """All sources in one statement: one way there and back."""
    sources = SOURCES.items()
    each = (_ONE.format(name=name, sql=source.whole(), most=CACHED_MAX) for name, source in sources)
    return " UNION ALL ".join(each)
