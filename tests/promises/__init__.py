"""Promises: what clients were promised, and by when."""
