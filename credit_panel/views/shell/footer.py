"""The foot of every page: the accessibility statement, the glossary, the API, and which versions speak."""

from __future__ import annotations

from importlib.metadata import version

import param
from markupsafe import Markup

from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.scoring import ModelStamp
from credit_panel.views.parts.drawn_view import HtmlView


class Footer(HtmlView):
    """The links and versions below a page."""

    style = "shell/footer"

    model = param.ClassSelector(
        class_=ModelStamp, default=None, allow_None=True, doc="The model that scores; None where none could be opened."
    )

    client = param.Boolean(default=False, doc="Whether a client looks: what is for programs is left out.")

    more = param.List(default=[], item_type=str, doc="Keys of the pages beside the bar's that the visitor may open.")

    unlocked = param.Boolean(default=False, doc="Whether nobody has to log in, which is said.")

    @param.depends("model", "client", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def html(self, t: Translator) -> Markup:
        """Return the links and versions."""
        values = {
            "version": version("credit-panel"),
            "model": self.model,
            "unlocked": self.unlocked,
            "client": self.client,
            "more": self.more,
        }
        return render("views", "shell/footer.html", t, values)
