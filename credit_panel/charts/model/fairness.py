"""How groups of clients fare under the shipped policy: acceptance, both errors, and calibration within each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from credit_panel.charts.axis import Axis, round_marks
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.intervals import Cell, Column, intervals_picture
from credit_panel.charts.model.named_rows import intervals_plot
from credit_panel.charts.model.segments import age_words
from credit_panel.charts.plot import Plot, place_of
from credit_panel.home_credit.catalogue import category_label
from credit_panel.locale import Translator
from credit_panel.scoring import GroupFairness, Rate

FOUR_FIFTHS = 0.8
"""Acceptance ratio under which a line is drawn (29 CFR 1607.4 D, a guideline on hiring in the United States)."""


def fairness_figure(attribute: str, groups: Sequence[GroupFairness], t: Translator) -> Figure:
    """Draw the figures of each group of one attribute with their intervals.

    Parameters
    ----------
    attribute
        ``"CODE_GENDER"`` or ``"age_band"``.
    groups
        Its groups, in the order to be shown.
    """
    rows = [(group_words(attribute, g.group, t), t.ngettext("{n} client", "{n} clients", g.count)) for g in groups]
    columns = (
        Column(t.gettext("Accepted or to review"), [Cell(g.acceptance, share_words(g.acceptance, t)) for g in groups]),
        Column(
            t.gettext("Acceptance ratio"),
            [Cell(g.acceptance_ratio, _ratio(g, t), _warned(g, t)) for g in groups],
            FOUR_FIFTHS,
        ),
        Column(
            t.gettext("Repaid, yet refused"), [Cell(g.false_positive, share_words(g.false_positive, t)) for g in groups]
        ),
        Column(
            t.gettext("Defaulted, not refused"),
            [Cell(g.false_negative, share_words(g.false_negative, t)) for g in groups],
        ),
        Column(
            t.gettext("Default rate, observed and predicted"),
            [Cell(g.observed, _calibrated(g, t), _apart(g, t), g.predicted) for g in groups],
        ),
    )
    summary, plot = _summary(attribute, groups, t), _ratios(attribute, groups, t)
    picture = place_of(plot, t) + intervals_picture(t.gettext("Group"), (("", rows),), columns, t)
    plots = (replace(plot, summary=summary),)
    return Figure(attribute_words(attribute, t), picture, summary, _table(attribute, groups, t), plots)


def _ratios(attribute: str, groups: Sequence[GroupFairness], t: Translator) -> Plot:
    """Return the acceptance ratio of each group with its interval, beside four fifths."""
    names, rates = [group_words(attribute, g.group, t) for g in groups], [g.acceptance_ratio for g in groups]
    known = [value for rate in rates for value in (rate.value, rate.low, rate.high) if value is not None]
    low, high = min([FOUR_FIFTHS, *known]) - 0.05, max([FOUR_FIFTHS, *known]) + 0.05
    name = t.gettext("Acceptance ratio")
    axis = Axis(name, low, high, round_marks(low, high, lambda value, _: t.number(value, 2)), "number")
    readings = [
        (t.gettext("Group"), names),
        (t.gettext("Clients"), [t.number(g.count) for g in groups]),
        (name, [_ratio(g, t) for g in groups]),
    ]
    limit, legend = (FOUR_FIFTHS, t.gettext("four fifths")), t.gettext("figure and interval of 95%")
    return intervals_plot(
        f"fairness-{attribute.lower().replace('_', '-')}", axis, names, rates, limit, legend, readings
    )


def attribute_words(attribute: str, t: Translator) -> str:
    """Return the name of an attribute."""
    return t.gettext("Age") if attribute == "age_band" else t.label(attribute)


def group_words(attribute: str, group: str, t: Translator) -> str:
    """Return the name of a group."""
    return age_words(group, t) if attribute == "age_band" else category_label(attribute, group, t.language)


def share_words(rate: Rate, t: Translator) -> str:
    """Return a share with its interval, or that too few clients stand behind it."""
    if rate.value is None or rate.low is None or rate.high is None:
        return t.gettext("too few")
    value, low, high = t.percent(rate.value), t.percent(rate.low), t.percent(rate.high)
    return t.between(low, high, f"{value} ({low} – {high})", value)


def _ratio(group: GroupFairness, t: Translator) -> str:
    ratio = group.acceptance_ratio
    if ratio.value is None:
        return t.gettext("too few")
    if ratio.low is None or ratio.high is None:
        return t.number(ratio.value, 2)
    value, low, high = t.number(ratio.value, 2), t.number(ratio.low, 2), t.number(ratio.high, 2)
    return t.between(low, high, f"{value} ({low} – {high})", value)


def _warned(group: GroupFairness, t: Translator) -> str:
    ratio = group.acceptance_ratio.value
    return t.gettext("under 0.80") if ratio is not None and ratio < FOUR_FIFTHS else ""


def _calibrated(group: GroupFairness, t: Translator) -> str:
    if group.observed.value is None or group.predicted is None:
        return t.gettext("too few")
    return t.gettext(
        "{observed}, predicted {predicted}",
        observed=t.percent(group.observed.value),
        predicted=t.percent(group.predicted),
    )


def _apart(group: GroupFairness, t: Translator) -> str:
    low, high, predicted = group.observed.low, group.observed.high, group.predicted
    if low is None or high is None or predicted is None:
        return ""
    if predicted < low:
        return t.gettext("more than predicted")
    return t.gettext("less than predicted") if predicted > high else ""


def _summary(attribute: str, groups: Sequence[GroupFairness], t: Translator) -> str:
    known = sorted((g for g in groups if g.acceptance_ratio.value is not None), key=_acceptance)
    if len(known) < 2:
        return t.gettext("Fewer than two groups hold enough clients to be compared.")
    least, most = known[0], known[-1]
    ratio = least.acceptance_ratio
    names = {"least": group_words(attribute, least.group, t), "most": group_words(attribute, most.group, t)}
    if ratio.low is None or ratio.high is None:
        return t.gettext("Nobody of the group “{least}” is accepted or sent to review.", **names)
    values = {
        **names,
        "ratio": t.number(ratio.value or 0.0, 2),
        "low": t.number(ratio.low, 2),
        "high": t.number(ratio.high, 2),
    }
    if ratio.high < FOUR_FIFTHS:
        return t.gettext(
            "“{least}”: accepted or sent to review {ratio} times as often as “{most}” ({low} to {high}). That is less "
            "than four fifths, by more than chance.",
            **values,
        )
    if ratio.low > FOUR_FIFTHS:
        return t.gettext(
            "“{least}”: accepted or sent to review {ratio} times as often as “{most}” ({low} to {high}). That is more "
            "than four fifths, by more than chance.",
            **values,
        )
    return t.gettext(
        "“{least}”: accepted or sent to review {ratio} times as often as “{most}” ({low} to {high}). The interval "
        "holds four fifths: these clients do not tell on which side of it they are.",
        **values,
    )


def _acceptance(group: GroupFairness) -> float:
    return group.acceptance.value or 0.0


def _table(attribute: str, groups: Sequence[GroupFairness], t: Translator) -> Table:
    columns = (
        t.gettext("Group"),
        t.gettext("Clients"),
        t.gettext("Accepted or to review"),
        t.gettext("Acceptance ratio"),
        t.gettext("Repaid, yet refused"),
        t.gettext("Defaulted, not refused"),
        t.gettext("Observed default rate"),
        t.gettext("Predicted"),
    )
    return Table(
        columns,
        tuple(
            (
                group_words(attribute, g.group, t),
                t.number(g.count),
                share_words(g.acceptance, t),
                _ratio(g, t),
                share_words(g.false_positive, t),
                share_words(g.false_negative, t),
                share_words(g.observed, t),
                t.gettext("too few") if g.predicted is None else t.percent(g.predicted),
            )
            for g in groups
        ),
    )
