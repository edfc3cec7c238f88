"""Clients and vendors: who we deal with."""
