"""The values that TAB offers, as queries that both stores answer; it imports nothing, for each key waits for it."""

_PARTIES = """
    SELECT handle, handle, name
      FROM party
     WHERE {side} = 1 AND merged_into_id IS NULL AND archived_on IS {archived} {range}
     ORDER BY handle
"""
_NAMES = """
    SELECT name_key, name, handle
      FROM party
     WHERE is_client = 1 AND merged_into_id IS NULL AND archived_on IS NULL {range}
     ORDER BY name_key, handle
"""
_NAME = """(SELECT COALESCE(kept.name, party.name) FROM party
             LEFT JOIN party AS kept ON kept.id = party.merged_into_id
            WHERE party.id = {column})"""
_DOCUMENTS = f"""
    SELECT {{value}}, {{value}}, {_NAME.format(column="document.party_id")}
      FROM document
     WHERE {{wanted}} {{range}}
     ORDER BY {{order}}
"""
# the words of the partial index number_once, so that it serves
_SERIES = "kind IN ('invoice', 'credit_note') AND (is_outside = 0 OR status <> 'void')"
# and those of document_unsettled: it holds few rows, however long the history is
_UNSETTLED = "settled_on IS NULL AND status <> 'draft'"
_PAYMENTS = f"""
    SELECT 'p' || id, 'p' || id,
           {_NAME.format(column="payment.party_id")} || ', ' || CAST(paid_on AS TEXT)
      FROM payment
     WHERE {{wanted}} {{range}}
     ORDER BY {{order}}
"""
_DEALS = """
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), name
      FROM deal
     WHERE {wanted} {range}
     ORDER BY id DESC
"""
_FOLLOW_UPS = """
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), text
      FROM follow_up
     WHERE {wanted} {range}
     ORDER BY {order}
"""
_ACTIVITIES = """
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), text
      FROM activity
     WHERE 1 = 1 {range}
     ORDER BY id DESC
"""
_CONTACTS = """
    SELECT name_key, name, role
      FROM contact
     WHERE 1 = 1 {range}
     ORDER BY name_key, id
"""
_STAGES = "SELECT name_key, name, kind FROM stage ORDER BY position"
_ACCOUNTS = "SELECT name, name, code FROM account WHERE closed_on IS NULL AND {wanted} ORDER BY code"
_CASH_ENTRIES = """
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), CAST(moved_on AS TEXT) || ' ' || COALESCE(NULLIF(party, ''), direction)
      FROM cash_entry
     WHERE 1 = 1 {range}
     ORDER BY id DESC
"""
_RECURRING = f"""
    SELECT CAST(id AS TEXT), CAST(id AS TEXT), {_NAME.format(column="recurring.party_id")}
      FROM recurring
     WHERE 1 = 1 {{range}}
     ORDER BY id DESC
"""
_TAX_CODES = "SELECT code, code, MAX(name) FROM tax_code GROUP BY code ORDER BY code"


class Source:
    """A query of values; `column` narrows it to a beginning: of a text, or of an id behind a letter."""

    def __init__(self, sql: str, column: str = "", *, letter: str | None = None, **words: str) -> None:
        self.sql = sql.format(range="{range}", **words) if words else sql
        self.column = column
        self.letter = letter

    def narrowed(self) -> str:
        """The query of a range from :low up to :high, that one not included."""
        return self.sql.format(range=f"AND {self.column} >= :low AND {self.column} < :high")

    def whole(self) -> str:
        """The query of everything."""
        return self.sql.format(range="")


def _numbers(kind: str) -> Source:
    wanted = f"{_SERIES} AND kind = '{kind}' AND number IS NOT NULL"
    return Source(_DOCUMENTS, "number", value="number", wanted=wanted, order="number DESC")


def _unsettled(kind: str) -> Source:
    wanted, order = f"{_UNSETTLED} AND kind = '{kind}'", "posted_on DESC, number DESC"
    return Source(_DOCUMENTS, "+number", value="number", wanted=wanted, order=order)  # + keeps off its index


def _drafts() -> Source:
    wanted = f"{_SERIES} AND kind = 'invoice' AND number IS NULL"
    return Source(_DOCUMENTS, "id", letter="d", value="'d' || id", wanted=wanted, order="id DESC")


SOURCES = {
    "clients": Source(_PARTIES, "handle", side="is_client", archived="NULL"),
    "archived clients": Source(_PARTIES, "handle", side="is_client", archived="NOT NULL"),
    "vendors": Source(_PARTIES, "handle", side="is_vendor", archived="NULL"),
    "archived vendors": Source(_PARTIES, "handle", side="is_vendor", archived="NOT NULL"),
    "names": Source(_NAMES, "name_key"),
    "invoices": _numbers("invoice"),
    "open invoices": _unsettled("invoice"),
    "credit notes": _numbers("credit_note"),
    "open credit notes": _unsettled("credit_note"),
    "drafts": _drafts(),
    "payments": Source(_PAYMENTS, "id", letter="p", wanted="1 = 1", order="id DESC"),
    "free payments": Source(
        _PAYMENTS,
        "id",
        letter="p",
        wanted="applied_on IS NULL AND voided_on IS NULL",
        order="paid_on DESC, id DESC",
    ),
    "deals": Source(_DEALS, "id", letter="", wanted="1 = 1"),
    "open deals": Source(_DEALS, "id", letter="", wanted="closed_on IS NULL"),
    "follow-ups": Source(_FOLLOW_UPS, "id", letter="", wanted="1 = 1", order="id DESC"),
    "open follow-ups": Source(_FOLLOW_UPS, "id", letter="", wanted="done_on IS NULL", order="due_on, id"),
    "activities": Source(_ACTIVITIES, "id", letter=""),
    "contacts": Source(_CONTACTS, "name_key"),
    "stages": Source(_STAGES),
    "money accounts": Source(_ACCOUNTS, wanted="is_money = 1"),
    "categories": Source(_ACCOUNTS, wanted="is_money = 0 AND is_control = 0"),
    "accounts": Source(_ACCOUNTS, wanted="1 = 1"),
    "cash entries": Source(_CASH_ENTRIES, "id", letter=""),
    "recurring": Source(_RECURRING, "id", letter=""),
    "tax codes": Source(_TAX_CODES),
}

# what a word of the command line may be; of several sources the first come first
VALUES: dict[str, tuple[str, ...]] = {
    "client": ("clients",),
    "archived_client": ("archived clients",),
    "invoice": ("invoices",),
    "open_invoice": ("open invoices",),
    "document": ("invoices", "credit notes", "drafts"),
    "draft": ("drafts",),
    "payment": ("payments",),
    "credit": ("payments", "credit notes"),
    "free_credit": ("free payments", "open credit notes"),
    "deal": ("deals",),
    "open_deal": ("open deals",),
    "follow_up": ("follow-ups",),
    "open_follow_up": ("open follow-ups",),
    "activity": ("activities",),
    "contact": ("contacts",),
    "stage": ("stages",),
    "account": ("money accounts",),
    "any_account": ("accounts",),
    "category": ("categories",),
    "cash_entry": ("cash entries",),
    "recurring": ("recurring",),
    "vendor": ("vendors",),
    "archived_vendor": ("archived vendors",),
    "party": ("clients", "vendors"),
    "tax": ("tax codes",),
}
OTHERWISE = {"client": "names"}  # looked at for a prefix that nothing else begins with
