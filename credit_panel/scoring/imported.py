"""Importing: a model that was trained elsewhere, calibrated on outcomes that are known here and measured on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from credit_panel.errors import BundleError, TablesError
from credit_panel.features import RAW_FIELDS, features_of_application
from credit_panel.features.absence import with_sources
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.scoring.calibration import Sigmoid, fit_sigmoid
from credit_panel.scoring.candidates import barred_features, reads_histories
from credit_panel.scoring.encoding import require_columns
from credit_panel.scoring.evaluation import evaluate
from credit_panel.scoring.imported_trees import read_trees
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.segments import evaluate_segments, segmentations
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.training import FEWEST_DEFAULTS
from credit_panel.scoring.trees import Trees, trees_of

FOLDS = 5
"""Parts of the clients, each of which is measured by a calibration that was fitted on the others."""

_CHECKED = 1_000
"""Clients on whom contributions are held to add up."""

_FOLLOWED = 50
"""Of these, on whom leaves are: what would change an outcome is searched among leaves."""

_TOLERANCE = 1e-3
"""How far they may be from the margin, for each unit of it: sums of many thousand 32-bit numbers lose a little."""


def import_model(
    path: Path,
    features: pl.DataFrame,
    *,
    name: str = "model",
    seed: int = 0,
    synthetic: bool = False,
    jurisdiction: Jurisdiction = DEFAULT,
) -> TrainedModel:
    """Read a model of XGBoost or LightGBM that was trained elsewhere, calibrate it and measure what it is worth.

    Parameters
    ----------
    path
        ``.ubj`` or ``.json`` as XGBoost writes it, ``.txt`` as LightGBM does. It may read any of `FEATURES`, texts as
        categories that the file names.
    features
        What `build_features` returns, collected: the clients whose TARGET is known calibrate and measure it. What they
        say is worth most when the model had not seen them, which nothing here can tell.
    name, synthetic
        Name of the bundle, and whether the clients are invented.
    seed
        Seed of the folds and the resamples.
    jurisdiction
        Whose law bars features, which the model may not read.

    Returns
    -------
    TrainedModel
        Without folds, since no trees are known that had not seen a client, and without interval, since what trained
        it cannot be run again: nothing is said in the place of either.

    Raises
    ------
    BundleError
        When the file cannot be used, see `read_trees`, when it reads what the law bars, when it ranks repaid credits
        above defaults, or when its contributions do not add up.
    TablesError
        When there are too few clients of either outcome.

    Examples
    --------
    >>> from pathlib import Path
    >>> import credit_panel as cp
    >>> with cp.read_tables("tables", require_target=True) as tables:  # doctest: +SKIP
    ...     model = cp.scoring.import_model(Path("model.json"), cp.build_features(tables).collect())
    """
    require_columns(features, (CLIENT, TARGET))
    known = features.filter(pl.col(TARGET).is_not_null())
    target = known[TARGET].to_numpy().astype(np.float64)
    defaults = target.sum()
    if min(defaults, len(target) - defaults) < FEWEST_DEFAULTS:
        raise TablesError(
            f"Calibration needs at least {FEWEST_DEFAULTS} clients with TARGET 1 and as many with 0; "
            f"the tables have {defaults:.0f} and {len(target) - defaults:.0f}: give more applications."
        )
    found = read_trees(path, known)
    _require_lawful(found.encoding.features, jurisdiction)
    trees = trees_of(found.booster, found.encoding, threads=2)
    matrix = trees.matrix(known)
    margin = trees.margins(matrix)
    _require_sums(trees, matrix[:_CHECKED])
    sigmoid, probability = _calibrated(margin, target, seed)
    return TrainedModel(
        name=name,
        synthetic=synthetic,
        seed=seed,
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        booster=found.booster,
        encoding=found.encoding,
        directions={},
        folds=(),
        sigmoid=sigmoid,
        interval=None,
        evaluation=evaluate(probability=probability, target=target, seed=seed),
        segments=evaluate_segments(segmentations(known), probability=probability, target=target),
        candidates=len(found.encoding.features),
        parameters=found.parameters,
        tuning=None,
        rule_costs=None,
        training=known.select(with_sources(found.encoding.features)),
        training_ids=known[CLIENT].to_numpy(),
        training_folds=None,
        target=target,
        oof_probability=probability,
        jurisdiction=jurisdiction,
        imported={**found.source, "notes": list(found.notes)},
    )


def import_alone(features: pl.DataFrame, model: TrainedModel) -> TrainedModel | None:
    """Calibrate an imported model for applications whose credit histories were not sent.

    The trees are the same. The clients are scored as if nothing were known of their histories, and what that makes of
    the margins is calibrated and measured by itself.

    Parameters
    ----------
    features
        What the model was imported with.

    Returns
    -------
    TrainedModel or None
        None when the model reads no histories, or ranks nobody without them.
    """
    if not any(map(reads_histories, model.encoding.features)):
        return None
    known = features.filter(pl.col(TARGET).is_not_null())
    without = features_of_application(known.select(CLIENT, TARGET, *RAW_FIELDS))
    trees = trees_of(model.booster, model.encoding, threads=2)
    try:
        sigmoid, probability = _calibrated(trees.margins(trees.matrix(without)), model.target, model.seed)
    except BundleError:
        return None
    return replace(
        model,
        sigmoid=sigmoid,
        evaluation=evaluate(probability=probability, target=model.target, seed=model.seed),
        oof_probability=probability,
    )


def _require_lawful(features: Sequence[str], jurisdiction: Jurisdiction) -> None:
    """Raise a BundleError when the law of a jurisdiction bars a feature that a model reads."""
    barred = barred_features(jurisdiction)
    if found := [f"{name} ({barred[name]})" for name in features if name in barred]:
        raise BundleError(
            f"The model reads {', '.join(found[:5])}{' …' if len(found) > 5 else ''}, which the law of {jurisdiction} "
            "bars from a score: train it without, or name the jurisdiction that it is used in."
        )


def _calibrated(margin: np.ndarray, target: np.ndarray, seed: int) -> tuple[Sigmoid, np.ndarray]:
    """Return the calibration, and each client's probability by one that was fitted on other folds, shape (n,)."""
    from sklearn.model_selection import StratifiedKFold  # importing's alone: pages start without it

    if not np.isfinite(margin).all():
        raise BundleError("The model gives some clients of the tables no finite score: train it again.")
    probability = np.empty(len(target))
    try:
        for rows, outside in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(margin, target):
            fitted = fit_sigmoid(margin=margin[rows], target=target[rows])
            probability[outside] = probability_of(fitted.log_odds(margin[outside]))
        return fit_sigmoid(margin=margin, target=target), probability
    except ValueError as error:
        raise BundleError(
            "The model does not rank defaults above repaid credits on these tables: it has to be trained on TARGET, "
            "1 for a default, and on columns of the same meaning."
        ) from error


def _require_sums(trees: Trees, matrix: np.ndarray) -> None:
    """Raise a BundleError unless contributions and expected margin add up to the margin of each row, and leaves too."""
    margin, added = trees.explain(matrix)
    few = matrix[:_FOLLOWED]
    if not np.allclose(trees.least_margins(few, few), margin[:_FOLLOWED], atol=_TOLERANCE):
        raise BundleError("The leaves of the model do not add up to its score: only plain boosted trees are served.")
    off = np.abs(added.sum(axis=1, dtype=np.float64) + trees.expected_margin - margin)
    if not (off <= _TOLERANCE * (1 + np.abs(margin))).all():
        raise BundleError(
            f"The contributions of the model do not add up to its score (up to {np.nanmax(off):.2g} away in "
            "log-odds): it cannot be explained in points, so train it again with this version of its library."
        )
