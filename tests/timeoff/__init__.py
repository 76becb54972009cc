"""Tests of the room time off."""
