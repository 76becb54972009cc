"""The store and the settings: undo, backups, import, configuration, set-up."""
