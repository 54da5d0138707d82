"""What every picture asks first: of which model, in which language, and which clients it draws."""

from __future__ import annotations

from collections.abc import Sequence

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
