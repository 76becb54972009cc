"""The one declaration of every table, in SQLModel. Heavy to import: only at the doors, never on an everyday command."""
