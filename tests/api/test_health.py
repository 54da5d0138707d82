"""A server whose model scores otherwise than at training is not ready."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from credit_panel.api.health import health_of
from credit_panel.errors import BundleError
from credit_panel.journal.opening import current_journal
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.golden import PROBABILITY
from credit_panel.settings import Settings


def with_golden(served: ServedModel, key: str, by: float) -> ServedModel:
    """Return a served model that remembers another probability of the first golden client."""
    other = served.scorer.with_policy(served.scorer.policy)
    golden = dict(other.manifest.golden)
    golden[key] = [golden[key][0] + by, *golden[key][1:]]
    other.manifest = replace(other.manifest, golden=golden)
    return replace(served, scorer=other)


def test_a_model_that_scores_as_at_training_is_well(served: ServedModel) -> None:
    found = health_of(served)
    assert found.golden_difference <= 1e-9
    assert found.disk_free_bytes > 0


@pytest.mark.parametrize("key", [PROBABILITY, f"{PROBABILITY}_0", f"{PROBABILITY}_4"])
def test_the_final_trees_and_those_of_each_fold_are_looked_at(served: ServedModel, key: str) -> None:
    assert health_of(with_golden(served, key, 1e-10)).golden_difference == pytest.approx(1e-10, rel=0.1)
    with pytest.raises(BundleError, match="away from those at training"):
        health_of(with_golden(served, key, 1e-6))


def test_it_is_not_ready_then(
    client: TestClient, served_model: ServedModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = with_golden(served_model, PROBABILITY, 1e-6)
    monkeypatch.setattr("credit_panel.api.served.current_model", lambda: broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"].endswith(":unavailable")
    assert "1.0e-06" in caplog.text
    assert client.get("/livez").status_code == 200


def test_it_says_whether_decisions_can_be_put_on_record(
    client: TestClient,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", "off")
    assert client.get("/readyz").json()["journal"] == "off"
    file = tmp_path / "kept.journal"
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", f"sqlite:{file}")
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_KEY", str(tmp_path / "key"))
    journal = current_journal(Settings.from_env())
    before = journal.head()
    assert client.get("/readyz").json()["journal"] == "writable"
    assert journal.head() == before
    file.rename(tmp_path / "away")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
    assert "kept.journal" in caplog.text
    journal.close()
