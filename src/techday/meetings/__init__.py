"""Meetings of the start and the end of a shift, of Monday, and others: timed, with what was noted and decided."""
