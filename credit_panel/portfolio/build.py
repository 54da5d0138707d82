"""From tables to a served model: features, model, scores, contributions, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from credit_panel.errors import PortfolioError
from credit_panel.home_credit import CLIENT, Tables, read_tables
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.portfolio.feature_files import FeatureFiles, Features
from credit_panel.portfolio.history.writing import write_histories
from credit_panel.portfolio.manifest import MANIFEST, PortfolioManifest, write_manifest
from credit_panel.portfolio.score_columns import AT_LOW, BASE_POINTS, score_columns
from credit_panel.portfolio.staging import scratch, staged
from credit_panel.portfolio.store import HISTORIES
from credit_panel.portfolio.writing import write_applications
from credit_panel.progress import track
from credit_panel.scoring import (
    FOLD,
    RULES,
    Policy,
    Scorer,
    TrainedModel,
    draw_training_sample,
    read_bundle,
    train,
    train_alone,
    with_folds,
    write_bundle,
)
from credit_panel.scoring.tariff import TERMS, Tariff, tariff_of
from credit_panel.settings import Settings, plain_name


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for the person who ran it."""

    name: str
    applications: int
    known: int
    trained_on: int
    metrics: Mapping[str, Any]
    notes: tuple[str, ...]


def build(
    tables_path: Path,
    name: str,
    settings: Settings,
    *,
    seed: int = 0,
    policy: Policy | None = None,
    tune_minutes: float = 0.0,
    rule_costs: bool = False,
    train_on: int | None = None,
    jurisdiction: Jurisdiction = DEFAULT,
    allow_out_of_bounds: bool = False,
) -> BuildReport:
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
    policy
        Policy that the model ships with, and that everything served then shares; None is the default one.
    tune_minutes
        Minutes to search for better settings of the trees; 0 keeps the fixed ones.
    rule_costs
        Whether to measure what each exclusion and the monotone constraints cost in AUC, a training each.
    train_on
        Train on so many clients of known outcome, drawn at random within each outcome, and score all. The features are
        then made and scored part by part, so that neither step holds those of the whole book. None trains on everybody.
    jurisdiction
        Where the model is to be used, see `train`.
    allow_out_of_bounds
        Let values that cannot be, such as a negative income, count as missing; else they are refused.

    Raises
    ------
    TablesError
        When the tables cannot be used, or hold too few applications with a known outcome.
    PortfolioError
        When the portfolio's folder holds other things, or the disk has no room for it.
    BundleError
        When the model cannot be written.
    """
    plain_name(name)
    check_replaceable(settings.portfolio_dir(name))
    with read_tables(tables_path, require_target=True, allow_out_of_bounds=allow_out_of_bounds) as tables:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with scratch(settings.portfolio_dir(name)) as aside:
            features = FeatureFiles(tables, aside / "features", whole=train_on is None)
            sample = None if train_on is None else draw_training_sample(features.clients, train_on, seed)
            clients = features.of(sample)
            model = train(
                clients,
                name=name,
                seed=seed,
                synthetic=tables.synthetic,
                tune_seconds=60 * tune_minutes,
                costed_rules=RULES if rule_costs else (),
                jurisdiction=jurisdiction,
            )
            alone = train_alone(clients, model)
            del clients
            return write_both(tables, features, replace(model, sample=sample), alone, settings, policy=policy)


def write_both(
    tables: Tables,
    features: Features,
    model: TrainedModel,
    alone: TrainedModel | None,
    settings: Settings,
    *,
    policy: Policy | None = None,
    notes: Iterable[str] = (),
) -> BuildReport:
    """Write a model and the portfolio that it scores, beside their final places, and move them there together.

    Parameters
    ----------
    features
        Those of the tables, by rising number of the client.
    notes
        What is to be said beside what reading the tables had to leave out.
    """
    name = model.name
    with staged(settings.bundle_dir(name), settings.portfolio_dir(name)) as (fresh_bundle, fresh_portfolio):
        write_bundle(model, fresh_bundle, alone=alone, policy=policy)
        scorer = Scorer(read_bundle(fresh_bundle))
        left_out = write_histories(tables, features.clients[CLIENT].to_numpy(), fresh_portfolio / HISTORIES)
        told = (*notes, *tables.notes, *left_out)
        write_applications(fresh_portfolio, _scored(features, scorer, model))
        manifest = PortfolioManifest(
            name,
            scorer.version,
            tables.synthetic,
            len(features.clients),
            told,
            scorer.manifest.seal,
            _tariff(tables).as_json(),
        )
        write_manifest(manifest, fresh_portfolio)
    known = model.sample.drawn_from if model.sample else len(model.training_ids)
    return BuildReport(name, len(features.clients), known, len(model.training_ids), scorer.manifest.metrics, told)


def _tariff(tables: Tables) -> Tariff:
    """Return what the tables say of the rates of credits; nothing when they hold no earlier applications."""
    previous = tables.get("previous_application")
    return Tariff() if previous is None else tariff_of(tables.collect(previous.select(TERMS)))


def check_replaceable(folder: Path) -> None:
    """Refuse to put a portfolio in the place of something else, such as the tables it is built from."""
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise PortfolioError(f"{folder} holds something other than a portfolio and is left alone: take another name.")


def _scored(
    features: Features, scorer: Scorer, model: TrainedModel, chunk: int = 20_000
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield, part by part, the applications with their scores, and the contributions in points as Float32."""
    folds = pl.DataFrame({CLIENT: model.training_ids, FOLD: model.training_folds})
    with track("Explaining every application", total=len(features.clients)) as step:
        for whole in features.parts():
            known = whole.select(CLIENT).join(folds, on=CLIENT, how="left", validate="1:1", maintain_order="left")
            for part in with_folds(whole, known[FOLD]).iter_slices(chunk):
                explained = scorer.explain(part)
                scores = score_columns(part[CLIENT], explained.scores)
                scores = scores.with_columns(
                    pl.Series(BASE_POINTS, explained.base_points), pl.Series(AT_LOW, explained.scores.at_low)
                )
                points = pl.DataFrame(explained.contributions.astype("float32"), schema=list(explained.features))
                yield part.hstack(scores.drop(CLIENT)), points.insert_column(0, part[CLIENT])
                step.advance(len(part))
