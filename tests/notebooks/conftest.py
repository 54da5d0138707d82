"""Notebooks that ran, each once in the whole run, against the portfolio that the whole suite shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from made_once import made_once

from credit_panel.settings import Settings
from notebooks.keeping import FOLDER, executed

Ran = Callable[[str], nbformat.NotebookNode]


@pytest.fixture(scope="session")
def ran(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Give a notebook by its name, as it is after its first and only run."""

    def run(name: str) -> nbformat.NotebookNode:
        def make(folder: Path) -> None:
            nbformat.write(executed(FOLDER / f"{name}.ipynb"), folder / "ran.ipynb")

        return nbformat.read(made_once(tmp_path_factory, name, make) / "ran.ipynb", as_version=4)

    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
        environ.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
        environ.setenv("CREDIT_PANEL_MODEL", settings.model)
        yield run
