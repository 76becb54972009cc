"""Tests of the room calendars."""
