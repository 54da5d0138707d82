"""How women and men, younger and older clients fare under the shipped policy."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.figure import Figure, render
from credit_panel.charts.model.alternatives import Measure, alternatives_figure
from credit_panel.charts.model.command import alternatives_command
from credit_panel.charts.model.fairness import fairness_figure
from credit_panel.locale import Translator
from credit_panel.scoring.alternatives import Search
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
        held_out, search = held_out_of(self.served), self._search()
        values = {
            "eyebrow": eyebrow(self.served, t),
            "clients": t.number(len(held_out.target)),
            "threshold": t.percent(self.served.scorer.policy.threshold),
            "minimum": t.number(MINIMUM_CELL),
            "figures": [
                (f"fairness-{name.lower()}", self.pictured(fairness_figure(name, groups, t)))
                for name, groups in held_out.fairness.items()
            ],
            "search": search,
            "searched": [] if search is None else self._searched(search, t),
            "elsewhere": self.served.scorer.manifest.imported is not None,
            "command": alternatives_command(self.served),
        }
        return render("views", "model/fairness.html", t, values)

    def _search(self) -> Search | None:
        """Return the search for alternatives to the model and policy that are shown; None when there was none."""
        search = self.served.scorer.search
        return search if search is not None and search.version == self.served.scorer.manifest.version else None

    def _searched(self, search: Search, t: Translator) -> list[tuple[str, Figure]]:
        measures: tuple[Measure, ...] = ("ratio", "gap")
        return [
            (f"alternatives-{measure}", self.pictured(alternatives_figure(search, measure, t))) for measure in measures
        ]
