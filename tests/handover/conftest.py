"""The fixture that tests of handovers share."""

from tests.two_stores import two

__all__ = ["two"]
