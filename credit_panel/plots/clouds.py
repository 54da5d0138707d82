"""What features move for many clients: a point a client."""

from __future__ import annotations

from collections.abc import Sequence

import holoviews as hv
import numpy as np
import pandas as pd
import polars as pl
from hvplot import hvPlot

from credit_panel.charts.axis import round_marks
from credit_panel.charts.compare.readings import axis_name, tick
from credit_panel.locale import Language
from credit_panel.plots.asked import asked, colours, drawn, on_a_card
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.portfolio.statistics.measure import has_levels, measure_of


@on_a_card
def beeswarm(
    client_ids: Sequence[int] | None = None,
    *,
    most: int = 12,
    served: ServedModel | None = None,
    language: Language | None = None,
) -> hv.Element:
    """Show what the strongest features move for many clients: one point a client and feature.

    Colours tell whether the client's value is high (orange) or low (blue) among the clients drawn; a category, and a
    missing value, are grey.

    Parameters
    ----------
    client_ids
        Their numbers; None is everybody, of whom `MOST_CLIENTS` are drawn.
    most
        Features that are shown.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cohort = cp.CohortState(cp.current_model())
    >>> shown = cp.plots.beeswarm(cohort.members, most=8)
    """
    served, t = asked(served, language)
    ids = drawn(served, client_ids)
    moved = served.contributions(ids)
    strengths = {name: float(moved[name].abs().mean() or 0.0) for name in served.scorer.features}  # type: ignore[arg-type]
    features = sorted(strengths, key=lambda name: -strengths[name])[:most]
    known = served.portfolio.select(ids, features)
    jitter = np.random.default_rng(0).uniform(-0.3, 0.3, len(moved))
    parts = []
    for row, name in zip(range(len(features), 0, -1), features, strict=True):
        values = known[name]
        numeric = values.dtype.is_numeric()
        ranks = values.rank("average") / max(values.count(), 1) if numeric else pl.Series([None] * len(values))
        parts.append(
            pd.DataFrame(
                {
                    "points": moved[name].cast(pl.Float64).to_numpy(),
                    "row": row + jitter,
                    "rank": ranks.cast(pl.Float64).to_numpy(),
                    "feature": t.label(name),
                    "client": [t.value(name, value) for value in values.to_list()],
                    "number": moved["SK_ID_CURR"].cast(pl.String).to_list(),
                }
            )
        )
    return hvPlot(pd.concat(parts, ignore_index=True)).scatter(
        x="points",
        y="row",
        c="rank",
        clim=(0, 1),
        cmap=[colours().favourable, "#c9cfd6", colours().adverse],
        colorbar=False,
        size=9,
        alpha=0.6,
        hover_cols=["feature", "client", "number"],
        hover_tooltips=[
            (t.gettext("Feature"), "@feature"),
            (t.gettext("Value"), "@client"),
            (t.gettext("Points"), "@points{+0.0}"),
            (t.gettext("Client"), "@number"),
        ],
        yticks=[(row, t.label(name)) for row, name in zip(range(len(features), 0, -1), features, strict=True)],
        xlabel=t.gettext("Points"),
        ylabel="",
        title=t.ngettext("What moves the points of {n} client", "What moves the points of {n} clients", len(moved)),
        width=760,
        height=90 + 34 * len(features),
    )


@on_a_card
def dependence(
    feature: str,
    client_ids: Sequence[int] | None = None,
    *,
    served: ServedModel | None = None,
    language: Language | None = None,
) -> hv.Element:
    """Hold the points that a feature moves against its value: a scatter for numbers, boxes for categories.

    Parameters
    ----------
    feature
        A column of the model.
    client_ids
        Clients to draw; None is everybody, of whom `MOST_CLIENTS` are drawn.

    Raises
    ------
    ValueError
        When the model has no such feature, or no client drawn has a value of it.

    Examples
    --------
    >>> import credit_panel as cp
    >>> shown = cp.plots.dependence("ext_source_mean").opts(alpha=0.2)
    """
    served, t = asked(served, language)
    if feature not in served.scorer.features:
        raise ValueError(f"{feature!r} is no feature of the model: served.scorer.features lists those it has.")
    ids = drawn(served, client_ids)
    values = served.portfolio.select(ids, (feature,)).to_series()
    moved = served.contributions(ids)
    label, points = t.label(feature), moved[feature].cast(pl.Float64).to_numpy()
    if has_levels(served.portfolio, feature):
        levels = [t.value(feature, value) for value in values.to_list()]
        frame = pd.DataFrame({label: levels, "points": points})
        return hvPlot(frame).box(y="points", by=label, ylabel=t.gettext("Points"), xlabel=label, width=760, rot=20)
    measure = measure_of(served.portfolio, feature)
    shown = measure.shown_all(values)
    frame = pd.DataFrame(
        {
            "value": shown,
            "points": points,
            "client": [t.value(feature, value) for value in values.to_list()],
            "number": moved["SK_ID_CURR"].cast(pl.String).to_list(),
        }
    ).dropna(subset=["value"])
    if frame.empty:
        raise ValueError(f"None of these clients has a value of {feature!r}: choose others.")
    return hvPlot(frame).scatter(
        x="value",
        y="points",
        color=colours().favourable,
        size=9,
        alpha=0.5,
        hover_cols=["client", "number"],
        hover_tooltips=[(label, "@client"), (t.gettext("Points"), "@points{+0.0}"), (t.gettext("Client"), "@number")],
        xlabel=axis_name(measure, t),
        xticks=round_marks(np.nanmin(shown), np.nanmax(shown), lambda value, step: tick(measure, value, step, t)),
        ylabel=t.gettext("Points"),
        width=760,
    )
