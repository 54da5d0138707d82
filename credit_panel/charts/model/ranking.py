"""How well the probability ranks: ROC, precision over recall, lift, and the distance of Kolmogorov and Smirnov."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from credit_panel.charts.axis import Axis, nice_top, number_axis, share_axis
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.metrics import metric_interval
from credit_panel.charts.plot import Plot, dashes, line, plotted, readings_of, spot, thinned
from credit_panel.locale import Translator
from credit_panel.scoring import Ranking, Scale

LEAST_SHARE = 0.005
"""Share of the clients under which precision and lift are not drawn: a few clients make them jump."""


def roc_figure(ranking: Ranking, metrics: Mapping[str, Any], threshold: float, t: Translator) -> Figure:
    """Draw the share of defaults refused over the share of others refused, with the shipped policy on it."""
    at = _at(ranking, threshold)
    defaults, others = float(ranking.refused_defaults[at]), float(ranking.refused_others[at])
    summary = t.gettext(
        "At the shipped threshold of {threshold}, {defaults} of the defaults are refused, and with them {others} of "
        "the clients who repaid; the area under the curve is {auc} ({interval}).",
        threshold=t.percent(threshold),
        defaults=t.percent(defaults),
        others=t.percent(others),
        auc=t.number(metrics["auc"], 3),
        interval=metric_interval(metrics, "auc", 3, t),
    )
    kept = thinned(len(ranking.threshold))
    columns = (t.gettext("Threshold"), t.gettext("Repaying clients refused"), t.gettext("Defaults refused"))
    table = _table(columns, ranking, kept, [(ranking.refused_others[i], ranking.refused_defaults[i]) for i in kept], t)
    at_policy = (t.percent(threshold), t.percent(others), t.percent(defaults))
    plot = Plot(
        "roc",
        share_axis(t.gettext("share of the repaying clients refused"), 1, t),
        share_axis(t.gettext("share of the defaults refused"), 1, t),
        (
            dashes(t.gettext("chance"), np.array([0.0, 1.0]), np.array([0.0, 1.0])),
            line(
                t.gettext("the model"),
                ranking.refused_others[kept],
                ranking.refused_defaults[kept],
                readings_of(table),
            ),
            spot(others, defaults, t.gettext("shipped policy"), list(zip(columns, at_policy, strict=True)), now=False),
        ),
    )
    return plotted(t.gettext("ROC curve"), plot, summary, table, t)


def precision_figure(ranking: Ranking, metrics: Mapping[str, Any], threshold: float, t: Translator) -> Figure:
    """Draw the share of defaults among the refused over the share of the defaults that are refused."""
    at, default_rate = _at(ranking, threshold), float(metrics["default_rate"])
    recall, precision = float(ranking.refused_defaults[at]), float(ranking.precision[at])
    summary = t.gettext(
        "Of the clients refused at the shipped threshold {precision} default, {times} times the average of {rate}; "
        "they are {recall} of all defaults. The average precision is {average} ({interval}).",
        precision=t.percent(precision),
        times=t.number(precision / default_rate, 1),
        rate=t.percent(default_rate),
        recall=t.percent(recall),
        average=t.number(metrics["average_precision"], 3),
        interval=metric_interval(metrics, "average_precision", 3, t),
    )
    kept = _from_least(ranking)
    top = nice_top(float(np.nanmax(ranking.precision[kept])))
    columns = (t.gettext("Threshold"), t.gettext("Recall"), t.gettext("Precision"))
    table = _table(columns, ranking, kept, [(ranking.refused_defaults[i], ranking.precision[i]) for i in kept], t)
    at_policy = (t.percent(threshold), t.percent(recall), t.percent(precision))
    plot = Plot(
        "precision-recall",
        share_axis(t.gettext("share of the defaults refused (recall)"), 1, t),
        share_axis(t.gettext("defaults among the refused (precision)"), top, t),
        (
            dashes(t.gettext("average default rate"), np.array([0.0, 1.0]), np.full(2, default_rate)),
            line(t.gettext("the model"), ranking.refused_defaults[kept], ranking.precision[kept], readings_of(table)),
            spot(recall, precision, t.gettext("shipped policy"), list(zip(columns, at_policy, strict=True)), now=False),
        ),
    )
    return plotted(t.gettext("Precision and recall"), plot, summary, table, t)


def lift_figure(ranking: Ranking, metrics: Mapping[str, Any], t: Translator) -> Figure:
    """Draw how many times more defaults than average the riskiest clients hold, by how many are taken."""
    kept = _from_least(ranking)
    share = 1 - ranking.accepted[kept]
    lift = ranking.refused_defaults[kept] / share
    tenth, fifth = ranking.lift(0.1), float(np.interp(0.2, 1 - ranking.accepted, ranking.refused_defaults))
    summary = t.gettext(
        "The riskiest tenth of the clients holds {times} times as many defaults as a tenth drawn at random "
        "({interval}); the riskiest fifth holds {share} of all defaults.",
        times=t.number(tenth, 2),
        interval=metric_interval(metrics, "lift", 2, t),
        share=t.percent(fifth),
    )
    top = nice_top(float(lift.max()))
    columns = (t.gettext("Clients, riskiest first"), t.gettext("Defaults among them"), t.gettext("Lift"))
    rows = tuple(
        (t.percent(s), t.percent(s * times), t.number(times, 2))
        for s, times in zip(share.tolist(), lift.tolist(), strict=True)
    )
    table = Table(columns, rows)
    plot = Plot(
        "lift",
        share_axis(t.gettext("share of the clients, riskiest first"), 1, t),
        number_axis(t.gettext("defaults, times the average"), top, t),
        (
            dashes(t.gettext("chance"), np.array([0.0, 1.0]), np.array([1.0, 1.0])),
            line(t.gettext("the model"), share, lift, readings_of(table)),
            spot(0.1, tenth, t.gettext("riskiest tenth"), [(t.gettext("Lift"), t.number(tenth, 2))], now=True),
        ),
    )
    return plotted(t.gettext("Lift"), plot, summary, table, t)


def ks_figure(ranking: Ranking, metrics: Mapping[str, Any], scale: Scale, t: Translator) -> Figure:
    """Draw the shares of either outcome under each number of points, and where they lie farthest apart."""
    widest = int(np.argmax(ranking.refused_defaults - ranking.refused_others))
    distance = float(ranking.refused_defaults[widest] - ranking.refused_others[widest])
    kept = thinned(len(ranking.threshold) - 1) + 1
    points = np.array([scale.points_of_probability(p) for p in ranking.threshold[kept].tolist()])
    where = scale.points_of_probability(float(ranking.threshold[max(widest, 1)]))
    defaults, others = float(ranking.refused_defaults[widest]), float(ranking.refused_others[widest])
    summary = t.gettext(
        "The curves lie farthest apart at {points} points: {defaults} of the defaults and {others} of the clients who "
        "repaid have at most as many, a distance (KS) of {distance} ({interval}).",
        points=t.number(where),
        defaults=t.percent(defaults),
        others=t.percent(others),
        distance=t.number(distance, 3),
        interval=metric_interval(metrics, "ks", 3, t),
    )
    columns = (t.gettext("Points"), t.gettext("Defaulted, at most"), t.gettext("Repaid, at most"))
    rows = tuple(
        (t.number(p, 1), t.percent(float(ranking.refused_defaults[i])), t.percent(float(ranking.refused_others[i])))
        for p, i in zip(points.tolist(), kept, strict=True)
    )
    table = Table(columns, rows)
    number, *shares = readings_of(table)
    shown, (low, high) = t.number(where), _round_ends(points)
    plot = Plot(
        "separation",
        Axis(t.gettext("points"), low, high, [(at, t.number(at)) for at in np.linspace(low, high, 5)], "number"),
        share_axis(t.gettext("share of the clients with at most as many"), 1, t),
        (
            line(t.gettext("defaulted"), points, ranking.refused_defaults[kept], [number, shares[0]], "adverse"),
            line(t.gettext("repaid"), points, ranking.refused_others[kept], [number, shares[1]]),
            *(
                spot(where, height, name, [(columns[0], shown), (column, t.percent(height))], now=now)
                for height, name, column, now in (
                    (defaults, t.gettext("farthest apart: defaulted"), columns[1], True),
                    (others, t.gettext("farthest apart: repaid"), columns[2], False),
                )
            ),
        ),
    )
    return plotted(t.gettext("Separation of the outcomes"), plot, summary, table, t)


def _at(ranking: Ranking, threshold: float) -> int:
    """Return the position where the clients above a threshold are refused."""
    return int(np.sum(ranking.threshold > threshold)) - 1


def _from_least(ranking: Ranking) -> np.ndarray:
    first = int(np.searchsorted(1 - ranking.accepted, LEAST_SHARE))
    return first + thinned(len(ranking.threshold) - first)


def _round_ends(points: np.ndarray) -> tuple[float, float]:
    """Return the ends of an axis of points, in four round steps wide enough for all but a few."""
    low, high = np.quantile(points, (0.01, 0.99))
    low = float(np.floor(low / 50) * 50)
    return low, low + 4 * max(float(np.ceil((high - low) / 100) * 25), 25.0)


def _table(
    columns: tuple[str, ...], ranking: Ranking, kept: np.ndarray, rows: list[tuple[Any, ...]], t: Translator
) -> Table:
    thresholds = [ranking.threshold[i] for i in kept]
    return Table(
        columns,
        tuple(
            (
                t.percent(float(threshold), 2) if np.isfinite(threshold) else t.gettext("nobody refused"),
                *(t.percent(float(v), 2) if np.isfinite(v) else "" for v in row),
            )
            for threshold, row in zip(thresholds, rows, strict=True)
        ),
    )
