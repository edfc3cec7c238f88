"""The daily report as a mail: the text for every program, the page for those that show it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from acctmgr.parties.email_rules import letter_address

if TYPE_CHECKING:
    from acctmgr.reports.daily_reports import Daily


def mail(address: str, found: Daily, text: str, page: str) -> str:
    """A message without date and sender, which whoever sends it adds; the same day gives the same message."""
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP.clone(linesep="\n"))
    message["To"] = letter_address(address)
    message["Subject"] = subject(found)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{hashlib.sha256((text + page).encode()).hexdigest()[:32]}")
    return message.as_string()


def subject(found: Daily) -> str:
    """What is in it: "Wednesday 2026-07-15: 3 overdue, 1 today"."""
    late = sum(row.on < found.today for row in found.due.rows)
    now = sum(row.on == found.today for row in found.due.rows)
    counts = [f"{late} overdue"] * (late > 0) + [f"{now} today"] * (now > 0)
    return f"{found.today:%A} {found.today.isoformat()}: {', '.join(counts) or 'nothing is due'}"
