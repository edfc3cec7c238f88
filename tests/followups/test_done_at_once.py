"""Two who do the same follow-up at the same moment make one next."""

import subprocess
import sys

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run

# one process that has everything imported, and becomes six
DOERS = """
import os, sys
from datetime import date
from acctmgr.core.errors import Refused
from acctmgr.deals import link_service as links
from acctmgr.followups import service
from acctmgr.store.book import at
from acctmgr.store.write import change

def do():
    try:
        change(lambda session: links.done(session, service.find(session, "1"), on=date(2026, 7, 15)), at(sys.argv[1]))
    except Refused:
        return 1
    return 0

for _ in range(6):
    if not os.fork():
        os._exit(do())
print(sum(os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(6)))
"""


def test_a_repeating_one_done_by_six_at_once_has_one_next(run: Run, book: Book) -> None:
    run("client add Acme")
    run("followup add Review --client acme --due fri --repeat 1w")
    done = subprocess.run(
        [sys.executable, "-c", DOERS, book.place], check=True, timeout=120, capture_output=True, text=True
    )
    assert done.stdout == "5\n"  # refused
    with reading(book) as db:
        assert db.value("SELECT COUNT(*) FROM follow_up") == 2
        assert db.value("SELECT COUNT(*) FROM follow_up WHERE done_on IS NULL") == 1
    assert run("db check").code == 0
