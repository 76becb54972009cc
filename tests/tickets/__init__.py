"""Tests of the room tickets."""
