"""What counts over the whole portfolio: every theme, unfolding into its features, with the direction of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from credit_panel.charts.axis import Axis, round_marks, short_number
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.charts.model.named_rows import bars_plot
from credit_panel.charts.plot import Plot, place_of
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.catalogue.fields import Exclusion, Theme
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring.candidates import excluded_fields
from credit_panel.state.importance import Importance

WIDTH = 240
"""Pixels of the longest bar."""

STRONGEST = 10
"""Features that the picture shows; all stand under it, theme by theme."""


def importance_figure(importance: Importance, directions: Mapping[str, int], t: Translator) -> Figure:
    """Draw how far each theme and feature moves an application on average, strongest first.

    Parameters
    ----------
    importance
        Mean absolute contributions over the portfolio, in points.
    directions
        Direction of the features that have one, as `read_directions` gives it: 1 when a higher value may only raise
        the risk.
    """
    members: dict[Theme, list[str]] = {}
    for name in sorted(importance.features, key=lambda n: -importance.features[n]):
        members.setdefault(FIELDS[name].theme, []).append(name)
    themes = sorted(members, key=lambda theme: -importance.themes[theme])
    longest = max([*importance.themes.values(), *importance.features.values()], default=0.0) or 1.0
    rows = [
        {
            "label": THEMES[theme][t.language],
            "size": t.ngettext("{n} feature", "{n} features", len(members[theme])),
            **_bar(importance.themes[theme], longest, t),
            "features": [
                {
                    "label": t.label(name),
                    "name": name,
                    "direction": direction_words(directions.get(name, 0), t),
                    "sign": directions.get(name, 0),
                    **_bar(importance.features[name], longest, t),
                }
                for name in members[theme]
            ],
        }
        for theme in themes
    ]
    summary, plot = _summary(importance, themes, directions, t), _strongest(importance, t)
    picture = place_of(plot, t) + render("charts", "model/importance.html", t, {"rows": rows, "across": WIDTH})
    columns = (t.gettext("Feature"), t.gettext("Theme"), t.gettext("Direction"), t.gettext("Average strength, points"))
    table = Table(
        columns,
        tuple(
            (
                t.label(name),
                THEMES[theme][t.language],
                direction_words(directions.get(name, 0), t),
                t.number(importance.features[name], 2),
            )
            for theme in themes
            for name in members[theme]
        ),
    )
    return Figure(t.gettext("Theme by theme"), picture, summary, table, (replace(plot, summary=summary),))


def _strongest(importance: Importance, t: Translator) -> Plot:
    """Return the strongest features as bars."""
    names = sorted(importance.features, key=lambda name: -importance.features[name])[:STRONGEST]
    values = [importance.features[name] for name in names]
    strength = t.gettext("Average strength, points")
    top = max(values, default=1.0) * 1.04
    readings = [
        (t.gettext("Feature"), [t.label(name) for name in names]),
        (t.gettext("Theme"), [THEMES[FIELDS[name].theme][t.language] for name in names]),
        (strength, [t.number(value, 1) for value in values]),
    ]
    axis = Axis(strength, 0, top, round_marks(0, top, lambda value, _: short_number(value, t)), "number")
    return bars_plot("strongest-features", axis, [t.label(name) for name in names], values, readings)


def direction_words(direction: int, t: Translator) -> str:
    """Return in which direction a feature may move the risk."""
    if direction > 0:
        return t.gettext("higher: riskier, never safer")
    return t.gettext("higher: safer, never riskier") if direction < 0 else t.gettext("free")


def exclusion_words(why: Exclusion, t: Translator) -> str:
    """Return why fields are kept out of the model."""
    return {
        "protected": t.gettext("Protected characteristic: nobody is scored on it"),
        "proxy": t.gettext("Stands in for a protected characteristic or for where somebody lives"),
        "third_party": t.gettext("Data of other people than the applicant"),
        "technical": t.gettext("Says nothing of the applicant that could be explained, or repeats another field"),
    }[why]


def exclusions(t: Translator) -> list[tuple[str, list[str]]]:
    """Return the labels of the fields kept out of the model, by the reason why."""
    return [(exclusion_words(why, t), [t.label(name) for name in names]) for why, names in excluded_fields().items()]


def read_directions(directions: Mapping[str, int], reference: Mapping[str, object]) -> dict[str, int]:
    """Return the directions of values as they are written: days before the application are negative, and read as long.

    Parameters
    ----------
    directions
        Monotone direction of the features that have one.
    reference
        Usual value of each feature, which tells those that count backwards.
    """
    return {name: -sign if _counts_backwards(name, reference.get(name)) else sign for name, sign in directions.items()}


def _counts_backwards(name: str, reference: object) -> bool:
    return FIELDS[name].unit in ("days", "months") and isinstance(reference, float | int) and reference < 0


def _bar(mean: float, longest: float, t: Translator) -> dict[str, object]:
    return {"text": f"± {t.number(mean, 0 if mean >= 9.5 else 1)}", "width": round(mean / longest * WIDTH, 1)}


def _summary(importance: Importance, themes: list[Theme], directions: Mapping[str, int], t: Translator) -> str:
    total = sum(importance.features.values()) or 1.0
    ranked = sorted(importance.features.values(), reverse=True)
    return t.gettext(
        "The theme that moves applications most is: {theme} (± {points} points on average); the ten strongest of "
        "{n} features make {share} of all movement, and {bound} features may move the risk in one direction only.",
        theme=lower_first(THEMES[themes[0]][t.language]),
        points=t.number(importance.themes[themes[0]]),
        n=t.number(len(ranked)),
        share=t.percent(sum(ranked[:10]) / total),
        bound=t.number(sum(1 for name in importance.features if directions.get(name, 0))),
    )
