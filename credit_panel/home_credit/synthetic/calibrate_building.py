"""How the mode and the median of each part of a building follow its average."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from credit_panel.home_credit.synthetic.calibrate_margins import fitted_map, normal_scores, rank_correlations
from credit_panel.home_credit.synthetic.columns import BUILDING

ENOUGH = 60
"""Fewer buildings than this get no map of their own."""


def building_twins(frame: pl.DataFrame, rng: np.random.Generator) -> dict[str, Any]:
    """Return how the mode and median of each part of the building follow its average."""
    twins = {}
    for part in BUILDING:
        for form in ("MODE", "MEDI"):
            pair = frame.select(f"{part}_AVG", f"{part}_{form}").drop_nulls().to_numpy()
            same, nothing = pair[:, 0] == pair[:, 1], pair[:, 0] == 0
            apart = ~same & ~nothing
            agreement = float(np.clip(rank_correlations(pair[apart])[0, 1], 0.05, 0.9995))
            noise = float(np.sqrt(1 / agreement**2 - 1)) * 0.9
            latent = normal_scores(pair[:, 0], rng)[apart] + noise * rng.standard_normal(int(apart.sum()))
            from_nothing = pair[~same & nothing, 1]
            twins[f"{part}_{form}"] = {
                "equal": round(float(same[~nothing].mean()), 4),
                "equal_nothing": round(float(same[nothing].mean()), 4) if len(from_nothing) >= ENOUGH else 1.0,
                "noise": round(noise, 4),
                "map": fitted_map(pair[apart, 1], latent, 20),
                "map_nothing": fitted_map(from_nothing, rng.standard_normal(50_000), 8)
                if len(from_nothing) >= ENOUGH
                else None,
            }
    return twins
