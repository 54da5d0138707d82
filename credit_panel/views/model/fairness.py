"""How women and men, younger and older clients fare under the shipped policy."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.charts.model.fairness import fairness_figure
from credit_panel.locale import Translator
from credit_panel.scoring.fairness import MINIMUM_CELL
from credit_panel.state.model_held_out import held_out_of
from credit_panel.views.model.view import ModelView, eyebrow


class FairnessView(ModelView):
    """The fairness audit: gender, which the model does not read, and age, which it reads and never gives as reason.

    Examples
    --------
    >>> import credit_panel as cp
    >>> view = cp.FairnessView(served=cp.current_model())
    """

    def html(self, t: Translator) -> Markup:
        """Return one figure an attribute and what to make of them."""
        held_out = held_out_of(self.served)
        values = {
            "eyebrow": eyebrow(self.served, t),
            "clients": t.number(len(held_out.target)),
            "threshold": t.percent(self.served.scorer.policy.threshold),
            "minimum": t.number(MINIMUM_CELL),
            "figures": [
                (f"fairness-{name.lower()}", self.pictured(fairness_figure(name, groups, t)))
                for name, groups in held_out.fairness.items()
            ],
        }
        return render("views", "model/fairness.html", t, values)
