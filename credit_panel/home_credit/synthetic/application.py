"""The values of an application, column by column as the archive has them, from the latent state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.synthetic.columns import (
    AGE_BANDS_YEARS,
    AMOUNT_UNIT,
    BUILDING,
    CATEGORIES,
    MISSING,
    NOT_EMPLOYED,
    NUMERICS,
    RARE_FLAGS,
    WORKING_AGE_DAYS,
    Numeric,
)
from credit_panel.home_credit.synthetic.default import applicable
from credit_panel.home_credit.synthetic.latent import Clients
from credit_panel.home_credit.synthetic.profile import ApplicationProfile, QuantileMap

Values = NDArray[np.float64]
Learn = Callable[[Numeric, NDArray[Any], NDArray[np.str_]], Mapping[str, QuantileMap]]
SAMPLES = ("train", "test")


def age_band(days_birth: NDArray[Any]) -> NDArray[np.int64]:
    """Return the index of the age band of these (negative) days of birth."""
    return np.searchsorted(np.array(AGE_BANDS_YEARS), -days_birth / DAYS_A_YEAR, side="right")


def group_labels(by: str, samples: NDArray[np.str_], **known: NDArray[Any]) -> NDArray[np.str_]:
    """Return the label of each client's quantile map for a column kept `by` that group."""
    if by == "all":
        return np.full(len(samples), by)
    if by == "sample":
        return samples
    if by == "contract":
        # Test has some hundred revolving loans: too few for quantiles of their own.
        return np.where(known["revolving"], "revolving", np.char.add("cash:", samples))
    if by == "goods":
        return np.char.add(np.char.add(samples, ":"), known["goods_band"].astype(str))
    if by == "circle":
        return np.digitize(known["circle"], [1, 3]).astype(str)
    return known[by].astype(str)


def goods_band(profile_edges: Any, goods: Values, is_test: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the index of the band of the goods' price, in the client's sample."""
    edges = [np.asarray(profile_edges[sample]) for sample in SAMPLES]
    train, test = (np.searchsorted(one, goods, side="right") for one in edges)
    return np.where(is_test, test, train)


def to_step(values: Values, step: float) -> Values:
    """Round to multiples of `step`; 0 leaves the values as they are."""
    if not step:
        return values
    return np.round(np.round(values / step) * step, 6)


def draw_values(profile: ApplicationProfile, clients: Clients, learn: Learn | None = None) -> dict[str, Values]:
    """Return the values of all numeric columns and ratios, NaN where the client has none.

    Parameters
    ----------
    profile
        What is known of the archive's applications.
    clients
        The latent state of the clients.
    learn
        Gives the quantile maps of a column in place of the profile's, from the latent normals and
        group labels of the clients that have it; the calibration makes the maps with it.
    """
    samples = np.where(clients.is_test, "test", "train")
    has = applicable(profile, clients)
    values: dict[str, Values] = {}
    days_birth = np.where(clients.is_test, profile.age["test"](clients.age), profile.age["train"](clients.age))
    values["DAYS_BIRTH"] = np.round(days_birth)
    rating = profile.chain["REGION_RATING_CLIENT"].levels
    known: dict[str, NDArray[Any]] = {
        "revolving": clients.is_level(profile, "NAME_CONTRACT_TYPE", "Revolving loans"),
        "age": age_band(values["DAYS_BIRTH"]),
        "rating": np.array(rating)[clients.codes["REGION_RATING_CLIENT"]],
    }
    for place, numeric in enumerate(NUMERICS):
        labels = group_labels(numeric.by, samples, **known)
        column = np.full(len(samples), np.nan)
        present = has[:, place]
        maps = (
            profile.maps[numeric.name]
            if learn is None
            else learn(numeric, clients.latents[present, place], labels[present])
        )
        for label, mapping in maps.items():
            chosen = present & (labels == label)
            column[chosen] = mapping(clients.latents[chosen, place])
        values[numeric.name] = to_step(column, numeric.step)
        if numeric.name == "AMT_GOODS_PRICE":
            known["goods_band"] = goods_band(profile.goods_edges, values[numeric.name], clients.is_test)
        if numeric.name == "OBS_30_CNT_SOCIAL_CIRCLE":
            known["circle"] = np.nan_to_num(values[numeric.name])
    return values


def _amounts(profile: ApplicationProfile, values: dict[str, Values], rng: np.random.Generator) -> None:
    """Replace the ratios by credit and annuity; a revolving loan has its limit as price and 5 % a month."""
    goods = values["AMT_GOODS_PRICE"]
    ratio = np.nan_to_num(values.pop("CREDIT_OVER_GOODS"), nan=1.0)
    monthly = values.pop("ANNUITY_OVER_CREDIT")
    revolving = np.isnan(monthly)
    credit = to_step(goods * ratio, AMOUNT_UNIT)
    values["AMT_CREDIT"] = credit
    values["AMT_ANNUITY"] = to_step(credit * np.where(revolving, 0.05, monthly), AMOUNT_UNIT)
    unknown = rng.random((2, len(goods)))
    values["AMT_ANNUITY"][unknown[0] < profile.details["annuity_missing"]] = np.nan
    goods[revolving & (unknown[1] < profile.details["revolving_goods_missing"])] = np.nan


def _circle(profile: ApplicationProfile, values: dict[str, Values], rng: np.random.Generator) -> None:
    """Add the 60-day counts, which are the 30-day counts less a few."""
    observed, defaulted = values["OBS_30_CNT_SOCIAL_CIRCLE"], values["DEF_30_CNT_SOCIAL_CIRCLE"]
    fewer = (rng.random(len(observed)) < profile.details["observed_60_fewer"]) & (observed > 0)
    values["OBS_60_CNT_SOCIAL_CIRCLE"] = observed - fewer
    kept = rng.binomial(np.nan_to_num(defaulted).astype(np.int64), profile.details["defaulted_60_kept"])
    values["DEF_60_CNT_SOCIAL_CIRCLE"] = np.where(np.isnan(defaulted), np.nan, kept)


def _building(
    profile: ApplicationProfile, clients: Clients, values: dict[str, Values], rng: np.random.Generator
) -> None:
    """Add the mode and the median of each part of the building beside its average."""
    places = {numeric.name: place for place, numeric in enumerate(NUMERICS)}
    for part in BUILDING:
        average = values[f"{part}_AVG"]
        latent = clients.latents[:, places[f"{part}_AVG"]]
        for form in ("MODE", "MEDI"):
            twin = profile.building[f"{part}_{form}"]
            noise = rng.standard_normal(len(latent), dtype=np.float32) * np.float32(twin["noise"])
            moved = twin["map"](latent + noise)
            if twin["map_nothing"] is not None:
                moved = np.where(average == 0, twin["map_nothing"](noise / max(twin["noise"], 1e-3)), moved)
            likely = np.array(twin["equal"])[np.searchsorted(twin["edges"], np.nan_to_num(average))]
            same = rng.random(len(latent)) < np.where(average == 0, twin["equal_nothing"], likely)
            column = np.where(same, average, to_step(moved, 1e-4))
            values[f"{part}_{form}"] = np.where(np.isnan(average), np.nan, column)


def _labels(profile: ApplicationProfile, clients: Clients, rng: np.random.Generator) -> dict[str, Any]:
    """Return the category and flag columns."""
    columns: dict[str, Any] = {}
    for category in CATEGORIES:
        if category.name.startswith("MISSING:"):
            continue
        levels = [level if level != MISSING else None for level in profile.chain[category.name].levels]
        codes = clients.codes[category.name]
        if category.name == "CNT_CHILDREN":
            counts = np.array([int(str(level).rstrip("+")) for level in levels])[codes]
            tail = np.array(profile.details["children_tail"])
            columns[category.name] = np.where(counts < 4, counts, 4 + np.searchsorted(tail, rng.random(len(counts))))
        elif profile.details["kinds"][category.name] == "i":
            columns[category.name] = np.array([int(str(level)) for level in levels])[codes]
        else:
            columns[category.name] = pl.Series(levels, dtype=pl.String).gather(codes.astype(np.int64))
    for flag in RARE_FLAGS:
        columns[flag] = (rng.random(len(clients.age)) < profile.details["rare_flags"][flag]).astype(np.int64)
    return columns


def applications(profile: ApplicationProfile, clients: Clients, rng: np.random.Generator) -> pl.DataFrame:
    """Return the applications without identifiers and TARGET, columns in the archive's order and types."""
    values = draw_values(profile, clients)
    columns = _labels(profile, clients, rng)
    _amounts(profile, values, rng)
    _circle(profile, values, rng)
    _building(profile, clients, values, rng)
    share = values.pop("EMPLOYED_SHARE")
    employed_days = -np.round(share * np.maximum(-values["DAYS_BIRTH"] - WORKING_AGE_DAYS, 0))
    values["DAYS_EMPLOYED"] = np.where(np.isnan(share), NOT_EMPLOYED, employed_days)
    columns["FLAG_EMP_PHONE"] = (~np.isnan(share)).astype(np.int64)
    couple = clients.is_level(profile, "NAME_FAMILY_STATUS", "Married", "Civil marriage")
    members = columns["CNT_CHILDREN"] + np.where(couple, 2.0, 1.0)
    unknown_family = clients.is_level(profile, "NAME_FAMILY_STATUS", "Unknown")
    values["CNT_FAM_MEMBERS"] = np.where(unknown_family, np.nan, members)
    kinds: dict[str, str] = profile.details["kinds"]
    frame = pl.DataFrame({**columns, **{name: values[name] + 0.0 for name in values}}, nan_to_null=True)
    types = {"i": pl.Int64, "f": pl.Float64, "s": pl.String}
    return frame.select(pl.col(name).cast(types[kind]) for name, kind in kinds.items())
