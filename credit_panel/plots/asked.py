"""What every picture asks first: of which model, in which language, and which clients it draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np
from bokeh.models import Axis
from bokeh.models.annotations import Legend

from credit_panel.charts.palette import ground_is_dark, look, palette
from credit_panel.colours import Palette
from credit_panel.locale import Language, Translator, reader_language, translator
from credit_panel.portfolio.served_model import ServedModel, current_model

MOST_CLIENTS = 5_000
"""Clients that a cloud of points shows; of more, as many are drawn at random, always the same."""


def colours() -> Palette:
    """Return the colours of a picture: see `credit_panel.theme`."""
    return palette(dark=ground_is_dark())


def asked(served: ServedModel | None, language: Language | None) -> tuple[ServedModel, Translator]:
    """Return the model that a picture speaks of and its language; see the package for what None means."""
    return served or current_model(), translator(language or reader_language())


def on_a_card[**P](draw: Callable[P, Any]) -> Callable[P, Any]:
    """Have a picture stand on a card of the theme, with its letters: it can be read on a page of either ground."""

    @wraps(draw)
    def drawn_on_it(*args: P.args, **given: P.kwargs) -> Any:
        return _dressed(draw(*args, **given))

    return drawn_on_it


def _dressed(element: Any) -> Any:
    shade, fonts = colours(), look().fonts

    def dress(plot: Any, _: Any) -> None:
        figure = plot.state
        figure.update(background_fill_color=shade.card, border_fill_color=shade.card, outline_line_color=None)
        figure.title.update(text_color=shade.ink, text_font=fonts)
        for axis in figure.select(Axis):
            axis.update(
                axis_label_text_color=shade.mute,
                axis_label_text_font=fonts,
                axis_label_text_font_style="normal",
                major_label_text_color=shade.mute,
                major_label_text_font=fonts,
                axis_line_color=shade.line,
                major_tick_line_color=shade.line,
                minor_tick_line_color=None,
            )
        for legend in figure.select(Legend):
            legend.update(background_fill_color=shade.card, label_text_color=shade.ink, label_text_font=fonts)

    return element.opts(backend="bokeh", hooks=[dress])


def drawn(served: ServedModel, client_ids: Sequence[int] | None) -> list[int]:
    """Return the clients that are drawn, in rising order."""
    ids = served.portfolio.ids if client_ids is None else np.unique(np.asarray(client_ids, dtype=np.int64))
    if len(ids) > MOST_CLIENTS:
        ids = np.sort(np.random.default_rng(0).choice(ids, MOST_CLIENTS, replace=False))
    return [int(i) for i in ids]
