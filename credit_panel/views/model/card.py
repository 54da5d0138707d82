"""The model card: what the model is for, what it rests on, what it is worth and where it ends, from its manifest."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model.cost import ratio_words
from credit_panel.charts.model.fairness import attribute_words, fairness_figure
from credit_panel.charts.model.metrics import DIGITS, metric_interval, metric_name
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.rule_costs import rule_costs_figure
from credit_panel.charts.model.segments import segments_figure
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Translator
from credit_panel.scoring.alone import Alone
from credit_panel.state.model_held_out import held_out_of
from credit_panel.views.model.command import build_command
from credit_panel.views.model.importance import exclusions
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
            "manifest": manifest,
            "sections": self._sections(t),
            "notes": self.served.portfolio.manifest.notes,
            "metrics": [
                (metric_name(key, t), t.number(metrics[key], digits), metric_interval(metrics, key, digits, t))
                for key, digits in DIGITS.items()
            ],
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
            "themes": _features(manifest.features, t),
            "parameters": sorted((name, str(value)) for name, value in manifest.training["parameters"].items()),
            "versions": sorted(manifest.versions.items()),
            "files": sorted(manifest.files.items()),
        }
        return render("views", "model/card.html", t, values)

    def _sections(self, t: Translator) -> dict[str, list[tuple[str, str]]]:
        manifest = self.served.scorer.manifest
        training, scale, policy = manifest.training, manifest.scale, manifest.policy
        window = t.gettext(
            "clients {first} to {last}; the source gives no dates, so no period can be named",
            first=str(training["first_id"]),
            last=str(training["last_id"]),
        )
        tuned = t.gettext("searched") if training["tuning"] else t.gettext("fixed settings, no search")
        return {
            "data": [
                (t.gettext("Applications"), t.number(training["applications"])),
                (
                    t.gettext("Defaults"),
                    f"{t.number(training['defaults'])} ({t.percent(manifest.metrics['default_rate'])})",
                ),
                (t.gettext("Window"), window),
                (t.gettext("Trained on"), t.date(manifest.trained_at)),
            ],
            "model": [
                (
                    t.gettext("Features"),
                    t.gettext("{n} chosen of {tried}", n=len(manifest.features), tried=training["candidates"]),
                ),
                (t.gettext("One direction only"), t.ngettext("{n} feature", "{n} features", len(manifest.directions))),
                (t.gettext("Settings"), tuned),
                *_alone(manifest.alone, t),
                (t.gettext("Seed"), str(training["seed"])),
            ],
            "policy": [
                (t.gettext("Cost ratio"), ratio_words(policy.cost_ratio, t)),
                (t.gettext("Threshold"), t.percent(policy.threshold, 2)),
                (t.gettext("Review level"), t.percent(policy.review_level, 0)),
                (
                    t.gettext("Scale"),
                    t.gettext(
                        "{base} points at {rate}, {pdo} points double the odds",
                        base=t.number(scale.base),
                        rate=t.percent(scale.base_probability, 0),
                        pdo=t.number(scale.pdo),
                    ),
                ),
            ],
        }


def _alone(alone: Alone | None, t: Translator) -> list[tuple[str, str]]:
    """Return what the model of applications alone is worth, nothing where there is none."""
    if alone is None:
        return []
    words = t.gettext(
        "a second model of {n} features: AUC {auc}, calibration error {ece}",
        n=len(alone.features),
        auc=t.number(alone.metrics["auc"], 3),
        ece=t.number(alone.metrics["ece"], 4),
    )
    return [(t.gettext("Without credit histories"), words)]


def _features(features: tuple[str, ...], t: Translator) -> list[tuple[str, list[str]]]:
    themes: dict[str, list[str]] = {}
    for name in features:
        themes.setdefault(THEMES[FIELDS[name].theme][t.language], []).append(t.label(name))
    return sorted(themes.items(), key=lambda item: -len(item[1]))
