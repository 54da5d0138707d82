"""What each threshold costs, and what accepting more clients brings in defaults."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.lines import Line, Plot, Spot, draw, nice_top, number_axis, share_axis, thinned
from credit_panel.locale import Translator
from credit_panel.scoring.threshold_errors import ThresholdErrors
from credit_panel.state.model_policy import PolicyEffect

FLAT = 0.02
"""Share of the least cost within which thresholds count as equally good."""


def cost_figure(errors: ThresholdErrors, tried: PolicyEffect, shipped: PolicyEffect, t: Translator) -> Figure:
    """Draw the expected cost over the threshold at the tried cost ratio, with the tried and the shipped policy.

    Parameters
    ----------
    errors
        Both errors at each threshold.
    tried, shipped
        What both policies do, their costs at the tried ratio.
    """
    ratio = tried.policy.cost_ratio
    curve = errors.cost(ratio)
    high = max(0.2, nice_top(min(0.5, 1.6 * max(tried.policy.threshold, shipped.policy.threshold))))
    kept = curve.threshold <= high + 1e-9
    top = nice_top(float(np.max(curve.high[kept])))
    least = float(curve.cost.min())
    good = curve.threshold[curve.cost <= least * (1 + FLAT)]
    summary = t.gettext(
        "At a cost ratio of {ratio} the threshold is {threshold} and a client costs {cost} on average; thresholds from "
        "{low} to {high} cost within {share} of the least.",
        ratio=ratio_words(ratio, t),
        threshold=t.percent(tried.policy.threshold),
        cost=t.number(tried.cost, 3),
        low=t.percent(float(good[0])),
        high=t.percent(float(good[-1])),
        share=t.percent(FLAT, 0),
    )
    plot = Plot(
        share_axis(t.gettext("threshold: probability above which a client is refused"), high, t),
        number_axis(t.gettext("cost a client, in good clients refused"), top, t),
        (
            Line(
                t.gettext("expected cost, interval of 95%"),
                curve.threshold[kept],
                curve.cost[kept],
                "main",
                curve.low[kept],
                curve.high[kept],
            ),
        ),
        (
            Spot(shipped.policy.threshold, shipped.cost, t.gettext("shipped policy")),
            Spot(tried.policy.threshold, tried.cost, t.gettext("tried cost ratio"), "now"),
        ),
    )
    columns = (
        t.gettext("Threshold"),
        t.gettext("Cost a client"),
        t.gettext("Interval, low end"),
        t.gettext("Interval, high end"),
        t.gettext("Share accepted"),
    )
    rows = tuple(
        (t.percent(a, 2), t.number(c, 4), t.number(low, 4), t.number(up, 4), t.percent(share))
        for a, c, low, up, share in zip(
            curve.threshold.tolist(),
            curve.cost.tolist(),
            curve.low.tolist(),
            curve.high.tolist(),
            errors.accepted.tolist(),
            strict=True,
        )
    )
    return Figure(t.gettext("Expected cost"), draw(plot, summary, t), summary, Table(columns, rows))


def acceptance_figure(errors: ThresholdErrors, tried: PolicyEffect, shipped: PolicyEffect, t: Translator) -> Figure:
    """Draw the default rate among the accepted over the share of clients accepted; see `cost_figure`."""
    rate = errors.accepted_default_rate
    kept = np.flatnonzero((errors.accepted >= 0.02) & np.isfinite(rate))
    kept = kept[thinned(len(kept))]
    top = nice_top(float(rate[kept].max()))
    summary = t.gettext(
        "At the tried cost ratio {accepted} of the clients are accepted and {rate} of them default; the shipped policy "
        "accepts {shipped}, of whom {shipped_rate} default.",
        accepted=t.percent(tried.accepted),
        rate=t.percent(tried.accepted_default_rate),
        shipped=t.percent(shipped.accepted),
        shipped_rate=t.percent(shipped.accepted_default_rate),
    )
    plot = Plot(
        share_axis(t.gettext("share of the clients accepted"), 1, t),
        share_axis(t.gettext("default rate among the accepted"), top, t),
        (Line(t.gettext("all thresholds"), errors.accepted[kept], rate[kept]),),
        (
            Spot(shipped.accepted, shipped.accepted_default_rate, t.gettext("shipped policy")),
            Spot(tried.accepted, tried.accepted_default_rate, t.gettext("tried cost ratio"), "now"),
        ),
    )
    columns = (t.gettext("Threshold"), t.gettext("Share accepted"), t.gettext("Default rate among them"))
    rows = tuple(
        (
            t.percent(float(errors.threshold[i]), 2),
            t.percent(float(errors.accepted[i]), 2),
            t.percent(float(rate[i]), 2),
        )
        for i in kept
    )
    return Figure(t.gettext("Acceptance and default"), draw(plot, summary, t), summary, Table(columns, rows))


def ratio_words(ratio: float, t: Translator) -> str:
    """Return a cost ratio with the decimals it has, two at most."""
    return t.number(ratio, next((digits for digits in (0, 1) if round(ratio, digits) == round(ratio, 2)), 2))
