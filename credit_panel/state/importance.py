"""How much each feature and theme counts over a whole portfolio, to hold one client's contributions against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Importance:
    """Mean absolute contribution over all applications of a portfolio, in points.

    Parameters
    ----------
    features
        By feature of the model.
    themes
        By theme: of the sum of its features, so at most the sum of theirs, because features of one theme may pull
        opposite ways in one client.
    """

    features: Mapping[str, float]
    themes: Mapping[Theme, float]


def importance_of(portfolio: Portfolio) -> Importance:
    """Return the importance over a portfolio, read from its contributions once a process and portfolio."""
    return _importance(portfolio)


@lru_cache(maxsize=4)
def _importance(portfolio: Portfolio) -> Importance:
    frame = portfolio.contributions
    members: dict[Theme, list[str]] = {}
    for name in frame.collect_schema().names():
        if name != "SK_ID_CURR":
            members.setdefault(FIELDS[name].theme, []).append(name)
    features = [pl.col(name).abs().mean() for own in members.values() for name in own]
    themes = [pl.sum_horizontal(own).abs().mean().alias(f"theme {theme}") for theme, own in members.items()]
    means = portfolio.read(frame.select(*features, *themes)).row(0, named=True)
    return Importance(
        {name: float(means[name]) for own in members.values() for name in own},
        {theme: float(means[f"theme {theme}"]) for theme in members},
    )
