"""The end of a shift as one walk."""
