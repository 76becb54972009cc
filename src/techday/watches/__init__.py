"""Watches: what is looked at for clients again and again, and what was seen each time."""
