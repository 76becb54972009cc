"""Service levels: what clients are promised, by priority."""
