"""The words for where an invoice or credit note stands."""

# as of today: what is dated later is coming, whatever its column says
STATUSES = ("draft", "coming", "open", "part_paid", "paid", "credited", "void", "written_off")
