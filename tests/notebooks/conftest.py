"""Notebooks that ran, each once, against the book that the whole suite shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from credit_panel.settings import Settings
from notebooks.keeping import FOLDER, executed

Ran = Callable[[str], nbformat.NotebookNode]


@pytest.fixture(scope="session")
def ran(settings: Settings) -> Iterator[Ran]:
    """Give a notebook by its name, as it is after its first and only run; two run beside each other."""
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
        environ.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
        environ.setenv("CREDIT_PANEL_MODEL", settings.model)
        with ThreadPoolExecutor(2) as pool:
            runs = {path.stem: pool.submit(executed, path) for path in sorted(FOLDER.glob("*.ipynb"))}
            yield lambda name: runs[name].result()
            pool.shutdown(cancel_futures=True)
