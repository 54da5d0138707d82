"""A tried cost ratio counts the training clients as the policy does, and changes nothing that is shipped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome, Policy
from credit_panel.state.model_held_out import held_out_of
from credit_panel.state.model_policy import LEAST, MOST, PolicyState


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(ratio=st.floats(LEAST, MOST))
def test_every_client_is_counted_once(served: ServedModel, ratio: float) -> None:
    state = PolicyState(served)
    assert state.try_ratio(ratio)
    effect, held_out = state.effect(), state.held_out
    assert sum(effect.repaid.values()) + sum(effect.defaulted.values()) == len(held_out.target)
    assert sum(effect.defaulted.values()) == held_out.target.sum()
    moved = sum(swap.count for swap in state.swaps())
    outcomes = served.scorer.proposals(held_out.scores, Policy(ratio))
    assert moved == int(np.sum(outcomes != held_out.scores.outcome))
    assert state.shipped == served.scorer.policy


def test_the_cost_is_the_mean_of_the_errors_of_each_client(served: ServedModel) -> None:
    state = PolicyState(served)
    state.try_ratio(7.5)
    scores, target = state.held_out.scores, state.held_out.target
    errors = np.where(scores.probability > state.policy.threshold, 1 - target, 7.5 * target)
    assert state.effect().cost == pytest.approx(errors.mean())


def test_a_higher_ratio_accepts_fewer(served: ServedModel) -> None:
    state = PolicyState(served)
    accepted = []
    for ratio in (2.0, 5.0, 10.0, 20.0):
        state.try_ratio(ratio)
        accepted.append(state.effect().accepted)
    assert accepted == sorted(accepted, reverse=True)


def test_a_ratio_out_of_bounds_is_refused_and_the_last_good_one_counts(served: ServedModel) -> None:
    state = PolicyState(served)
    assert not state.try_ratio(0.2)
    assert (state.refusal, state.cost_ratio) == ("bounds", 10.0)
    assert not state.try_ratio(float("nan"))
    assert state.try_ratio(20)
    assert (state.refusal, state.cost_ratio) == ("", 20.0)


def test_the_address_holds_a_tried_ratio_and_what_cannot_be_tried_is_passed_over(served: ServedModel) -> None:
    state = PolicyState(served)
    nothing = {"ratio": "", "review": "", "missing": ""}
    assert state.address == nothing
    state.try_ratio(7.25)
    state.review_level, state.review_missing_scores = 0.8, False
    assert state.address == {"ratio": "7.25", "review": "0.8", "missing": "accept"}
    other = PolicyState(served)
    other.follow_address(state.address)
    assert other.policy == state.policy
    for bad in ("", "a lot", "nan", "inf", "-3", "101", "1e400", "<b>"):
        other.follow_address(state.address)
        other.follow_address(dict.fromkeys(nothing, bad))
        assert (other.policy, other.refusal, other.address) == (state.shipped, "", nothing), bad
    other.follow_address({"review": "0.3"})  # the page offers no such level
    assert other.policy == state.shipped


def test_the_training_clients_are_counted_once_a_book(served: ServedModel) -> None:
    assert held_out_of(served) is held_out_of(served)
    assert held_out_of(served).fairness["age_band"][0].group == "<30"
    assert {g.group for g in held_out_of(served).fairness["CODE_GENDER"]} == {"F", "M"}
    assert sum(PolicyState(served).shipped_effect().repaid[one] for one in Outcome) == int(
        np.sum(held_out_of(served).target == 0)
    )


def test_a_higher_review_level_sends_more_to_review_and_errs_less(served: ServedModel) -> None:
    state = PolicyState(served)
    effects = state.review_effects()
    for effect in effects:
        assert sum(effect.share.values()) == pytest.approx(1)
    shares = [effect.share[Outcome.REVIEW] for effect in effects]
    assert shares == sorted(shares)
    assert shares[-1] > shares[1] > shares[0] > 0
    shipped = next(effect for effect in effects if effect.level == state.shipped.review_level)
    assert shipped.share[Outcome.REVIEW] == pytest.approx(np.mean(state.held_out.scores.outcome == Outcome.REVIEW))
    assert effects[-1].default_rate[Outcome.ACCEPT] < effects[0].default_rate[Outcome.ACCEPT]


def test_what_is_tried_of_reviews_moves_all_figures(served: ServedModel) -> None:
    state = PolicyState(served)
    shipped = state.effect()
    assert (state.policy, shipped) == (served.scorer.policy, state.shipped_effect())
    state.param.update(review_missing_scores=False, review_level=0)
    assert state.review_effects()[0].share[Outcome.REVIEW] == state.effect().reviewed == 0
    assert shipped.reviewed == pytest.approx(np.mean(state.held_out.scores.outcome == Outcome.REVIEW))
    assert sum(swap.count for swap in state.swaps() if swap.before is Outcome.REVIEW) == round(
        shipped.reviewed * len(state.held_out.target)
    )
    with pytest.raises(ValueError, match="review_level"):
        state.review_level = 0.96
