"""Clients, deals, invoices and a double-entry ledger in one file, from the shell."""

__version__ = "0.3.0"
