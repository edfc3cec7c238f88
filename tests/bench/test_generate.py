"""The books that figures are measured on are sound: what is measured is what users have."""

from pathlib import Path

from bench.generate import CLIENTS, DEALS, OPEN, generate
from conftest import Run


def test_a_generated_book_is_sound_and_of_the_size_asked_for(tmp_path: Path, run_plain: Run) -> None:
    book = tmp_path / "book.db"
    generate(book, 600)
    assert run_plain(f"--db {book} db check").code == 0
    assert run_plain(f"--db {book} report aging --format csv").code == 0


def test_only_the_history_grows(tmp_path: Path) -> None:
    import sqlite3

    counts = {}
    for transactions in (400, 600):
        book = tmp_path / f"{transactions}.db"
        generate(book, transactions)
        link = sqlite3.connect(book)
        queries = (
            "SELECT COUNT(*) FROM entry",
            "SELECT COUNT(*) FROM document WHERE status = 'open'",
            "SELECT COUNT(*) FROM party",
            "SELECT COUNT(*) FROM deal",
        )
        counts[transactions] = [link.execute(query).fetchone()[0] for query in queries]
        link.close()
    assert counts == {400: [400, OPEN, CLIENTS, DEALS], 600: [600, OPEN, CLIENTS, DEALS]}
