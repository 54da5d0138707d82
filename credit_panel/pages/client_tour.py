"""The tour of the advisor's page, made when a browser that has not seen it has shown the page."""

from __future__ import annotations

import panel as pn
import param

from credit_panel.locale import Language
from credit_panel.views import Header


class ClientTour:
    """Shows the tour when the bar asks for it, and hides it while a client looks.

    Parameters
    ----------
    header
        The bar of the page.
    """

    def __init__(self, header: Header) -> None:
        self._header = header
        self._place: pn.Column | None = None
        self._tour: param.Parameterized | None = None
        header.param.watch(self._show, ["tour", "mode"])
        header.param.watch(lambda event: self._speak(event.new), "language")

    def stand_in(self, place: pn.Column) -> None:
        """Say where the tour is put once there is one."""
        self._place = place

    def _speak(self, language: Language) -> None:
        if self._tour is not None:
            self._tour.param.update(language=language)

    def _show(self, _: param.parameterized.Event) -> None:
        wanted = self._header.tour and self._header.mode != "client"
        if self._tour is None:
            if not wanted or self._place is None:
                return
            from credit_panel.views.shell.tour import Tour

            self._tour = Tour(language=self._header.language)
            self._tour.param.watch(self._end, "shown")
            self._place.append(self._tour)
        self._tour.param.update(shown=wanted)

    def _end(self, event: param.parameterized.Event) -> None:
        if not event.new and self._header.mode != "client":
            self._header.tour = False
