"""The fixture that tests of taking over share."""

from tests.two_stores import two

__all__ = ["two"]
