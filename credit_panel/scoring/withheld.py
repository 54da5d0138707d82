"""External scores that were not supplied: nobody gains by keeping a bad one back without a person being told of it.

A bad score is the one that a tenth of the training clients' scores lie under. An application that lacks scores is
scored as it is, and once more with all of these, and with some of them alone, as bad as that. Where that would make the
proposal worse, a person looks. It holds for each score that could have been kept back and is no worse than that, since
a model that is bound in the direction of the scores proposes nothing worse for a better one. Of the worst tenth it does
not hold: to hold missing scores against the worst there can be sends nearly twice as many to review.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
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

LOW_SHARE = 0.1
"""Share of the known scores that a bad one, which missing ones are held against, has under it. On 30,000 real
applications 11 % go to review without the rule, and with it 24 % at a tenth, 30 % at a twentieth, 43 % at the worst
score; of the clients who know a score, about 9 % would gain by keeping it back without the rule, and 0.9, 0.2 and 0 %
with it."""

_BEST_LAST = (Outcome.REFUSE.value, Outcome.REVIEW.value, Outcome.ACCEPT.value)


class Flag(StrEnum):
    """Why an application is to be reviewed, other than that its probability is near the threshold."""

    SCORE_NOT_SUPPLIED = "score_not_supplied"


def low_scores(clients: pl.DataFrame) -> dict[str, float]:
    """Return the bad score of each external score: the one that `LOW_SHARE` of those of some clients lie under.

    Parameters
    ----------
    clients
        Training clients; scores that are no column are left out, and one that nobody has is bad at 0, the worst.
    """
    known = {name: clients.get_column(name).drop_nulls() for name in SCORES if name in clients.columns}
    return {name: float(np.quantile(values, LOW_SHARE)) if len(values) else 0.0 for name, values in known.items()}


def with_low_scores(
    frame: pl.DataFrame, features: tuple[str, ...], low: Mapping[str, float]
) -> tuple[np.ndarray, pl.DataFrame] | None:
    """Return the clients who lack scores with these as bad as `low` says, once for each choice of those they lack.

    Parameters
    ----------
    frame
        Clients, with what a model reads of them.
    features
        What it reads.
    low
        The bad score of each score that it reads.

    Returns
    -------
    tuple or None
        Which row of `frame` each row is, and the rows with some scores bad and what is worked out from them worked out
        again. None when nobody lacks a score that is read.

    Raises
    ------
    TablesError
        When the frame lacks the column of a score.
    """
    read, choices = _choices(features)
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
        values = np.where(at, low[name], columns[name].cast(pl.Float64).to_numpy())
        columns[name] = pl.Series(name, values, nan_to_null=True)
    scores = pl.DataFrame([columns[name] for name in read])
    worked_out = scores.select(each.alias(name) for name, each in _worked_out().items() if name in columns)
    columns |= {column.name: column for column in worked_out}
    return rows, pl.DataFrame(list(columns.values()))


def held_back(outcome: np.ndarray, low: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Send to review whoever a score that was not supplied could have brought a worse proposal.

    Parameters
    ----------
    outcome, low
        What the policy proposes for each client as they are, and with the scores that they lack bad; shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        The outcomes, and `Flag.SCORE_NOT_SUPPLIED` for whom it holds, an empty text for the others.
    """
    places = [np.select([each == one for one in _BEST_LAST], range(len(_BEST_LAST))) for each in (outcome, low)]
    flagged = places[1] < places[0]
    return np.where(flagged, Outcome.REVIEW.value, outcome), np.where(flagged, Flag.SCORE_NOT_SUPPLIED.value, "")


def usual_scores(
    client: pl.DataFrame, features: tuple[str, ...], reference: Mapping[str, float | str | None]
) -> dict[str, float]:
    """Return the scores that a client lacks and a model reads, at the values that are usual.

    Parameters
    ----------
    client
        One row with the external scores.
    features, reference
        What the model reads, and the usual value of each field.

    Returns
    -------
    dict
        Rounded up to two decimals, as they are told: what holds of one holds of all that read as much. A score that no
        training client had is left out.
    """
    lacking = [name for name in scores_read(features) if client.get_column(name)[0] is None]
    known = {name: reference.get(name) for name in lacking}
    return {name: math.ceil(value * 100) / 100 for name, value in known.items() if isinstance(value, float)}


@cache
def scores_read(features: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scores that some features are worked out from."""
    sources = {source for name in features for source in sources_of(name)}
    return tuple(name for name in SCORES if name in sources)


@cache
def _choices(features: tuple[str, ...]) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the scores that some features are worked out from, and each choice of some of these, as a mask a row."""
    read = scores_read(features)
    choices = [choice for choice in product((False, True), repeat=len(read)) if any(choice)]
    return read, np.array(choices, dtype=bool).reshape(len(choices), len(read))


@cache
def _worked_out() -> dict[str, pl.Expr]:
    """Return the expression of each feature that is worked out from a score."""
    derived = derived_expressions(pl)
    return {name: each for name, each in derived.items() if not set(SCORES).isdisjoint(each.meta.root_names())}
