"""Facts about the schema that both lanes need and that cost nothing to import."""

SCHEMA_VERSION = "0003"  # the newest step in store/migrations

# settings of the book itself, as `config` shows them: (key, default, help)
BOOK_SETTINGS = (
    ("currency", "EUR", "currency of the books; fixed once something is posted"),
    ("number_style", "1,250.00", "how amounts are typed and shown: 1,250.00 or 1.250,00"),
    ("company.name", "", "your business as it stands on documents"),
    ("company.address", "", "its address"),
    ("company.country", "", "its country, two letters"),
    ("company.tax_id", "", "its tax number"),
    ("company.iban", "", "the bank account that clients pay to"),
    ("terms", "30", "days to pay, where a client has no terms of its own"),
    ("rounding", "document", "tax is rounded per document or per line"),
    ("tax.default", "none", "tax code of a line that names none"),
    ("series.invoice", "INV-{year}-{seq:4}", "how invoice numbers look"),
    ("series.invoice.next", "", "the next invoice number of this year, to start in mid-year"),
    ("series.credit_note", "CN-{year}-{seq:4}", "how credit-note numbers look"),
    ("series.credit_note.next", "", "the next credit-note number of this year"),
    ("locked_until", "", "nothing may be dated on or before this day"),
    ("language", "en", "language of what is sent out, where a client has none: en or es"),
    ("paper.logo", "", "picture at the top of papers: PNG, JPEG, SVG or PDF"),
    ("paper.color", "#1f4e79", "colour of titles and lines on papers"),
    ("paper.footer", "", "what stands at the foot of every page, such as a register entry"),
    ("paper.size", "a4", "a4 or us-letter"),
    ("paper.fonts", "", "folder with fonts for signs that ours do not have"),
    ("paper.template", "", "template of your own for papers; see acctmgr invoice template"),
    ("smtp.from", "", "who mails are from: Acme Studio <billing@acme.example>"),
    ("mail.subject.en", "", "subject of a mail with a document, instead of ours"),
    (
        "mail.body.en",
        "",
        "its text, with {greeting} {what} {number} {date} {total} {due} {open} {ask} {company}",
    ),
    ("mail.subject.es", "", "the same subject in Spanish"),
    ("mail.body.es", "", "the same text in Spanish"),
    ("remind.days", "7,21,35", "days late from which each level of reminder is due"),
    ("remind.subject.en", "", "subject of a reminder, instead of ours"),
    (
        "remind.body.en",
        "",
        "its text, with {greeting} {list} {open} {count} {level} {credit} {company}",
    ),
    ("remind.subject.es", "", "the same subject in Spanish"),
    ("remind.body.es", "", "the same text in Spanish"),
)
BOOK_DEFAULTS = {key: default for key, default, _ in BOOK_SETTINGS}

# every module that declares tables; creating and checking a book needs them all
TABLE_MODULES = (
    "acctmgr.store.tables",
    "acctmgr.ledger.tables",
    "acctmgr.parties.tables",
    "acctmgr.parties.contact_tables",
    "acctmgr.tax.tables",
    "acctmgr.documents.tables",
    "acctmgr.invoices.tables",
    "acctmgr.cash.tables",
    "acctmgr.followups.tables",
    "acctmgr.deals.tables",
    "acctmgr.deals.link_tables",
    "acctmgr.exchange.tables",
)

# what a new book is born with, each `seed(session)`
SEEDS = ("acctmgr.ledger.service", "acctmgr.deals.service")

# told of every change to a PostgreSQL book, by `remember(connection, place)`: what TAB may offer
AFTERWARDS = "acctmgr.setup.completion_cache_queries"

# keeps the text that is searched, `refresh(connection, trail)` after an operation, `rebuild(connection)` for all of it
SEARCHED = "acctmgr.upkeep.search_text_queries"
