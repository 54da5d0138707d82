"""The clients of a portfolio as another policy decides about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

import numpy as np
import polars as pl

from credit_panel.portfolio.score_columns import AT_LOW
from credit_panel.portfolio.store import Portfolio
from credit_panel.scoring import Scorer, Scores
from credit_panel.scoring.sealing import seal_of


class DecidedPortfolio(Portfolio):
    """A portfolio with outcomes and grades by the policy of a scorer, under an identity of its own; no file changes.

    Parameters
    ----------
    portfolio
        The portfolio on disk.
    scorer
        The model that scored it, with another policy.
    """

    def __init__(self, portfolio: Portfolio, scorer: Scorer) -> None:
        self.__dict__.update(vars(portfolio))
        self._columns = portfolio._columns.replaced(
            outcome=_decided(scorer, lambda scores: scores.outcome),
            flags=_decided(scorer, lambda scores: scores.flags),
            grade=_decided(scorer, lambda scores: scores.grade),
        )
        manifest = replace(portfolio.manifest, model_version=scorer.version, bundle=scorer.manifest.seal)
        self.manifest = replace(manifest, seal=seal_of(asdict(manifest)))


def _decided(scorer: Scorer, chosen: Callable[[Scores], np.ndarray]) -> pl.Expr:
    def decide(columns: Sequence[pl.Series]) -> pl.Series:
        values = chosen(scorer.scores_of(*(column.to_numpy() for column in columns)))
        return pl.Series(columns[0].name, [str(value) for value in values], dtype=pl.String)

    return pl.map_batches(("probability", AT_LOW), decide, return_dtype=pl.String(), is_elementwise=True)
