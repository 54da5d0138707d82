"""The default's logit: fitted on the real clients, then moved until simulated default rates are the published ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from credit_panel.home_credit.synthetic.columns import (
    AGE_HINGES,
    BLOCK_COLUMN,
    BUILDING,
    CATEGORIES,
    MISSING,
    NUMERICS,
)
from credit_panel.home_credit.synthetic.default import applicable, risk_columns
from credit_panel.home_credit.synthetic.latent import Clients
from credit_panel.home_credit.synthetic.profile import ApplicationProfile

HIDDEN_WEIGHT = 0.75
"""Log-odds per standard deviation of the creditworthiness that only the histories show."""

BUILDING_COLUMNS = ("TOTALAREA_MODE", *(f"{part}_AVG" for part in BUILDING))

ENOUGH = 400
"""Simulated clients below which a level's default rate is not matched."""

NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


def default_probability(log_odds: NDArray[Any], hidden_weight: float) -> NDArray[np.float64]:
    """Return the probability of default averaged over the hidden creditworthiness."""
    total = np.zeros(len(log_odds))
    for node, weight in zip(NODES, NODE_WEIGHTS / NODE_WEIGHTS.sum(), strict=True):
        total += weight / (1 + np.exp(-(log_odds + hidden_weight * node)))
    return total


def published_rates(published: Mapping[str, Any], name: str) -> dict[str, float]:
    """Return the published default rate of each level of a category, as the chain names it."""
    if name.startswith("MISSING:"):
        column = BLOCK_COLUMN[name.removeprefix("MISSING:")]
        present, gone = published["rate_present_missing"].get(column, (None, None))
        return {"0": present, "1": gone} if present is not None else {}
    rates = {str(level): rate for level, rate in published["default_rates"].get(name, {}).items()}
    if name.endswith("_MODE") or name in ("OCCUPATION_TYPE", "NAME_TYPE_SUITE"):
        for key in ("XNA", "(missing)", "nan"):
            if key in rates:
                rates[MISSING] = rates.pop(key)
    return rates


def fit_default(
    profile: ApplicationProfile,
    real: Clients,
    target: NDArray[np.int64],
    simulated: Clients,
    published: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the stored form of the default's logit.

    Parameters
    ----------
    profile
        The profile with its chain; quantile maps are not needed.
    real, target
        The real training clients and whether they defaulted.
    simulated
        Simulated training clients, on which the rates are matched.
    published
        Published shares and rates.
    """
    columns = risk_columns(real, applicable(profile, real)).astype(np.float64)
    spread = np.maximum(columns.std(axis=0), 1e-3)
    model = LogisticRegression(C=0.02, max_iter=500, tol=1e-5).fit(columns / spread, target)
    # A logit averaged over an unseen normal part is flatter: its weights grow by this factor to stay as fitted.
    steeper = np.sqrt(1 + 0.346 * HIDDEN_WEIGHT**2)
    weights = model.coef_[0] / spread * steeper
    intercept = float(model.intercept_[0]) * steeper
    drawn = risk_columns(simulated, applicable(profile, simulated)).astype(np.float64)
    strengths = _strengths(real, applicable(profile, real), target, published)
    for _ in range(9):
        weights = _match_strengths(simulated, applicable(profile, simulated), drawn, weights, intercept, strengths)
        weights, intercept = _match_rates(profile, simulated, drawn, weights, intercept, published)
    log_odds = intercept + drawn @ weights
    return {
        "intercept": round(intercept, 4),
        "weights": [round(float(one), 3) for one in weights],
        "hidden_weight": HIDDEN_WEIGHT,
        "mean": round(float(log_odds.mean()), 4),
        "sd": round(float(log_odds.std()), 4),
    }


def _match_rates(
    profile: ApplicationProfile,
    clients: Clients,
    drawn: NDArray[np.float64],
    weights: NDArray[np.float64],
    intercept: float,
    published: Mapping[str, Any],
) -> tuple[NDArray[np.float64], float]:
    """Move the weights of the levels until the default rate of each is the published one."""
    weights = weights.copy()
    overall = published["target_rate"]
    log_odds = intercept + drawn @ weights
    for _ in range(3):
        place = 2 + len(AGE_HINGES)
        for category in CATEGORIES:
            levels = profile.chain[category.name].levels
            for index, level in enumerate(levels):
                rate = published_rates(published, category.name).get(level)
                rows = clients.codes[category.name] == index
                if not rate or rows.sum() < ENOUGH:
                    continue
                mean = default_probability(log_odds[rows], HIDDEN_WEIGHT).mean()
                shift = 0.7 * (np.log(rate / (1 - rate)) - np.log(mean / (1 - mean)))
                log_odds[rows] += shift
                if index:
                    weights[place + index - 1] += shift
                else:
                    intercept += shift
                    weights[place : place + len(levels) - 1] -= shift
            place += len(levels) - 1
        mean = default_probability(log_odds, HIDDEN_WEIGHT).mean()
        shift = np.log(overall / (1 - overall)) - np.log(mean / (1 - mean))
        intercept += shift
        log_odds = intercept + drawn @ weights
    return weights, intercept


def _strengths(
    clients: Clients, has: NDArray[np.bool_], target: NDArray[np.int64], published: Mapping[str, Any]
) -> dict[int, float]:
    """Return the area under the curve of each numeric column alone: mean of the sample's and the published one."""
    found = {}
    for place, numeric in enumerate(NUMERICS):
        rows = has[:, place]
        here = _area(clients.latents[rows, place], target[rows].astype(float))
        strength, direction, *_ = published["univariate_auc"].get(numeric.name, (None, ""))
        if strength is None:
            found[place] = here
        else:
            found[place] = (here + (strength if direction == "risk_up" else 1 - strength)) / 2
    return found


def _area(score: NDArray[Any], probability: NDArray[np.float64]) -> float:
    """Return the area under the curve of a score when each client defaults with this probability."""
    bad = probability[np.argsort(score)]
    good = 1 - bad
    return float((bad * (np.cumsum(good) - good / 2)).sum() / (bad.sum() * good.sum()))


def _match_strengths(
    clients: Clients,
    has: NDArray[np.bool_],
    drawn: NDArray[np.float64],
    weights: NDArray[np.float64],
    intercept: float,
    strengths: Mapping[int, float],
) -> NDArray[np.float64]:
    """Move the weights of the numeric columns towards the wanted areas under the curve."""
    weights = weights.copy()
    first = clients.design.shape[1]
    for _ in range(4):
        probability = default_probability(intercept + drawn @ weights, HIDDEN_WEIGHT)
        for place, wanted in strengths.items():
            rows = has[:, place]
            gap = wanted - _area(clients.latents[rows, place], probability[rows])
            # Columns of the building move together: small steps keep them from overshooting.
            weights[first + place] += (0.8 if NUMERICS[place].name in BUILDING_COLUMNS else 2.5) * gap
    return weights
