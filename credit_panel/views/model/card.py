"""The model card: what the model is for, what it rests on, what it is worth and where it ends, from its manifest."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model.card import (
    card_words,
    data_facts,
    features_by_theme,
    metric_rows,
    model_facts,
    policy_facts,
)
from credit_panel.charts.model.command import build_command
from credit_panel.charts.model.fairness import attribute_words, fairness_figure
from credit_panel.charts.model.importance import exclusions
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.rule_costs import rule_costs_figure
from credit_panel.charts.model.segments import segments_figure
from credit_panel.locale import Translator
from credit_panel.state.model_held_out import held_out_of
from credit_panel.views.model.view import ModelView, eyebrow


class ModelCardView(ModelView):
    """The card (Mitchell et al., 2019, Model Cards for Model Reporting), rendered from the manifest; prints well.

    Examples
    --------
    >>> import credit_panel as cp
    >>> view = cp.ModelCardView(served=cp.current_model())
    """

    def html(self, t: Translator) -> Markup:
        """Return the card."""
        manifest, held_out = self.served.scorer.manifest, held_out_of(self.served)
        metrics, rate = manifest.metrics, float(manifest.metrics["default_rate"])
        values = {
            "eyebrow": eyebrow(self.served, t),
            "words": card_words(t, manifest),
            "manifest": manifest,
            "sections": {
                "data": data_facts(manifest, t),
                "model": model_facts(manifest, t),
                "policy": policy_facts(manifest, t),
            },
            "notes": self.served.portfolio.manifest.notes,
            "metrics": metric_rows(manifest, t),
            "calibration": reliability_figure(metrics["reliability"], held_out.scores.probability, t),
            "segments": segments_figure(metrics["segments"], metrics["auc"], rate, t),
            "fairness": [
                (attribute_words(name, t), fairness_figure(name, groups, t).summary)
                for name, groups in held_out.fairness.items()
            ],
            "exclusions": exclusions(t),
            "measured": metrics.get("rule_costs") is not None,
            "rule_costs": rule_costs_figure(metrics["rule_costs"], t) if metrics.get("rule_costs") else None,
            "command": build_command(self.served, rule_costs=True),
            "themes": features_by_theme(manifest, t),
            "parameters": sorted((name, str(value)) for name, value in manifest.training["parameters"].items()),
            "versions": sorted(manifest.versions.items()),
            "files": sorted(manifest.files.items()),
        }
        return render("views", "model/card.html", t, values)
