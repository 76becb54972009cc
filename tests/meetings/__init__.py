"""Tests of the room watches."""
