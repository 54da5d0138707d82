"""One probability for one application: over REST, on the page, in a notebook and in a batch, to 1e-9."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import credit_panel as cp
from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.home_credit.applications import field_problems
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.levers import LEVERS
from credit_panel.state import ClientState, ScenarioState
from credit_panel.state.application import ApplicationState
from credit_panel.state.comparison import ComparisonState

NUMBERS = ("probability", "low", "high", "points")
EXACT = 1e-9

many = settings(max_examples=20, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
of_clients = given(place=st.integers(0, 999))


def same_decision(answer: dict[str, object], explanation: cp.Explanation) -> None:
    for name in (*NUMBERS, "threshold", "base_points"):
        assert answer[name] == pytest.approx(getattr(explanation, name), abs=EXACT)
    assert (answer["grade"], answer["outcome"]) == (explanation.grade, explanation.outcome)
    assert answer["held_out"] == explanation.held_out
    sent = answer["contributions"]
    assert isinstance(sent, list)
    assert [(c["feature"], c["value"]) for c in sent] == [(c.feature, c.value) for c in explanation.contributions]
    theirs = [c.points for c in explanation.contributions]
    assert [c["points"] for c in sent] == pytest.approx(theirs, abs=EXACT)
    total = explanation.base_points + math.fsum(c["points"] for c in sent)
    assert total == pytest.approx(answer["points"], abs=1e-6)


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_a_thousand_clients_are_scored_alike(client: TestClient, served_model: ServedModel, step: int) -> None:
    """Listed, and as the page opens them: each eighth, or all."""
    state, cursor, listed = ClientState(served_model), None, []
    while len(listed) < 1_000:
        page = client.get("/api/v1/clients", params={"limit": 200} | ({"cursor": cursor} if cursor else {})).json()
        listed += page["clients"]
        cursor = page["next_cursor"]
    for each in listed[:1_000:step]:
        state.client_id = each["client_id"]
        for name in NUMBERS:
            assert each[name] == pytest.approx(getattr(state.explanation, name), abs=EXACT)
        told = (state.explanation.grade, state.explanation.outcome, state.explanation.held_out)
        assert (each["grade"], each["outcome"], each["held_out"]) == told


@many
@of_clients
def test_a_client_is_scored_as_all_at_once(client: TestClient, served_model: ServedModel, place: int) -> None:
    """The route reads the columns that an explanation needs and no others; nothing that it says may change by that."""
    check_scored_as_all_at_once(client, served_model, place)


@pytest.mark.long
@settings(many, max_examples=150)
@of_clients
def test_so_is_any_client_of_many(client: TestClient, served_model: ServedModel, place: int) -> None:
    check_scored_as_all_at_once(client, served_model, place)


def check_scored_as_all_at_once(client: TestClient, served_model: ServedModel, place: int) -> None:
    number = int(served_model.portfolio.ids[place])
    answer = client.get(f"/api/v1/clients/{number}/score").json()
    same_decision(answer, next(all_explained(served_model, place)))
    row = served_model.portfolio.client(number)
    assert served_model.explain_client(number) == served_model.scorer.explain_one(row, client_id=number)
    of_batch = cp.score([number, *served_model.portfolio.ids[:30]], served=served_model)
    for name in NUMBERS:
        assert answer[name] == pytest.approx(of_batch[name][0], abs=EXACT)


def all_explained(served: ServedModel, place: int) -> Iterator[cp.Explanation]:
    """Explain a client and those who come after, whole rows of them, at once."""
    rows = served.portfolio.select(served.portfolio.ids[place : place + 40], None)
    return served.scorer.explain_each(rows, rows[CLIENT].to_list())


@many
@of_clients
def test_a_client_is_told_as_on_the_page(client: TestClient, served_model: ServedModel, place: int) -> None:
    number = int(served_model.portfolio.ids[place])
    state = ClientState(served_model, number)
    assert state.explanation is not None
    base = f"/api/v1/clients/{number}"
    same_decision(client.get(f"{base}/score").json(), state.explanation)
    told = client.get(f"{base}/explanation", headers={"accept-language": "en"}).json()
    same_decision(told, state.explanation)
    words = cp.scoring.paragraph(state.explanation, cp.translator("en"), state.points_otherwise())
    assert told["paragraph"] == list(words)
    compared = ComparisonState(client=state, cohort=cp.CohortState(served_model))
    ranks = client.get(f"{base}/percentiles").json()["percentiles"]
    assert [(r["feature"], r["rank"], r["typical"]) for r in ranks] == [
        (r.feature, r.rank, r.typical) for r in compared.percentile_ranks()
    ]
    similar = client.get(f"{base}/neighbours").json()["neighbours"]
    assert [found["client_id"] for found in similar] == compared.similar.tolist()


@many
@given(place=st.integers(0, 999), factor=st.floats(0.5, 1.5), lever=st.sampled_from(LEVERS), settled=st.floats(0, 1))
def test_a_what_if_is_that_of_the_page(
    client: TestClient, served_model: ServedModel, place: int, factor: float, lever: str, settled: float
) -> None:
    number = int(served_model.portfolio.ids[place])
    state = ScenarioState(client=ClientState(served_model, number))
    own = state.own(lever)
    changes = {} if lever == cp.scoring.SETTLED_DEBT or own is None else {lever: round(own * factor)}
    if field_problems(changes, partial=True):
        return
    state.restore(cp.scoring.Scenario(changes, settled))
    body = {"changes": changes, "settled_debt": settled, "along": lever}
    answer = client.post(f"/api/v1/clients/{number}/what-if", json=body).json()
    assert state.result is not None
    same_decision(answer["before"], state.result.before)
    same_decision(answer["after"], state.result.after)
    assert answer["differences"]["points"] == pytest.approx(state.result.points, abs=EXACT)
    assert answer["settled_debt"] == state.scenario.settled_debt
    state.lever = lever
    along = state.curve()
    assert along is not None
    drawn = answer["curve"]["values"]
    assert [point["value"] for point in drawn] == along.values.tolist()
    np.testing.assert_allclose([point["probability"] for point in drawn], along.scores.probability, atol=EXACT)


@pytest.mark.parametrize("place", range(0, 2_500, 250))
def test_ways_to_acceptance_are_those_of_the_page(client: TestClient, served_model: ServedModel, place: int) -> None:
    number = int(served_model.portfolio.ids[place])
    state = ScenarioState(client=ClientState(served_model, number))
    state.propose()
    sent = client.get(f"/api/v1/clients/{number}/recourse").json()["proposals"]
    assert [(p["changes"], p["settled_debt"], p["standing"]) for p in sent] == [
        (dict(p.scenario.changes), p.scenario.settled_debt, p.standing) for p in state.proposals or ()
    ]
    for proposal in sent:
        after = client.post(
            f"/api/v1/clients/{number}/what-if",
            json={"changes": proposal["changes"], "settled_debt": proposal["settled_debt"]},
        ).json()["after"]
        assert after["probability"] == pytest.approx(proposal["probability"], abs=EXACT)
        assert after["outcome"] == "accept"


def test_an_application_is_scored_alike_alone_in_a_batch_a_notebook_and_on_the_page(
    client: TestClient, served_model: ServedModel
) -> None:
    rows = served_model.portfolio.select(None, RAW_FIELDS).head(1_000)
    applications = [
        {name: value for name, value in row.items() if value is not None} for row in rows.iter_rows(named=True)
    ]
    batch = client.post("/api/v1/score/batch", json={"applications": applications}).json()
    assert batch["refused"] == []
    assert [row["row"] for row in batch["scores"]] == list(range(1_000))
    notebook = cp.score(rows, served=served_model)
    for name in NUMBERS:
        np.testing.assert_allclose([row[name] for row in batch["scores"]], notebook[name], atol=EXACT, rtol=0)
    assert [row["outcome"] for row in batch["scores"]] == notebook["outcome"].to_list()
    page = ApplicationState(served_model)
    for place in range(0, 1_000, 50):
        alone = client.post("/api/v1/score", json={"application": applications[place]}).json()
        assert alone["probability"] == pytest.approx(batch["scores"][place]["probability"], abs=EXACT)
        page.enter({name: applications[place].get(name) for name in page.fields})
        assert page.current
        assert page.explanation is not None
        same_decision(alone, page.explanation)


def test_rows_of_a_batch_fail_alone(client: TestClient, served_model: ServedModel) -> None:
    good = served_model.portfolio.select(None, RAW_FIELDS).row(3, named=True)
    bad = good | {"AMT_CREDIT": "much", "DAYS_BIRTH": 5, "SHOE_SIZE": 42}
    sent = [good, bad, {}, good | {CLIENT: 77}, {TARGET: 1}]
    answer = client.post("/api/v1/score/batch", json={"applications": sent}).json()
    assert [(row["row"], row["client_id"]) for row in answer["scores"]] == [(0, None), (3, 77)]
    assert [row["row"] for row in answer["refused"]] == [1, 2, 4]
    assert {p["field"] for p in answer["refused"][0]["problems"]} == {"AMT_CREDIT", "DAYS_BIRTH", "SHOE_SIZE"}
    assert {p["field"] for p in answer["refused"][1]["problems"]} == set(cp.home_credit.REQUIRED_FIELDS)
    nobody = client.post("/api/v1/score/batch", json={"applications": [{}]}).json()
    assert (nobody["scores"], len(nobody["refused"])) == ([], 1)


@pytest.mark.parametrize("rows", [[], [{}] * 1_001, [3], None])
def test_a_batch_is_a_list_of_up_to_a_thousand_objects(client: TestClient, rows: object) -> None:
    answer = client.post("/api/v1/score/batch", json={"applications": rows})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"].startswith("body.applications")


def test_the_summary_is_that_of_the_page(client: TestClient, served_model: ServedModel) -> None:
    answer, whole = client.get("/api/v1/portfolio/summary").json(), cp.cohort_figures(served_model, None).whole
    assert answer["clients"] == whole.count == len(served_model.portfolio)
    assert answer["outcomes"] == {str(outcome): share for outcome, share in whole.outcomes.items()}
    assert answer["points"] == whole.points
    assert sum(answer["grades"].values()) == whole.count
    drift = cp.drift_of_test(served_model)
    sent = client.get("/api/v1/model/drift").json()
    assert [(f["feature"], f["index"]) for f in sent["features"]] == [(d.feature, d.index) for d in drift.drifts]
