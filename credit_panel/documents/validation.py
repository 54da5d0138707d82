"""The validation report: what was checked of a model, what was found, and whether it holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from credit_panel.charts.model.card import card_words, metric_rows, policy_facts
from credit_panel.charts.model.cost import acceptance_figure, cost_figure
from credit_panel.charts.model.fairness import FOUR_FIFTHS, attribute_words, fairness_figure, group_words
from credit_panel.charts.model.ranking import ks_figure, lift_figure, precision_figure, roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.segments import segment_words, segments_figure
from credit_panel.documents.about import about, metric_table
from credit_panel.documents.report import Report, Section, facts, figure_section, table, text
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.state.model_held_out import held_out_of
from credit_panel.state.model_policy import PolicyState

SAMPLE = 500
"""Clients, evenly spread, whose contributions are added up."""

Check = tuple[str, str, str]
"""What was checked, what was found, and whether it holds."""


def validation_report(served: ServedModel, difference: float, language: Language, day: date) -> Report:
    """Return a validation report.

    Parameters
    ----------
    difference
        Between remembered and present probabilities of the golden sample, as `verify_bundle` returns it: it has been
        checked, and the files of the portfolio too.
    """
    t, manifest, held_out = translator(language), served.scorer.manifest, held_out_of(served)
    metrics, ranked = manifest.metrics, held_out.ranking
    threshold, rate = served.scorer.policy.threshold, float(metrics["default_rate"])
    tried = PolicyState(served)
    effect = tried.shipped_effect()
    figures = [
        roc_figure(ranked, metrics, threshold, t),
        precision_figure(ranked, metrics, threshold, t),
        lift_figure(ranked, metrics, t),
        ks_figure(ranked, metrics, served.scorer.scale, t),
    ]
    errors = held_out.errors
    sections = [
        Section(t.gettext("What was checked"), [table(_head(t), _checks(served, difference, t), in_words=True)]),
        Section(
            t.gettext("What it is worth"),
            [text(card_words(t, manifest).measured), metric_table(metric_rows(manifest, t), t)],
        ),
        *(figure_section(figure, t) for figure in figures),
        Section(t.gettext("Calibration and segments"), [text(_calibration(metrics, t))]),
        figure_section(reliability_figure(metrics["reliability"], held_out.scores.probability, t), t),
        figure_section(segments_figure(metrics["segments"], metrics["auc"], rate, t), t),
        Section(t.gettext("Policy and scale"), [facts(policy_facts(manifest, t))]),
        figure_section(cost_figure(errors, effect, effect, t), t),
        figure_section(acceptance_figure(errors, effect, effect, t), t),
        Section(t.gettext("Fairness"), [text(*_marked_groups(served, t))]),
        *(figure_section(fairness_figure(name, groups, t), t) for name, groups in held_out.fairness.items()),
    ]
    return about(served, t.gettext("Validation report"), sections, t, day)


def _head(t: Translator) -> tuple[str, str, str]:
    return t.gettext("Check"), t.gettext("Found"), t.gettext("Reading")


def _checks(served: ServedModel, difference: float, t: Translator) -> list[Check]:
    holds, look = t.gettext("holds"), t.gettext("to look at")

    def verdict(good: bool) -> str:
        return holds if good else look

    metrics = served.scorer.manifest.metrics
    low, high = metrics["intervals"]["auc"]
    rest = _largest_rest(served)
    outside = _outside(metrics)
    excess = _excess_cost(served)
    marked = _under_four_fifths(served, t)
    return [
        (t.gettext("Files of model and portfolio have their hashes"), t.gettext("all of them"), holds),
        (
            t.gettext("The golden sample scores as at training"),
            t.gettext("largest difference of a probability: {difference}", difference=f"{difference:.0e}"),
            holds,
        ),
        (
            t.gettext("Contributions add up to the points"),
            t.gettext(
                "largest remainder over {n} clients: {rest} points",
                n=t.number(min(SAMPLE, len(served.portfolio))),
                rest=f"{rest:.0e}",
            ),
            verdict(rest < 1e-6),
        ),
        (
            t.gettext("The model ranks better than chance"),
            t.gettext("AUC between {low} and {high}", low=t.number(low, 3), high=t.number(high, 3)),
            verdict(low > 0.5),
        ),
        (
            t.gettext("The calibration error is no more than chance"),
            _calibration(metrics, t),
            verdict(metrics["ece"] <= metrics["ece_by_chance"][1]),
        ),
        (
            t.gettext("Each segment defaults as often as predicted"),
            t.gettext("{n} of {all} lie outside their interval", n=len(outside), all=len(metrics["segments"]))
            + (": " + ", ".join(segment_words(s["segmentation"], s["segment"], t) for s in outside) if outside else ""),
            # of intervals of 95 % one in twenty is missed by chance
            verdict(len(outside) <= max(1, round(len(metrics["segments"]) / 20))),
        ),
        (
            t.gettext("The shipped threshold costs little more than the best one, seen in hindsight"),
            t.gettext("{share} more", share=t.percent(excess)),
            verdict(excess < 0.05),
        ),
        (
            t.gettext("Every group is accepted four fifths as often as the one most accepted"),
            ", ".join(marked) or t.gettext("all of them"),
            verdict(not marked),
        ),
    ]


def _largest_rest(served: ServedModel) -> float:
    ids = served.portfolio.ids
    chosen = ids[:: max(1, len(ids) // SAMPLE)][:SAMPLE]
    explained = served.scorer.explain(served.portfolio.select(chosen, None))
    rest = explained.base_points + explained.contributions.sum(axis=1) - explained.scores.points
    return float(abs(rest).max())


def _calibration(metrics: Any, t: Translator) -> str:
    low, high = metrics["ece_by_chance"]
    return t.gettext(
        "calibration error {error}; a perfect model would show {low} to {high} on as many clients",
        error=t.number(metrics["ece"], 4),
        low=t.number(low, 4),
        high=t.number(high, 4),
    )


def _outside(metrics: Any) -> list[Any]:
    """Return the segments whose predicted rate lies outside the interval of the observed one."""
    return [
        segment
        for segment in metrics["segments"]
        if segment["observed"]["low"] is not None
        and segment["predicted"]["value"] is not None
        and not segment["observed"]["low"] <= segment["predicted"]["value"] <= segment["observed"]["high"]
    ]


def _excess_cost(served: ServedModel) -> float:
    """Return by how much of the least measured cost the shipped policy costs more."""
    state = PolicyState(served)
    least = float(state.held_out.errors.cost(state.cost_ratio).cost.min())
    return max(state.shipped_effect().cost / least - 1, 0.0) if least else 0.0


def _under_four_fifths(served: ServedModel, t: Translator) -> list[str]:
    return [
        f"{attribute_words(attribute, t)} {group_words(attribute, group.group, t)}: "
        f"{t.number(group.acceptance_ratio.value, 2)}"
        for attribute, groups in held_out_of(served).fairness.items()
        for group in groups
        if group.acceptance_ratio.value is not None and group.acceptance_ratio.value < FOUR_FIFTHS
    ]


def _marked_groups(served: ServedModel, t: Translator) -> list[str]:
    return [
        t.gettext(
            "An acceptance ratio under 0.80 is marked: the four-fifths rule is a guideline on hiring in the United "
            "States and no European law; it serves as an internal warning line."
        ),
        *(f"{group}." for group in _under_four_fifths(served, t)),
    ]
