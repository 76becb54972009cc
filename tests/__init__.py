"""Tests of techday."""
