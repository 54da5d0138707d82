"""Alternatives to a served model: a sample of its own clients, on whom they are searched."""

from __future__ import annotations

import numpy as np
import polars as pl

from credit_panel.errors import BundleError
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.scoring import age_bands
from credit_panel.scoring.alternatives import Search
from credit_panel.scoring.alternatives_search import search_alternatives
from credit_panel.scoring.boosting import PARAMETERS
from credit_panel.scoring.tuning import SPACE

APPLICATIONS = 10_000
"""Clients of a search unless more are asked for: enough for each band of age, few enough for a model in seconds."""


def search_of(
    served: ServedModel,
    *,
    applications: int = APPLICATIONS,
    auc_loss: float = 0.005,
    seconds: float = 300.0,
    max_trials: int | None = None,
    seed: int = 0,
) -> Search:
    """Search less discriminatory alternatives to a served model, on clients whose outcome is known.

    Parameters
    ----------
    applications
        Most clients of the sample, which has its share of every band of age and outcome.
    auc_loss, seconds, max_trials, seed
        As for `search_alternatives`.

    Raises
    ------
    BundleError
        When the model was trained elsewhere.
    TablesError
        As `search_alternatives`.
    """
    manifest = served.scorer.manifest
    if manifest.imported:
        raise BundleError(
            f"The model {manifest.name!r} was trained elsewhere, so others of its kind cannot be trained here: search "
            "alternatives where it was trained."
        )
    columns = dict.fromkeys((CLIENT, TARGET, "DAYS_BIRTH", *manifest.features))
    known = served.portfolio.select(pl.col(TARGET).is_not_null(), tuple(columns))
    parameters = manifest.training["parameters"]
    return search_alternatives(
        _sample(known, applications, seed),
        {name: manifest.directions.get(name, 0) for name in manifest.features},
        threshold=served.scorer.policy.threshold,
        version=manifest.version,
        settings={name: parameters[name] for name in SPACE if parameters.get(name) != PARAMETERS[name]},
        auc_loss=auc_loss,
        seconds=seconds,
        max_trials=max_trials,
        seed=seed,
    )


def _sample(clients: pl.DataFrame, most: int, seed: int) -> pl.DataFrame:
    """Return at most so many clients, with the same share of every band of age and outcome."""
    if len(clients) <= most:
        return clients
    order = pl.Series("order", np.random.default_rng(seed).permutation(len(clients)))
    place = pl.col("order").rank("ordinal").over("band", TARGET)
    size = pl.len().over("band", TARGET)
    marked = clients.with_columns(order, age_bands(clients["DAYS_BIRTH"]).alias("band"))
    kept = marked.filter((place - 0.5) * len(clients) <= size * most)
    return kept.drop("order", "band")
