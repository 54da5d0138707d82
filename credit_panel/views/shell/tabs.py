"""The tabs of a page: each part is built when first opened, and only the one on screen is redrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

import panel as pn
import param

from credit_panel.locale import Language
from credit_panel.views.parts.component import Component, Key
from credit_panel.views.parts.style_sheets import ON_PAPER

_FOLDER = Path(__file__).parent


class TabBar(Component):
    """The names of the tabs, one model in the browser: a tablist that the arrow keys walk through."""

    names = param.Dict(default={}, doc="Names of the tabs in the reader's language, by key, in their order.")

    selected = param.String(default="", doc="Key of the tab that is open.")

    label = param.String(default="", doc="Name of the whole bar, for screen readers.")

    led: ClassVar[dict[str, Any]] = {"selected": Key}

    _esm = _FOLDER / "tab_bar.js"

    sheets = ("shell/tab_bar",)

    based = False

    def may_set(self, name: str, value: object) -> bool:
        """Return whether the browser may open this tab: one of those it was told of."""
        return super().may_set(name, value) and value in self.names


class TabContent(Protocol):
    """What a tab holds: a view that draws itself while it is shown."""

    language: Language
    shown: bool

    def __panel__(self) -> pn.viewable.Viewable:
        """Return what Panel lays out."""


class _Panel(pn.Column):
    """A column that can say what it is to assistive technology."""

    html_attributes = param.Dict(default={}, doc="Attributes of the element around all parts, by name.")


class TabPanels:
    """The contents of the tabs, one of them on screen, in the element that screen readers call the tab's panel.

    Parameters
    ----------
    makers
        For each tab, what builds its content; called when the tab is first opened.
    bar
        Holds the names of the tabs; while it is hidden, or for a content that has no tab, there is no tab's panel.
    """

    def __init__(self, makers: Mapping[str, Callable[[], TabContent]], bar: TabBar) -> None:
        self._makers = makers
        self._bar = bar
        self._key = ""
        self.views: dict[str, TabContent] = {}
        self.layout = _Panel(sizing_mode="stretch_width", margin=0, stylesheets=[ON_PAPER])
        bar.param.watch(self._name, ["names", "visible"])

    def show(self, key: str) -> None:
        """Bring the content of one tab on screen and leave the others as they are."""
        self._key = key
        for name, view in self.views.items():
            if name != key:
                view.shown = False
        if key in self.views:
            self.views[key].shown = True
        else:
            self.views[key] = self._makers[key]()
            self.layout.append(self.views[key])
        self._name()

    def set_language(self, language: Language) -> None:
        """Put every content built so far into a language."""
        for view in self.views.values():
            view.language = language

    def set_dark(self, dark: bool | None) -> None:
        """Put the pictures of every content built so far on a dark or a light ground."""
        for view in self.views.values():
            if hasattr(view, "dark"):
                view.dark = dark

    def _name(self, *_: param.parameterized.Event) -> None:
        name = self._bar.names.get(self._key) if self._bar.visible else None
        self.layout.html_attributes = {} if name is None else {"role": "tabpanel", "aria-label": name}
