"""A visitor's application: scored as the API scores it, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import pytest

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import FIELDS, REQUIRED_FIELDS
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import reasons_of
from credit_panel.scoring.elsewhere import Elsewhere, Scored, ServiceError
from credit_panel.scoring.explanation import Value
from credit_panel.state.application import ApplicationState
from credit_panel.state.asked_fields import FIRST_ASKED, asked_fields
from credit_panel.state.background import at_once

GOOD = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_INCOME_TOTAL": 150_000.0,
    "AMT_CREDIT": 450_000.0,
    "DAYS_BIRTH": -14_600,
}


@pytest.fixture
def state(served: ServedModel) -> ApplicationState:
    return ApplicationState(served)


def test_an_empty_application_needs_the_required_fields_and_nothing_is_wrong(state: ApplicationState) -> None:
    assert set(state.needed) == set(REQUIRED_FIELDS)
    assert state.wrong == ()
    assert (state.explanation, state.current) == (None, False)


def test_the_score_is_that_of_the_book_as_soon_as_it_can_be(state: ApplicationState, served: ServedModel) -> None:
    for name, value in GOOD.items():
        assert state.explanation is None
        state.enter({name: value})
    assert state.explanation == served.explain_application(GOOD)
    state.enter({"EXT_SOURCE_2": 0.1})
    assert state.explanation.probability == served.explain_application({**GOOD, "EXT_SOURCE_2": 0.1}).probability
    state.enter({"EXT_SOURCE_2": None})
    assert state.explanation == served.explain_application(GOOD)
    assert set(state.points_otherwise()) <= {reason.theme for reason in reasons_of(state.explanation).adverse}


def test_what_cannot_be_used_is_told_field_by_field_and_the_last_score_stays(state: ApplicationState) -> None:
    state.enter(GOOD)
    last = state.explanation
    state.enter({"AMT_CREDIT": 1.0, "NAME_CONTRACT_TYPE": "=cmd()"}, {"AMT_ANNUITY": "12 mi"})
    assert [(p.field, p.kind) for p in state.wrong] == [
        ("NAME_CONTRACT_TYPE", "level"),
        ("AMT_CREDIT", "bounds"),
        ("AMT_ANNUITY", "number"),
    ]
    assert (state.explanation, state.current) == (last, False)
    assert state.unread == {"AMT_ANNUITY": "12 mi"}
    state.enter({**GOOD, "AMT_ANNUITY": None})
    assert (state.explanation, state.current, state.unread) == (last, True, {})


def test_a_text_that_cannot_be_read_takes_the_place_of_the_value(state: ApplicationState) -> None:
    state.enter(GOOD)
    state.enter({}, {"AMT_CREDIT": "x"})
    assert "AMT_CREDIT" not in state.values
    assert [p.field for p in state.problems] == ["AMT_CREDIT"]
    with pytest.raises(KeyError):
        state.enter({"CODE_GENDER": "F"})


def test_a_client_s_raw_fields_are_copied_and_their_history_is_not(
    state: ApplicationState, served: ServedModel
) -> None:
    client_id = int(served.portfolio.ids[0])
    state.enter({}, {"AMT_CREDIT": "half typed"})
    assert not state.start_from("12x")
    assert (state.unknown, state.unread) == ("12x", {"AMT_CREDIT": "half typed"})
    assert state.start_from(str(client_id))
    row = served.portfolio.client(client_id).select(RAW_FIELDS).row(0, named=True)
    assert (state.origin, state.unknown, state.unread) == (client_id, "", {})
    assert state.explanation.probability == pytest.approx(served.explain_application(row).probability, abs=1e-9)
    assert state.explanation.client_id is None
    state.clear()
    assert (state.values, state.origin, state.explanation) == ({}, None, None)


def test_only_fields_that_the_model_may_use_are_asked(served: ServedModel) -> None:
    asked = asked_fields(served)
    assert set(FIRST_ASKED) <= set(asked)
    assert all(FIELDS[name].excluded is None for name in set(asked) - set(served.scorer.features))
    clients = pl.read_parquet(served.portfolio.folder / "applications.parquet").select(asked).head(20)
    state = ApplicationState(served)
    for row in clients.iter_rows(named=True):
        state.enter(row)
        assert state.problems == ()


@pytest.mark.parametrize("name", ["values", "unread", "problems", "explanation", "current", "origin"])
def test_what_belongs_together_is_not_set_alone(served: ServedModel, name: str) -> None:
    state = ApplicationState(served)
    state.enter(GOOD)
    before = state.param.values()
    other = {"values": {}, "unread": {"AMT_CREDIT": "x"}, "problems": (1,), "current": False, "origin": 100_002}
    with pytest.raises(TypeError, match="cannot be modified"):
        setattr(state, name, other.get(name))
    assert state.param.values() == before


class Later:
    """Runs nothing until it is told to, and then what was asked for, in the order that is given."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        self.asked.append((work, finish))

    def run(self, *places: int) -> None:
        for place in places:
            at_once(*self.asked[place])


def elsewhere(served: ServedModel) -> Elsewhere:
    def score(application: Mapping[str, Value], features: pl.DataFrame) -> Scored:
        return Scored(served.explain_application(application), {"debts": 1.0})

    return score


def test_what_another_server_scores_comes_when_it_comes(served: ServedModel) -> None:
    later = Later()
    state = ApplicationState(served, elsewhere=elsewhere(served), background=later)
    state.enter(GOOD)
    assert (state.explanation, state.current, state.asked) == (None, False, True)
    state.enter({"AMT_CREDIT": 300_000.0})
    later.run(1, 0)
    assert state.explanation == served.explain_application({**GOOD, "AMT_CREDIT": 300_000.0})
    assert (state.current, state.asked) == (True, False)
    assert state.points_otherwise() == {"debts": 1.0}
    state.enter({"AMT_CREDIT": 200_000.0})
    state.enter({"AMT_CREDIT": None})
    later.run(2)
    assert (state.current, state.asked, state.needed) == (False, False, ("AMT_CREDIT",))
    state.clear()
    assert (state.explanation, state.points_otherwise()) == (None, {})


def test_a_service_that_fails_is_told_and_keeps_what_was_typed(served: ServedModel) -> None:
    faults = ["unreachable"]

    def score(application: Mapping[str, Value], features: pl.DataFrame) -> Scored:
        if faults:
            raise ServiceError("unreachable", "It does not answer.")
        return elsewhere(served)(application, features)

    state = ApplicationState(served, elsewhere=score)
    state.enter(GOOD)
    assert (state.trouble, state.current, state.asked, state.values) == ("unreachable", False, False, GOOD)
    state.enter({"EXT_SOURCE_2": 0.4})
    state.ask_again()
    assert (state.trouble, state.values["EXT_SOURCE_2"]) == ("unreachable", 0.4)
    faults.clear()
    state.ask_again()
    assert (state.trouble, state.current) == ("", True)
    assert state.explanation == served.explain_application(state.values)
