"""The store: one SQLite file, reached with plain SQL through the standard library."""
