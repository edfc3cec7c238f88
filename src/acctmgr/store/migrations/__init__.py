"""One step per released schema change, never edited afterwards; read by store/migrate.py.

SQLite's batch mode copies a table from what it can read of it, and that is not all: give the step
`copy_from` with the whole table, else unnamed CHECKs and AUTOINCREMENT are gone. A step that changes
values of audited rows writes an operation for it, else `db check` finds rows that nobody changed.
"""
