"""Accounts, entries, postings and balances: the double-entry ledger."""
