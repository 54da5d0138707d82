"""Whether what is served can be answered from: that it scores as at training, and decisions can be put on record."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from credit_panel.errors import BundleError
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.kept import kept
from credit_panel.scoring import FOLD
from credit_panel.scoring.golden import TOLERANCE, golden_keys
from credit_panel.settings import Settings

JournalState = Literal["writable", "off"]


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    Parameters
    ----------
    golden_difference
        Largest distance between the probabilities of the golden sample now and at training.
    disk_free_bytes
        Room left where the portfolio lies.
    """

    golden_difference: float
    disk_free_bytes: int


def health_of(served: ServedModel) -> Health:
    """Look at a served model.

    Raises
    ------
    BundleError
        When it scores its golden sample otherwise than at training.
    """
    difference = _golden_difference(served)
    if not difference <= TOLERANCE:
        raise BundleError(f"The served model gives probabilities {difference:.1e} away from those at training.")
    return Health(difference, shutil.disk_usage(served.portfolio.folder).free)


def journal_state(settings: Settings) -> JournalState:
    """Look whether a record could be added to the journal, as a writer that has nothing to add.

    Raises
    ------
    JournalError
        When it cannot be opened or does not take a writer.
    """
    if settings.journal == "off":
        return "off"
    from credit_panel.journal.opening import current_journal  # SQLite: nothing of it is in a page's first paint

    with current_journal(settings).database.writing():
        return "writable"


@kept(2)
def _golden_difference(served: ServedModel) -> float:
    """Return it, worked out once: neither the model in memory nor the library that reads it changes any more."""
    manifest, scorer = served.scorer.manifest, served.scorer
    golden, folds = manifest.golden, len(manifest.folds)
    keys = golden_keys(folds, alone=manifest.alone is not None)
    frame = pl.DataFrame({name: values for name, values in golden.items() if name not in keys})
    # the final trees come first, then those of each fold, then the model of applications alone
    scored = [
        scorer.probabilities(frame.with_columns(pl.lit(fold, pl.Int8).alias(FOLD))) for fold in (None, *range(folds))
    ]
    if manifest.alone is not None:
        scored.append(scorer.without_histories.probabilities(frame))
    pairs = zip(scored, keys, strict=True)
    return max(float(np.abs(found - np.array(golden[key])).max()) for found, key in pairs)
