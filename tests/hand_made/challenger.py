"""A second model on the clients of the first: the one that may follow it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.manifest import write_manifest
from credit_panel.scoring import FOLD, Policy, train, write_bundle
from credit_panel.settings import Settings

CHALLENGER = "challenger"
FEATURES = {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1, "DAYS_BIRTH": 0, "AMT_CREDIT": 0}


def add_challenger(settings: Settings) -> None:
    """Put beside the model of `settings` one of fewer features and another policy, with the folds of its clients."""
    portfolio, folder = ServedModel.open(settings).portfolio, settings.portfolio_dir(CHALLENGER)
    rows = pl.read_parquet(portfolio.folder / "applications.parquet")
    model = train(rows, name=CHALLENGER, synthetic=True, candidates=FEATURES, folds=3)
    bundle = write_bundle(model, settings.bundle_dir(CHALLENGER), policy=Policy(cost_ratio=5))
    shutil.copytree(portfolio.folder, folder)
    folds = pl.DataFrame({"SK_ID_CURR": model.training_ids, FOLD: model.training_folds})
    joined = rows.drop(FOLD).join(folds, on="SK_ID_CURR", how="left", maintain_order="left")
    joined.select(rows.columns).write_parquet(folder / "applications.parquet")
    sealed = replace(portfolio.manifest, name=CHALLENGER, model_version=bundle.version, bundle=bundle.seal)
    write_manifest(sealed, folder)
