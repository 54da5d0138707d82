"""The model card as a document: what the page's tab says, from the same manifest and in the same words."""

from __future__ import annotations

from datetime import date

from credit_panel.charts.model.card import (
    card_words,
    data_facts,
    features_by_theme,
    metric_rows,
    model_facts,
    policy_facts,
)
from credit_panel.charts.model.command import build_command
from credit_panel.charts.model.fairness import fairness_figure
from credit_panel.charts.model.importance import exclusions
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.rule_costs import rule_costs_figure
from credit_panel.charts.model.segments import segments_figure
from credit_panel.documents.about import about, metric_table
from credit_panel.documents.report import Block, Report, Section, facts, figure_section, items, table, text
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.state.model_held_out import held_out_of


def model_card(served: ServedModel, language: Language, day: date) -> Report:
    """Return the card of a served model (Mitchell et al., 2019, Model Cards for Model Reporting)."""
    t = translator(language)
    manifest, held_out, words = served.scorer.manifest, held_out_of(served), card_words(t, served.scorer.manifest)
    metrics, rate = manifest.metrics, float(manifest.metrics["default_rate"])
    notes = served.portfolio.manifest.notes
    sections = [
        Section(t.gettext("Purpose"), [text(words.purpose)]),
        Section(t.gettext("Target"), [text(words.target)]),
        Section(t.gettext("Data"), [facts(data_facts(manifest, t)), *([items(notes)] if notes else [])]),
        Section(t.gettext("What it is worth"), [text(words.measured), metric_table(metric_rows(manifest, t), t)]),
        figure_section(reliability_figure(metrics["reliability"], held_out.scores.probability, t), t),
        figure_section(segments_figure(metrics["segments"], metrics["auc"], rate, t), t),
        *(figure_section(fairness_figure(name, groups, t), t) for name, groups in held_out.fairness.items()),
        Section(t.gettext("How it is made"), [text(*words.made), facts(model_facts(manifest, t))]),
        Section(t.gettext("Policy and scale"), [facts(policy_facts(manifest, t))], 3),
        Section(t.gettext("Settings of the trees"), [facts(_parameters(served))], 3),
        Section(
            t.ngettext("The {n} feature it reads", "The {n} features it reads", len(manifest.features)),
            [facts([(theme, " · ".join(labels)) for theme, labels in features_by_theme(manifest, t)])],
            3,
        ),
        Section(
            t.gettext("What it may not read"), [facts([(why, " · ".join(labels)) for why, labels in exclusions(t)])]
        ),
        Section(t.gettext("What these rules cost"), _rule_costs(served, t), 3),
        Section(t.gettext("Limits"), [items(words.limits)]),
        Section(
            t.gettext("Versions and hashes"),
            [
                text(t.gettext("A bundle whose files no longer have these hashes is not served.")),
                facts([*sorted(manifest.versions.items()), *sorted(manifest.files.items())]),
            ],
        ),
    ]
    return about(served, t.gettext("Model card"), sections, t, day)


def _parameters(served: ServedModel) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in served.scorer.manifest.training["parameters"].items())


def _rule_costs(served: ServedModel, t: Translator) -> list[Block]:
    measured = served.scorer.manifest.metrics.get("rule_costs")
    if served.scorer.manifest.imported:
        return [
            text(t.gettext("Not known: the model was trained elsewhere, and cannot be trained here without a rule."))
        ]
    if measured:
        figure = rule_costs_figure(measured, t)
        return [text(figure.summary), table(figure.table.columns, figure.table.rows)]
    if measured is not None:
        return [
            text(
                t.gettext(
                    "The rules hold nothing back from this model: its tables have none of these fields, and no feature "
                    "is bound to a direction."
                )
            )
        ]
    return [
        text(
            t.gettext(
                "What leaving these fields out costs in AUC, and what it costs that some features may move the risk in "
                "one direction only, was not measured for this model. This command builds it again and measures it, "
                "with one more training for each rule:"
            ),
            build_command(served, rule_costs=True),
        )
    ]
