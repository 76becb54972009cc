"""Tests of the room routine."""
