"""How close a synthetic portfolio comes to the real samples: each test prints its worst figures (``pytest -s``)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from credit_panel.home_credit.synthetic.application import applications
from credit_panel.home_credit.synthetic.calibrate_margins import rank_correlations
from credit_panel.home_credit.synthetic.default import draw_default
from credit_panel.home_credit.synthetic.latent import draw_clients
from credit_panel.home_credit.synthetic.profile import application_profile

DRAWN = {"train": 100_000, "test": 25_000}
KEYS = ("SK_ID_CURR", "TARGET")


@pytest.fixture(scope="module")
def drawn() -> dict[str, pl.DataFrame]:
    """Synthetic applications with TARGET, of train and of test."""
    profile, rng = application_profile(), np.random.default_rng(11)
    tables = {}
    for sample, count in DRAWN.items():
        clients = draw_clients(profile, np.full(count, sample == "test"), rng)
        target, _ = draw_default(profile, clients, rng)
        tables[sample] = applications(profile, clients, rng).with_columns(TARGET=pl.Series(target))
    return tables


@pytest.fixture(scope="module")
def real(real_data: Path) -> dict[str, pl.DataFrame]:
    return {sample: pl.read_parquet(real_data / f"application_{sample}_sample.parquet") for sample in DRAWN}


def numeric(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind.is_numeric() and name not in KEYS]


def categorical(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind == pl.String]


def values(frame: pl.DataFrame, name: str) -> np.ndarray:
    return frame[name].drop_nulls().to_numpy().astype(float)


def kolmogorov_smirnov(one: np.ndarray, other: np.ndarray) -> float:
    one, other = np.sort(one), np.sort(other)
    at = np.unique(np.concatenate([one, other]))
    gap = np.searchsorted(one, at, side="right") / len(one) - np.searchsorted(other, at, side="right") / len(other)
    return float(np.abs(gap).max())


def worst(title: str, figures: Iterable[tuple[float, str]], count: int = 5) -> float:
    """Print the greatest figures and return the greatest."""
    ordered = sorted(figures, reverse=True)
    print(f"\n{title}: " + ", ".join(f"{name} {figure:.4f}" for figure, name in ordered[:count]))
    return ordered[0][0]


def test_numeric_margins(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    one, other = real["train"], drawn["train"]
    gaps = [(kolmogorov_smirnov(values(one, name), values(other, name)), name) for name in numeric(one)]
    assert worst("KS distance", gaps) <= 0.03


def test_missing_shares(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    one, other = real["train"], drawn["train"]
    gaps = [
        (abs(one[name].null_count() / len(one) - other[name].null_count() / len(other)), name)
        for name in one.columns
        if name not in KEYS
    ]
    assert worst("missing share", gaps) <= 0.01


def level_table(frame: pl.DataFrame, name: str) -> dict[str, tuple[int, float]]:
    """Return clients and default rate of each level, the missing one included."""
    levels = frame.select(pl.col(name).fill_null("(missing)"), "TARGET").group_by(name).agg(pl.len(), pl.mean("TARGET"))
    return {level: (count, rate) for level, count, rate in levels.rows()}


def test_category_shares(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    gaps = []
    for name in categorical(real["train"]):
        one, other = level_table(real["train"], name), level_table(drawn["train"], name)
        for level in {*one, *other}:
            here, there = one.get(level, (0, 0.0))[0], other.get(level, (0, 0.0))[0]
            gaps.append((abs(here / len(real["train"]) - there / len(drawn["train"])), f"{name}={level}"))
    assert worst("share of a level", gaps) <= 0.01


def test_default_rates(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    gaps = []
    for name in categorical(real["train"]):
        one, other = level_table(real["train"], name), level_table(drawn["train"], name)
        for level, (count, rate) in one.items():
            if count >= 1_000:
                gaps.append((abs(rate - other[level][1]), f"{name}={level}"))
    assert worst("default rate of a level", gaps) <= 0.015
    overall = drawn["train"]["TARGET"].mean()
    print(f"default rate {overall:.4%}")
    # 8.07 % within 0.2 points; 100,000 draws add 0.09 points of chance, twice.
    assert overall == pytest.approx(0.0807, abs=0.002)


def matrix(frame: pl.DataFrame, names: list[str]) -> np.ndarray:
    return frame.select(pl.col(names).cast(pl.Float64)).fill_null(float("nan")).to_numpy()


def test_rank_correlations(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    names = [name for name in numeric(real["train"]) if real["train"][name].n_unique() > 2]
    one = rank_correlations(matrix(real["train"], names))
    other = rank_correlations(matrix(drawn["train"].head(60_000), names))
    upper = np.triu_indices(len(names), 1)
    gaps = np.abs(one - other)[upper]
    worst("rank correlation", [(gap, f"{names[i]}/{names[j]}") for gap, i, j in zip(gaps, *upper, strict=True)])
    print(f"mean gap {gaps.mean():.4f}, 95th percentile {np.quantile(gaps, 0.95):.4f}")
    assert gaps.mean() <= 0.05
    assert np.quantile(gaps, 0.95) <= 0.06


def area(frame: pl.DataFrame, name: str) -> float:
    known = frame.select("TARGET", name).drop_nulls()
    return float(roc_auc_score(known["TARGET"].to_numpy(), known[name].to_numpy()))


def test_strength_of_single_columns(real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]) -> None:
    areas = {name: area(real["train"], name) for name in numeric(real["train"])}
    strongest = sorted(areas, key=lambda name: -abs(areas[name] - 0.5))[:30]
    gaps = [(abs(areas[name] - area(drawn["train"], name)), name) for name in strongest]
    assert worst("AUC of one column", gaps) <= 0.02


def test_test_drifts_from_train_as_the_real_one_does(
    real: dict[str, pl.DataFrame], drawn: dict[str, pl.DataFrame]
) -> None:
    """The drift of each column is the real one's, and is seen where the published figures say."""
    gaps = []
    for name in numeric(real["train"]):
        here, there = (
            kolmogorov_smirnov(values(tables["train"], name), values(tables["test"], name)) for tables in (real, drawn)
        )
        gaps.append((abs(here - there), name))
    assert worst("drift (KS train/test), real against synthetic", gaps) <= 0.03
    train, test = drawn["train"], drawn["test"]
    assert test["AMT_CREDIT"].mean() / train["AMT_CREDIT"].mean() == pytest.approx(516_740 / 599_026, abs=0.02)
    assert test["AMT_GOODS_PRICE"].mean() / train["AMT_GOODS_PRICE"].mean() == pytest.approx(
        462_619 / 538_396, abs=0.02
    )
    assert test["AMT_ANNUITY"].mean() / train["AMT_ANNUITY"].mean() == pytest.approx(29_426 / 27_109, abs=0.02)
    assert test["EXT_SOURCE_1"].is_null().mean() == pytest.approx(0.4212, abs=0.015)
    assert test["FLAG_EMAIL"].mean() == pytest.approx(0.1626, abs=0.01)
    assert (test["NAME_CONTRACT_TYPE"] == "Revolving loans").mean() < 0.02
    assert test["NAME_TYPE_SUITE"].is_null().mean() == pytest.approx(0.0187, abs=0.005)
