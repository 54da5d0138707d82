"""A file of users, and a clock that goes when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from credit_panel.access.store import Store

if TYPE_CHECKING:
    from access.guarded import Guarded
    from access.provided import RunningProvider
    from credit_panel.settings import Settings

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


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server that asks for a login, and whose log holds no secret and no traceback at the end."""
    from access.guarded import guarded

    with guarded(settings, tmp_path_factory.mktemp("guarded")) as running:
        yield running
    said = (running.folder / "log.txt").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert PASSWORD not in said


@pytest.fixture(scope="session")
def running_provider() -> Iterator[RunningProvider]:
    """A provider of OpenID Connect."""
    from access.provided import provider

    with provider() as running:
        yield running


@pytest.fixture(scope="session")
def openid(
    settings: Settings, running_provider: RunningProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guarded]:
    """A server to which people log in at the provider."""
    from access.provided import provided

    with provided(settings, tmp_path_factory.mktemp("openid"), running_provider.issuer) as running:
        yield running
