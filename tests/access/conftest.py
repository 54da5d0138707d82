"""A file of users, and a clock that goes when it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit_panel.access.store import Store

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "users.sqlite")
