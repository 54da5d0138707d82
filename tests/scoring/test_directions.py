"""Whoever changes a field the safe way loses no points: the field, and every feature that is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

from credit_panel.features import HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import SETTLED_DEBT, Scorer
from credit_panel.scoring.scenario import features_after

CLIENTS, STEPS = 200, 24
DIRECTED = tuple(name for name in RAW_FIELDS if FIELDS[name].direction)


def along(known: pl.Series) -> np.ndarray:
    """Return rising values of a field: those that clients have, the rarest and the bounds of an application too."""
    field = FIELDS[known.name]
    seen = known.drop_nulls().cast(pl.Float64)
    ends = [end for end in (field.minimum, field.maximum) if end is not None]
    quantiles = np.quantile(seen.to_numpy(), np.linspace(0, 1, STEPS - len(ends)))
    return np.sort(np.concatenate([quantiles, ends]))


def swept(clients: pl.DataFrame, name: str, values: np.ndarray) -> pl.DataFrame:
    """Return the features of each client at each value, client by client."""
    repeated = clients[np.repeat(np.arange(len(clients)), len(values))]
    new = pl.Series(name, np.tile(values, len(clients))).cast(clients.schema[name])
    raw = repeated.select("SK_ID_CURR", *RAW_FIELDS).with_columns(new)
    return features_of_application(raw, repeated.select(HISTORY_FEATURES))


def most_lost(scorer: Scorer, clients: pl.DataFrame) -> Iterator[tuple[str, float]]:
    """Yield each directed field with the most points that anybody loses on the way to its safe side."""
    for name in DIRECTED:
        values = along(clients[name])
        points = scorer.score(swept(clients, name, values)).points.reshape(len(clients), len(values))
        safer = points if FIELDS[name].direction < 0 else points[:, ::-1]
        yield name, float((np.maximum.accumulate(safer, axis=1) - safer).max())


def test_the_fields_that_people_change_have_a_direction() -> None:
    assert {"AMT_INCOME_TOTAL", "EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "DAYS_EMPLOYED"} <= set(DIRECTED)


def test_no_field_costs_points_on_its_way_to_the_safe_side(scorer: Scorer, features: pl.DataFrame) -> None:
    lost = dict(most_lost(scorer, features.head(CLIENTS)))
    assert max(lost.values()) < 0.5, lost


def test_neither_does_one_of_a_client_with_histories(served: ServedModel) -> None:
    clients = served.portfolio.select(None, None).head(CLIENTS)
    lost = dict(most_lost(served.scorer, clients))
    assert max(lost.values()) < 0.5, lost


def test_asking_for_less_over_the_same_months_costs_no_points(served: ServedModel) -> None:
    for client in served.portfolio.select(None, None).head(CLIENTS).iter_slices(1):
        shares = np.linspace(1.0, 0.3, STEPS)
        amounts = {name: shares * (client[name][0] or np.nan) for name in ("AMT_CREDIT", "AMT_ANNUITY")}
        points = served.scorer.score(features_after(client, pl.DataFrame(amounts, nan_to_null=True))).points
        assert (np.diff(points) > -0.5).all(), client["SK_ID_CURR"][0]


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_settling_debts_costs_no_points(served: ServedModel, share: float) -> None:
    clients = served.portfolio.select(pl.col("bureau_debt_sum") > 0, None).head(CLIENTS)
    for client in clients.iter_slices(1):
        points = served.scorer.score(features_after(client, pl.DataFrame({SETTLED_DEBT: [0.0, share]}))).points
        assert points[1] > points[0] - 0.5, client["SK_ID_CURR"][0]
