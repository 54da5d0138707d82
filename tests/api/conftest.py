"""The API as an application of its own, without pages, over the small portfolio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from credit_panel.api import ROUTER
from credit_panel.portfolio import ServedModel


@pytest.fixture
def client(served_model: ServedModel) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        yield client
