"""What each threshold costs, and what accepting more clients brings in defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from credit_panel.charts.axis import nice_top, number_axis, share_axis
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.plot import Layer, Plot, band, line, plotted, readings_of, spot, thinned
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
        share=t.percent(FLAT),
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
    table = Table(columns, rows)
    told = [
        (name, [word for word, shown in zip(words, kept, strict=True) if shown]) for name, words in readings_of(table)
    ]
    plot = Plot(
        "cost",
        share_axis(t.gettext("threshold: probability above which a client is refused"), high, t),
        number_axis(t.gettext("cost a client, in good clients refused"), top, t),
        (
            band(curve.threshold[kept], curve.low[kept], curve.high[kept]),
            line(t.gettext("expected cost, interval of 95%"), curve.threshold[kept], curve.cost[kept], told),
            *_policies(
                (shipped.policy.threshold, shipped.cost),
                (tried.policy.threshold, tried.cost),
                columns[:2],
                lambda effect: (t.percent(effect.policy.threshold, 2), t.number(effect.cost, 4)),
                (shipped, tried),
                t,
            ),
        ),
    )
    return plotted(t.gettext("Expected cost"), plot, summary, table, t)


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
    columns = (t.gettext("Threshold"), t.gettext("Share accepted"), t.gettext("Default rate among them"))
    rows = tuple(
        (
            t.percent(float(errors.threshold[i]), 2),
            t.percent(float(errors.accepted[i]), 2),
            t.percent(float(rate[i]), 2),
        )
        for i in kept
    )
    table = Table(columns, rows)
    plot = Plot(
        "acceptance",
        share_axis(t.gettext("share of the clients accepted"), 1, t),
        share_axis(t.gettext("default rate among the accepted"), top, t),
        (
            line(t.gettext("all thresholds"), errors.accepted[kept], rate[kept], readings_of(table)),
            *_policies(
                (shipped.accepted, shipped.accepted_default_rate),
                (tried.accepted, tried.accepted_default_rate),
                columns[1:],
                lambda effect: (t.percent(effect.accepted, 2), t.percent(effect.accepted_default_rate, 2)),
                (shipped, tried),
                t,
            ),
        ),
    )
    return plotted(t.gettext("Acceptance and default"), plot, summary, table, t)


def _policies(
    here: tuple[float, float],
    there: tuple[float, float],
    names: Sequence[str],
    words: Callable[[PolicyEffect], Sequence[str]],
    effects: tuple[PolicyEffect, PolicyEffect],
    t: Translator,
) -> tuple[Layer, Layer]:
    """Return the places of the shipped and of the tried policy."""
    shipped, tried = (list(zip(names, words(effect), strict=True)) for effect in effects)
    return (
        spot(*here, t.gettext("shipped policy"), shipped, now=False),
        spot(*there, t.gettext("tried cost ratio"), tried, now=True),
    )


def ratio_words(ratio: float, t: Translator) -> str:
    """Return a cost ratio with the decimals it has, two at most."""
    return t.number(ratio, next((digits for digits in (0, 1) if round(ratio, digits) == round(ratio, 2)), 2))
