"""What the model is worth: headline figures with intervals, the curves, calibration, and the segments."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model_ranking import ks_figure, lift_figure, precision_figure, roc_figure
from credit_panel.charts.model_segments import segments_figure
from credit_panel.charts.reliability import reliability_figure
from credit_panel.locale import Translator
from credit_panel.state.model_held_out import held_out_of
from credit_panel.views.model_view import ModelView, eyebrow


class PerformanceView(ModelView):
    """The model against the outcomes of its training clients, none of whom the model that scored them had seen.

    Examples
    --------
    >>> from credit_panel.portfolio import current_book
    >>> PerformanceView(book=current_book(), language="en")  # doctest: +SKIP
    """

    def html(self, t: Translator) -> Markup:
        """Return the figures and curves."""
        manifest, held_out = self.book.scorer.manifest, held_out_of(self.book)
        metrics, threshold = manifest.metrics, self.book.scorer.policy.threshold
        ranked, rate = held_out.ranking, float(metrics["default_rate"])
        figures = [
            ("roc", roc_figure(ranked, metrics, threshold, t)),
            ("precision-recall", precision_figure(ranked, rate, threshold, t)),
            ("calibration", reliability_figure(metrics["reliability"], held_out.scores.probability, t)),
            ("lift", lift_figure(ranked, t)),
            ("separation", ks_figure(ranked, self.book.scorer.scale, t)),
        ]
        values = {
            "eyebrow": eyebrow(self.book, t),
            "clients": t.number(metrics["count"]),
            "rate": t.percent(rate),
            "tiles": self._tiles(t),
            "figures": figures,
            "segments": segments_figure(metrics["segments"], metrics["auc"], rate, t),
        }
        return render("views", "model_performance.html", t, values)

    def _tiles(self, t: Translator) -> list[dict[str, str]]:
        metrics = self.book.scorer.manifest.metrics
        rate = float(metrics["default_rate"])
        named = (
            ("auc", t.gettext("AUC"), 3, t.gettext("0.5 is chance, 1 is perfect")),
            ("gini", t.gettext("Gini"), 3, t.gettext("twice the AUC, less one")),
            ("ks", t.gettext("KS"), 3, t.gettext("largest distance of the outcomes")),
            (
                "average_precision",
                t.gettext("Average precision"),
                3,
                t.gettext("chance: {rate}", rate=t.number(rate, 3)),
            ),
            ("lift", t.gettext("Lift of the riskiest tenth"), 2, t.gettext("times the average")),
            (
                "brier",
                t.gettext("Brier score"),
                4,
                t.gettext("the default rate for everyone: {score}", score=t.number(rate * (1 - rate), 4)),
            ),
            ("ece", t.gettext("Calibration error (ECE)"), 4, t.gettext("0 is perfect")),
        )
        return [
            {
                "name": name,
                "value": t.number(metrics[key], digits),
                "interval": " – ".join(t.number(end, digits) for end in metrics["intervals"][key]),
                "note": note,
            }
            for key, name, digits, note in named
        ]
