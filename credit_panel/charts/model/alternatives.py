"""Less discriminatory alternatives: what each model that was tried is worth, against how apart it sets bands of age."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from credit_panel.charts.axis import Axis, percent_marks, round_marks
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.fairness import FOUR_FIFTHS, group_words
from credit_panel.charts.plot import Layer, Plot, Reading, plotted, spot
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring.alternatives import Alternative, Search

Measure = Literal["ratio", "gap"]

HEIGHT = 320

_FAR = 4
"""Times the loss that is allowed, beyond which an alternative stands in the table alone."""


def alternatives_figure(search: Search, measure: Measure, t: Translator) -> Figure:
    """Draw every model that was tried: its area across, and up how bands of age fare.

    Parameters
    ----------
    measure
        ``"ratio"`` for the lowest acceptance ratio of a band, ``"gap"`` for the largest distance between bands of the
        share of those who repaid that are accepted.
    """
    label = t.gettext("Lowest acceptance ratio") if measure == "ratio" else t.gettext("Gap, good payers accepted")
    known = [one for one in search.alternatives if math.isfinite(_value(one, measure))]
    # what loses many times as much would leave no room for the others
    shown = [one for one in known if one.chosen or one.auc >= search.trained.auc - _FAR * search.auc_loss]
    table = _table(search, t)
    least_auc = search.trained.auc - search.auc_loss
    limits = [FOUR_FIFTHS] if measure == "ratio" else []
    plot = Plot(
        f"alternatives-{measure}",
        _axis(t.gettext("area under the ROC curve (AUC)"), [*(one.auc for one in shown), least_auc], 3, t),
        _axis(label, [*(_value(one, measure) for one in shown), *limits], 2, t, share=measure == "gap"),
        (
            Layer(
                "level",
                {"y": np.array(limits)},
                "adverse",
                t.gettext("four fifths") if limits else "",
                {"line_width": 2, "line_dash": "dashed"},
            ),
            Layer(
                "upright",
                {"x": np.array([least_auc])},
                "review",
                t.gettext("AUC that may be lost"),
                {"line_width": 1.5, "line_dash": "dashed"},
            ),
            _dots(shown, measure, search, len(known) - len(shown), t, chosen=False),
            _dots(shown, measure, search, 0, t, chosen=True),
            _place(search.trained, measure, t.gettext("as it is trained"), t, now=False),
            *([_place(search.best, measure, t.gettext("preferred"), t, now=True)] if search.preferred else []),
        ),
        HEIGHT,
    )
    title = (
        t.gettext("Alternatives: acceptance by age")
        if measure == "ratio"
        else t.gettext("Alternatives: good payers accepted, by age")
    )
    return plotted(title, plot, _summary(search, measure, t), table, t)


def changes_words(one: Alternative, t: Translator) -> str:
    """Return what is changed in an alternative, in words."""
    parts = []
    if one.dropped:
        parts.append(t.gettext("without {features}", features=_listed(one.dropped, t)))
    if one.bound:
        parts.append(t.gettext("never against the band: {features}", features=_listed(one.bound, t)))
    if one.settings:
        settings = ", ".join(f"{name} {t.number(v, 0 if v >= 1 else 2)}" for name, v in one.settings.items())
        parts.append(t.gettext("trees with {settings}", settings=settings))
    return "; ".join(parts) or t.gettext("nothing")


def _value(one: Alternative, measure: Measure) -> float:
    return one.ratio if measure == "ratio" else one.gap


def _axis(label: str, values: Sequence[float], digits: int, t: Translator, *, share: bool = False) -> Axis:
    low, high = min(values), max(values)
    room = max((high - low) * 0.08, 10.0**-digits)
    low, high = low - room, high + room
    if share:
        return Axis(label, low, high, percent_marks(low, high, t, 5), "share")
    return Axis(label, low, high, round_marks(low, high, lambda value, _: t.number(value, digits), 5), "number")


def _dots(
    shown: Sequence[Alternative], measure: Measure, search: Search, further: int, t: Translator, *, chosen: bool
) -> Layer:
    own = [one for one in shown if one.chosen == chosen and one is not search.trained and one is not search.best]
    name = t.gettext("on the frontier of those who chose") if chosen else t.gettext("tried")
    if further:
        name = t.ngettext(
            "tried; {n} that loses much more stands in the table",
            "tried; {n} that lose much more stand in the table",
            further,
        )
    columns = {
        "x": np.array([one.auc for one in own], dtype=float),
        "y": np.array([_value(one, measure) for one in own], dtype=float),
    }
    style = {"size": 11} if chosen else {"size": 7}
    return Layer("dots", columns, "favourable" if chosen else "others", name if own else "", style, _readings(own, t))


def _place(one: Alternative, measure: Measure, name: str, t: Translator, *, now: bool) -> Layer:
    told = [(label, words[0]) for label, words in _readings([one], t)]
    return spot(one.auc, _value(one, measure), name, told, now=now)


def _readings(own: Sequence[Alternative], t: Translator) -> list[Reading]:
    return [
        (t.gettext("What is changed"), [changes_words(one, t) for one in own]),
        (t.gettext("AUC"), [t.number(one.auc, 4) for one in own]),
        (t.gettext("Lowest acceptance ratio"), [_number(one.ratio, 2, t) for one in own]),
        (t.gettext("Gap, good payers accepted"), [_share(one.gap, t) for one in own]),
        (t.gettext("Share accepted"), [_share(one.acceptance.value, t) for one in own]),
    ]


def _table(search: Search, t: Translator) -> Table:
    """Return all of them, the trained one first, then those on the frontier; cells and clients stand in the heads."""
    bands = [group.group for group in search.trained.groups]
    sizes = {group.group: group.count for group in search.trained.groups}
    columns = (
        t.gettext("What is changed"),
        t.gettext("On the frontier"),
        t.gettext("AUC"),
        t.gettext("AUC gained"),
        t.gettext("Interval"),
        t.gettext("Share accepted"),
        t.gettext("Lowest acceptance ratio"),
        t.gettext("Gap, good payers accepted"),
        *(
            t.gettext(
                "Acceptance ratio: {band} ({n} clients)", band=group_words("age_band", band, t), n=t.number(sizes[band])
            )
            for band in bands
        ),
    )
    order = [search.trained, *(one for one in search.frontier if one is not search.trained)]
    order += [one for one in search.alternatives[1:] if not one.chosen]
    return Table(columns, tuple(_row(one, bands, search, t) for one in order))


def _row(one: Alternative, bands: Sequence[str], search: Search, t: Translator) -> tuple[str, ...]:
    ratios = {group.group: group.acceptance_ratio.value for group in one.groups}
    name = t.gettext("as it is trained") if one is search.trained else changes_words(one, t)
    return (
        name,
        t.gettext("preferred") if one is search.best else t.gettext("yes") if one.chosen else t.gettext("no"),
        t.number(one.auc, 4),
        t.signed(one.gain.value, 4),
        t.between(t.signed(one.gain.low, 4), t.signed(one.gain.high, 4)),
        _share(one.acceptance.value, t),
        _number(one.ratio, 2, t),
        _share(one.gap, t),
        *(_number(ratios.get(band), 2, t) for band in bands),
    )


def _summary(search: Search, measure: Measure, t: Translator) -> str:
    trained, best = search.trained, search.best
    before, after = (
        (_number(one.ratio, 2, t) if measure == "ratio" else _share(one.gap, t)) for one in (trained, best)
    )
    known = {
        "n": t.number(len(search.alternatives) - 1),
        "band": group_words("age_band", search.least, t),
        "loss": t.number(search.auc_loss, 3),
        "before": before,
    }
    if not search.preferred:
        return (
            t.gettext(
                "Of {n} alternatives none that loses at most {loss} of the AUC served the band accepted least, {band}, "
                "better; the lowest acceptance ratio stays at {before}.",
                **known,
            )
            if measure == "ratio"
            else t.gettext(
                "Of {n} alternatives none that loses at most {loss} of the AUC served the band accepted least, {band}, "
                "better; the gap stays at {before}.",
                **known,
            )
        )
    known |= {"after": after, "gain": t.signed(best.gain.value, 4)}
    known |= {"low": t.signed(best.gain.low, 4), "high": t.signed(best.gain.high, 4)}
    return (
        t.gettext(
            "Of {n} alternatives, the one preferred for the band accepted least, {band}, has a lowest acceptance ratio "
            "of {after} where the model as it is trained has {before}; its AUC differs by {gain} ({low} to {high}).",
            **known,
        )
        if measure == "ratio"
        else t.gettext(
            "Of {n} alternatives, the one preferred for the band accepted least, {band}, has a gap of {after} where "
            "the model as it is trained has {before}; its AUC differs by {gain} ({low} to {high}).",
            **known,
        )
    )


def _number(value: float | None, digits: int, t: Translator) -> str:
    return "–" if value is None or math.isnan(value) else t.number(value, digits)


def _share(value: float | None, t: Translator) -> str:
    return "–" if value is None or math.isnan(value) else t.percent(value)


def _listed(names: Iterable[str], t: Translator) -> str:
    return ", ".join(lower_first(t.label(name)) for name in names)
