"""The time card: time as it was worked, in seconds."""
