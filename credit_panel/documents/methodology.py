"""The methodology note: what a model is made of, which choices were made and why, and where it ends."""

from __future__ import annotations

import math
from datetime import date

import polars as pl

from credit_panel.charts.model.card import card_words, data_facts, metric_rows, model_facts, policy_facts
from credit_panel.charts.model.cost import cost_figure
from credit_panel.charts.model.importance import importance_figure, read_directions
from credit_panel.charts.model.ranking import roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.documents.about import about, metric_table
from credit_panel.documents.methodology_words import MethodWords, method_words
from credit_panel.documents.report import Report, Section, facts, figure_section, items, text
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.state.importance import importance_of
from credit_panel.state.model_held_out import held_out_of
from credit_panel.state.model_policy import PolicyState


def methodology(served: ServedModel, language: Language, day: date) -> Report:
    """Return the note on a served model, with its own figures."""
    t = translator(language)
    scorer, manifest, held_out = served.scorer, served.scorer.manifest, held_out_of(served)
    metrics, words, card = manifest.metrics, method_words(t, manifest), card_words(t, manifest)
    importance = importance_of(served.portfolio)
    directions = read_directions(manifest.directions, manifest.reference)
    shipped = PolicyState(served).shipped_effect()
    notes = served.portfolio.manifest.notes
    sections = [
        Section(
            t.gettext("Data and target"),
            [text(words.data, card.target), facts(data_facts(manifest, t)), *([items(notes)] if notes else [])],
        ),
        Section(t.gettext("Features, and what is left out"), [text(*words.features)]),
        Section(t.gettext("Selection and trees"), [text(*words.trees), facts(model_facts(manifest, t))]),
        figure_section(importance_figure(importance, directions, t), t, numbers=False),
        Section(t.gettext("What it is worth"), [text(words.worth), metric_table(metric_rows(manifest, t), t)]),
        figure_section(roc_figure(held_out.ranking, metrics, scorer.policy.threshold, t), t),
        Section(t.gettext("Cost and threshold"), [text(words.cost), facts(policy_facts(manifest, t))]),
        figure_section(cost_figure(held_out.errors, shipped, shipped, t), t),
        Section(t.gettext("Calibration"), [text(words.calibration)]),
        figure_section(reliability_figure(metrics["reliability"], held_out.scores.probability, t), t),
        Section(t.gettext("Points that add up"), [text(words.points)]),
        Section(
            t.gettext("How sure a probability is"),
            [text(*words.interval, *_interval(served, words, t), *_missing(served, t))],
        ),
        Section(t.gettext("What would change the outcome"), [text(words.recourse, words.recourse_without_scores)]),
        Section(t.gettext("Limits"), [items([*card.limits, words.unequal, _external(served, t)])]),
    ]
    return about(served, t.gettext("Methodology note"), sections, t, day)


def _interval(served: ServedModel, words: MethodWords, t: Translator) -> list[str]:
    """Return what the interval and the review level are for this model."""
    scorer = served.scorer
    if scorer.interval is None:
        return []
    half = scorer.interval.half_width()
    odds = 0.05 / 0.95
    low, high = (odds * math.exp(sign * half) for sign in (-1, 1))
    zone = scorer.review_zone(scorer.policy)
    return [
        t.gettext(
            "For this model a probability of {middle} could have been {low} to {high}. At the shipped review level of "
            "{level}, probabilities from {first} to {last} go to review: {share} of the training clients.",
            middle=t.percent(0.05),
            low=t.percent(low / (1 + low)),
            high=t.percent(high / (1 + high)),
            level=t.percent(scorer.policy.review_level),
            first=t.percent(zone[0], 2),
            last=t.percent(zone[1], 2),
            share=t.percent(_reviewed(served)[0]),
        ),
        words.unequal,
    ]


def _reviewed(served: ServedModel) -> tuple[float, float]:
    """Return the share of the training clients who go to review for their probability, and for a score alone."""
    low, high = served.scorer.review_zone(served.scorer.policy)
    scores = held_out_of(served).scores
    near = (low < scores.probability) & (scores.probability < high)
    return float(near.mean()), float(((scores.flags != "") & ~near).mean())


def _missing(served: ServedModel, t: Translator) -> list[str]:
    """Return what missing external scores are held against, and how many go to review for it."""
    scorer = served.scorer
    if not (scorer.low_scores and scorer.policy.review_missing_scores):
        return []
    known = (f"{t.number(value, 2)} ({t.label(name)})" for name, value in scorer.low_scores.items())
    return [
        t.gettext(
            "Bad scores of this model are {scores}. {share} of the training clients go to review for a score that was "
            "not supplied, although their probability is not near the threshold.",
            scores=", ".join(known),
            share=t.percent(_reviewed(served)[1]),
        )
    ]


def _external(served: ServedModel, t: Translator) -> str:
    """Return how much of all that moves points comes from the external scores."""
    features = served.scorer.features
    means = served.portfolio.contributions.select(features).select(pl.all().abs().mean()).collect().row(0, named=True)
    external = sum(points for name, points in means.items() if FIELDS[name].theme == "external_scores")
    return t.gettext(
        "External scores make {share} of all movement in points of this portfolio.",
        share=t.percent(external / sum(means.values())),
    )
