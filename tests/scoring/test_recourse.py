from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring import Bundle, Outcome, Policy, Scorer
from credit_panel.scoring.plans import AMOUNT_STEP, LONGEST, SHORTEST, TERM_STEP, Lever, Request, Step, finer, plans
from credit_panel.scoring.recourse import Proposal, recourse
from credit_panel.scoring.scenario import DEBTS, features_after


@pytest.fixture(scope="module")
def refused(scorer: Scorer, features: pl.DataFrame) -> pl.DataFrame:
    scores = scorer.score(features)
    near = (scores.outcome != Outcome.ACCEPT) & (scores.probability < 0.13)
    return features.filter(pl.Series(near)).head(12)


@pytest.fixture(scope="module")
def found(scorer: Scorer, refused: pl.DataFrame) -> list[tuple[pl.DataFrame, tuple[Proposal, ...]]]:
    return [(refused[i], recourse(scorer, refused[i])) for i in range(len(refused))]


def test_each_proposal_is_accepted_when_applied(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    assert sum(bool(proposals) for _, proposals in found) >= len(found) / 4
    for client, proposals in found:
        for proposal in proposals:
            after = scorer.score(proposal.scenario.features(client))
            assert after.outcome[0] == Outcome.ACCEPT
            assert after.probability[0] == pytest.approx(proposal.probability, abs=1e-12)
            assert after.high[0] <= scorer.policy.threshold


def test_proposals_are_few_small_and_different(found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]) -> None:
    for _, proposals in found:
        assert len(proposals) <= 3
        assert [p.cost for p in proposals] == sorted(p.cost for p in proposals)
        sets = [{s.lever for s in p.steps} for p in proposals]
        assert all(not a <= b for i, a in enumerate(sets) for b in sets[i + 1 :])
        for proposal in proposals:
            assert 1 <= len(proposal.steps) <= 3
            assert len({Lever.DOWN_PAYMENT, Lever.CHEAPER_GOODS} & {s.lever for s in proposal.steps}) <= 1


def test_only_levers_move_in_steps_that_people_use(found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]) -> None:
    for client, proposals in found:
        for proposal in proposals:
            moved = {n for n, v in proposal.scenario.changes.items() if v != client[n][0]}
            assert all(FIELDS[name].lever for name in moved)
            for step in proposal.steps:
                if step.lever is Lever.TERM:
                    assert step.after % TERM_STEP == 0
                    assert SHORTEST <= step.after <= LONGEST
                elif step.lever is not Lever.SETTLED_DEBT:
                    assert step.after % AMOUNT_STEP == 0


def test_one_step_less_of_anything_is_no_longer_accepted(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    """The cheapest proposal is searched to the finest unit: 500 in amount and income, a per cent of the debts."""
    for client, proposals in found:
        if not proposals or len(proposals[0].steps) > 1:
            continue
        (step,) = proposals[0].steps
        unit = {Lever.SETTLED_DEBT: -0.02, Lever.INCOME: -AMOUNT_STEP}.get(step.lever, AMOUNT_STEP)
        if step.lever is Lever.TERM or step.cost > 0.09:
            continue  # a term has no finer unit, and between the widest steps of the grid not every unit is tried
        less = Step(step.lever, step.before, step.after + unit, abs(unit))
        changes = Request.of(client).after((less,))
        assert changes is not None
        after = features_after(client, pl.DataFrame([changes]))
        assert scorer.score(after).outcome[0] != Outcome.ACCEPT


def test_finer_plans_keep_their_levers_and_cost_no_more(refused: pl.DataFrame) -> None:
    for i in range(len(refused)):
        for plan in itertools.islice(plans(Request.of(refused[i])), 0, None, 97):
            around = list(finer(plan))
            assert around
            for other in around:
                assert [s.lever for s in other] == [s.lever for s in plan]
                assert sum(s.cost for s in other) <= sum(s.cost for s in plan) + 1e-9


def test_no_smaller_single_cut_of_the_amount_is_missed(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    """The cheapest proposal is compared with a search of its own along its single lever."""
    from credit_panel.scoring.scenario import Scenario

    for client, proposals in found:
        if not proposals:
            continue
        credit, annuity = client["AMT_CREDIT"][0], client["AMT_ANNUITY"][0]
        for cut in (0.02, 0.05):
            after = credit * (1 - cut) // AMOUNT_STEP * AMOUNT_STEP
            lower = Scenario({"AMT_CREDIT": after, "AMT_ANNUITY": annuity * after / credit}).features(client)
            if scorer.score(lower).outcome[0] == Outcome.ACCEPT:
                assert proposals[0].cost <= 1 - after / credit + 1e-12


def test_debts_are_settled_only_where_there_are_some(scorer: Scorer, refused: pl.DataFrame) -> None:
    client = refused[0].with_columns(pl.lit(0.0, pl.Float32).alias(name) for name in DEBTS)
    assert all(s.lever is not Lever.SETTLED_DEBT for p in recourse(scorer, client) for s in p.steps)


def test_none_for_the_accepted_and_none_where_nothing_helps(bundle: Bundle, features: pl.DataFrame) -> None:
    scorer = Scorer(bundle)
    accepted = features[int(np.argmin(scorer.score(features).probability))]
    assert recourse(scorer, accepted) == ()
    assert recourse(Scorer(bundle, Policy(cost_ratio=10_000)), features[0]) == ()


def test_missing_price_and_instalment_leave_the_other_levers(scorer: Scorer, refused: pl.DataFrame) -> None:
    client = refused[0].with_columns(AMT_ANNUITY=None, AMT_GOODS_PRICE=None)
    for proposal in recourse(scorer, client):
        assert {s.lever for s in proposal.steps} <= {Lever.DOWN_PAYMENT, Lever.INCOME, Lever.SETTLED_DEBT}
        assert "AMT_ANNUITY" not in proposal.scenario.changes
