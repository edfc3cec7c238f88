"""The index over search text, an FTS5 table or a GIN index: what the stores do not have in common.

Words come folded and split by core/text, so neither store has a say in what a word is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from acctmgr.store.connection import Connection

INDEX = "search_index"  # its tables and indexes begin with this, and are none of the schema's
_COLUMNS = ("kind", "thing_id", "dated_on", "heads", "words")
_VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
_IN_ONE_GO = 500


def statements(*, is_postgres: bool) -> Iterator[str]:
    """The SQL that makes the index where it is missing."""
    if is_postgres:
        yield f"CREATE INDEX IF NOT EXISTS {INDEX} ON search_text USING gin (({_VECTOR}))"
        return
    # the tokenizer named ascii takes every other letter for part of a word; without detail no places are kept
    yield (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5 "
        "(words, content='search_text', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)"
    )


def condition(*, is_postgres: bool) -> str:
    """SQL that is true for rows of search_text with all words of `:pattern`."""
    if is_postgres:
        return f"{_VECTOR} @@ CAST(:pattern AS tsquery)"
    return f"search_text.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :pattern)"


def pattern(terms: Sequence[Sequence[Sequence[str]]], *, is_postgres: bool) -> str:
    """What `:pattern` is for terms that the text must have, each as one of several: words that begin one of its own."""
    every, either, begins = (" & ", " | ", "'{}':*") if is_postgres else (" AND ", " OR ", '"{}"*')
    return every.join(
        f"({either.join(f'({every.join(map(begins.format, words))})' for words in ways)})" for ways in terms
    )


def add(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows (kind, thing_id, dated_on, heads, words) and index them."""
    if not rows:
        return
    last = connection.value("SELECT COALESCE(MAX(id), 0) FROM search_text")
    connection.insert("search_text", _COLUMNS, rows)
    if not connection.is_postgres:
        connection.run(
            f"INSERT INTO {INDEX} (rowid, words) SELECT id, words FROM search_text WHERE id > :last",
            {"last": last},
        )


def drop(connection: Connection, ids: Sequence[int]) -> None:
    """Delete rows by id, and what the index has of them."""
    for start in range(0, len(ids), _IN_ONE_GO):
        some = {"ids": ids[start : start + _IN_ONE_GO]}
        if not connection.is_postgres:
            connection.run(
                f"INSERT INTO {INDEX} ({INDEX}, rowid, words) "
                "SELECT 'delete', id, words FROM search_text WHERE id IN (:ids)",
                some,
            )
        connection.run("DELETE FROM search_text WHERE id IN (:ids)", some)


def forgotten(ids: str) -> str:
    """SQL that takes rows of a SQLite book out of the index, before they change; ids: SQL that gives theirs."""
    return (
        f"INSERT INTO main.{INDEX} ({INDEX}, rowid, words) "
        f"SELECT 'delete', id, words FROM main.search_text WHERE id IN ({ids})"
    )


def learnt(ids: str) -> str:
    """SQL that puts those of these rows of a SQLite book into the index that are there."""
    return (
        f"INSERT INTO main.{INDEX} (rowid, words) "
        f"SELECT id, words FROM main.search_text WHERE id IN ({ids}) ORDER BY id"
    )


def empty(connection: Connection) -> None:
    """Delete all rows and make the index anew."""
    connection.run("DELETE FROM search_text")
    if not connection.is_postgres:
        connection.run(f"DROP TABLE IF EXISTS {INDEX}")
    for statement in statements(is_postgres=connection.is_postgres):
        connection.run(statement)


# of each text: how many words the index has, how many it should have, and words of the index that are not in it;
# both sides in one sorted pass, for a join of the two would read one whole for each row of the other
_MISCOUNTED = """
    SELECT id
      FROM (SELECT term.doc AS id, 1 AS indexed, 0 AS said,
                   search_text.id IS NULL
                   OR instr(' ' || search_text.words || ' ', ' ' || term.term || ' ') = 0 AS is_strange
              FROM temp.search_terms AS term
              LEFT JOIN search_text ON search_text.id = term.doc
             UNION ALL
            SELECT id, 0, length(words) - length(replace(words, ' ', '')) + 1, 0
              FROM search_text) AS sides
     GROUP BY id
    HAVING SUM(indexed) <> SUM(said) OR MAX(is_strange) <> 0
     ORDER BY id
"""


def misindexed(connection: Connection) -> Iterator[int]:
    """Ids of texts of which the index has other words; PostgreSQL keeps its index by itself."""
    if connection.is_postgres:
        return
    connection.run(f"CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab('main', '{INDEX}', 'instance')")
    for (text_id,) in connection.run(_MISCOUNTED):
        yield text_id
    connection.run("DROP TABLE temp.search_terms")
