"""How close the synthetic histories come to real ones: the tests print their worst figures (``pytest -s``)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.synthetic import generate
from credit_panel.home_credit.synthetic.calibrate_histories import read_histories

pytestmark = pytest.mark.long

NAMES = (
    "bureau",
    "bureau_balance",
    "previous_application",
    "POS_CASH_balance",
    "credit_card_balance",
    "installments_payments",
)
CLOSE, LEVEL = 0.08, 0.02
"""Greatest distance (Kolmogorov-Smirnov) between the values of a column, and between the shares of a level."""

Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def real(real_data: Path) -> Tables:
    return read_histories(real_data)


@pytest.fixture(scope="module")
def drawn(real: Tables, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Synthetic tables, with clients of train and test in the proportion of the real ones."""
    folder = tmp_path_factory.mktemp("drawn")
    generate(20_000, seed=5, out=folder)
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in real}
    train, test = (tables[f"application_{sample}"] for sample in ("train", "test"))
    share = len(real["application_train"]) / len(real["application_test"])
    tables["application_train"] = train.head(round(share * len(test)))
    return tables


def clients(tables: Tables) -> pl.Series:
    return pl.concat([tables[f"application_{sample}"]["SK_ID_CURR"] for sample in ("train", "test")])


def history(tables: Tables, name: str) -> pl.DataFrame:
    """Return the rows of a table that belong to the clients of the applications, with their number."""
    frame = tables[name]
    if "SK_ID_CURR" not in frame.columns:
        frame = frame.join(tables["bureau"].select("SK_ID_BUREAU", "SK_ID_CURR"), on="SK_ID_BUREAU")
    if name == "installments_payments":
        return frame  # the sample of instalments is of clients of its own
    return frame.filter(pl.col("SK_ID_CURR").is_in(clients(tables).implode()))


def distance(one: pl.DataFrame, other: pl.DataFrame, column: str) -> tuple[float, float]:
    """Return how far two columns are apart, and how far two samples of so many clients are by chance."""
    parts = [frame.select("SK_ID_CURR", pl.col(column).cast(pl.Float64)).drop_nulls() for frame in (one, other)]
    values = [np.sort(part[column].to_numpy()) for part in parts]
    at = np.unique(np.concatenate(values))
    below = [np.searchsorted(part, at, side="right") / len(part) for part in values]
    chance = 1.36 * np.sqrt(sum(1 / part["SK_ID_CURR"].n_unique() for part in parts))
    return float(np.abs(below[0] - below[1]).max()), float(chance)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_each_column_lie_where_the_real_ones_do(name: str, real: Tables, drawn: Tables) -> None:
    """Within the target; a column that few clients have, within the target and chance."""
    one, other = history(real, name), history(drawn, name)
    columns = [c for c, kind in one.schema.items() if kind.is_numeric() and not c.startswith("SK_ID")]
    figures = {column: distance(one, other, column) for column in columns if one[column].count() > 50}
    print(f"\n{name}: ", *sorted(((round(gap, 3), column) for column, (gap, _) in figures.items()), reverse=True)[:5])
    few = {column for column, (_, chance) in figures.items() if chance > CLOSE}
    assert few <= {"RATE_INTEREST_PRIMARY", "RATE_INTEREST_PRIVILEGED"}
    for column, (gap, chance) in figures.items():
        assert gap <= CLOSE + (chance if column in few else 0.01), column


@pytest.mark.parametrize("name", NAMES[:5])
def test_each_level_of_a_category_has_its_share(name: str, real: Tables, drawn: Tables) -> None:
    one, other = history(real, name), history(drawn, name)
    gaps = []
    for column in (column for column, kind in one.schema.items() if kind == pl.String):
        shares = [
            dict(frame[column].fill_null("").value_counts(normalize=True, sort=False).iter_rows())
            for frame in (one, other)
        ]
        gaps += [
            (abs(shares[0].get(level, 0) - shares[1].get(level, 0)), f"{column}={level}")
            for level in {*shares[0], *shares[1]}
        ]
    print(f"\n{name}: ", *((round(gap, 3), level) for gap, level in sorted(gaps, reverse=True)[:4]))
    assert all(gap <= LEVEL + 0.005 for gap, _ in gaps)


def test_no_row_is_implausible_more_often_than_in_reality(real: Tables, drawn: Tables) -> None:
    def seldom(tables: Tables) -> dict[str, float]:
        births = pl.concat([tables[f"application_{s}"].select("SK_ID_CURR", "DAYS_BIRTH") for s in ("train", "test")])
        credits_ = tables["bureau"].join(births, on="SK_ID_CURR")
        loans = tables["installments_payments"].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
        usual = pl.col("AMT_INSTALMENT").median().over("SK_ID_PREV")
        return {
            "a credit before 18": float((credits_["DAYS_CREDIT"] - credits_["DAYS_BIRTH"] < 18 * DAYS_A_YEAR).mean()),
            "an instalment over 1.5 times the usual": float(
                loans.select(pl.col("AMT_INSTALMENT") > 1.5 * usual).to_series().mean()
            ),
        }

    one, other = seldom(real), seldom(drawn)
    print(f"\n{one}\n{other}")
    assert all(other[name] <= one[name] for name in one)
