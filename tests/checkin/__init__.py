"""Tests of the room of the check-in."""
