"""Tests of the room timecard."""
