"""What if: the same client under a scenario, before beside after, and the curve along one field."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.scenario import SETTLED_DEBT, Scenario, features_after
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.scores import Scores
from credit_panel.scoring.themes import by_theme


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One client before and after a scenario.

    Parameters
    ----------
    scenario
        What would be different.
    before, after
        The explained decisions.
    """

    scenario: Scenario
    before: Explanation
    after: Explanation

    @property
    def points(self) -> float:
        """Points gained, negative when lost."""
        return self.after.points - self.before.points

    @property
    def by_feature(self) -> dict[str, float]:
        """Points gained by feature, the largest change first; they add up to `points`."""
        before = {c.feature: c.points for c in self.before.contributions}
        return _largest_first({c.feature: c.points - before[c.feature] for c in self.after.contributions})

    @property
    def by_theme(self) -> dict[Theme, float]:
        """Points gained by theme, the largest change first; they add up to `points`."""
        before = {t.theme: t.points for t in by_theme(self.before)}
        return _largest_first({t.theme: t.points - before[t.theme] for t in by_theme(self.after)})


@dataclass(frozen=True, slots=True)
class Curve:
    """The scores of one client along one field.

    Parameters
    ----------
    field
        The raw field, or `SETTLED_DEBT`.
    values
        Its values, rising, shape (n,).
    scores
        The scores at each.
    """

    field: str
    values: np.ndarray
    scores: Scores

    def crossings(self, threshold: float) -> tuple[float, ...]:
        """Return where the probability crosses `threshold`, linear between the values."""
        distance = self.scores.probability - threshold
        left = np.flatnonzero((distance[:-1] > 0) != (distance[1:] > 0))
        share = distance[left] / (distance[left] - distance[left + 1])
        return tuple((self.values[left] + share * (self.values[left + 1] - self.values[left])).tolist())


def what_if(scorer: Scorer, client: pl.DataFrame, scenario: Scenario, *, before: Explanation | None = None) -> WhatIf:
    """Score and explain a client under a scenario.

    Parameters
    ----------
    client
        The client's one row of features, as in a portfolio.
    before
        The client's explanation as it is, when it is at hand; else it is worked out.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    >>> smaller = cp.scoring.Scenario({"AMT_CREDIT": 200_000.0})
    >>> found = cp.what_if(served.scorer, served.portfolio.client(100002), smaller)
    """
    client_id = client["SK_ID_CURR"][0]
    before = before or scorer.explain_one(client, client_id=client_id)
    return WhatIf(scenario, before, scorer.explain_one(scenario.features(client), client_id=client_id))


def curve(
    scorer: Scorer, client: pl.DataFrame, field: str, values: Sequence[float], scenario: Scenario | None = None
) -> Curve:
    """Score a client under a scenario at many values of one field, in one call.

    Parameters
    ----------
    field
        A numeric raw field of the application, or `SETTLED_DEBT`.
    values
        Where to look; some 40 draw a smooth line.
    scenario
        What is different already; its own value of `field` gives way.

    Raises
    ------
    ApplicationError
        When one end of `values` is out of the field's bounds, or `field` is none of the application.
    """
    along = np.unique(np.asarray(values, dtype=np.float64))
    scenario = scenario or Scenario()
    for end in (float(along[0]), float(along[-1])):
        _ = Scenario(settled_debt=end) if field == SETTLED_DEBT else Scenario({field: end})
    client = scenario.features(client) if scenario.changes or scenario.settled_debt else client
    return Curve(field, along, scorer.score(features_after(client, pl.DataFrame({field: along}))))


def _largest_first[Key](differences: dict[Key, float]) -> dict[Key, float]:
    return dict(sorted(differences.items(), key=lambda item: -abs(item[1]) if math.isfinite(item[1]) else 0))
