"""Lines, totals, numbering, payments, allocation, aging: shared by invoices, bills and quotes."""
