"""Two models on the same clients: each figure of both, and what the second gains with its paired interval."""

from __future__ import annotations

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.model.metrics import metric_interval, metric_name
from credit_panel.locale import Translator
from credit_panel.scoring import Comparison, Gain

DIGITS = {"auc": 4, "ks": 3, "average_precision": 3, "lift": 2, "brier": 5, "ece": 4}
"""Decimals of each figure: more than elsewhere, since models differ by little."""


def comparison_figure(found: Comparison, first: str, second: str, t: Translator) -> Figure:
    """Draw the figures of both models side by side, and the paired gains.

    Parameters
    ----------
    first, second
        Names of the models.
    """
    gains = [
        _gain(t.gettext("Gain in AUC"), found.auc, 4, t),
        _gain(t.gettext("Reduction of the Brier score"), found.brier, 5, t),
        _gain(t.gettext("Reduction of the cost a client"), found.cost, 4, t),
    ]
    if len(found.costs) > 1:
        gains += [
            _gain(
                t.gettext(
                    "Reduction of the cost at a ratio of {ratio}, each by its own policy", ratio=f"{c.cost_ratio:g}"
                ),
                c.gain,
                4,
                t,
            )
            for c in found.costs
        ]
    sides = [side.as_json() for side in (found.first, found.second)]
    rows = [
        (metric_name(key, t), [(t.number(m[key], digits), metric_interval(m, key, digits, t)) for m in sides])
        for key, digits in DIGITS.items()
    ]
    values = {"gains": gains, "rows": rows, "first": first, "second": second}
    picture = render("charts", "model/comparison.html", t, values)
    interval = t.gettext("Interval")
    table = Table(
        (t.gettext("Figure"), first, interval, second, interval),
        tuple((name, *one, *other) for name, (one, other) in rows),
    )
    return Figure(
        t.gettext("{first} and {second}", first=first, second=second), picture, _summary(found, second, t), table
    )


def _gain(name: str, gain: Gain, digits: int, t: Translator) -> dict[str, object]:
    """Return a gain on a scale that is as wide on both sides of nothing."""
    reach = max(abs(gain.value), abs(gain.low), abs(gain.high)) * 1.15 or 1.0

    def x(value: float) -> float:
        return round(100 + value / reach * 100, 1)

    return {
        "name": name,
        "text": t.signed(gain.value, digits),
        "interval": t.gettext("{low} to {high}", low=t.signed(gain.low, digits), high=t.signed(gain.high, digits)),
        "value": x(gain.value),
        "low": x(gain.low),
        "width": round(max(x(gain.high) - x(gain.low), 1.0), 1),
        "beyond": gain.beyond_chance,
    }


def _summary(found: Comparison, second: str, t: Translator) -> str:
    gain = found.auc
    ends = sorted((abs(gain.low), abs(gain.high)))
    size, low, high = (t.number(value, 4) for value in (abs(gain.value), *ends))
    if gain.low > 0:
        return t.gettext(
            "{second} ranks better: its AUC is {gain} higher ({low} to {high}).",
            second=second,
            gain=size,
            low=low,
            high=high,
        )
    if gain.high < 0:
        return t.gettext(
            "{second} ranks worse: its AUC is {gain} lower ({low} to {high}).",
            second=second,
            gain=size,
            low=low,
            high=high,
        )
    return t.gettext(
        "These clients do not tell the models apart: the AUC of {second} differs by {gain}, and the interval from "
        "{low} to {high} holds zero.",
        second=second,
        gain=t.signed(gain.value, 4),
        low=t.signed(gain.low, 4),
        high=t.signed(gain.high, 4),
    )
