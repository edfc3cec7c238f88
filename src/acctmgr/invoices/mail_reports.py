"""What the mail of a document says, by the book's texts or ours, in the client's language."""

from collections.abc import Mapping

from acctmgr.core.errors import Refused
from acctmgr.core.money import NumberStyle
from acctmgr.invoices.mail_rules import To, filled
from acctmgr.invoices.mail_words_rules import mail_word
from acctmgr.invoices.paper_queries import Paper
from acctmgr.invoices.sheet_rules import Manner


def check_sendable(paper: Paper) -> None:
    """Whether a document is one to send; Refused says why not."""
    card = paper.card
    if card.status == "draft":
        raise Refused(
            f"{card.document} is a draft", hint=f"issue it first: acctmgr invoice issue {card.document}"
        )
    if card.status == "void":
        raise Refused(f"{card.number} is void, there is nothing to send")


def document_mail(paper: Paper, to: To, style: NumberStyle, settings: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body."""
    manner, card = Manner(paper.look.language, style), paper.card
    what = manner.word("deposit" if paper.is_deposit and card.kind == "invoice" else card.kind)
    values = {
        **greeting(to, manner.language),
        "client": card.client_name,
        "company": settings["company.name"] or paper.seller.get("name") or "",
        "what": what,
        "number": card.number or "",
        "date": manner.long_day(card.issued_on),
        "due": manner.long_day(card.due_on or card.issued_on),
        "total": manner.money(card.total_minor, card.currency),
        "open": manner.money(card.open_minor, card.currency),
    }
    if card.kind == "invoice" and card.open_minor:
        ask = mail_word(manner.language, "overdue" if card.late_days else "ask")
        values["ask"] = filled(ask, values)
    else:
        values["ask"] = ""
    subject = text_of(settings, "mail.subject", manner.language)
    body = text_of(settings, "mail.body", manner.language)
    return filled(subject, values), tidy(filled(body, values))


def greeting(to: To, language: str) -> dict[str, str]:
    """How a mail begins: by name where there is one."""
    hello = mail_word(language, "dear" if to.name else "hello")
    return {"contact": to.name, "greeting": filled(hello, {"contact": to.name})}


def text_of(settings: Mapping[str, str], key: str, language: str) -> str:
    """A text of the book's settings, or ours where there is none."""
    return settings[f"{key}.{language}"] or mail_word(language, key)


def tidy(body: str) -> str:
    """A body without blanks at line ends, and with no more than one empty line in a row."""
    lines = [line.rstrip() for line in body.split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).replace("\u00a0", " ")
