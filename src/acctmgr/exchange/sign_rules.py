"""Whether money came in or went out, as a column of a bank's or a card's file says it in words."""

from collections.abc import Mapping, Sequence

from acctmgr.core.errors import Refused
from acctmgr.exchange.vocabulary_rules import meaning_of, plain, vocabulary

# the columns that may say so; where the amounts have signs of their own they may hold anything else
COLUMNS = (
    "type transaction_type debit_credit credit_debit debit_or_credit credit_or_debit dr_cr cr_dr dc cd direction sign"
    " indicator credit_debit_indicator cdtdbtind tipo tipo_movimiento tipo_de_movimiento debe_haber signo soll_haben"
).split()
_WORDS: Mapping[str, str] = {
    "in": (
        "credit|cr|c|crdt|in|income|incoming|inflow|deposit|received|receipt|money in|paid in|+|abono|ingreso|haber"
        "|cobro|entrada|crédito|acreedor|crédit|encaissement|haben|h|gutschrift|eingang|einnahme|recebimento"
    ),
    "out": (
        "debit|dr|d|dbit|out|expense|outgoing|outflow|withdrawal|spent|money out|paid out|-|−|cargo|adeudo|gasto|debe"
        "|salida|débito|deudor|retiro|débit|décaissement|soll|s|lastschrift|belastung|ausgang|ausgabe|despesa|saída"
    ),
}
_MEANING = {**vocabulary(_WORDS), "+": "in", "-": "out", "−": "out"}
# the kinds of our own lists beside these; some have ways of their own into a book
_KINDS = {
    "transfer": "",
    "payment": "payment",
    "refund": "payment",
    "opening": "opening balance",
    "void": "void",
}
_NEGATIVE = ("-", "−", "(")


def sign_of(text: str) -> str:
    """Whether a word means in or out, empty for no word; Refused for one that is not known."""
    word = text.strip()
    if not word:
        return ""
    hint = "--set type= if it does not say whether money came in or went out"
    return _MEANING[word] if word in _MEANING else meaning_of(word, _MEANING, "type", hint=hint)


def aside_of(kind: str) -> str:
    """Why a row of a kind of ours is left aside, empty if it is not; Refused for another kind."""
    if not kind or plain(kind) in _MEANING or kind in _MEANING:
        return ""
    if kind not in _KINDS:
        known = ", ".join(("in", "out", *_KINDS))
        raise Refused(f"kind: {kind!r} is not known", hint=f"known are: {known}; --set kind= leaves it out")
    return _KINDS[kind]


def columns_of_something_else(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns among ours that say nothing of in and out, in a file whose amounts have signs or two columns."""
    is_signed = any(
        row.get("amount", "").strip().startswith(_NEGATIVE) or row.get("in") or row.get("out") for row in rows
    )
    if not is_signed:
        return []
    return [name for name in COLUMNS if any(not _is_known(row[name]) for row in rows if name in row)]


def _is_known(text: str) -> bool:
    return text.strip() in _MEANING or plain(text) in _MEANING


def is_negative(text: str) -> bool:
    """Whether an amount is written with a minus sign."""
    return text.lstrip("€$£ ").startswith(_NEGATIVE)


def signed(amount_minor: int, sign: str, *, is_file_signed: bool) -> int:
    """An amount with the sign that the word gives it; Refused where its own says the opposite.

    is_file_signed: what goes out has a minus sign elsewhere in the file.
    """
    is_against = (sign == "in" and amount_minor < 0) or (
        sign == "out" and amount_minor > 0 and is_file_signed
    )
    if is_against:
        way = "came in" if sign == "in" else "went out"
        raise Refused(f"amount: its sign and its type contradict each other: the type says that it {way}")
    return -amount_minor if sign == "out" and amount_minor > 0 else amount_minor
