"""What the API tells of fields, model and percentiles is what the catalogue and the manifest hold."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from credit_panel.api.routes.percentiles import COMPARED, MOST_COMPARED
from credit_panel.home_credit import REQUIRED_FIELDS
from credit_panel.home_credit.applications import validate_application
from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.portfolio import ServedModel


def test_every_field_is_listed_with_what_the_catalogue_says(client: TestClient, served_model: ServedModel) -> None:
    listed = client.get("/api/v1/fields").json()["fields"]
    assert [entry["name"] for entry in listed] == list(FIELDS)
    for entry in listed:
        known = FIELDS[entry["name"]]
        assert entry["label"] == dict(known.label)
        assert (entry["excluded"], entry["lever"], entry["minimum"]) == (known.excluded, known.lever, known.minimum)
        assert [category["code"] for category in entry["categories"]] == list(CATEGORIES.get(known.name, {}))
    scorer = served_model.scorer
    read = {*scorer.features, *scorer.without_histories.features}
    assert {entry["name"] for entry in listed if entry["in_model"]} == read
    assert {entry["name"] for entry in listed if entry["required"]} == set(REQUIRED_FIELDS)
    validate_application({entry["name"]: None for entry in listed if entry["in_application"]}, partial=True)


def test_the_model_is_that_of_the_manifest(client: TestClient, served_model: ServedModel) -> None:
    manifest, told = served_model.scorer.manifest, client.get("/api/v1/model").json()
    assert [feature["name"] for feature in told["features"]] == list(manifest.features)
    assert (told["version"], told["identity"]) == (manifest.version, served_model.identity)
    assert told["files"] == dict(manifest.files)
    assert "CODE_GENDER" in told["excluded"]["protected"]
    metrics = client.get("/api/v1/model/metrics").json()
    assert (metrics["auc"], metrics["ece"]) == (manifest.metrics["auc"], manifest.metrics["ece"])
    assert len(metrics["reliability"]) == len(manifest.metrics["reliability"])


def test_clients_are_compared_by_whatever_may_be(client: TestClient, served_model: ServedModel) -> None:
    address = f"/api/v1/clients/{served_model.portfolio.ids[2]}/percentiles"
    for start in range(0, len(COMPARED), MOST_COMPARED):
        names = list(COMPARED[start : start + MOST_COMPARED])
        told = client.get(address, params={"features": names}).json()["percentiles"]
        assert [each["feature"] for each in told] == names
        for each in told:
            assert each["below"] + each["same"] + each["above"] <= each["known"] <= each["clients"]
            assert each["rank"] is None or 0 <= each["rank"] <= 1


def test_too_many_features_are_told_as_such_and_not_as_too_long_an_address(
    client: TestClient, served_model: ServedModel
) -> None:
    longest = sorted(COMPARED, key=len)[-2 * MOST_COMPARED :]
    answer = client.get(f"/api/v1/clients/{served_model.portfolio.ids[2]}/percentiles", params={"features": longest})
    assert len(answer.request.url.raw_path) <= 4_096
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "query.features")


@pytest.mark.parametrize("name", ["CODE_GENDER", "OBS_30_CNT_SOCIAL_CIRCLE", "nothing", ""])
def test_nobody_is_compared_by_what_is_left_out(client: TestClient, served_model: ServedModel, name: str) -> None:
    address = f"/api/v1/clients/{served_model.portfolio.ids[2]}/percentiles"
    answer = client.get(address, params={"features": ["AMT_CREDIT", name]})
    assert answer.status_code == 422
    assert [found["field"] for found in answer.json()["fields"]] == ["query.features.1"]
