from __future__ import annotations

import importlib
import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring import Bundle, Outcome, Policy, Scorer, plans
from credit_panel.scoring.plans import (
    AMOUNT_STEP,
    LONGEST,
    SHORTEST,
    TERM_STEP,
    Lever,
    Plan,
    Request,
    allowed,
    cost,
    ends,
)
from credit_panel.scoring.recourse import Proposal, Standing, recourse
from credit_panel.scoring.scenario import DEBTS, SETTLED_DEBT, features_after
from credit_panel.scoring.tariff import Tariff, annual_rates, terms_of

TARIFF = Tariff.flat(0.3)


@pytest.fixture(scope="module")
def refused(scorer: Scorer, features: pl.DataFrame) -> pl.DataFrame:
    scores = scorer.score(features)
    near = (scores.outcome != Outcome.ACCEPT) & (scores.probability < 0.13)
    known = pl.all_horizontal(pl.col("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3").is_not_null())
    # who lacks a score has to be accepted with a bad one too, and has tests of their own
    return features.filter(pl.Series(near) & known).head(12)


@pytest.fixture(scope="module")
def found(scorer: Scorer, refused: pl.DataFrame) -> list[tuple[pl.DataFrame, tuple[Proposal, ...]]]:
    return [(refused[i], recourse(scorer, refused[i], TARIFF)) for i in range(len(refused))]


def test_each_proposal_is_accepted_when_applied(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    assert sum(bool(proposals) for _, proposals in found) >= len(found) / 4
    for client, proposals in found:
        for proposal in proposals:
            after = scorer.score(proposal.scenario.features(client))
            assert after.outcome[0] == Outcome.ACCEPT
            assert after.probability[0] == pytest.approx(proposal.probability, abs=1e-12)
            assert after.probability[0] <= scorer.review_zone(scorer.policy)[0] + 1e-12


def test_a_firm_proposal_stands_at_the_far_end_of_its_interval(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]]
) -> None:
    seen = set()
    for _, proposals in found:
        assert len({proposal.standing for proposal in proposals}) <= 1
        for proposal in proposals:
            firm = proposal.high <= scorer.policy.threshold
            assert (proposal.standing is Standing.FIRM) <= firm
            seen.add(proposal.standing)
    assert seen


def test_every_proposed_instalment_carries_the_rate_of_today(
    found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]],
) -> None:
    """Amount, instalment, term and rate of each proposal are those of one credit, and no credit is free."""
    moved = 0
    for client, proposals in found:
        terms = terms_of(client, TARIFF)
        if terms is None:
            assert client["NAME_CONTRACT_TYPE"][0] == "Revolving loans"
            continue
        for proposal in proposals:
            amount, instalment = (float(proposal.scenario.changes[n]) for n in ("AMT_CREDIT", "AMT_ANNUITY"))
            months = next((s.after for s in proposal.steps if s.lever is Lever.TERM), terms.months)
            rate = annual_rates(np.array([amount]), np.array([instalment]), np.array([months]))[0]
            assert rate == pytest.approx(terms.annual_rate, rel=1e-6)
            assert rate > 0.01
            moved += months != terms.months
    assert moved


def test_without_a_tariff_no_other_term_is_proposed(scorer: Scorer, refused: pl.DataFrame) -> None:
    revolving = refused[0].with_columns(NAME_CONTRACT_TYPE=pl.lit("Revolving loans"))
    for proposals in (recourse(scorer, refused[0]), recourse(scorer, revolving, TARIFF)):
        assert all(step.lever is not Lever.TERM for proposal in proposals for step in proposal.steps)


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


def accepted(
    scorer: Scorer, client: pl.DataFrame, tried: Sequence[Plan], standing: Standing = Standing.CONTESTED
) -> set[Plan]:
    """Return those of some plans that the policy accepts, or that other models would too, each scored by itself."""
    changes = [Request.of(client, TARIFF).after(plan) for plan in tried]
    scores = scorer.score(features_after(client, pl.DataFrame(changes, infer_schema_length=None)))
    stands = scores.outcome == Outcome.ACCEPT
    if standing is Standing.FIRM:
        stands &= scores.high <= scorer.policy.threshold
    good = zip(tried, changes, stands, strict=True)
    return {plan for plan, fields, now in good if now and allowed(fields)}


def owing(client: pl.DataFrame) -> pl.DataFrame:
    """Return the client with debts elsewhere."""
    debts = {"bureau_debt_sum": 4e5, "bureau_debt_max": 2e5, "bureau_annuity_sum": 9e3}
    client = client.with_columns(pl.lit(value, pl.Float32).alias(name) for name, value in debts.items())
    return features_after(client, pl.DataFrame({SETTLED_DEBT: [0.0]}))


def levers(plan: Plan) -> frozenset[Lever]:
    return frozenset(step.lever for step in plan)


def test_each_proposal_costs_least_of_all_plans(
    scorer: Scorer, refused: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against a search through every plan, in steps wide enough for that; one client in two owes."""
    for name, value in {"AMOUNT_STEP": 20_000, "DEBT_STEPS": 5, "_PARTS": 3}.items():
        monkeypatch.setattr(plans, name, value)
    counts: set[int] = set()
    for i in range(6):
        client = owing(refused[i]) if i % 2 else refused[i]
        every = [plan for run in plans.runs(Request.of(client, TARIFF)) for plan in itertools.product(*run)]
        proposals = recourse(scorer, client, TARIFF)
        standing = proposals[0].standing if proposals else Standing.CONTESTED
        assert standing is Standing.FIRM or not accepted(scorer, client, every, Standing.FIRM)
        left = accepted(scorer, client, every, standing)
        for proposal in proposals:
            assert proposal.steps in left
            assert proposal.cost == pytest.approx(min(map(cost, left)), abs=1e-12)
            left = {plan for plan in left if not levers(proposal.steps) <= levers(plan)}
        assert len(proposals) == 3 or not left
        counts.add(len(proposals))
    assert len(counts) > 1


def test_no_plan_in_the_finest_steps_is_accepted_and_costs_less(scorer: Scorer, refused: pl.DataFrame) -> None:
    draw = random.Random(0)  # noqa: S311
    for i in range(6):
        client = owing(refused[i]) if i % 2 else refused[i]
        proposals = recourse(scorer, client, TARIFF)
        least = min((proposal.cost for proposal in proposals), default=np.inf)
        runs = draw.choices(list(plans.runs(Request.of(client, TARIFF))), k=500)
        tried = [tuple(draw.choice(steps) for steps in run) for run in runs]
        standing = proposals[0].standing if proposals else Standing.CONTESTED
        assert min(map(cost, accepted(scorer, client, tried, standing)), default=np.inf) >= least


def test_the_same_client_is_proposed_the_same(scorer: Scorer, bundle: Bundle, refused: pl.DataFrame) -> None:
    assert recourse(scorer, refused[0], TARIFF) == recourse(Scorer(bundle, threads=1), refused[0], TARIFF)


def test_a_search_that_is_cut_short_proposes_the_best_that_it_has_scored(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one batch: both ends of every run, such as all debts repaid or the amount as low as it goes."""
    module = importlib.import_module("credit_panel.scoring.recourse")  # the package has a function of this name
    for client, proposals in found:
        every = list(plans.runs(Request.of(client, TARIFF)))
        monkeypatch.setattr(module, "MOST_RUNS", len(every))
        short = recourse(scorer, client, TARIFF)
        corners = list(itertools.chain(*map(ends, every)))
        firm = accepted(scorer, client, corners, Standing.FIRM)
        left = firm or accepted(scorer, client, corners)
        assert bool(short) == bool(left)
        assert not short or short[0].cost == pytest.approx(min(map(cost, left)))
        same = short and proposals and short[0].standing == proposals[0].standing
        assert not same or short[0].cost >= proposals[0].cost - 1e-12
    monkeypatch.setattr(module, "MOST_RUNS", 0)
    assert recourse(scorer, found[0][0], TARIFF) == ()


def test_no_proposal_leaves_the_bounds_of_an_application(
    scorer: Scorer, found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were an instalment under the client's own out of bounds, no proposal would lower it."""
    lowered = 0
    for client, proposals in found[:6]:
        own = client["AMT_ANNUITY"][0]
        lowered += any(proposal.scenario.changes["AMT_ANNUITY"] < own for proposal in proposals)
        bounds = {**FIELDS, "AMT_ANNUITY": replace(FIELDS["AMT_ANNUITY"], minimum=own)}
        monkeypatch.setattr(plans, "FIELDS", bounds)
        assert all(proposal.scenario.changes["AMT_ANNUITY"] >= own for proposal in recourse(scorer, client, TARIFF))
    assert lowered


def test_debts_are_settled_only_where_there_are_some(scorer: Scorer, refused: pl.DataFrame) -> None:
    client = refused[0].with_columns(pl.lit(0.0, pl.Float32).alias(name) for name in DEBTS)
    assert all(s.lever is not Lever.SETTLED_DEBT for p in recourse(scorer, client, TARIFF) for s in p.steps)


def test_none_for_the_accepted_and_none_where_nothing_helps(bundle: Bundle, features: pl.DataFrame) -> None:
    scorer = Scorer(bundle)
    accepted = features[int(np.argmin(scorer.score(features).probability))]
    assert recourse(scorer, accepted) == ()
    assert recourse(Scorer(bundle, Policy(cost_ratio=10_000)), features[0]) == ()


def test_missing_price_and_instalment_leave_the_other_levers(scorer: Scorer, refused: pl.DataFrame) -> None:
    client = refused[0].with_columns(AMT_ANNUITY=None, AMT_GOODS_PRICE=None)
    for proposal in recourse(scorer, client, TARIFF):
        assert {s.lever for s in proposal.steps} <= {Lever.DOWN_PAYMENT, Lever.INCOME, Lever.SETTLED_DEBT}
        assert "AMT_ANNUITY" not in proposal.scenario.changes


def test_who_has_all_scores_is_proposed_nothing_about_them(
    found: list[tuple[pl.DataFrame, tuple[Proposal, ...]]],
) -> None:
    assert all(proposal.supplied == {} and proposal.steps for _, proposals in found for proposal in proposals)
