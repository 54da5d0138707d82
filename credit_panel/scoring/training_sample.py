"""A sample of the clients of known outcome, for a book larger than training needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.home_credit import CLIENT, TARGET


@dataclass(frozen=True, slots=True)
class TrainingSample:
    """Clients who train a model for all of a book.

    Parameters
    ----------
    ids
        Their numbers in rising order, shape (n,).
    drawn_from, defaults
        All clients of known outcome that they were drawn from, and the defaults among these.
    """

    ids: np.ndarray
    drawn_from: int
    defaults: int

    def as_json(self) -> dict[str, int]:
        """Return what a manifest says of it; who is in it, the portfolio tells."""
        return {"drawn_from": self.drawn_from, "defaults": self.defaults}


def draw_training_sample(clients: pl.DataFrame, size: int, seed: int) -> TrainingSample | None:
    """Draw clients at random within each outcome, so that the sample defaults as often as the book.

    The rate has to stay: the model is calibrated on the sample, and its probabilities are meant for the book.

    Parameters
    ----------
    clients
        ``SK_ID_CURR`` and ``TARGET`` of each client of the book, in any order; null where the outcome is unknown.
    size
        How many to draw.
    seed
        The same seed draws the same clients, in whatever order they stand.

    Returns
    -------
    TrainingSample or None
        None when there are no more than `size` clients of known outcome: all of them train.
    """
    known = clients.drop_nulls(TARGET).sort(CLIENT)
    if len(known) <= size:
        return None
    defaulted = known[TARGET].to_numpy() == 1
    rng = np.random.default_rng(seed)
    wanted = round(size * defaulted.mean())
    chosen = [
        rng.permutation(np.flatnonzero(places))[:count]
        for places, count in ((defaulted, wanted), (~defaulted, size - wanted))
    ]
    ids = known[CLIENT].to_numpy()[np.sort(np.concatenate(chosen))]
    return TrainingSample(ids, len(known), int(defaulted.sum()))
