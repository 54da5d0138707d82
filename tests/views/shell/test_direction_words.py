"""What the glossary says of a feature's direction is what the model does, for every field it speaks of."""

from __future__ import annotations

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from credit_panel.features import DERIVED_FEATURES, derive
from credit_panel.features.absence import sources_of
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import COUNTED_BACK
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.views.shell.direction_words import direction_words

EN, FR = translator("en"), translator("fr")
SEEN = 0.5
"""Points under which nobody sees a difference."""


@pytest.fixture(scope="module")
def applications(served: ServedModel) -> pl.DataFrame:
    return served.portfolio.select(None, None)


def test_times_that_count_back_are_those_that_the_data_count_back(applications: pl.DataFrame) -> None:
    checked = 0
    for name, entry in FIELDS.items():
        if entry.unit in ("days", "months") and name in applications.columns:
            known = applications[name].drop_nulls()
            if len(known) > 20 and not (known < 0).any() == (known > 0).any() == True:  # noqa: E712
                assert (name in COUNTED_BACK) == bool((known < 0).any() or (known.max() or 0) <= 0), name
                checked += 1
    assert checked > 30


def test_the_words_are_what_the_model_does(served: ServedModel, applications: pl.DataFrame) -> None:
    """Along each field that has words for one direction, for clients who have a value, everything derived again."""
    features = served.scorer.features
    told = [
        name
        for name in dict.fromkeys((*features, *(source for feature in features for source in sources_of(feature))))
        if "never" in direction_words(name, EN)
    ]
    assert len(told) > 20
    for name in told:
        known = applications.filter(pl.col(name).is_not_null()).head(8)
        values = np.unique(applications[name].drop_nulls().cast(pl.Float64).to_numpy())
        # by what the reader sees: a time is never negative
        along = values[np.argsort(np.abs(values) if name in COUNTED_BACK else values, kind="stable")]
        along = along[np.linspace(0, len(along) - 1, 9).astype(int)]
        for i in range(len(known)):
            swept = pl.concat([known[i]] * len(along)).with_columns(
                pl.Series(name, along).cast(known.schema[name], strict=False)
            )
            if name not in DERIVED_FEATURES:
                swept = derive(nw.from_native(swept)).to_native()
            steps = np.diff(served.scorer.score(swept).points)
            safer = "may lower the estimated risk" in direction_words(name, EN)
            assert (steps >= -SEEN).all() if safer else (steps <= SEEN).all(), name


def test_a_longer_time_in_a_job_is_safer_in_both_languages() -> None:
    assert direction_words("DAYS_EMPLOYED", EN) == "A longer time may lower the estimated risk, never raise it."
    assert direction_words("DAYS_EMPLOYED", FR).startswith("Une durée plus longue peut réduire")
    assert direction_words("OWN_CAR_AGE", EN) == "A longer time may raise the estimated risk, never lower it."
    assert direction_words("EXT_SOURCE_2", EN) == "A higher value may lower the estimated risk, never raise it."
    assert direction_words("CNT_CHILDREN", EN) == "The model may find it raising or lowering the risk."
