"""`client`: the verbs about clients that are there twice."""

from typing import Annotated

import typer

from acctmgr.ui.options import confirmed, noun
from acctmgr.ui.output import say
from acctmgr.ui.prompts import confirm

app = noun("Clients that are there twice.")


@app.verb("merge", "client merge acme acme-corp-2", "client merge acme acme-corp-2 --yes")
def merge_command(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The client that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that becomes another name of it.")],
) -> None:
    """Make two clients one: the other becomes another name of the one that is kept.

    Contacts, deals, follow-ups, activities, drafts and recurring invoices move, tags and custom fields are united, and
    facts that the kept one lacks are filled. What was issued and paid stays as it was posted, and counts as the kept
    one's everywhere. The old handle, e-mail, id and name find the kept one. Different tax ids are refused.
    """
    from acctmgr.store.read import reading
    from acctmgr.upkeep import merge_queries

    with reading() as db:
        question = merge_queries.question(db, keep, other)
    confirm(question, yes=confirmed())
    from acctmgr.store.write import change
    from acctmgr.upkeep import merge_service

    say(change(lambda session: merge_service.merge(session, keep, other)))
