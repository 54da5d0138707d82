"""Two models on the same clients: each figure of both, and what the second gains with its paired interval."""

from __future__ import annotations

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.scoring import Comparison, Evaluation


def comparison_figure(found: Comparison, first: str, second: str, t: Translator) -> Figure:
    """Draw the figures of both models side by side, and the paired gains.

    Parameters
    ----------
    first, second
        Names of the models.
    """
    gains = [
        _gain(t.gettext("Gain in AUC"), found.auc_gain, found.auc_interval, 4, t),
        _gain(t.gettext("Gain in Brier score"), found.brier_gain, found.brier_interval, 5, t),
    ]
    rows = [
        (name, *(t.number(getattr(side, key), digits) for side in (found.first, found.second)))
        for key, name, digits in _figures(t)
    ]
    picture = render(
        "charts", "model_comparison.html", t, {"gains": gains, "rows": rows, "first": first, "second": second}
    )
    table = Table(
        (t.gettext("Figure"), first, t.gettext("Interval"), second, t.gettext("Interval")),
        tuple(
            (
                name,
                t.number(getattr(found.first, key), digits),
                _interval(found.first, key, digits, t),
                t.number(getattr(found.second, key), digits),
                _interval(found.second, key, digits, t),
            )
            for key, name, digits in _figures(t)
        ),
    )
    return Figure(
        t.gettext("{first} and {second}", first=first, second=second), picture, _summary(found, second, t), table
    )


def _figures(t: Translator) -> list[tuple[str, str, int]]:
    return [
        ("auc", t.gettext("AUC"), 4),
        ("ks", t.gettext("KS"), 3),
        ("average_precision", t.gettext("Average precision"), 3),
        ("lift", t.gettext("Lift of the riskiest tenth"), 2),
        ("brier", t.gettext("Brier score"), 5),
        ("ece", t.gettext("Calibration error (ECE)"), 4),
    ]


def _interval(side: Evaluation, key: str, digits: int, t: Translator) -> str:
    return " – ".join(t.number(end, digits) for end in side.intervals[key])


def _gain(name: str, gain: float, interval: tuple[float, float], digits: int, t: Translator) -> dict[str, object]:
    """Return a gain on a scale that is as wide on both sides of nothing."""
    reach = max(abs(gain), *(abs(end) for end in interval)) * 1.15 or 1.0

    def x(value: float) -> float:
        return round(100 + value / reach * 100, 1)

    return {
        "name": name,
        "text": t.signed(gain, digits),
        "interval": f"{t.signed(interval[0], digits)} – {t.signed(interval[1], digits)}",
        "value": x(gain),
        "low": x(interval[0]),
        "width": round(max(x(interval[1]) - x(interval[0]), 1.0), 1),
        "beyond": interval[0] > 0 or interval[1] < 0,
    }


def _summary(found: Comparison, second: str, t: Translator) -> str:
    low, high = found.auc_interval
    values = {
        "second": second,
        "gain": t.signed(found.auc_gain, 4),
        "low": t.signed(low, 4),
        "high": t.signed(high, 4),
    }
    if low > 0:
        return t.gettext("{second} ranks better: its AUC is {gain} higher ({low} to {high}).", **values)
    if high < 0:
        return t.gettext("{second} ranks worse: its AUC differs by {gain} ({low} to {high}).", **values)
    return t.gettext(
        "These clients do not tell the models apart: the AUC of {second} differs by {gain}, and the interval from "
        "{low} to {high} holds zero.",
        **values,
    )
