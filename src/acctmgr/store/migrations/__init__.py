"""One step per released schema change, never edited afterwards; read by store/migrate.py."""
