"""Screens that gather many rooms into one view."""
