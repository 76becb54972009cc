"""Escalations: tickets handed up, with why and what was tried."""
