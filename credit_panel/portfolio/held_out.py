"""Held-out scores: what a model says of clients without having seen their outcome, those who trained it too."""

from __future__ import annotations

import numpy as np
import polars as pl

from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import FOLD, Comparison, Scores, compare, with_folds

WHO = ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH", TARGET)
"""What must be equal for one number to be one person: synthetic clients bear numbers of real ones."""


def compare_models(first: ServedModel, second: ServedModel, features: pl.DataFrame, *, seed: int = 0) -> Comparison:
    """Compare the models of two books on the clients of `features` whose outcome is known; see `compare`.

    The models alone are weighed at the cost ratio of the first one's policy; what they decide, at that of each.

    Parameters
    ----------
    features
        What `build_features` returns, collected.

    Raises
    ------
    TablesError
        When the clients show one outcome only, or a model's column is absent.
    """
    known = features.filter(pl.col("TARGET").is_not_null())
    target = known["TARGET"].to_numpy().astype(np.float64)
    scores = held_out_scores(first, known), held_out_scores(second, known)
    policies = first.scorer.policy, second.scorer.policy
    return compare(*scores, target, cost_ratio=policies[0].cost_ratio, policies=policies, seed=seed)


def held_out_scores(served: ServedModel, features: pl.DataFrame) -> Scores:
    """Score clients as if the model had not seen them.

    A client who trained the model is scored by the trees that were grown without them; any other by the final ones,
    also one who bears the number of a client of the portfolio and is somebody else.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    >>> scores = cp.held_out_scores(served, served.portfolio.select(None, None))
    """
    return served.scorer.score(recognised(served.portfolio, features))


def recognised(portfolio: Portfolio, features: pl.DataFrame) -> pl.DataFrame:
    """Return clients, each with the fold that the portfolio holds for the same person; null for all others."""
    return recognised_among(training_clients(portfolio), features)


def training_clients(portfolio: Portfolio) -> pl.DataFrame:
    """Return who of a portfolio trained its model, by what makes a number a person, and the fold of each."""
    return portfolio.select(None, (CLIENT, *WHO, FOLD)).filter(pl.col(FOLD).is_not_null())


def recognised_among(trained: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    """Return clients, each with the fold that `training_clients` tells of the same person; null for all others."""
    who = (CLIENT, *WHO)
    known = features.select(who).join(trained, on=who, how="left", nulls_equal=True, maintain_order="left")
    return with_folds(features, known[FOLD])
