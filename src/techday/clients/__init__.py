"""Clients: who is served, how often they want to hear, and how to reach them."""
