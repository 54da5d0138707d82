"""External scores that were not supplied: nobody gains by keeping a bad one back without a person being told of it.

An application that lacks a score is scored as it is, and once more with every such score, and some of them alone, as
bad as one can be. Where that would make the proposal worse, a person looks. It holds for every score that could have
been kept back, since a model that is bound in the direction of the scores proposes nothing worse for a known one.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from itertools import product

import numpy as np
import polars as pl

from credit_panel.features.absence import sources_of
from credit_panel.features.application import derived_expressions
from credit_panel.scoring.encoding import require_columns
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.routes import FOLD

SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
"""The external scores of an application."""

WORST = 0.0
"""The worst that an external score can be."""

_BEST_LAST = (Outcome.REFUSE.value, Outcome.REVIEW.value, Outcome.ACCEPT.value)


class Flag(StrEnum):
    """Why an application is to be reviewed, other than that its probability is near the threshold."""

    SCORE_NOT_SUPPLIED = "score_not_supplied"


def at_worst(frame: pl.DataFrame, features: tuple[str, ...]) -> tuple[np.ndarray, pl.DataFrame] | None:
    """Return the clients who lack scores with these as bad as can be, once for each choice of the scores they lack.

    Parameters
    ----------
    frame
        Clients, with what a model reads of them.
    features
        What it reads.

    Returns
    -------
    tuple or None
        Which row of `frame` each row is, and the rows with some scores at `WORST` and what is worked out from them
        worked out again. None when nobody lacks a score that is read.

    Raises
    ------
    TablesError
        When the frame lacks the column of a score.
    """
    read, choices = _scores_read(features)
    if not read:
        return None
    require_columns(frame, read)
    missing = np.column_stack([frame.get_column(name).is_null().to_numpy() for name in read])
    if not missing.any():
        return None
    found = [np.flatnonzero(missing[:, choice].all(axis=1)) for choice in choices]
    rows = np.concatenate(found)
    filled = np.repeat(choices, [len(each) for each in found], axis=0)
    # whole columns, without the query engine: one client is scored while a slider moves
    names = [*dict.fromkeys((*read, *features)), *([FOLD] if FOLD in frame.columns else [])]
    columns = dict(zip(names, pl.DataFrame([frame.get_column(name) for name in names])[rows], strict=True))
    for name, at in zip(read, filled.T, strict=True):
        values = np.where(at, WORST, columns[name].cast(pl.Float64).to_numpy())
        columns[name] = pl.Series(name, values, nan_to_null=True)
    scores = pl.DataFrame([columns[name] for name in read])
    worked_out = scores.select(each.alias(name) for name, each in _worked_out().items() if name in columns)
    columns |= {column.name: column for column in worked_out}
    return rows, pl.DataFrame(list(columns.values()))


def held_back(outcome: np.ndarray, worst: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Send to review whoever a score that was not supplied could have brought a worse proposal.

    Parameters
    ----------
    outcome, worst
        What the policy proposes for each client as they are, and with the scores as bad as can be; shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        The outcomes, and `Flag.SCORE_NOT_SUPPLIED` for whom it holds, an empty text for the others.
    """
    places = [np.select([each == one for one in _BEST_LAST], range(len(_BEST_LAST))) for each in (outcome, worst)]
    flagged = places[1] < places[0]
    return np.where(flagged, Outcome.REVIEW.value, outcome), np.where(flagged, Flag.SCORE_NOT_SUPPLIED.value, "")


@cache
def _scores_read(features: tuple[str, ...]) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the scores that some features are worked out from, and each choice of some of these, as a mask a row."""
    sources = {source for name in features for source in sources_of(name)}
    read = tuple(name for name in SCORES if name in sources)
    choices = [choice for choice in product((False, True), repeat=len(read)) if any(choice)]
    return read, np.array(choices, dtype=bool).reshape(len(choices), len(read))


@cache
def _worked_out() -> dict[str, pl.Expr]:
    """Return the expression of each feature that is worked out from a score."""
    derived = derived_expressions(pl)
    return {name: each for name, each in derived.items() if not set(SCORES).isdisjoint(each.meta.root_names())}
