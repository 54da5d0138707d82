"""Every state of the pages is reached and sound with a model that was trained elsewhere, and has no interval."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hand_made.imported_model import import_model

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.conftest import Visit
from pages.serving import serving
from pages.test_accessibility import HERE, walk

pytestmark = [pytest.mark.ui, pytest.mark.slow]


@pytest.fixture(scope="module")
def elsewhere(synthetic_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return import_model(tmp_path_factory.mktemp("elsewhere"), synthetic_tables)


@pytest.fixture(scope="module")
def server(elsewhere: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with serving(elsewhere, log) as address:
        yield address
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("name", ["client", "application", "portfolio", "model"])
def test_every_state_of_a_page_is_sound(visit: Visit, elsewhere: Settings, tmp_path: Path, name: str) -> None:
    assert walk(visit, ServedModel.open(elsewhere), tmp_path, name, HERE) == {}
