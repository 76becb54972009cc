"""Visits to clients, from the way there to the call home after them."""
