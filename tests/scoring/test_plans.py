from __future__ import annotations

import itertools
import random
from collections import Counter

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.plans import (
    AMOUNT_STEP,
    LONGEST,
    SHORTEST,
    TERM_STEP,
    Lever,
    Plan,
    Request,
    Run,
    allowed,
    cost,
    ends,
    runs,
    split,
)
from credit_panel.scoring.scenario import features_after
from credit_panel.scoring.tariff import Tariff, Terms, instalment_of


@pytest.fixture(scope="module")
def request_of_one() -> Request:
    terms = Terms(263_686.5, 20_000.0, 0.3)  # about 16 months
    return Request(263_686.5, 20_000.0, price=238_500.0, income=121_300.0, owes=True, terms=terms)


def plans(run: Run) -> set[Plan]:
    return set(itertools.product(*run))


def test_runs_move_at_most_three_levers_and_the_amount_in_one_way(request_of_one: Request) -> None:
    levers = Counter(frozenset(steps[0].lever for steps in run) for run in runs(request_of_one))
    assert all(1 <= len(chosen) <= 3 for chosen in levers)
    assert not any({Lever.DOWN_PAYMENT, Lever.CHEAPER_GOODS} <= chosen for chosen in levers)
    # 1 of 2 ways or none, and each of 3 other levers or not: less none at all, and less the 2 with four
    assert len(levers) == 3 * 2**3 - 1 - 2
    assert all(count == (9 if Lever.TERM in chosen else 1) for chosen, count in levers.items())


def test_steps_are_those_that_people_use_and_rise_in_cost(request_of_one: Request) -> None:
    for steps in itertools.chain(*runs(request_of_one)):
        costs = [step.cost for step in steps]
        assert costs == sorted(set(costs))
        assert costs[0] > 0
        for step in steps:
            match step.lever:
                case Lever.TERM:
                    assert step.after in range(SHORTEST, LONGEST + 1, TERM_STEP)
                case Lever.SETTLED_DEBT:
                    assert step.after * 100 == pytest.approx(round(step.after * 100))
                case Lever.INCOME:
                    assert step.after % AMOUNT_STEP == 0
                    assert step.before < step.after < step.before * 1.2 + AMOUNT_STEP
                case _:
                    assert step.after % AMOUNT_STEP == 0
                    assert step.before * 0.4 - AMOUNT_STEP < step.after < step.before
        if steps[0].lever not in (Lever.TERM, Lever.SETTLED_DEBT):
            assert set(np.abs(np.diff([step.after for step in steps]))) <= {AMOUNT_STEP}


def test_a_full_amount_moves_by_a_full_step() -> None:
    request = Request(credit=270_000.0, annuity=None, price=None, income=90_000.0, owes=False)
    first = {steps[0].lever: steps[0].after for steps in itertools.chain(*runs(request))}
    assert first == {Lever.DOWN_PAYMENT: 269_500.0, Lever.INCOME: 90_500.0}


@pytest.mark.parametrize("months", [6.0, 22.0, 23.5, 24.0, 26.9, 27.0, 60.0, 75.0])
def test_the_term_that_is_asked_for_is_no_change(months: float) -> None:
    asked = Terms(240_000.0, instalment_of(240_000.0, 0.3, months), 0.3)
    request = Request(asked.amount, asked.instalment, price=None, income=90_000.0, owes=False, terms=asked)
    terms = {steps[0].after for steps in itertools.chain(*runs(request)) if steps[0].lever is Lever.TERM}
    assert terms == {term for term in range(SHORTEST, LONGEST + 1, TERM_STEP) if abs(term - asked.months) > 3}


def test_parts_hold_every_plan_once_and_none_cheaper_than_its_end(request_of_one: Request) -> None:
    sizes = (12, 10, 9)
    for run in runs(request_of_one):
        small = tuple(steps[:size] for steps, size in zip(run, sizes, strict=False))
        parts = list(split(small))
        held = [plan for part in parts for plan in plans(part)]
        assert len(held) == len(set(held))
        assert set(held) == (plans(small) if max(map(len, small)) > 1 else set())
        for part in parts:
            least, most = ends(part)
            assert cost(least) == min(map(cost, plans(part)))
            assert cost(most) == max(map(cost, plans(part)))


def test_along_a_run_every_feature_moves_one_way(features: pl.DataFrame) -> None:
    """What the search rests on: the features of a plan lie between those of the ends of its run."""
    draw = random.Random(0)  # noqa: S311
    some = features.filter(pl.col("AMT_ANNUITY") > 0).sample(10, seed=0)
    numbers = [name for name, dtype in features.schema.items() if dtype.is_numeric()]
    for i in range(len(some)):
        client = some[i].with_columns(
            pl.lit(value, features.schema[name]).alias(name)
            for name, value in (
                ("bureau_debt_sum", 50_000.0),
                ("bureau_debt_max", 40_000.0),
                ("bureau_annuity_sum", 900.0),
            )
        )
        request = Request.of(client, Tariff.flat(0.3))
        assert request.owes
        for run in draw.sample(list(runs(request)), 10):
            part = tuple(steps[draw.randrange(len(steps)) :] for steps in run)
            inside = [tuple(draw.choice(steps) for steps in part) for _ in range(10)]
            changes = pl.DataFrame([request.after(plan) for plan in (*ends(part), *inside)], infer_schema_length=None)
            values = features_after(client, changes).select(numbers).to_numpy()
            low, high = np.sort(values[:2], axis=0)
            room = 1e-6 * np.abs(low)
            known = ~np.isnan(values[0])
            assert (np.isnan(values) == ~known).all()
            assert (values[2:, known] >= (low - room)[known]).all()
            assert (values[2:, known] <= (high + room)[known]).all()


@pytest.mark.parametrize(("debt", "owes"), [(None, False), (0.0, False), (-250.0, False), (250.0, True)])
def test_who_owes_nothing_elsewhere_settles_nothing(features: pl.DataFrame, debt: float | None, owes: bool) -> None:
    client = features[0].with_columns(bureau_debt_sum=pl.lit(debt, pl.Float32))
    moved = {steps[0].lever for steps in itertools.chain(*runs(Request.of(client)))}
    assert (Lever.SETTLED_DEBT in moved) is owes


def test_bounds_of_an_application_are_kept(request_of_one: Request) -> None:
    fields = request_of_one.after(())
    assert allowed(fields)
    assert allowed(fields | {"AMT_ANNUITY": None})
    least = FIELDS["AMT_ANNUITY"].minimum
    assert least is not None
    assert not allowed(fields | {"AMT_ANNUITY": least - 1})


@pytest.mark.parametrize("amount", [None, 0.0, -5.0, 1.0, 1e12])
def test_an_amount_that_no_application_may_have_gives_no_plan_that_one_may_not_either(amount: float | None) -> None:
    """A table holds any number, and 1e12 would be parted into a thousand million steps."""
    request = Request(credit=amount, annuity=20_000.0, price=amount, income=amount, owes=False)
    steps = list(itertools.islice(itertools.chain(*itertools.chain(*runs(request))), 100_000))
    assert len(steps) < 2_000
    for step in steps:
        if step.lever is not Lever.TERM:
            field = FIELDS["AMT_INCOME_TOTAL" if step.lever is Lever.INCOME else "AMT_CREDIT"]
            assert (field.minimum or 0) <= step.after <= (field.maximum or 0)


def test_the_instalment_follows_from_amount_term_and_rate(request_of_one: Request) -> None:
    terms = request_of_one.terms
    assert terms is not None
    for run in list(runs(request_of_one))[::7]:
        plan = tuple(steps[-1] for steps in run)
        after = request_of_one.after(plan)
        months = next((step.after for step in plan if step.lever is Lever.TERM), terms.months)
        assert after["AMT_ANNUITY"] == pytest.approx(instalment_of(after["AMT_CREDIT"] or 0, 0.3, months))
