"""Handovers: what a technician gives to a colleague, who accepts it by name, and what a colleague gives to them."""
