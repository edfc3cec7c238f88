"""What the columns of contacts are called in the files of other systems."""

import re
from collections.abc import Mapping, Sequence

from acctmgr.exchange.flag_rules import is_flag
from acctmgr.exchange.mapping_rules import Name
from acctmgr.exchange.vocabulary_rules import plain, vocabulary

FIRST = ("first_name", "given_name")
MIDDLE = ("middle_name", "additional_name")
LAST = ("last_name", "family_name")
# what may stand in a column of titles and is no role
SALUTATIONS = frozenset("mr mrs ms miss mx dr prof sr sra srta don doña herr frau m mme".split())
TYPES = vocabulary(
    {
        "person": "person|people|contact|individual|persona|contacto|particular|personne|pessoa|kontakt",
        "company": "organisation|organization|company|organisations|business|organización|empresa|compañía|société",
    }
)
_MAY_BE_FLAGS = ("customer", "account")


def _words(*texts: str) -> list[str]:
    return " ".join(texts).split()


# every column of a contact's own e-mails and phones, by its name without blanks, hyphens and underscores; the e-mail
# of an owner, the date of a bounce, a fax and the type of a number are something else
_WHOSE = (
    "primary|secondary|work|home|personal|private|business|company|corporate|office|main|direct|other|alternate"
    "|alternative|additional|billing|contact|newsletters?|first|second|third|trabajo|principal|secundario|otro"
)
_EMAIL = re.compile(
    rf"(?:{_WHOSE})?(?:e?mail|correo(?:electr[oó]nico)?|courriel|adressee?mail)(?:address(?:es)?|adresse|id)?s?[-:.]?"
    rf"[0-9]?[-:.]?(?:value|address|(?:del?)?(?:{_WHOSE}))?[0-9]?"
)
_PHONE = re.compile(
    rf"(?:{_WHOSE})?(?:mobile?|cell)?(?:phone|telephone|tel|mobile|cell|cellular|handy|telefono?|teléfono|móvil|movil"
    rf"|celular|t[eé]l[eé]phone|telefone|telem[oó]vel|portable|gsm|worknumber|otherphonenumbers)(?:number|no|nr)?s?[-:.]?"
    rf"[0-9]?[-:.]?(?:value|(?:del?)?(?:{_WHOSE}|mobile|fijo|móvil|movil))?[0-9]?"
)
# a name stands for every way to write it: Mobile Phone, mobile_phone, MobilePhone
COLUMNS: Mapping[str, Sequence[Name]] = {
    "key": _words("record_id contact_id"),
    "name": _words("full_name contact_name contact_full_name", *FIRST, *MIDDLE, *LAST),
    "client": _words(
        "company company_name account account_name accounts organization organisation organization_name",
        "organisation_name organization_1_name customer associated_company",
    ),
    "client_id": _words(
        "account_id account_name.id company_id associated_company_ids associated_company_id",
        "organization_record_id organization_id",
    ),
    "role": _words("job_title position designation organization_title organization_1_title title"),
    "emails": (*_words("email email_address"), _EMAIL),
    "phones": (*_words("phone phone_number mobile"), _PHONE),
    "birthday": _words("birth_date date_of_birth"),
    "birth_month": _words("month_of_birth"),
    "birth_year": _words("year_of_birth"),
    "no_contact": _words(
        "email_opt_out email_opted_out has_opted_out_of_email do_not_call do_not_contact opt_out",
        "unsubscribed_from_all_email",
    ),
    "note": _words("notes description background"),
    "tags": _words("tag labels group_membership", *(f"contact_tag_{place}" for place in range(1, 10))),
    "type": (),
}


def look(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns that are something else than their name says: flags of customers, types of another kind."""
    types = [plain(row["type"]) for row in rows if "type" in row]
    dropped = ["type"] if types and not TYPES.keys() & set(types) else []
    for name in _MAY_BE_FLAGS:
        cells = [row[name] for row in rows if name in row]
        if cells and all(map(is_flag, cells)):
            dropped.append(name)
    return dropped
