"""Which document a typed reference means: its number in any case, an ending of it, or d12 for a draft.

Both lanes ask through `find`, each with its own way to run SQL. An exact number is one look into an index;
only when that finds nothing are the numbers gone through for an ending.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from acctmgr.core.errors import Conflict, NotFound
from acctmgr.core.text import did_you_mean

INVOICE_KINDS = ("invoice", "credit_note")
_DRAFT = re.compile(r"d([0-9]{1,18})", re.ASCII | re.IGNORECASE)
_LAST_DIGITS = re.compile(r"[0-9]*\Z", re.ASCII)
_NAMED = 5

Run = Callable[[str, dict[str, Any]], Iterable[Sequence[Any]]]


class DocumentRef(NamedTuple):
    """A document that was referred to; a draft has no number."""

    id: int
    number: str | None
    kind: str

    @property
    def ref(self) -> str:
        """How people type it."""
        return document_ref(self.number, self.id)


_DRAFTS = "SELECT id, number, kind FROM document WHERE id = :id AND kind IN (:kinds)"

# the words of the partial index number_once, so that it serves
_EXACT = """
    SELECT id, number, kind
      FROM document
     WHERE kind IN ('invoice', 'credit_note') AND (is_outside = 0 OR status <> 'void')
       AND kind IN (:kinds) AND number IN (:spellings)
     ORDER BY id
"""

# the cheap half of each condition stands first: the whole series is gone through
_BY_LAST_DIGITS = """
    SELECT id, number, kind
      FROM document
     WHERE kind IN (:kinds) AND number LIKE :tail
       AND LTRIM(SUBSTR(number, LENGTH(RTRIM(number, '0123456789')) + 1), '0') = :digits
     ORDER BY id
"""

_BY_ENDING = r"""
    SELECT id, number, kind
      FROM document
     WHERE kind IN (:kinds) AND number LIKE :tail
       AND LOWER(RTRIM(number, '0123456789')
                 || LTRIM(SUBSTR(number, LENGTH(RTRIM(number, '0123456789')) + 1), '0'))
           LIKE :ending ESCAPE '\'
     ORDER BY id
"""

_LATEST = """
    SELECT number
      FROM (SELECT id, kind, number FROM document ORDER BY id DESC LIMIT 500) AS latest
     WHERE kind IN (:kinds) AND number IS NOT NULL
     ORDER BY id DESC
"""


def document_ref(number: str | None, document_id: int) -> str:
    """A document as people type it: its number, or d12 for a draft."""
    return number or f"d{document_id}"


def find(run: Run, reference: str, kinds: Sequence[str] = INVOICE_KINDS) -> DocumentRef:
    """The document of these kinds that a reference means; Conflict names the candidates, NotFound the nearest."""
    wanted = reference.strip()
    spellings = sorted({wanted, wanted.upper(), wanted.lower()})
    rows = list(run(_EXACT, {"kinds": kinds, "spellings": spellings}))
    if not rows and (draft := _DRAFT.fullmatch(wanted)):
        return _draft(run, wanted, int(draft[1]), kinds)
    if not rows and wanted:
        rows = list(run(*_ending_query(wanted, kinds)))
    found = match_document(wanted, [DocumentRef(*row) for row in rows])
    if found is None:
        latest = [str(row[0]) for row in run(_LATEST, {"kinds": kinds})]
        raise NotFound(f"no {_what(kinds)} {reference}", hint=did_you_mean(wanted, latest) or _see(kinds))
    return found


def match_document(reference: str, candidates: Iterable[DocumentRef]) -> DocumentRef | None:
    """The one candidate that a number or its ending means; exact goes before an ending. None: no one fits.

    The count of credit notes runs beside that of invoices: bare digits mean an invoice where one fits.
    """
    wanted, rows = reference.lower(), [row for row in candidates if row.number]
    numbered = [(str(row.number).lower(), row) for row in rows]
    fits = [row for row in rows if row.number == reference] or [
        row for number, row in numbered if number == wanted
    ]
    fits = fits or [row for number, row in numbered if ends_with(number, wanted)]
    if len(fits) > 1 and wanted.isdigit():
        fits = [row for row in fits if row.kind == "invoice"] or fits
    if len(fits) > 1:
        names = ", ".join(str(row.number) for row in fits[:_NAMED])
        more = f" and {len(fits) - _NAMED} more" if len(fits) > _NAMED else ""
        raise Conflict(f"{reference} may be {names}{more}", hint="type more of the number")
    return fits[0] if fits else None


def ends_with(number: str, ending: str) -> bool:
    """Whether a number ends like this; 7 and 2026-7 are endings of INV-2026-0007, never of INV-2026-0017."""
    whole, part = _unpadded(number), _unpadded(ending)
    if not part or not whole.endswith(part):
        return False
    before = whole[: -len(part)][-1:]
    is_within_group = (before.isdigit() and part[0].isdigit()) or (before.isalpha() and part[0].isalpha())
    return not is_within_group


def _unpadded(number: str) -> str:
    """A number whose last group of digits has no leading zeros."""
    return _LAST_DIGITS.sub(lambda match: match[0].lstrip("0"), number, count=1)


def _ending_query(wanted: str, kinds: Sequence[str]) -> tuple[str, dict[str, Any]]:
    plain = _unpadded(wanted.lower())
    digits = plain[len(plain.rstrip("0123456789")) :]
    if wanted.isascii() and wanted.isdigit():
        return _BY_LAST_DIGITS, {"kinds": kinds, "tail": f"%{digits}", "digits": digits}
    ending = re.sub(r"([\\%_])", r"\\\1", plain)
    return _BY_ENDING, {"kinds": kinds, "tail": f"%{digits}", "ending": f"%{ending}"}


def _draft(run: Run, wanted: str, document_id: int, kinds: Sequence[str]) -> DocumentRef:
    for row in run(_DRAFTS, {"id": document_id, "kinds": kinds}):
        found = DocumentRef(*row)
        if found.number is None:
            return found
        raise NotFound(f"no draft {wanted}", hint=f"it was issued as {found.number}")
    raise NotFound(f"no draft {wanted}", hint="see: acctmgr invoice list --draft")


def _what(kinds: Sequence[str]) -> str:
    return " or ".join(kind.replace("_", " ") for kind in kinds)


def _see(kinds: Sequence[str]) -> str:
    return f"see: acctmgr invoice list{'' if 'invoice' in kinds else ' --credits'}"
