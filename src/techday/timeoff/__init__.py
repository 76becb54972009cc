"""Time off: asked for, decided, and verified to stand on the schedule."""
