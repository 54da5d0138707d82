"""Two models on the same clients: each figure of both, and what the second gains with its paired interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from credit_panel.charts.axis import Axis
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.model.metrics import metric_interval, metric_name
from credit_panel.charts.model.named_rows import intervals_plot
from credit_panel.charts.plot import Plot, place_of
from credit_panel.locale import Translator
from credit_panel.scoring import Comparison, Gain, Rate

DIGITS = {"auc": 4, "ks": 3, "average_precision": 3, "lift": 2, "brier": 5, "ece": 4}
"""Decimals of each figure: more than elsewhere, since models differ by little."""


def comparison_figure(found: Comparison, first: str, second: str, t: Translator) -> Figure:
    """Draw the figures of both models side by side, and the paired gains.

    Parameters
    ----------
    first, second
        Names of the models.
    """
    measured = [
        (t.gettext("Gain in AUC"), found.auc, 4),
        (t.gettext("Reduction of the Brier score"), found.brier, 5),
        (t.gettext("Reduction of the cost a client"), found.cost, 4),
    ]
    if len(found.costs) > 1:
        words = t.gettext("Reduction of the cost at a ratio of {ratio}, each by its own policy", ratio="{ratio}")
        measured += [(words.format(ratio=f"{c.cost_ratio:g}"), c.gain, 4) for c in found.costs]
    gains = [_gain(name, gain, digits, t) for name, gain, digits in measured]
    sides = [side.as_json() for side in (found.first, found.second)]
    rows = [
        (metric_name(key, t), [(t.number(m[key], digits), metric_interval(m, key, digits, t)) for m in sides])
        for key, digits in DIGITS.items()
    ]
    values = {"gains": gains, "rows": rows, "first": first, "second": second}
    summary = _summary(found, second, t)
    plot = replace(_gains_plot(gains, [gain for _, gain, _ in measured], t), summary=summary)
    picture = render("charts", "model/comparison.html", t, values | {"place": place_of(plot, t)})
    interval = t.gettext("Interval")
    table = Table(
        (t.gettext("Figure"), first, interval, second, interval),
        tuple((name, *one, *other) for name, (one, other) in rows),
    )
    title = t.gettext("{first} and {second}", first=first, second=second)
    return Figure(title, picture, summary, table, (plot,))


def _gain(name: str, gain: Gain, digits: int, t: Translator) -> dict[str, str]:
    """Return a gain with its interval in words."""
    return {
        "name": name,
        "text": t.signed(gain.value, digits),
        "interval": t.gettext("{low} to {high}", low=t.signed(gain.low, digits), high=t.signed(gain.high, digits)),
        "chance": t.gettext("beyond chance") if gain.beyond_chance else t.gettext("within chance"),
    }


def _gains_plot(words: Sequence[Mapping[str, str]], gains: Sequence[Gain], t: Translator) -> Plot:
    """Return each gain with its interval, on a scale of its own that is as wide on both sides of nothing."""
    rates = []
    for gain in gains:
        reach = max(abs(gain.value), abs(gain.low), abs(gain.high)) or 1.0
        rates.append(Rate(gain.value / reach, gain.low / reach, gain.high / reach, 0))
    axis = Axis(t.gettext("loss on the left, gain on the right, each in its own measure"), -1.15, 1.15, [(0.0, "0")])
    readings = [
        (t.gettext("Figure"), [gain["name"] for gain in words]),
        (t.gettext("Gain"), [gain["text"] for gain in words]),
        (t.gettext("Interval"), [gain["interval"] for gain in words]),
        (t.gettext("Reading"), [gain["chance"] for gain in words]),
    ]
    reference = (0.0, t.gettext("no difference"))
    legend = t.gettext("figure and interval of 95%")
    return intervals_plot("gains", axis, [gain["name"] for gain in words], rates, reference, legend, readings)


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
