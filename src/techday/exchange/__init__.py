"""What comes in from outside and goes out: every value validated at the door."""
