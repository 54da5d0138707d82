"""What every picture asks first: of which model, in which language, and which clients it draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from credit_panel.charts.palette import PALETTES
from credit_panel.locale import Language, Translator, reader_language, translator
from credit_panel.portfolio.served_model import ServedModel, current_model

MOST_CLIENTS = 5_000
"""Clients that a cloud of points shows; of more, as many are drawn at random, always the same."""

COLOURS = PALETTES["light"]


def asked(served: ServedModel | None, language: Language | None) -> tuple[ServedModel, Translator]:
    """Return the model that a picture speaks of and its language; see the package for what None means."""
    return served or current_model(), translator(language or reader_language())


def drawn(served: ServedModel, client_ids: Sequence[int] | None) -> list[int]:
    """Return the clients that are drawn, in rising order."""
    ids = served.portfolio.ids if client_ids is None else np.unique(np.asarray(client_ids, dtype=np.int64))
    if len(ids) > MOST_CLIENTS:
        ids = np.sort(np.random.default_rng(0).choice(ids, MOST_CLIENTS, replace=False))
    return [int(i) for i in ids]


def marks(low: float, high: float, write: Callable[[float, float], str]) -> list[tuple[float, str]]:
    """Return about six round marks of an axis and what stands there.

    Parameters
    ----------
    write
        Writes a mark, given it and the step between two.
    """
    step = 10.0 ** math.floor(math.log10(max(high - low, 1e-9) / 5))
    step *= next(times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= 6)
    return [(at * step, write(at * step, step)) for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def percents(low: float, high: float, t: Translator) -> list[tuple[float, str]]:
    """Return the marks of an axis of shares."""
    return marks(low, high, lambda value, step: t.percent(value, 0 if step >= 0.01 else 1))
