"""The table of commands: what there is, where it is and what it says of itself, all without importing any of it.

A noun stands before its verbs. Those that its own module holds need no row; the others are imported one by one.
"""

from typing import NamedTuple

FIRST, RELATIONSHIP, MONEY = "Every day", "Relationship", "Money"
REPORTS, DATA, SETUP = "Reports", "Data", "Setup"


class Row(NamedTuple):
    """A command or a group: where it is, what it is and what the help of its parent says."""

    path: str  # "client", or "report aging" where a noun spans features
    target: str  # module:attribute; empty for a noun made of the rows below it
    panel: str
    help: str


COMMANDS = (
    Row("today", "acctmgr.reports.commands:today", FIRST, "What wants doing today, and why."),
    Row("search", "acctmgr.upkeep.search_commands:search", FIRST, "Find anything by its words."),
    Row("client", "acctmgr.parties.commands:app", RELATIONSHIP, "Clients: the whole card."),
    Row(
        "client merge",
        "acctmgr.parties.merge_commands:app",
        RELATIONSHIP,
        "Make two clients one: the other becomes another name of the one that is kept.",
    ),
    Row(
        "client dupes",
        "acctmgr.parties.merge_commands:app",
        RELATIONSHIP,
        "List clients that look like one and the same, best first, with the reasons.",
    ),
    Row("contact", "acctmgr.parties.contact_commands:app", RELATIONSHIP, "Contacts: the people at clients."),
    Row(
        "contact add",
        "acctmgr.parties.contact_write_commands:app",
        RELATIONSHIP,
        "Add a contact; prints its id.",
    ),
    Row(
        "contact edit",
        "acctmgr.parties.contact_write_commands:app",
        RELATIONSHIP,
        "Change what is named, all else stays; e-mails, phones and tags are added to those there.",
    ),
    Row(
        "contact merge",
        "acctmgr.parties.contact_write_commands:app",
        RELATIONSHIP,
        "Make two contacts one: the first stays, and gets all that the other has.",
    ),
    Row(
        "contact rm",
        "acctmgr.parties.contact_write_commands:app",
        RELATIONSHIP,
        "Remove a contact for good; what names it stays, without the name.",
    ),
    Row("vendor", "acctmgr.parties.vendor_commands:app", RELATIONSHIP, "Vendors: who you buy from."),
    Row("deal", "acctmgr.deals.commands:app", RELATIONSHIP, "Deals and the stages of the pipeline."),
    Row("deal add", "acctmgr.deals.write_commands:app", RELATIONSHIP, "Add a deal."),
    Row("deal edit", "acctmgr.deals.write_commands:app", RELATIONSHIP, "Change what is known of a deal."),
    Row(
        "deal rm",
        "acctmgr.deals.write_commands:app",
        RELATIONSHIP,
        "Delete a deal with its history; a deal that came to nothing is rather lost.",
    ),
    Row(
        "deal move",
        "acctmgr.deals.move_commands:app",
        RELATIONSHIP,
        "Move a deal to another stage; a day before other moves is put in between them.",
    ),
    Row("deal win", "acctmgr.deals.move_commands:app", RELATIONSHIP, "Win a deal."),
    Row("deal lose", "acctmgr.deals.move_commands:app", RELATIONSHIP, "Lose a deal."),
    Row(
        "deal reopen",
        "acctmgr.deals.move_commands:app",
        RELATIONSHIP,
        "Open a won or lost deal again; its history keeps that it was closed.",
    ),
    Row("deal stage", "acctmgr.deals.stage_commands:app", RELATIONSHIP, "The stages of the pipeline."),
    Row(
        "followup",
        "acctmgr.followups.commands:app",
        RELATIONSHIP,
        "Follow-ups: what to do, for whom and when.",
    ),
    Row(
        "followup add",
        "acctmgr.followups.write_commands:app",
        RELATIONSHIP,
        "Add something to do for a client on a day.",
    ),
    Row(
        "followup edit",
        "acctmgr.followups.write_commands:app",
        RELATIONSHIP,
        "Change what is named; all else stays as it is.",
    ),
    Row(
        "followup rm",
        "acctmgr.followups.write_commands:app",
        RELATIONSHIP,
        "Delete a follow-up; what came to be is rather done.",
    ),
    Row(
        "followup done",
        "acctmgr.followups.do_commands:app",
        RELATIONSHIP,
        "Tick follow-ups off; one that repeats makes its next, the first of its plan after that day.",
    ),
    Row(
        "followup reopen",
        "acctmgr.followups.do_commands:app",
        RELATIONSHIP,
        "Take back that a follow-up was done, with the next that it made; what was logged stays.",
    ),
    Row(
        "followup snooze",
        "acctmgr.followups.do_commands:app",
        RELATIONSHIP,
        "Put a follow-up off; what repeats stays as planned.",
    ),
    Row(
        "log",
        "acctmgr.followups.log_commands:log",
        RELATIONSHIP,
        "Log a call, a meeting, a mail: what happened with a client.",
    ),
    Row(
        "activity",
        "acctmgr.followups.activity_commands:app",
        RELATIONSHIP,
        "Activities: the calls, meetings and mails that were logged.",
    ),
    Row("invoice", "acctmgr.invoices.commands:app", MONEY, "Invoices and credit notes."),
    Row(
        "invoice add",
        "acctmgr.invoices.write_commands:app",
        MONEY,
        "Write an invoice and issue it at once, or keep it as a draft.",
    ),
    Row(
        "invoice issue", "acctmgr.invoices.write_commands:app", MONEY, "Give a draft its number and post it."
    ),
    Row(
        "invoice edit",
        "acctmgr.invoices.write_commands:app",
        MONEY,
        "Change a draft; lines given replace all its lines. What was issued never changes.",
    ),
    Row("invoice due", "acctmgr.invoices.write_commands:app", MONEY, "Give an invoice another due date."),
    Row(
        "invoice copy",
        "acctmgr.invoices.write_commands:app",
        MONEY,
        "Make a draft with the same client and lines, dated today.",
    ),
    Row(
        "invoice void",
        "acctmgr.invoices.write_commands:app",
        MONEY,
        "Let an invoice or credit note count no more; it keeps its number. Only while nothing is settled on it.",
    ),
    Row(
        "invoice credit",
        "acctmgr.invoices.write_commands:app",
        MONEY,
        "Issue a credit note for an invoice: all that is left of it, an amount, or lines.",
    ),
    Row("invoice rm", "acctmgr.invoices.write_commands:app", MONEY, "Throw a draft away."),
    Row(
        "invoice pay",
        "acctmgr.invoices.pay_commands:invoice_app",
        MONEY,
        "Book a payment for an invoice. What is more than it has open becomes the client's credit.",
    ),
    Row(
        "invoice write-off",
        "acctmgr.invoices.write_off_commands:app",
        MONEY,
        "Give an invoice up as lost: an expense, never counted as paid; a later payment takes it back.",
    ),
    Row(
        "invoice pdf",
        "acctmgr.invoices.pdf_commands:app",
        MONEY,
        "Write invoices, credit notes or drafts as PDF, in the client's language.",
    ),
    Row(
        "invoice template",
        "acctmgr.invoices.pdf_commands:app",
        MONEY,
        "Write out the template of papers, as a start for one of your own: change it, then set paper.template.",
    ),
    Row(
        "invoice mail",
        "acctmgr.invoices.mail_commands:app",
        MONEY,
        "Write a mail with an invoice or credit note as PDF: a draft to open in a mail program, or sent with --send.",
    ),
    Row(
        "invoice remind",
        "acctmgr.invoices.remind_commands:app",
        MONEY,
        "List who is to be reminded of what; with --write or --send remind them, one mail for each client.",
    ),
    Row(
        "invoice recurring",
        "acctmgr.invoices.recurring_commands:app",
        MONEY,
        "Invoices that come again and again.",
    ),
    Row(
        "payment",
        "acctmgr.invoices.payment_commands:app",
        MONEY,
        "Money received and paid back, and what it settles.",
    ),
    Row(
        "payment add",
        "acctmgr.invoices.pay_commands:app",
        MONEY,
        "Book a payment from a client for its oldest open invoices. What is left becomes the client's credit.",
    ),
    Row(
        "payment void",
        "acctmgr.invoices.pay_commands:app",
        MONEY,
        "Void a payment or a refund, for example when it bounced. Its invoices reopen on that date.",
    ),
    Row(
        "payment refund",
        "acctmgr.invoices.pay_commands:app",
        MONEY,
        "Pay a client's credit back: what was paid too much, or a credit note.",
    ),
    Row(
        "payment apply",
        "acctmgr.invoices.pay_commands:app",
        MONEY,
        "Use a client's credit, from a payment or a credit note, for one of its invoices.",
    ),
    Row(
        "payment unapply",
        "acctmgr.invoices.pay_commands:app",
        MONEY,
        "Free what a payment or credit note settles of an invoice, fee and discount too; before that day it counts.",
    ),
    Row("cash", "acctmgr.cash.commands:app", MONEY, "Money in, out and between your accounts."),
    Row(
        "cash in",
        "acctmgr.cash.write_commands:app",
        MONEY,
        "Book money that came in, with the tax inside it.",
    ),
    Row(
        "cash out",
        "acctmgr.cash.write_commands:app",
        MONEY,
        "Book money that went out, with the tax inside it; tax that nobody gives back is part of the cost.",
    ),
    Row(
        "cash transfer",
        "acctmgr.cash.write_commands:app",
        MONEY,
        "Move money between your own accounts: it is neither income nor expense.",
    ),
    Row(
        "cash void",
        "acctmgr.cash.write_commands:app",
        MONEY,
        "Take a cash entry or transfer back by an entry the other way round; before that day it still counts.",
    ),
    Row("account", "acctmgr.ledger.commands:app", MONEY, "Accounts: where money lies, and what it is for."),
    Row(
        "account add",
        "acctmgr.ledger.write_commands:app",
        MONEY,
        "Add an account: a second bank, a category for money that comes in or goes out.",
    ),
    Row(
        "account edit",
        "acctmgr.ledger.write_commands:app",
        MONEY,
        "Give an account another name or code, or open it again; what was posted stays.",
    ),
    Row(
        "account close",
        "acctmgr.ledger.write_commands:app",
        MONEY,
        "Close an account: nothing more is posted to it, what was stays. It must hold nothing, or say --into.",
    ),
    Row(
        "account opening",
        "acctmgr.ledger.write_commands:app",
        MONEY,
        "Say what an account held on the day the book begins, against Opening balances.",
    ),
    Row("tax", "acctmgr.tax.commands:app", MONEY, "Tax codes and their components."),
    Row("report", "", REPORTS, "Sales, cash, pipeline, aging: how the business stands."),
    Row(
        "report pipeline",
        "acctmgr.deals.report_commands:pipeline",
        REPORTS,
        "What is in the pipeline, stage by stage.",
    ),
    Row("report aging", "acctmgr.invoices.report_commands:aging", REPORTS, "Who owes what since when."),
    Row(
        "report cash",
        "acctmgr.cash.report_commands:cash",
        REPORTS,
        "What came in and went out, by month and category.",
    ),
    Row(
        "report sales",
        "acctmgr.invoices.sales_commands:sales",
        REPORTS,
        "What was sold, by client, month, item or owner.",
    ),
    Row(
        "report statement",
        "acctmgr.invoices.statement_commands:statement",
        REPORTS,
        "A client's account: open items, or every movement.",
    ),
    Row(
        "report daily",
        "acctmgr.reports.daily_commands:daily",
        REPORTS,
        "What is due, what happened, and how things stand.",
    ),
    Row(
        "import",
        "acctmgr.exchange.commands:app",
        DATA,
        "People, deals, activities, invoices and cash from CSV or JSON Lines.",
    ),
    Row(
        "import vendors",
        "acctmgr.exchange.import_vendor_commands:app",
        DATA,
        "Import vendors: new ones are added, known ones brought up to date.",
    ),
    Row(
        "import followups",
        "acctmgr.exchange.import_followup_commands:app",
        DATA,
        "Import follow-ups: new ones are added, known ones brought up to date.",
    ),
    Row(
        "import payments",
        "acctmgr.exchange.import_payment_commands:app",
        DATA,
        "Import payments and what they settle; what the book has already is left as it is.",
    ),
    Row(
        "import cash",
        "acctmgr.exchange.import_cash_commands:app",
        DATA,
        "Import money in and out, and transfers between your accounts; what the book has already is left as it is.",
    ),
    Row(
        "export",
        "acctmgr.exchange.export_commands:app",
        DATA,
        "Write every field of every row as CSV or JSON Lines, for another book or program.",
    ),
    Row("db", "acctmgr.upkeep.commands:app", DATA, "The book as a whole: where it is, whether it is sound."),
    Row("init", "acctmgr.setup.commands:init", SETUP, "Make a new book."),
    Row("demo", "acctmgr.setup.demo_commands:demo", SETUP, "A made-up book to look at."),
    Row("config", "acctmgr.setup.config_commands:app", SETUP, "Settings of this machine and of the book."),
    Row("book", "acctmgr.setup.book_commands:app", SETUP, "Named books of this machine."),
    Row(
        "completion",
        "acctmgr.setup.completion_commands:completion",
        SETUP,
        "Complete commands and values with TAB.",
    ),
)
