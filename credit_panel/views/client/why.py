"""Why the points are what they are: every theme, and every feature inside, beside what counts for everyone."""

from __future__ import annotations

from markupsafe import Markup

from credit_panel.charts.client.themes import themes_figure
from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.state.importance import importance_of
from credit_panel.views.client.client_view import ClientView


class WhyView(ClientView):
    """The themes of one client's contributions, each unfolding into its features.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = cp.ClientState(cp.current_model())
    >>> state.open(100002)
    True
    >>> shown = WhyView(state=state, language="en")
    """

    style = "client/why"

    def html(self, t: Translator) -> Markup:
        """Return the themes, or nothing when no client is open."""
        explanation = self.state.explanation
        if explanation is None:
            return Markup("")
        values = {
            "client_id": explanation.client_id,
            "points": t.number(explanation.points),
            "figure": themes_figure(explanation, importance_of(self.state.served.portfolio), t),
        }
        return render("views", "client/why.html", t, values)
