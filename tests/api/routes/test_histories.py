"""A history over REST is the past that the page draws."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.history.past import past_of


def test_it_is_the_past_of_the_page(client: TestClient, served_model: ServedModel) -> None:
    seen = {"instalments": 0, "cards": 0, "arrears": 0}
    for number in served_model.portfolio.ids[::60]:
        past = past_of(served_model.portfolio.history.events(int(number)))
        told = client.get(f"/api/v1/clients/{number}/history").json()
        assert told["events"] == past.events
        assert [(c["start"], c["status"], c["amount"]) for c in told["credits"]] == [
            (c.start, c.status, c.amount) for c in past.credits
        ]
        assert [a["day"] for a in told["applications"]] == [a.day for a in past.applications]
        for sent, own in zip(told["arrears"], past.arrears, strict=True):
            assert [m["month"] for m in sent["months"]] == own.months.tolist()
            assert [m["level"] for m in sent["months"]] == own.levels.tolist()
        if past.instalments is not None:
            assert [m["left_out"] for m in told["instalments"]] == pytest.approx(past.instalments.left_out.tolist())
        if past.card is not None:
            assert [m["below"] for m in told["cards"]] == past.card.below.tolist()
            assert all((m["use"] is None) == (m["limit"] <= 0) for m in told["cards"])
        for name in seen:
            seen[name] += bool(told[name])
    assert all(seen.values()), f"no client of the sample had any of {seen}"
