"""What clients owe: invoices, credit notes and the payments that settle them."""
