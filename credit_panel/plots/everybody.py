"""What holds for all clients: which features count, how true the probabilities are, how groups differ."""

from __future__ import annotations

import holoviews as hv
import numpy as np
import pandas as pd
import polars as pl
from hvplot import hvPlot

from credit_panel.charts.axis import percent_marks
from credit_panel.charts.column_words import column_label, column_value
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Language
from credit_panel.plots.asked import asked, colours, on_a_card
from credit_panel.portfolio.served_model import ServedModel
from credit_panel.scoring.fairness import wilson
from credit_panel.state.importance import importance_of

_OTHERS = ("#009e73", "#cc79a7", "#56b4e9", "#7d8794")
"""Colours of further groups, after blue and orange (Okabe and Ito)."""


@on_a_card
def importance(*, most: int = 20, served: ServedModel | None = None, language: Language | None = None) -> hv.Element:
    """Show how far the strongest features move an application on average, in points.

    Examples
    --------
    >>> import credit_panel as cp
    >>> shown = cp.plots.importance(most=10)
    """
    served, t = asked(served, language)
    found = importance_of(served.portfolio).features
    names = sorted(found, key=lambda name: found[name])[-most:]
    frame = pd.DataFrame(
        {
            "feature": [t.label(name) for name in names],
            "points": [found[name] for name in names],
            "theme": [THEMES[FIELDS[name].theme][t.language] for name in names],
        }
    )
    return hvPlot(frame).barh(
        x="feature",
        y="points",
        color=colours().favourable,
        hover_cols=["theme"],
        hover_tooltips=[
            (t.gettext("Feature"), "@feature"),
            (t.gettext("Theme"), "@theme"),
            (t.gettext("Average strength, points"), "@points{0.0}"),
        ],
        xlabel="",
        ylabel=t.gettext("Average strength, points"),
        width=760,
        height=90 + 26 * len(names),
    )


@on_a_card
def calibration(*, served: ServedModel | None = None, language: Language | None = None) -> hv.Overlay:
    """Hold the observed default rate, with its interval of 95 %, against the predicted one, out of fold.

    Examples
    --------
    >>> import credit_panel as cp
    >>> shown = cp.plots.calibration() * hv.VLine(0.09)
    """
    served, t = asked(served, language)
    bins = served.scorer.manifest.metrics["reliability"]
    rates = [wilson(float(b["defaults"]), int(b["count"])) for b in bins]
    frame = pd.DataFrame(
        {
            "predicted": [b["predicted"] for b in bins],
            "observed": [b["observed"] for b in bins],
            "low": [rate.low for rate in rates],
            "high": [rate.high for rate in rates],
            "words": [t.percent(b["observed"], 2) for b in bins],
            "asked": [t.percent(b["predicted"], 2) for b in bins],
            "clients": [t.number(b["count"]) for b in bins],
        }
    ).astype({"low": float, "high": float})
    top = float(np.nanmax(frame[["predicted", "high"]].to_numpy()))
    predicted, observed = t.gettext("predicted probability of default"), t.gettext("observed default rate")
    dots = hvPlot(frame).scatter(
        x="predicted",
        y="observed",
        color=colours().favourable,
        size=60,
        hover_cols=["words", "asked", "clients"],
        hover_tooltips=[(predicted, "@asked"), (observed, "@words"), (t.gettext("Clients"), "@clients")],
        xlabel=predicted,
        ylabel=observed,
        xticks=percent_marks(0, top, t),
        yticks=percent_marks(0, top, t),
        title=t.gettext("Calibration"),
        width=560,
        height=420,
    )
    whiskers = hv.Segments(frame[["predicted", "low", "predicted", "high"]].to_numpy()).opts(color=colours().favourable)
    return hv.Curve([(0, 0), (top, top)]).opts(color=colours().mute, line_dash="dashed") * whiskers * dots


@on_a_card
def distribution(
    column: str, group: str = "TARGET", *, served: ServedModel | None = None, language: Language | None = None
) -> hv.Element:
    """Hold the distributions of a number in groups of clients against each other, each as shares of its group.

    Parameters
    ----------
    column
        A numeric column of the portfolio.
    group
        A column of few values; clients without one are left out.

    Raises
    ------
    PortfolioError
        When a column does not exist, or `column` holds categories.

    Examples
    --------
    >>> import credit_panel as cp
    >>> shown = cp.plots.distribution("points", "NAME_CONTRACT_TYPE")
    """
    served, t = asked(served, language)
    portfolio = served.portfolio
    levels = [level for level in portfolio.level_counts(group)["level"].to_list() if level is not None][:6]
    edges = portfolio.histogram(column).edges
    parts = []
    for level in levels:
        counts = portfolio.histogram(column, edges, pl.col(group) == level).counts
        words = column_value(group, level, t)
        parts.append(
            pd.DataFrame(
                {
                    "value": edges[:-1],
                    "share": counts / max(counts.sum(), 1),
                    "group": words,
                    "clients": counts,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    return hvPlot(frame).step(
        x="value",
        y="share",
        by="group",
        where="post",
        hover_cols=["clients"],
        hover_tooltips=[
            (column_label(column, t), "@value{0,0.[00]}"),
            (t.gettext("Share"), "@share{0.0%}"),
            (t.gettext("Clients"), "@clients"),
        ],
        xlabel=column_label(column, t),
        ylabel=t.gettext("Share"),
        yticks=percent_marks(0, float(frame["share"].max()), t),
        color=[colours().favourable, colours().adverse, *_OTHERS][: len(levels)],
        group_label=column_label(group, t),
        width=760,
    )
