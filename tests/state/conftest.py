"""A journal of a test's own, and visitors who share it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from credit_panel.decisions.journal_log import JournalLog
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from credit_panel.state import ClientState
from credit_panel.state.deciding import DecisionState
from state.visitors import Visitor


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An empty journal."""
    settings = Settings(data_dir=tmp_path, models_dir=tmp_path, model="small")
    with closing(open_journal(settings)) as journal:
        yield journal


@pytest.fixture
def visitor(journal: Journal, served: ServedModel) -> Visitor:
    """Visitors, each with a session of their own and the first client open."""
    log = JournalLog(lambda: journal, served)

    def arrive(person: str, **more: Any) -> DecisionState:
        client = ClientState(served, int(served.portfolio.ids[0]))
        return DecisionState(lasting=lambda: log, client=client, person=person, **more)

    return arrive
