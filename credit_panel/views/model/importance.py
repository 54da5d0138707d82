"""What counts over the whole portfolio, in which direction, and what is kept out of the model."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model.importance import exclusions, importance_figure, read_directions
from credit_panel.locale import Translator
from credit_panel.state.importance import importance_of
from credit_panel.views.model.view import ModelView, eyebrow


class ImportanceView(ModelView):
    """The model's features by theme, and the fields that it may not read.

    Examples
    --------
    >>> import credit_panel as cp
    >>> view = cp.ImportanceView(served=cp.current_model())
    """

    def html(self, t: Translator) -> Markup:
        """Return the themes and the exclusions."""
        manifest = self.served.scorer.manifest
        directions = read_directions(manifest.directions, manifest.reference)
        values = {
            "eyebrow": eyebrow(self.served, t),
            "features": t.number(len(manifest.features)),
            "candidates": t.number(manifest.training["candidates"]),
            "imported": manifest.imported is not None,
            "figure": self.pictured(importance_figure(importance_of(self.served.portfolio), directions, t)),
            "exclusions": exclusions(t),
        }
        return render("views", "model/importance.html", t, values)
