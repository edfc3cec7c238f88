"""What the columns of deals are called in the files of other systems, and what they call won and lost."""

from collections.abc import Mapping, Sequence

from acctmgr.exchange.vocabulary_rules import vocabulary

# a name stands for every way to write it; where several are filled the first counts
_COLUMNS = {
    "key": "record_id deal_id opportunity_id",
    "name": "deal_name opportunity_name potential_name",
    "client": (
        "associated_company company company_name account account_name organization organisation organization_name"
        " organisation_name customer account_id account_name.id company_id organization_id associated_company_ids"
    ),
    "stage": "deal_stage stage_name sales_stage pipeline_stage pipeline_current_stage",
    "amount": "deal_value value bid_amount income",
    "currency": "currency_iso_code currency_id bid_currency",
    "probability": "probability_% probability(%)",
    "opened_on": "create_date created_date created_at created_time created creation_date date_created start_date",
    "closed_on": "closed_date actual_close_date date_closed",
    "expected_on": (
        "expected_close_date expected_close expected_closure_date forecast_close_date assumed_close_date"
        " fecha_prevista_de_cierre"
    ),
    # when it was closed, or will be: which of the two, its stage says
    "close_date": "closing_date closedate fecha_de_cierre",
    "owner": "deal_owner opportunity_owner sales_owner responsible responsible_person",
    "source": "lead_source",
    "note": "notes description comment details",
    "lost_reason": "reason_for_loss loss_reason closed_lost_reason",
}
COLUMNS: Mapping[str, Sequence[str]] = {field: names.split() for field, names in _COLUMNS.items()}
FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}
# the kind of stage that a word means, where the book has but one stage of that kind
CLOSED = vocabulary(
    {
        "won": (
            "won|closed won|deal won|won deal|ganada|ganado|cerrada ganada|cerrado ganado|ganha|ganho|fechado ganho"
            "|gagnée|gagné|gewonnen|abgeschlossen und gewonnen|closedwon"
        ),
        "lost": (
            "lost|closed lost|deal lost|lost deal|perdida|perdido|cerrada perdida|cerrado perdido|fechado perdido"
            "|perdue|perdu|verloren|abgeschlossen und verloren|closedlost"
        ),
    }
)


def by_field(cells: Mapping[str, str]) -> dict[str, str]:
    """A row by our own fields, whatever its columns are called."""
    row: dict[str, str] = {field: text for field, text in cells.items() if field not in FIELD_OF}
    for name, field in FIELD_OF.items():
        if name in cells:
            row.setdefault(field, cells[name])
    return row
