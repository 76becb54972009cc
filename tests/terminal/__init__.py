"""A real terminal and real processes."""
