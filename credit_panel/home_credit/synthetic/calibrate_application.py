"""The profile of the applications, from the samples of application_train and application_test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from credit_panel.home_credit.synthetic.application import (
    age_band,
    draw_values,
    goods_band,
    group_labels,
)
from credit_panel.home_credit.synthetic.calibrate_margins import (
    fitted_map,
)
from credit_panel.home_credit.synthetic.columns import (
    BLOCK_COLUMN,
    CATEGORIES,
    MISSING,
    NOT_EMPLOYED,
    NUMERICS,
    WORKING_AGE_DAYS,
    Category,
    Numeric,
)
from credit_panel.home_credit.synthetic.latent import Clients, dummies, opening_columns
from credit_panel.home_credit.synthetic.profile import ApplicationProfile, ChainStep, Floats, QuantileMap

RARE_LEVEL = 60
"""Levels of fewer clients get their share, and no effects."""

RIDGE = 0.3
SMALL = 0.1
"""Effects smaller than this are left out of the profile; the shares are matched afterwards."""

SIMULATED = {"train": 80_000, "test": 40_000}


def real_levels(frame: pl.DataFrame, category: Category) -> NDArray[np.str_]:
    """Return each client's level of the category, as the chain names it."""
    if category.name.startswith("MISSING:"):
        column = BLOCK_COLUMN[category.name.removeprefix("MISSING:")]
        return frame[column].is_null().cast(pl.Int8).cast(pl.String).to_numpy().astype(str)
    if category.name == "CNT_CHILDREN":
        capped = frame[category.name].clip(0, 4).cast(pl.String)
        return capped.replace("4", "4+").to_numpy().astype(str)
    return frame[category.name].cast(pl.String).fill_null(MISSING).to_numpy().astype(str)


def published_shares(published: Mapping[str, Any], category: Category, levels: NDArray[np.str_]) -> dict[str, float]:
    """Return the share of each level in application_train: published where it is, else the sample's."""
    names, occurrences = np.unique(levels, return_counts=True)
    shares = dict(zip(names.tolist(), (occurrences / len(levels)).tolist(), strict=True))
    counts = dict(published["counts"].get(category.name, {}))
    if category.name.startswith("MISSING:"):
        # The sample is another draw of clients than the published whole: halfway is within reach of both.
        gone = (published["missing"][BLOCK_COLUMN[category.name.removeprefix("MISSING:")]] + shares.get("1", 0.0)) / 2
        return {"0": 1 - gone, "1": gone}
    if category.name == "CNT_CHILDREN":
        known = {str(k): float(counts[str(k)]) for k in range(4)}
        known["4+"] = float(sum(n for k, n in counts.items() if int(float(k)) >= 4))
    elif counts:
        known = {MISSING if level == "(missing)" else str(level): float(n) for level, n in counts.items()}
    elif category.name in published["numeric"] and set(shares) <= {"0", "1"}:
        mean = published["numeric"][category.name]["mean"]
        return {"0": 1 - mean, "1": mean}
    else:
        return shares
    total = sum(known.values())
    return {level: n / total for level, n in known.items() if n > 0}


def fit_step(levels: tuple[str, ...], codes: NDArray[Any], design: Floats, taking: NDArray[np.bool_]) -> ChainStep:
    """Fit the logit of one category on everything before it; rare levels get no effects."""
    occurrences = np.bincount(codes[taking], minlength=len(levels))
    common = np.flatnonzero(occurrences >= RARE_LEVEL)
    weights = np.zeros((design.shape[1], len(levels)), dtype=np.float32)
    intercept = np.log(np.maximum(occurrences, 0.5) / max(occurrences[0], 1)).astype(np.float32)
    rows = taking & np.isin(codes, common)
    if len(common) > 1:
        model = LogisticRegression(C=RIDGE, max_iter=150, tol=1e-3).fit(design[rows], codes[rows])
        if len(common) == 2:
            weights[:, common[1]], intercept[common[1]] = model.coef_[0], model.intercept_[0]
        else:
            weights[:, common] = (model.coef_ - model.coef_[0]).T
            intercept[common] = model.intercept_ - model.intercept_[0]
        weights[np.abs(weights) < SMALL] = 0.0
    return ChainStep(levels, intercept, weights)


def fit_chain(
    frame: pl.DataFrame, published: Mapping[str, Any], is_test: NDArray[np.bool_], age: Floats
) -> tuple[dict[str, ChainStep], dict[str, NDArray[np.int16]], Floats]:
    """Fit all categories in order; return the steps, the real codes and the real design."""
    design = opening_columns(is_test, age)
    employed = (frame["DAYS_EMPLOYED"] != NOT_EMPLOYED).to_numpy()
    chain: dict[str, ChainStep] = {}
    all_codes: dict[str, NDArray[np.int16]] = {}
    for category in CATEGORIES:
        found = real_levels(frame, category)
        shares = published_shares(published, category, found[~is_test])
        if category.employed_only:
            shares.setdefault(category.otherwise, 0.0)
        levels = tuple(sorted({*shares, *np.unique(found).tolist()}, key=lambda one: -shares.get(one, 0.0)))
        if category.employed_only:
            levels = (*(one for one in levels if one != "XNA"), *(one for one in levels if one == "XNA"))
        codes = np.array([levels.index(one) for one in found], dtype=np.int16)
        chain[category.name] = fit_step(levels, codes, design, employed | (not category.employed_only))
        all_codes[category.name] = codes
        design = np.hstack([design, dummies(codes, len(levels))])
    return chain, all_codes, design


def level_targets(
    frame: pl.DataFrame, published: Mapping[str, Any], is_test: NDArray[np.bool_], chain: Mapping[str, ChainStep]
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return, for each category, the shares of its levels wanted in train and in test, among those who draw it."""
    employed = (frame["DAYS_EMPLOYED"] != NOT_EMPLOYED).to_numpy()
    unemployed_share = published["counts"]["ORGANIZATION_TYPE"]["XNA"] / published["n"]
    targets = {}
    for category in CATEGORIES:
        found = real_levels(frame, category)
        levels = chain[category.name].levels
        train = np.array([published_shares(published, category, found[~is_test]).get(one, 0.0) for one in levels])
        taking = is_test & (employed | (not category.employed_only))
        test = np.array([(found[taking] == one).mean() for one in levels])
        if category.employed_only:
            train[levels.index(category.otherwise)] -= unemployed_share
        targets[category.name] = (np.maximum(train, 1e-7) / train.sum(), np.maximum(test, 1e-6) / test.sum())
    return targets


def matched(
    step: ChainStep, design: Floats, taking: NDArray[np.bool_], wanted: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> ChainStep:
    """Return the step with intercepts that give the wanted shares on these clients, in train and in test."""
    intercept, weights = step.intercept.astype(np.float64), step.weights.astype(np.float64)
    test = design[:, 0] > 0
    scores = design[:, 1:].astype(np.float64) @ weights[1:]
    shifts = [intercept.copy(), intercept + weights[0]]
    for place, rows in enumerate((taking & ~test, taking & test)):
        for _ in range(12):
            logits = scores[rows] + shifts[place]
            odds = np.exp(logits - logits.max(axis=1, keepdims=True))
            mean = (odds / odds.sum(axis=1, keepdims=True)).mean(axis=0)
            shifts[place] += np.log(wanted[place] / np.maximum(mean, 1e-9))
        shifts[place] -= shifts[place][0]
    weights[0] = shifts[1] - shifts[0]
    return ChainStep(step.levels, np.round(shifts[0], 3).astype(np.float32), np.round(weights, 2).astype(np.float32))


def real_values(frame: pl.DataFrame) -> dict[str, NDArray[np.float64]]:
    """Return the numeric columns and ratios of the real clients, NaN where there is none."""
    cash = pl.col("NAME_CONTRACT_TYPE") == "Cash loans"
    working = -pl.col("DAYS_BIRTH") - WORKING_AGE_DAYS
    ratios = {
        "CREDIT_OVER_GOODS": pl.when(cash).then(pl.col("AMT_CREDIT") / pl.col("AMT_GOODS_PRICE")),
        "ANNUITY_OVER_CREDIT": pl.when(cash).then(pl.col("AMT_ANNUITY") / pl.col("AMT_CREDIT")),
        "EMPLOYED_SHARE": pl.when(pl.col("DAYS_EMPLOYED") != NOT_EMPLOYED).then(
            (-pl.col("DAYS_EMPLOYED") / working).clip(0, 1)
        ),
    }
    wanted = [
        ratios.get(numeric.name, pl.col(numeric.name)).cast(pl.Float64).alias(numeric.name) for numeric in NUMERICS
    ]
    return {column.name: column.fill_null(np.nan).to_numpy() for column in frame.select(wanted)}


def real_labels(
    frame: pl.DataFrame, values: Mapping[str, NDArray[np.float64]], is_test: NDArray[np.bool_], edges: Mapping[str, Any]
) -> dict[str, NDArray[np.str_]]:
    """Return the group of each real client, for each way of keeping quantile maps."""
    samples = np.where(is_test, "test", "train")
    known = {
        "revolving": (frame["NAME_CONTRACT_TYPE"] == "Revolving loans").to_numpy(),
        "age": age_band(frame["DAYS_BIRTH"].to_numpy()),
        "rating": frame["REGION_RATING_CLIENT"].to_numpy(),
        "goods_band": goods_band(edges, values["AMT_GOODS_PRICE"], is_test),
        "circle": np.nan_to_num(values["OBS_30_CNT_SOCIAL_CIRCLE"]),
    }
    ways = {numeric.by for numeric in NUMERICS}
    return {by: group_labels(by, samples, **known) for by in ways}


def fit_effects(
    latents: NDArray[Any], has: NDArray[np.bool_], design: Floats
) -> tuple[Floats, NDArray[np.float64], NDArray[np.float64]]:
    """Regress each latent on the categories; return effects, residual deviations and correlations."""
    full = np.column_stack([np.ones(len(design)), design]).astype(np.float64)
    effects = np.zeros((full.shape[1], latents.shape[1]))
    residuals = np.full(latents.shape, np.nan)
    penalty = np.diag([0.0, *[5.0] * design.shape[1]])
    for place in range(latents.shape[1]):
        rows = full[has[:, place]]
        effects[:, place] = np.linalg.solve(rows.T @ rows + penalty, rows.T @ latents[has[:, place], place])
    effects = np.where(np.abs(effects) < 0.03, 0.0, np.round(effects, 2))
    residuals = np.where(has, latents - full @ effects, np.nan)
    spread = np.nanstd(residuals, axis=0)
    filled = np.nan_to_num(residuals / spread)
    both = np.maximum(has.T.astype(float) @ has, 1)
    correlation = np.where(both > 200, (filled.T @ filled) / both, 0.0)
    return effects.astype(np.float32), spread, np.clip(correlation, -0.99, 0.99)


def simulated_values(
    profile: ApplicationProfile,
    clients: Clients,
    real: Mapping[str, NDArray[Any]],
    labels: Mapping[str, NDArray[np.str_]],
) -> tuple[dict[str, dict[str, QuantileMap]], dict[str, NDArray[np.float64]]]:
    """Make the quantile maps that give simulated clients the real margins; return maps and values."""
    maps: dict[str, dict[str, QuantileMap]] = {}

    def learn(numeric: Numeric, latents: NDArray[Any], groups: NDArray[np.str_]) -> Mapping[str, QuantileMap]:
        found = {}
        for label in np.unique(groups):
            at = real[numeric.name][(labels[numeric.by] == label) & ~np.isnan(real[numeric.name])]
            found[str(label)] = fitted_map(
                at, latents[groups == label], 40 if numeric.by in ("sample", "contract") else 24
            )
        maps[numeric.name] = found
        return found

    return maps, draw_values(profile, clients, learn)
