"""Remake the profile: ``python -m credit_panel.home_credit.synthetic.calibrate --samples DIR --published FILE``.

DIR holds samples of the archive (``application_train_sample.parquet``, ``application_test_sample.parquet``,
``home-credit-sample.zip``, ``installments_payments_sample.parquet``); FILE the published shares and default
rates as JSON. What is written holds aggregates only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.calibrate_application import (
    SIMULATED,
    fit_chain,
    fit_effects,
    level_targets,
    matched,
    real_labels,
    real_values,
    simulated_values,
)
from credit_panel.home_credit.synthetic.calibrate_building import building_twins
from credit_panel.home_credit.synthetic.calibrate_default import fit_default
from credit_panel.home_credit.synthetic.calibrate_histories import calibrate_histories
from credit_panel.home_credit.synthetic.calibrate_kinds import share
from credit_panel.home_credit.synthetic.calibrate_margins import fitted_map, rank_correlations, scores_by_group
from credit_panel.home_credit.synthetic.columns import BUILDING, NUMERICS, RARE_FLAGS, Category
from credit_panel.home_credit.synthetic.default import applicable
from credit_panel.home_credit.synthetic.latent import Clients, draw_clients, draw_latents
from credit_panel.home_credit.synthetic.profile import (
    APPLICATION_FILE,
    HISTORY_FILE,
    ApplicationProfile,
    ChainStep,
    Floats,
    QuantileMap,
    correlation_root,
)
from credit_panel.progress import track

FORMAT = 1
GOODS_BANDS = (0.25, 0.5, 0.75)
ROUNDS = 5


def _stored_map(one: QuantileMap) -> dict[str, list[float]]:
    return {"z": [_short(z) for z in one.latent], "v": [_digits(v) for v in one.values]}


def _stored_step(step: ChainStep) -> dict[str, Any]:
    return {
        "levels": list(step.levels),
        "intercept": [round(float(one), 3) for one in step.intercept[1:]],
        "weights": [[_hundredths(one) for one in row] for row in step.weights[:, 1:]],
    }


def _hundredths(value: Any) -> int:
    """Return weights in hundredths: whole numbers keep the file small."""
    return round(100 * float(value))


def _short(one: Any) -> float | int:
    rounded = round(float(one), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _digits(value: float) -> float | int:
    rounded = float(f"{value:.5g}")
    return int(rounded) if rounded == int(rounded) else rounded


def _details(train: pl.DataFrame, published: Mapping[str, Any]) -> dict[str, Any]:
    """Return the small facts: column types, rare flags, missing shares of single columns."""
    kinds = {pl.Int64: "i", pl.Float64: "f", pl.String: "s"}
    circle = train.filter(pl.col("OBS_30_CNT_SOCIAL_CIRCLE") > 0)
    fewer = share(circle["OBS_60_CNT_SOCIAL_CIRCLE"] < circle["OBS_30_CNT_SOCIAL_CIRCLE"])
    kept = float(circle["DEF_60_CNT_SOCIAL_CIRCLE"].sum()) / float(circle["DEF_30_CNT_SOCIAL_CIRCLE"].sum())
    many = {int(float(k)): n for k, n in published["counts"]["CNT_CHILDREN"].items() if int(float(k)) >= 4}
    spread = np.array([many.get(k, 0) for k in range(4, 20)], dtype=float)
    revolving = published["counts"]["NAME_CONTRACT_TYPE"]["Revolving loans"]
    return {
        "kinds": {name: kinds[type(kind)] for name, kind in train.drop("SK_ID_CURR", "TARGET").schema.items()},
        "rare_flags": {flag: published["numeric"][flag]["mean"] for flag in RARE_FLAGS},
        "observed_60_fewer": fewer,
        "defaulted_60_kept": round(kept, 4),
        "children_tail": [round(float(one), 6) for one in np.cumsum(spread / spread.sum())[:-1]],
        "annuity_missing": 12 / published["n"],
        "revolving_goods_missing": round(278 / revolving, 5),
    }


def calibrate_application(
    train: pl.DataFrame, test: pl.DataFrame, published: Mapping[str, Any], rng: np.random.Generator
) -> dict[str, Any]:
    """Return the stored profile of the applications.

    Parameters
    ----------
    train, test
        Samples of application_train and application_test.
    published
        Published shares, missing shares and default rates of application_train.
    rng
        Source of randomness (ties, simulation).
    """
    frame = pl.concat([train.drop("TARGET"), test], how="vertical")
    is_test = np.repeat([False, True], [len(train), len(test)])
    samples = np.where(is_test, "test", "train")
    age = scores_by_group(frame["DAYS_BIRTH"].to_numpy().astype(float), samples, rng).astype(np.float32)
    ages = {one: frame["DAYS_BIRTH"].to_numpy()[samples == one] for one in ("train", "test")}
    with track("categories"):
        chain, codes, design = fit_chain(frame, published, is_test, age)
    targets = level_targets(frame, published, is_test, chain)
    values = real_values(frame)
    cash = (frame["NAME_CONTRACT_TYPE"] == "Cash loans").to_numpy()
    edges = {one: np.quantile(values["AMT_GOODS_PRICE"][cash & (samples == one)], GOODS_BANDS) for one in ages}
    labels = real_labels(frame, values, is_test, edges)
    columns = np.column_stack([values[numeric.name] for numeric in NUMERICS])
    latents = np.column_stack([scores_by_group(values[n.name], labels[n.by], rng) for n in NUMERICS])
    effects, spread, correlation = fit_effects(latents, ~np.isnan(columns), design)
    profile = ApplicationProfile(
        age={one: fitted_map(ages[one], rng.standard_normal(400_000), 60) for one in ages},
        chain=chain, effects=effects, residual_root=correlation_root(correlation, spread), maps={}, goods_edges=edges,
        building={}, details=_details(train, published), default={},
    )  # fmt: skip
    settled: dict[str, ChainStep] = {}

    def match(category: Category, step: ChainStep, drawn: Floats, taking: NDArray[np.bool_]) -> ChainStep:
        settled[category.name] = matched(step, drawn, taking, targets[category.name])
        return settled[category.name]

    simulated_test = np.repeat([False, True], [SIMULATED["train"], SIMULATED["test"]])
    with track("simulation", total=ROUNDS) as step:
        simulated = draw_clients(profile, simulated_test, rng, match)
        profile = replace(profile, chain=settled)
        wanted = rank_correlations(columns[~is_test])
        for _ in range(ROUNDS):
            maps, drawn = simulated_values(profile, simulated, values, labels)
            found = rank_correlations(np.column_stack([drawn[n.name] for n in NUMERICS])[~simulated_test])
            change = np.clip(wanted - found, -0.15, 0.15) / (spread * spread[:, None])
            correlation = np.clip(correlation + 0.8 * change, -0.995, 0.995)
            np.fill_diagonal(correlation, 1.0)
            profile = replace(profile, residual_root=correlation_root(correlation, spread))
            simulated = replace(simulated, latents=draw_latents(profile, simulated.design, rng))
            step.advance()
        maps, _ = simulated_values(profile, simulated, values, labels)
    has = applicable(profile, simulated)
    parts = {n.block: simulated.latents[has[:, k], k] for k, n in enumerate(NUMERICS) if n.block in BUILDING}
    profile = replace(profile, maps=maps, building=building_twins(frame, parts, rng))
    with track("default"):
        real = Clients(~is_test, age, codes, design, latents.astype(np.float32))
        default = fit_default(
            profile, _rows(real, ~is_test), train["TARGET"].to_numpy(), _rows(simulated, ~simulated_test), published
        )
    return {
        "age": {one: _stored_map(mapping) for one, mapping in profile.age.items()},
        "chain": {name: _stored_step(one) for name, one in settled.items()},
        "effects": [[_hundredths(one) for one in row] for row in effects],
        "residual_sd": [round(float(one), 3) for one in spread],
        "residual_correlation": [_short(one) for one in correlation[np.triu_indices_from(correlation, 1)]],
        "maps": {name: {label: _stored_map(one) for label, one in groups.items()} for name, groups in maps.items()},
        "goods_edges": {one: list(edge) for one, edge in edges.items()},
        "building": {
            name: {key: _stored_map(one) if isinstance(one, QuantileMap) else one for key, one in twin.items()}
            for name, twin in profile.building.items()
        },
        "details": profile.details,
        "default": default,
    }


def _rows(clients: Clients, rows: NDArray[np.bool_]) -> Clients:
    codes = {name: one[rows] for name, one in clients.codes.items()}
    return Clients(clients.is_test[rows], clients.age[rows], codes, clients.design[rows], clients.latents[rows])


def main(arguments: list[str] | None = None) -> None:
    """Remake the profile files of the package from samples."""
    parser = argparse.ArgumentParser(description="Remake the profile of the synthetic portfolio from samples.")
    parser.add_argument("--samples", type=Path, required=True, help="folder of the samples")
    parser.add_argument("--published", type=Path, required=True, help="published shares and rates, JSON")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the profile files")
    chosen = parser.parse_args(arguments)
    published = json.loads(chosen.published.read_text(encoding="utf-8"))
    train = pl.read_parquet(chosen.samples / "application_train_sample.parquet")
    test = pl.read_parquet(chosen.samples / "application_test_sample.parquet")
    profile = calibrate_application(train, test, published, np.random.default_rng(0))
    _write(chosen.out / APPLICATION_FILE, {"format": FORMAT, **profile})
    with track("histories"):
        _write(chosen.out / HISTORY_FILE, {"format": FORMAT, **calibrate_histories(chosen.samples)})


def _write(path: Path, profile: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(_brief(profile), separators=(",", ":")) + "\n", encoding="utf-8")


def _brief(value: Any) -> Any:
    """Return the same content with whole numbers written without their ``.0``."""
    if isinstance(value, dict):
        return {key: _brief(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_brief(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


if __name__ == "__main__":
    main()
