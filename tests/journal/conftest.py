"""Each test of the journal runs on every kind of database that can be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import POSTGRESQL

from credit_panel.journal.journal import Journal
from journal.places import Place, place_in


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place for a journal."""
    url = request.getfixturevalue("postgres").fresh() if request.param == "postgresql" else ""
    return place_in(tmp_path, url)


@pytest.fixture
def journal(place: Place) -> Iterator[Journal]:
    """An open, empty journal."""
    journal = place.open()
    yield journal
    journal.close()
