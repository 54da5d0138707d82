"""What every view can do beside being shown: be saved as a page that needs neither this machine nor a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.models.ui import UIElement
from bokeh.resources import INLINE
from panel.io.model import add_to_doc
from panel.io.notebook import patch_inline_stylesheets
from panel.io.resources import set_resource_mode
from panel.io.save import save

from credit_panel.charts.palette import follow_theme, ground_is_dark
from credit_panel.locale import reader_language, translator
from credit_panel.views.parts.component import Component

_PAGE = """
{% block css_resources %}{% endblock %}
{% block contents %}{% if note %}<p style="font: 14px/1.5 sans-serif; margin: 0 0 12px">{{ note }}</p>{% endif %}
{{ super() }}{% endblock %}
"""
"""Bokeh's own page, which has no icons on the network, without style sheets of what else the process has loaded."""


class View(pn.viewable.Viewer):
    """A part of a screen that is usable alone."""

    def __init__(self, **params: Any) -> None:
        if "language" in type(self).param:
            params.setdefault("language", reader_language())
        self._ground, follows = ground_is_dark(), "dark" in type(self).param and "dark" not in params
        if follows and self._ground:
            params["dark"] = True
        super().__init__(**params)
        if follows:
            follow_theme(self, View._take_ground)

    def _take_ground(self: Any) -> None:
        """Show on the ground of the theme, but where a page has said meanwhile on which one it stands."""
        before, self._ground = self._ground, ground_is_dark()
        if self.dark is before:
            self.dark = self._ground

    def stand_in(self) -> dict[str, str]:
        """Return what stands for the view where nothing draws it, by media type: its name alone, with nobody's data."""
        return {"text/plain": f"{type(self).__name__}(…)"}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """Show itself in a notebook, with what stands for it where there are no scripts."""
        shown = super()._repr_mimebundle_(include, exclude)
        return shown if shown is None else (shown[0] | self.stand_in(), shown[1])

    def save(self, path: str | Path, title: str = "Credit Panel") -> None:
        """Write the view, as it is now, into one HTML file that any browser shows, the network cut.

        Nothing in the file reaches Python any more: its pictures are read out, zoomed and saved, a slider moves, and no
        number follows; where there are controls, the page says so. Panel's own ``save`` leaves its style sheets on the
        network, whatever it is asked for.
        """
        document, view = Document(), pn.panel(self)
        with pn.config.set(inline=True), set_resource_mode("inline"):
            root: Any = view.get_root(document)  # type: ignore[attr-defined]
            for model in root.references():
                if isinstance(model, UIElement):
                    patch_inline_stylesheets(model, document)
            add_to_doc(root, document, True)
            save(document, str(path), title, INLINE, _PAGE, {"note": self._still(view)})

    def _still(self, view: Any) -> str:
        """Return that controls do nothing without Python, in the reader's language; empty where there are none."""
        controls = view.select(lambda part: isinstance(part, Component) and part.message is not None)
        t = translator(getattr(self, "language", reader_language()))
        return t.gettext("This page was saved: its controls need a running kernel or server.") if controls else ""
