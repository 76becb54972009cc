"""Messages: what is written to clients and colleagues, from templates."""
