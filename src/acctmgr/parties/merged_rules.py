"""How SQL sees through merges: documents, payments and postings name for ever the party that they named first."""

# the ids of a party: its own, and those of what was merged into it
SAME_PARTY = "SELECT id FROM party WHERE id = :party_id OR merged_into_id = :party_id"


def joined_party(column: str) -> str:
    """SQL that joins `party` to a column with the id of one: the kept party where that one was merged away."""
    return f"""JOIN party AS named_party ON named_party.id = {column}
      JOIN party ON party.id = COALESCE(named_party.merged_into_id, named_party.id)"""
