"""What the tests of the store's commands share: the day's backup is made."""

import pytest

from tests.conftest import Techday


@pytest.fixture(autouse=True)
def backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the day's backup made before its first write, as techday does."""
    monkeypatch.setattr(Techday, "backs_up", True)
