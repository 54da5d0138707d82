"""How the mode and the median of each part of a building follow its average."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from credit_panel.home_credit.synthetic.calibrate_margins import fitted_map, normal_scores, rank_correlations
from credit_panel.home_credit.synthetic.columns import BUILDING

ENOUGH = 60
"""Fewer buildings than this get no map of their own."""

BANDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Quantiles of the average between which the mode agrees with it equally often."""


def building_twins(frame: pl.DataFrame, drawn: Mapping[str, NDArray[Any]], rng: np.random.Generator) -> dict[str, Any]:
    """Return how the mode and median of each part of the building follow its average.

    Parameters
    ----------
    frame
        Real applications.
    drawn
        For each part the latent normals of the simulated clients that have it: the scale of the maps.
    rng
        Source of randomness.
    """
    twins = {}
    for part in BUILDING:
        for form in ("MODE", "MEDI"):
            pair = frame.select(f"{part}_AVG", f"{part}_{form}").drop_nulls().to_numpy()
            same, nothing = pair[:, 0] == pair[:, 1], pair[:, 0] == 0
            apart = ~same & ~nothing
            agreement = float(np.clip(rank_correlations(pair[apart])[0, 1], 0.05, 0.9995))
            noise = float(np.sqrt(1 / agreement**2 - 1)) * 0.9
            scores = np.quantile(drawn[part].astype(np.float64), ndtr(normal_scores(pair[:, 0], rng)))
            latent = scores[apart] + noise * rng.standard_normal(int(apart.sum()))
            # Small averages agree with the mode more often than great ones.
            edges = np.unique(np.round(np.quantile(pair[~nothing, 0], BANDS), 4))
            band = np.searchsorted(edges, pair[:, 0])
            from_nothing = pair[~same & nothing, 1]
            twins[f"{part}_{form}"] = {
                "edges": edges.tolist(),
                "equal": [round(float(same[~nothing & (band == k)].mean()), 4) for k in range(len(edges) + 1)],
                "equal_nothing": round(float(same[nothing].mean()), 4) if len(from_nothing) >= ENOUGH else 1.0,
                "noise": round(noise, 4),
                "map": fitted_map(pair[apart, 1], latent, 20),
                "map_nothing": fitted_map(from_nothing, rng.standard_normal(50_000), 8)
                if len(from_nothing) >= ENOUGH
                else None,
            }
    return twins
