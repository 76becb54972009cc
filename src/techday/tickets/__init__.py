"""Tickets: their queue, their life, and the clocks that run on them."""
