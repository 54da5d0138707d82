"""A portfolio that changes under the server is told to every page that is open, and to those opened later."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

from bokeh.document import Document

from credit_panel.errors import CreditPanelError
from credit_panel.pages.portfolio_watch import watch
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings


class Page:
    """A page that notes what it has to give up for."""

    def __init__(self, served: ServedModel) -> None:
        self.document = Document()
        watch(served, self.document, self.give_up)

    def give_up(self, error: CreditPanelError) -> None:
        """Give up."""

    def told(self) -> bool:
        """Return whether the page was told within ten seconds."""
        for _ in range(100):
            if self.document.session_callbacks:
                return True
            time.sleep(0.1)
        return False


def test_pages_opened_after_the_first_alarm_are_told_too(settings: Settings, tmp_path: Path) -> None:
    copied = replace(settings, data_dir=tmp_path / "data")
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    served = ServedModel.open(copied)
    first = Page(served)
    time.sleep(1.5)
    assert not first.document.session_callbacks
    history = next((copied.portfolio_dir() / "histories").glob("*/*.parquet"))
    history.write_bytes(history.read_bytes()[:500])
    assert first.told()
    assert Page(served).told()
