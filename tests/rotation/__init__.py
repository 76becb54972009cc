"""Tests of the room rotation."""
