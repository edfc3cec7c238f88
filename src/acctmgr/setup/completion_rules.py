"""What may stand in each place of the command line, for the scripts that answer TAB."""

from collections.abc import Sequence
from typing import NamedTuple

from acctmgr.core.currencies import EXPONENTS
from acctmgr.core.money import NUMBER_STYLES
from acctmgr.core.text import clip
from acctmgr.deals import fact_rules as deal_rules
from acctmgr.followups import fact_rules as followup_rules
from acctmgr.followups.rules import KINDS, PRIORITIES
from acctmgr.invoices.status_rules import STATUSES
from acctmgr.ledger import account_rules
from acctmgr.parties import contact_fact_rules as contact_rules
from acctmgr.parties import fact_rules as client_rules
from acctmgr.setup.rules import FORMATS
from acctmgr.tax.rules import TREATMENTS

SHELLS = {
    "bash": "acctmgr.bash",
    "zsh": "_acctmgr",
    "fish": "acctmgr.fish",
    "powershell": "acctmgr.ps1",
}  # shell: the name that its script must have
FILE, TEXT = "file", "text"  # a path, which the shell completes itself; something that only the user knows
_HELP_CELLS = 60


class Word(NamedTuple):
    """A command below another."""

    name: str
    help: str


class Option(NamedTuple):
    """An option by one of its names; `takes` is empty for a flag."""

    name: str
    takes: str
    help: str


class Node(NamedTuple):
    """What may follow the words of `path`; `arguments` say what each takes, the last with ... any number."""

    path: str
    words: Sequence[Word]
    options: Sequence[Option]
    arguments: Sequence[str]


class Tree(NamedTuple):
    """The whole command line; `choices` are the words of what takes neither a value of the book nor a path."""

    nodes: Sequence[Node]
    everywhere: Sequence[Option]
    choices: dict[str, Sequence[str]]


def _both_ways(keys: str) -> list[str]:
    return [*keys.split(), *(f"-{key}" for key in keys.split())]


CHOICES: dict[str, Sequence[str]] = {
    "account_type": account_rules.TYPES,
    "activity_fact": followup_rules.clear_words(followup_rules.ACTIVITY),
    "activity_kind": KINDS,
    "activity_sort": _both_ways("on id kind client minutes"),
    "aging_basis": ("due", "issued"),
    "aging_row": ("client", "invoice"),
    "cash_sort": _both_ways("date amount account category party"),
    "client_fact": client_rules.clear_words(),
    "client_sort": _both_ways("name handle open overdue tier status since"),
    "client_status": client_rules.STATUSES,
    "contact_fact": contact_rules.clear_words(),
    "contact_sort": _both_ways("name client role influence birthday"),
    "contact_way": contact_rules.WAYS,
    "currency": sorted(EXPONENTS),
    "deal_fact": deal_rules.clear_words(),
    "deal_sort": _both_ways("close id name client stage amount weighted probability opened owner"),
    "decimal_sign": (".", ","),
    "delimiter": ("comma", "semicolon", "tab", "pipe"),
    "document_status": STATUSES,
    "follow_up_due": ("today", "overdue", "week", "all"),
    "follow_up_fact": followup_rules.clear_words(followup_rules.FOLLOW_UP),
    "follow_up_sort": _both_ways("due done id client priority text"),
    "format": FORMATS,
    "found_kind": "client vendor contact deal invoice credit_note bill vendor_credit quote followup activity".split(),
    "influence": contact_rules.INFLUENCES,
    "invoice_sort": _both_ways("date due number client total open"),
    "language": client_rules.LANGUAGES,
    "missed": ("all", "skip"),
    "number_style": tuple(NUMBER_STYLES),
    "priority": PRIORITIES,
    "pipeline_view": ("stage", "client", "owner", "month"),
    "sales_view": ("client", "month", "item", "owner"),
    "shell": tuple(SHELLS),
    "tax_pack": ("es", "de", "uk", "us"),
    "tier": client_rules.TIERS,
    "treatment": TREATMENTS,
    "vendor_sort": _both_ways("name handle paid last"),
}

# what a place takes by its metavar
_BY_METAVAR = {
    ".|,": "decimal_sign",
    "A|B|C": "tier",
    "ACCOUNT": "account",
    "ACTIVITY": "activity",
    "CLIENT": "client",
    "CODE": "currency",
    "CONTACT": "contact",
    "COUNTRY": "tax_pack",
    "DATE: TEXT": TEXT,
    "DRAFT": "draft",
    "FILE": FILE,
    "FOLDER": FILE,
    "FOLLOWUP": "follow_up",
    "FORMAT": "format",
    "ID": "deal",
    "KEY": "setting",
    "KIND": "activity_kind",
    "NUMBER": "document",
    "PATH": FILE,
    "PATH|URL": FILE,
    "PAYMENT": "payment",
    "REF": "client",
    "SHELL": "shell",
    "SIGN": "delimiter",
    "SOURCE": "credit",
    "STAGE": "stage",
    "STATUS": "client_status",
    "STYLE": "number_style",
    "VENDOR": "vendor",
    "VIEW": "pipeline_view",
    "WHEN": "follow_up_due",
    "all|skip": "missed",
    "client|invoice": "aging_row",
    "due|issued": "aging_basis",
    "en|es": "language",
    "high|normal|low": "priority",
} | dict.fromkeys(
    """
    ADDRESS AMOUNT CC CODE=RATE COLUMN CONDITION DATE DAYS DISCOUNT EVERY FIELD FIELD=COLUMN FIELD=VALUE HANDLE HH:MM
    KEY=VALUE LINE N NAME NAME=VALUE PERCENT RATE SPAN TAG TEXT VALUE WORD
    """.split(),
    TEXT,
)

# and where that says too little, by its command and parameter; the end of that is enough
_BY_PLACE = {
    "account close account": "any_account",
    "account close into": "any_account",
    "account edit account": "any_account",
    "account opening account": "any_account",
    "account show account": "any_account",
    "account add code": TEXT,
    "account edit code": TEXT,
    "account add type": "account_type",
    "account list type": "account_type",
    "cash in tax": "tax",
    "cash list party": "party",
    "cash list sort": "cash_sort",
    "cash out tax": "tax",
    "cash show entry": "cash_entry",
    "cash void entry": "cash_entry",
    "category": "category",
    "activity edit clear": "activity_fact",
    "activity list sort": "activity_sort",
    "birthday": TEXT,
    "book": "book",  # --book
    "book rm name": "book",
    "book use name": "book",
    "client edit clear": "client_fact",
    "client list sort": "client_sort",
    "client merge keep": "client",
    "client merge other": "client",
    "client restore client": "archived_client",
    "contact": "contact",
    "contact edit clear": "contact_fact",
    "contact list sort": "contact_sort",
    "contact merge keep": "contact",
    "contact merge other": "contact",
    "date_format": TEXT,
    "deal edit clear": "deal_fact",
    "deal list sort": "deal_sort",
    "deal lose reference": "open_deal",
    "deal move reference": "open_deal",
    "deal win reference": "open_deal",
    "followup done references": "open_follow_up",
    "followup edit clear": "follow_up_fact",
    "followup list sort": "follow_up_sort",
    "followup snooze reference": "open_follow_up",
    "import invoices tax": "tax",
    "influence": "influence",
    "invoice copy number": "invoice",
    "invoice credit number": "invoice",
    "invoice due number": "open_invoice",
    "invoice list sort": "invoice_sort",
    "invoice list status": "document_status",
    "invoice pay number": "open_invoice",
    "invoice recurring add like": "invoice",
    "invoice recurring edit reference": "recurring",
    "invoice recurring show reference": "recurring",
    "invoice recurring stop reference": "recurring",
    "invoice void number": "invoice",
    "invoice write-off number": "invoice",
    "language": "language",
    "payment apply number": "open_invoice",
    "payment apply source": "free_credit",
    "payment unapply number": "invoice",
    "payment void payment": "payment",
    "payment refund source": "free_credit",
    "prefers": "contact_way",
    "report sales by": "sales_view",
    "search kind": "found_kind",
    "tax add code": "tax",
    "tax add treatment": "treatment",
    "tax show code": "tax",
    "vendor": "vendor",
    "vendor list sort": "vendor_sort",
    "vendor restore vendor": "archived_vendor",
}


def takes(place: str, metavar: str) -> str:
    """What a parameter takes, by "invoice pay number" and its metavar; KeyError for one that is not known here."""
    fitting = [known for known in _BY_PLACE if f" {place}".endswith(f" {known}")]
    return (
        _BY_PLACE[max(fitting, key=len)] if fitting else _BY_METAVAR[metavar.strip("[]").removesuffix("...")]
    )


def short(help: str) -> str:
    """A help text as it stands beside a word that TAB offers."""
    first = help.partition("\n")[0].removesuffix(".")
    return clip(first, _HELP_CELLS)


def filled(script: str, **parts: str) -> str:
    """A script with its parts in the places of their names: @NODES@."""
    for name, part in parts.items():
        script = script.replace(f"@{name}@", part)
    return script


def single_quoted(text: str) -> str:
    """A word as bash and zsh take it literally."""
    return "'" + text.replace("'", "'\\''") + "'"
