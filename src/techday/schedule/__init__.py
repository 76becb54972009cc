"""The schedule: what is planned, what was acknowledged of it, and what has changed since."""
