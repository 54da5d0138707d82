"""The API says why a value is absent."""

from __future__ import annotations

from fastapi.testclient import TestClient

from credit_panel.portfolio import ServedModel

NO_CAR = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_CREDIT": 450_000,
    "AMT_INCOME_TOTAL": 150_000,
    "DAYS_BIRTH": -14_600,
    "FLAG_OWN_CAR": "N",
    "OWN_CAR_AGE": 12,
    "EXT_SOURCE_2": 0.5,
}


def test_the_wire_says_why_there_is_no_value(client: TestClient, served_model: ServedModel) -> None:
    contributions = {
        c["feature"]: c for c in client.post("/api/v1/score", json={"application": NO_CAR}).json()["contributions"]
    }
    assert contributions["OWN_CAR_AGE"]["value"] is None
    assert contributions["OWN_CAR_AGE"]["absence"] == "no_car"
    assert contributions["EXT_SOURCE_3"]["absence"] == "not_supplied"
    assert contributions["EXT_SOURCE_2"]["absence"] is None
    for client_id in served_model.portfolio.ids[:20]:
        answer = client.get(f"/api/v1/clients/{client_id}/score").json()
        assert all((c["value"] is None) == (c["absence"] is not None) for c in answer["contributions"])
