"""What the columns of contacts are called in the files of other systems."""

from collections.abc import Mapping, Sequence

FIRST = ("first_name", "given_name")
MIDDLE = ("middle_name", "additional_name")
LAST = ("last_name", "family_name")
# what may stand in a column of titles and is no role
SALUTATIONS = frozenset("mr mrs ms miss mx dr prof sr sra srta don doña herr frau m mme".split())
ORGANISATIONS = frozenset(("organisation", "organization", "company"))


def _words(*texts: str) -> list[str]:
    return " ".join(texts).split()


# a name stands for every way to write it: Mobile Phone, mobile_phone, MobilePhone
COLUMNS: Mapping[str, Sequence[str]] = {
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
    "emails": _words(
        "email email_address work_email home_email personal_email other_email secondary_email",
        "work_email_address personal_email_address other_email_address email_company email_personal",
        "email_1 email_2 email_3 email_1_value email_2_value email_3_value",
    ),
    "phones": _words(
        "phone phone_number mobile mobile_phone mobile_phone_number work_phone work_number business_phone",
        "business_phone_2 home_phone home_phone_2 other_phone other_phone_numbers phone_company phone_mobile",
        "phone_personal primary_phone secondary_phone phone_1 phone_2 phone_3",
        "phone_1_value phone_2_value phone_3_value",
    ),
    "birthday": _words("birth_date date_of_birth"),
    "no_contact": _words(
        "email_opt_out email_opted_out has_opted_out_of_email do_not_call do_not_contact opt_out",
        "unsubscribed_from_all_email",
    ),
    "note": _words("notes description background"),
    "tags": _words("tag labels group_membership", *(f"contact_tag_{place}" for place in range(1, 10))),
    "type": (),
    "is_deleted": ("deleted",),
}
