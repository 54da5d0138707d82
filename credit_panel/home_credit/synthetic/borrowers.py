"""What the histories know of a client: identifier, sample, and the latent risk that shows in every past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.profile import Floats

SHOWN = 0.4
HIDDEN = 0.75
"""Weights of the risk the application shows, and of the hidden one, in what a past shows."""


@dataclass(frozen=True, slots=True)
class Borrowers:
    """Some clients, as their histories see them; every array has the shape (clients,).

    Parameters
    ----------
    ids
        SK_ID_CURR, increasing.
    is_test
        Belongs to application_test.
    shown, hidden
        Standardised risk told by the application, and by the histories only.
    of_age
        Day, counted from the application as ``DAYS_BIRTH`` is, from which on the client may have borrowed.
    in_bureau
        Has a file at the bureau.
    annuity_reported
        The bureau file gives annuities.
    monthly_file
        The bureau file gives monthly states.
    """

    ids: NDArray[np.int64]
    is_test: NDArray[np.bool_]
    shown: Floats
    hidden: Floats
    of_age: NDArray[np.float64]
    in_bureau: NDArray[np.bool_]
    annuity_reported: NDArray[np.bool_]
    monthly_file: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def risk(self) -> Floats:
        """Return the risk that the pasts show, standardised."""
        both = np.float32(SHOWN) * self.shown + np.float32(HIDDEN) * self.hidden
        return (both / np.float32(np.hypot(SHOWN, HIDDEN))).astype(np.float32, copy=False)

    def trouble(self, faithful: float, rng: np.random.Generator) -> Floats:
        """Return a table's own view of the risk, standardised: `faithful` is its correlation with `risk`."""
        noise = rng.standard_normal(len(self), dtype=np.float32)
        return np.float32(faithful) * self.risk() + np.float32(np.sqrt(1 - faithful**2)) * noise

    def old_enough(self, owner: NDArray[np.int64], days: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
        """Return the days, those on which a client was too young to borrow drawn anew from the time since.

        Parameters
        ----------
        owner
            Shape (rows,): index of each row's client.
        days
            Shape (rows,): days of the rows, negative before the application.
        rng
            Source of randomness.
        """
        earliest = self.of_age[owner]
        return np.where(days < earliest, np.ceil(earliest * rng.random(len(days))), days)

    def rows(self, counts: Mapping[str, Any], latent: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw how many rows each client has, given that there are some.

        Parameters
        ----------
        counts
            For train and test the quantile map of the rows per client.
        latent
            Standard normal; high for many rows.
        rng
            Source of randomness.
        """
        drawn = [np.interp(latent, counts[one]["map"]["z"], counts[one]["map"]["v"]) for one in ("train", "test")]
        count = np.where(self.is_test, drawn[1], drawn[0])
        # Stochastic rounding keeps the mean.
        return np.maximum(np.floor(count + rng.random(len(count))), 1).astype(np.int64)
