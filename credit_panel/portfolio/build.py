"""From tables to a served book: features, model, scores, contributions, written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.portfolio.batch import score_columns
from credit_panel.portfolio.store import PortfolioManifest, write_portfolio
from credit_panel.progress import track
from credit_panel.scoring import Scorer, TrainedModel, read_bundle, train, write_bundle
from credit_panel.settings import Settings, plain_name


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for the person who ran it."""

    name: str
    applications: int
    trained_on: int
    metrics: dict[str, object]
    notes: tuple[str, ...]


def build(tables_path: Path, name: str, settings: Settings, *, seed: int = 0) -> BuildReport:
    """Train a model on the tables of `tables_path` and score them with it.

    The bundle and the portfolio are written beside their final place and moved there together at the end, so an
    interrupted build leaves what was there before.

    Parameters
    ----------
    tables_path
        The competition's zip, a folder of its CSV files, or a folder of Parquet files of the same names.
    name
        Name of the bundle and of the portfolio.
    seed
        Seed of the folds and of the training.

    Raises
    ------
    TablesError
        When the tables cannot be used, or hold too few applications with a known outcome.
    """
    plain_name(name)
    with read_tables(tables_path, require_target=True) as tables:
        features = build_features(tables).collect()
        notes, synthetic = tables.notes, tables.synthetic
    model = train(features, seed=seed, name=name, synthetic=synthetic)
    with _staged(settings.bundle_dir(name)) as bundle_dir, _staged(settings.portfolio_dir(name)) as portfolio_dir:
        write_bundle(model, bundle_dir)
        scorer = Scorer(read_bundle(bundle_dir))
        applications, contributions = _scored(features, scorer, model)
        manifest = PortfolioManifest(name, scorer.version, synthetic, len(features), notes)
        write_portfolio(portfolio_dir, manifest, applications, contributions)
    return BuildReport(name, len(features), len(model.training_ids), dict(scorer.manifest.metrics), notes)


def _scored(
    features: pl.DataFrame, scorer: Scorer, model: TrainedModel, chunk: int = 5_000
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the applications with their scores, and the contributions in points as Float32."""
    scores: list[pl.DataFrame] = []
    contributions: list[pl.DataFrame] = []
    with track("Explaining every application", total=len(features)) as step:
        for part in features.iter_slices(chunk):
            explained = scorer.explain(part)
            scores.append(score_columns(part["SK_ID_CURR"], explained.scores))
            points = pl.DataFrame(explained.contributions.astype("float32"), schema=list(explained.features))
            contributions.append(points.insert_column(0, part["SK_ID_CURR"]))
            step.advance(len(part))
    joined = features.join(pl.concat(scores), on="SK_ID_CURR", how="left", validate="1:1")
    held_out = pl.DataFrame({"SK_ID_CURR": model.training_ids, "out_of_fold_probability": model.oof_probability})
    return joined.join(held_out, on="SK_ID_CURR", how="left", validate="1:1"), pl.concat(contributions)


@contextmanager
def _staged(final: Path) -> Iterator[Path]:
    """Give a temporary folder beside `final`; put it in its place when the block ends well."""
    final.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    try:
        yield staging
        if final.exists():
            shutil.rmtree(final)
        staging.rename(final)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
