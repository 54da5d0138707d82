"""What the scoring service is asked about: the API takes it, in requests of a size that it takes, and says the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hand_made.history_files import applications_of, archive, csv, rows_of
from polars.testing import assert_frame_equal

from credit_panel.api import ROUTER
from credit_panel.api.body import MOST_BYTES_OF_BATCH
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.application_file import read_applications
from credit_panel.home_credit.history_reader import read_histories
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.application_scores import score_read
from credit_panel.portfolio.joined_histories import join_histories
from credit_panel.remote.answer import scored_rows
from credit_panel.remote.asking import MOST_AT_ONCE, MOST_BYTES, batches, sent_rows


def test_the_api_says_of_applications_with_and_without_histories_what_is_said_here(
    served_model: ServedModel, synthetic_tables: Path
) -> None:
    clients = [int(number) for number in served_model.portfolio.ids[:40]]
    rows = rows_of(synthetic_tables, clients[:30])
    upload = read_histories("all.zip", archive({f"{name}.csv": csv(frame) for name, frame in rows.items()}))
    file = read_applications(csv(applications_of(synthetic_tables, clients)))
    joined = join_histories(file.applications, upload.files)
    own = score_read(file, served_model, joined).frame
    assert own["with_histories"].sum() == 30
    sent = list(sent_rows(file.applications, joined.histories))
    assert [CLIENT in each.get("application", each) for each in sent] == [True] * 30 + [False] * 10
    app = FastAPI()
    app.include_router(ROUTER)
    told = TestClient(app).post("/api/v1/score/batch", json={"applications": sent}).json()
    found = scored_rows(told, own[CLIENT], served_model.scorer)
    assert_frame_equal(found, own.select(found.columns), abs_tol=1e-9, rel_tol=0)
    assert [each["with_histories"] for each in told["scores"]] == own["with_histories"].to_list()


def test_no_request_is_longer_than_the_api_takes() -> None:
    large = {"history": {"bureau": [{"SK_ID_BUREAU": number} for number in range(100_000)]}}
    parts = list(batches(iter([{"a": 1}, large, large, large, large, {"a": 2}])))
    assert [len(part) for part in parts] == [3, 3]
    assert max(len(json.dumps({"applications": part})) for part in parts) < MOST_BYTES_OF_BATCH
    assert MOST_BYTES < MOST_BYTES_OF_BATCH


@pytest.mark.parametrize(("count", "parts"), [(0, []), (1, [1]), (1_000, [1_000]), (1_001, [1_000, 1])])
def test_no_more_are_asked_for_at_once_than_the_api_takes(count: int, parts: list[int]) -> None:
    assert [len(part) for part in batches({"a": number} for number in range(count))] == parts
    assert MOST_AT_ONCE == 1_000
