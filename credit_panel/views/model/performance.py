"""What the model is worth: headline figures with intervals, the curves, calibration, and the segments."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model.metrics import DIGITS, metric_interval, metric_name, metric_note
from credit_panel.charts.model.ranking import ks_figure, lift_figure, precision_figure, roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.segments import segments_figure
from credit_panel.locale import Translator
from credit_panel.state.model_held_out import held_out_of
from credit_panel.views.model.view import ModelView, eyebrow


class PerformanceView(ModelView):
    """The model against the outcomes of its training clients, none of whom the model that scored them had seen.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> shown = PerformanceView(served=current_model(), language="en")
    """

    def html(self, t: Translator) -> Markup:
        """Return the figures and curves."""
        manifest, held_out = self.served.scorer.manifest, held_out_of(self.served)
        metrics, threshold = manifest.metrics, self.served.scorer.policy.threshold
        ranked, rate = held_out.ranking, float(metrics["default_rate"])
        figures = [
            ("roc", roc_figure(ranked, metrics, threshold, t)),
            ("precision-recall", precision_figure(ranked, metrics, threshold, t)),
            ("calibration", reliability_figure(metrics["reliability"], held_out.scores.probability, t)),
            ("lift", lift_figure(ranked, metrics, t)),
            ("separation", ks_figure(ranked, metrics, self.served.scorer.scale, t)),
        ]
        values = {
            "eyebrow": eyebrow(self.served, t),
            "clients": t.number(metrics["count"]),
            "rate": t.percent(rate),
            "imported": manifest.imported is not None,
            "tiles": self._tiles(t),
            "figures": [(file, self.pictured(figure)) for file, figure in figures],
            "segments": segments_figure(metrics["segments"], metrics["auc"], rate, t),
        }
        return render("views", "model/performance.html", t, values)

    def _tiles(self, t: Translator) -> list[dict[str, str]]:
        metrics = self.served.scorer.manifest.metrics
        return [
            {
                "name": metric_name(key, t),
                "value": t.number(metrics[key], digits),
                "interval": metric_interval(metrics, key, digits, t),
                "note": metric_note(metrics, key, t),
            }
            for key, digits in DIGITS.items()
        ]
